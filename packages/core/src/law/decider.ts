/**
 * Decides as `decide` does, and weighs the law once for equal facts. What is remembered is what the
 * rules say of a purpose, a place, an age, a signal and a state of consent: nothing of it is about
 * anybody, and the person, the moment and the permit are put to it anew each time.
 *
 * Rules begin and end at instants. What was weighed between two of them holds until the next one,
 * exactly, and is never used across it.
 */
import type { PurposeConsent } from '../consent/index.ts'
import type { Instant, Purpose } from '../values/index.ts'
import { conclude, type Decision, isOver } from './decide.ts'
import type { Deployment, Facts } from './facts.ts'
import { changesOf } from './law-index.ts'
import type { RulePack } from './rule-pack.ts'
import { standingConsent } from './timed.ts'
import {
  type BoundLaw,
  bindLaw,
  consentUntil,
  momentOf,
  type Weighed,
  weighLaw,
} from './weigh-law.ts'

export type Decider = <P extends Purpose>(facts: Facts & { readonly purpose: P }) => Decision<P>

/** A caller chooses places as it likes: more different facts than that push out the oldest. */
const REMEMBERED_MAX = 4_096

interface Remembered {
  readonly bound: BoundLaw
  /** By the moment, and by whether a yes has lapsed under all rules, and under the law alone. */
  readonly weighed: Map<number, Weighed>
}

/** What was weighed for one deployment between two instants at which rules begin or end. */
interface Table {
  readonly deployment: Deployment
  readonly from: number
  readonly until: number
  readonly entries: Map<string, Remembered>
  readonly last: WeakMap<PurposeConsent, LookedUp>
}

type Weighable = Pick<Facts, 'purpose' | 'location' | 'residence' | 'ageBand' | 'signals'> & {
  readonly situation: string
}

interface LookedUp {
  readonly facts: Weighable
  readonly remembered: Remembered
  /** When this consent lapses: under all rules, and under the law alone. */
  readonly until: Instant | undefined
  readonly lawUntil: Instant | undefined
}

export function createDecider(packs: readonly RulePack[]): Decider {
  const changes = changesOf(packs)
  let table: Table | undefined
  return (facts) => {
    if (!table || !covers(table, facts)) table = tableFor(changes, facts)
    const { remembered, until, lawUntil } = lookUp(table, packs, facts)
    const lapsed = { all: isOver(until, facts.at), law: isOver(lawUntil, facts.at) }
    const { bound, weighed } = remembered
    const moment = bound.timed.length === 0 ? 0 : momentOf(bound, facts)
    const index = moment * 4 + (lapsed.all ? 2 : 0) + (lapsed.law ? 1 : 0)
    const known = weighed.get(index) ?? weighLaw(bound, facts, lapsed)
    weighed.set(index, known)
    return conclude(facts, known, until)
  }
}

/** The last that was looked up for one and the same consent: mostly it is asked for again. */
function lookUp(table: Table, packs: readonly RulePack[], facts: Facts): LookedUp {
  const { consent } = facts
  const situation = situationOf(facts)
  const last = table.last.get(consent)
  if (last && isAlike(last.facts, facts, situation)) return last
  const remembered = remember(table, packs, facts, situation)
  const { all, law } = remembered.bound
  const standing = standingConsent(facts)
  const [until, lawUntil] = [consentUntil(all, standing), consentUntil(law, standing)]
  const { purpose, location, residence, ageBand, signals } = facts
  const about = { purpose, location, residence, ageBand, signals, situation }
  const found = { facts: about, remembered, until, lawUntil }
  table.last.set(consent, found)
  return found
}

function isAlike(a: Weighable, b: Facts, situation: string): boolean {
  return (
    a.situation === situation &&
    a.purpose === b.purpose &&
    a.location === b.location &&
    a.residence === b.residence &&
    a.ageBand === b.ageBand &&
    a.signals.gpc === b.signals.gpc
  )
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
    last: new WeakMap(),
  }
}

function remember(
  { entries }: Table,
  packs: readonly RulePack[],
  facts: Facts,
  situation: string,
): Remembered {
  const name = `${nameOf(facts)} ${situation}`
  const known = entries.get(name)
  if (known) return known
  if (entries.size >= REMEMBERED_MAX) {
    const [oldest = ''] = entries.keys()
    entries.delete(oldest)
  }
  const remembered = { bound: bindLaw(packs, facts), weighed: new Map() }
  entries.set(name, remembered)
  return remembered
}

/** Everything that is weighed, but the time and the deployment, which the table is of. */
function nameOf({ purpose, location, residence, ageBand, signals, consent }: Facts): string {
  const { status, by, explicit, separate } = consent
  const about = `${purpose} ${location} ${residence} ${ageBand} ${signals.gpc}`
  return `${about} ${status} ${by} ${explicit} ${separate}`
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
