/**
 * What of one person's interactions may be kept, and for which purposes: pure, from what the gate
 * decided about them. What no purpose permits is refused, with the reasons.
 */
import { purposesAccepting, wasWithheld } from '@equipoise/core/consent'
import type { Decision, Permit, Reason } from '@equipoise/core/law'
import { formatId, type Purpose } from '@equipoise/core/values'
import type { CollectedInteraction, Gathering } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { PersonGate } from '../law/index.ts'
import type { MeasuredDeed } from '../measure/index.ts'
import type { IncomingInteraction } from './parse-interaction.ts'

/** An interaction and its place among those it came with. */
export interface Indexed {
  readonly index: number
  readonly interaction: Omit<IncomingInteraction, 'who'>
  /** The only purposes that its sender lets it be kept for; all where undefined. */
  readonly allowed?: ReadonlySet<Purpose> | undefined
  /** What is said where the sender lets it be kept for none. */
  readonly withheld?: Reason | undefined
}

/** Well-formed, and not permitted. `index` is its place in the batch. */
export interface RefusedInteraction {
  readonly index: number
  /** The first purpose that would have taken it: the others are refused alike or more. */
  readonly purpose: Purpose
  readonly reasons: readonly Reason[]
}

export interface Chosen {
  /** Empty where nothing may be kept. */
  readonly gathering: Gathering
  readonly refused: readonly RefusedInteraction[]
}

export interface ChooseParts {
  readonly catalogue: Catalogue
  readonly random: (size: number) => Uint8Array
}

export function chooseInteractions(
  { catalogue, random }: ChooseParts,
  person: PersonGate,
  interactions: readonly Indexed[],
): Chosen {
  const decisions = decisionsFor(person, interactions)
  const basis = person.recordOf(decisions)
  const isMarked = markReader(person, catalogue)
  const isApart = apartReader(person)
  const kept: CollectedInteraction[] = []
  const refused: RefusedInteraction[] = []
  for (const one of interactions) {
    const { index, interaction } = one
    const accepting = purposesAccepting(interaction.verb)
    const purposes = permittedOf(accepting, person, decisions, one)
    const isOpen = purposes.length > 0
    const apart = isOpen && isApart(interaction)
    const wrong = isOpen && isMarked(interaction.item)
    if (isOpen && !wrong && !apart) {
      const id = interaction.id ?? formatId('int', random(16))
      const { item, verb, at } = interaction
      kept.push({ id, item, verb, at, purposes, basis })
    } else if (apart) refused.push({ index, ...refusalBecause(accepting, APART) })
    else if (wrong) refused.push({ index, ...refusalBecause(accepting, MARKED) })
    else refused.push({ index, ...refusalOf(accepting, decisions, one) })
  }
  return { gathering: { permits: permitsFor(kept, decisions), interactions: kept }, refused }
}

/**
 * What may be counted, whether it is kept or not: counting has a purpose of its own. Not what its
 * sender withholds from that, what is marked, or what happened after a no to it.
 */
export function measurableIn(
  { catalogue, random }: ChooseParts,
  person: PersonGate,
  interactions: readonly Indexed[],
): readonly MeasuredDeed[] {
  const isMarked = markReader(person, catalogue)
  return interactions.flatMap(({ interaction: { id, item, verb, at }, allowed }) => {
    const isWithheld = at !== undefined && wasWithheld(person.consent, 'measurement', at)
    if (isWithheld || isMarked(item) || allowed?.has('measurement') === false) return []
    return [{ id: id ?? formatId('int', random(16)), item, verb, at }]
  })
}

/** The permits of every purpose that anything is kept for. */
function permitsFor(
  kept: readonly CollectedInteraction[],
  decisions: ReadonlyMap<Purpose, Decision>,
): readonly Permit[] {
  const permits: Permit[] = []
  for (const [purpose, decision] of decisions) {
    if (decision.outcome !== 'permitted') continue
    if (kept.some(({ purposes }) => purposes.includes(purpose))) permits.push(decision.permit)
  }
  return permits
}

