/**
 * Decides as `decide` does, and weighs the law once for equal facts. What is remembered is what the
 * rules say of a purpose, a place, an age, a signal and a state of consent: nothing of it is about
 * anybody, and the person, the moment and the permit are put to it anew each time.
 *
 * Rules begin and end at instants. What was weighed between two of them holds until the next one,
 * exactly, and is never used across it.
 */
import type { ConsentStatus } from '../consent/index.ts'
import { SIGNAL_NAMES } from '../signals/index.ts'
import { type AgeBand, type Instant, PURPOSES, type Purpose, type Region } from '../values/index.ts'
import { conclude, type Decision, isOver } from './decide.ts'
import type { Deployment, Facts } from './facts.ts'
import { changesOf } from './law-index.ts'
import type { RulePack } from './rule-pack.ts'
import { isRefusedBySignal, standingConsent } from './timed.ts'
import {
  type BoundLaw,
  bindLaw,
  isAhead,
  lapsesOf,
  momentOf,
  type Weighed,
  weighLaw,
} from './weigh-law.ts'

export type Decider = <P extends Purpose>(facts: Facts & { readonly purpose: P }) => Decision<P>

/** A caller chooses places as it likes: more different facts than that push out all of them. */
const REMEMBERED_MAX = 4_096

interface Remembered {
  readonly bound: BoundLaw
  /** By the moment, and by whether a yes has lapsed under all rules, and under the law alone. */
  readonly weighed: Map<number, Weighed>
}

/** By where the person is, lives, and what was asked in what state; see `stateOf`. */
type Entries = Map<Region | undefined, Map<Region | undefined, Map<string | number, Remembered>>>

/** What was weighed for one deployment between two instants at which rules begin or end. */
interface Table {
  readonly deployment: Deployment
  readonly from: number
  readonly until: number
  readonly entries: Entries
  count: number
}

export function createDecider(packs: readonly RulePack[]): Decider {
  const changes = changesOf(packs)
  let table: Table | undefined
  return (facts) => {
    if (!table || !covers(table, facts)) table = tableFor(changes, facts)
    const { bound, weighed } = remember(table, packs, facts)
    const standing = standingConsent(facts)
    const { until, lawUntil } = lapsesOf(bound, standing)
    const [isLapsed, isLawLapsed] = [isOver(until, facts.at), isOver(lawUntil, facts.at)]
    const ahead = isAhead(standing, facts.at)
    const moment = bound.timed.length === 0 ? 0 : momentOf(bound, facts)
    const index = moment * 8 + (ahead ? 4 : 0) + (isLapsed ? 2 : 0) + (isLawLapsed ? 1 : 0)
    let known = weighed.get(index)
    if (known === undefined) {
      known = weighLaw(bound, facts, { all: isLapsed, law: isLawLapsed, ahead })
      weighed.set(index, known)
    }
    return conclude(facts, known, { until, changes: table.until })
  }
}

function covers({ deployment, from, until }: Table, facts: Facts): boolean {
  return deployment === facts.deployment && from <= facts.at && facts.at < until
}

function tableFor(changes: readonly Instant[], { at, deployment }: Facts): Table {
  return {
    deployment,
    from: changes.findLast((change) => change <= at) ?? Number.NEGATIVE_INFINITY,
    until: changes.find((change) => change > at) ?? Number.POSITIVE_INFINITY,
    entries: new Map(),
    count: 0,
  }
}

function remember(table: Table, packs: readonly RulePack[], facts: Facts): Remembered {
  const { location, residence } = facts
  const state = stateOf(facts)
  const known = table.entries.get(location)?.get(residence)?.get(state)
  if (known) return known
  if (table.count >= REMEMBERED_MAX) {
    table.entries.clear()
    table.count = 0
  }
  const remembered = { bound: bindLaw(packs, facts), weighed: new Map() }
  const here = within(table.entries, location)
  within(here, residence).set(state, remembered)
  table.count += 1
  return remembered
}

function within<K, V>(map: Map<K, Map<unknown, V>>, key: K): Map<unknown, V> {
  const known = map.get(key)
  if (known) return known
  const made = new Map<unknown, V>()
  map.set(key, made)
  return made
}

const STATUSES: Readonly<Record<ConsentStatus, number>> = {
  unknown: 0,
  given: 1,
  refused: 2,
  withdrawn: 3,
  expired: 4,
  invalidated: 5,
}
const AGES: Readonly<Record<AgeBand | 'none', number>> = {
  none: 0,
  under_13: 1,
  '13_15': 2,
  '16_17': 3,
  adult: 4,
}
const PURPOSE_NUMBERS: ReadonlyMap<Purpose, number> = new Map(
  PURPOSES.map((purpose, index) => [purpose, index]),
)

/** Everything else that is weighed, but the time and the deployment, which the table is of. */
function stateOf(facts: Facts): string | number {
  const { purpose, ageBand, signals, consent } = facts
  const { status, by, explicit, separate } = consent
  const flags =
    (signals.gpc ? 1 : 0) + (by === 'guardian' ? 2 : 0) + (explicit ? 4 : 0) + (separate ? 8 : 0)
  const asked = (PURPOSE_NUMBERS.get(purpose) ?? PURPOSES.length) * 8 + STATUSES[status]
  const state = (asked * 8 + AGES[ageBand ?? 'none']) * 16 + flags
  const situation = situationOf(facts)
  const told = signals.refusals === undefined ? '' : `${refusalBits(facts)} `
  return situation === '' && told === '' ? state : `${state} ${told}${situation}`
}

/** A bit for each signal that refuses the purpose, and one where the law of the place reads it. */
function refusalBits(facts: Facts): number {
  let bits = isRefusedBySignal(facts) ? 1 : 0
  for (const { signal, purposes } of facts.signals.refusals ?? []) {
    if (purposes.includes(facts.purpose)) bits |= 2 << SIGNAL_NAMES.indexOf(signal)
  }
  return bits
}

/**
 * What the facts say beside person, place, age and consent, as text. Times are left out but for
 * their presence: what they mean at the moment is asked anew. Mostly there is nothing.
 */
function situationOf(facts: Facts): string {
  const { ageYears, ageKnowledge, data, consentContext, noticeShown, objection } = facts
  const { channel, campaign, relationship, storage, recipient } = facts
  if (
    ageYears === undefined &&
    ageKnowledge === undefined &&
    data === undefined &&
    consentContext === undefined &&
    noticeShown === undefined &&
    objection === undefined &&
    channel === undefined &&
    campaign === undefined &&
    relationship === undefined &&
    storage === undefined &&
    recipient === undefined
  ) {
    return ''
  }
  const objected = objection === undefined ? undefined : standingConsent(facts).status
  const own = relationship?.ownSimilarProducts
  const told = [ageYears, ageKnowledge, data, consentContext, noticeShown, objected, channel]
  return JSON.stringify([...told, campaign, own, storage, recipient])
}