/** For most all that accept it: then it is their own list, and none is made. */
function permittedOf(
  accepting: readonly Purpose[],
  person: PersonGate,
  decisions: ReadonlyMap<Purpose, Decision>,
  one: Indexed,
): readonly Purpose[] {
  const isIn = (purpose: Purpose): boolean => isPermitted(person, decisions, one, purpose)
  return accepting.every(isIn) ? accepting : accepting.filter(isIn)
}

function decisionsFor(
  person: PersonGate,
  interactions: readonly Indexed[],
): ReadonlyMap<Purpose, Decision> {
  const decisions = new Map<Purpose, Decision>()
  for (const { interaction } of interactions) {
    for (const purpose of purposesAccepting(interaction.verb)) {
      if (!decisions.has(purpose)) decisions.set(purpose, person.decide(purpose))
    }
  }
  return decisions
}

function isPermitted(
  person: PersonGate,
  decisions: ReadonlyMap<Purpose, Decision>,
  { interaction: { at }, allowed }: Indexed,
  purpose: Purpose,
): boolean {
  if (decisions.get(purpose)?.outcome !== 'permitted') return false
  if (allowed !== undefined && !allowed.has(purpose)) return false
  return !(at !== undefined && wasWithheld(person.consent, purpose, at))
}

/** What the person keeps apart: an item, a list, or a session of which its sender says so. */
export function apartReader({
  wishes,
}: PersonGate): (one: Pick<Indexed['interaction'], 'item' | 'list' | 'forProfile'>) => boolean {
  const items = new Set(wishes.notForProfile.items)
  const lists = new Set(wishes.notForProfile.lists)
  return ({ item, list, forProfile }) =>
    forProfile === false || items.has(item) || (list !== undefined && lists.has(list))
}

function markReader({ marks }: PersonGate, catalogue: Catalogue): (item: string) => boolean {
  if (marks.items.length === 0 && marks.categories.length === 0) return () => false
  const items = new Set(marks.items)
  const categories = new Set(marks.categories)
  return (item) =>
    items.has(item) ||
    (catalogue.find(item)?.categories.some((category) => categories.has(category)) ?? false)
}

type Refusal = Omit<RefusedInteraction, 'index'>

function refusalOf(
  accepting: readonly Purpose[],
  decisions: ReadonlyMap<Purpose, Decision>,
  { allowed, withheld }: Indexed,
): Refusal {
  const refused = accepting.find((purpose) => decisions.get(purpose)?.outcome === 'refused')
  const decision = refused === undefined ? undefined : decisions.get(refused)
  if (refused !== undefined && decision !== undefined) {
    return { purpose: refused, reasons: decision.reasons }
  }
  const isWithheld = allowed !== undefined && !accepting.some((purpose) => allowed.has(purpose))
  return refusalBecause(accepting, (isWithheld ? withheld : undefined) ?? WITHHELD)
}

function refusalBecause([first]: readonly Purpose[], reason: Reason): Refusal {
  return { purpose: first ?? 'site_personalization', reasons: [reason] }
}

/** Consent stands now, and did not when it happened. */
const WITHHELD: Reason = {
  code: 'consent_withdrawn',
  pack: 'equipoise',
  rule: 'not_while_withheld',
  citation: 'Equipoise: what happened while consent was refused or withdrawn stays uncollected',
  says: 'This happened while you had said no, so it is not kept.',
  advisory: false,
}

export const APART: Reason = {
  code: 'not_for_profile',
  pack: 'equipoise',
  rule: 'not_what_is_kept_apart',
  citation: 'Equipoise: what a person keeps apart from their profile stays uncollected',
  says: 'You said that this is not for your profile, so it is not kept.',
  advisory: false,
}

export const MARKED: Reason = {
  code: 'marked_wrong',
  pack: 'equipoise',
  rule: 'not_what_was_marked',
  citation: 'Equipoise: what a person marked as wrong about them stays uncollected (GDPR Art. 21)',
  says: 'You said that this is wrong about you, so it is not kept.',
  advisory: false,
}
