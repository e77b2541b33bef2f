/**
 * Collects interactions: the gate first, then the store. What no purpose permits is dropped before
 * any store sees it and only counted, by reason. What is accepted is durable when the answer comes.
 */
import { purposesAccepting, wasWithheld } from '@equipoise/core/consent'
import type { Decision, Permit, Reason } from '@equipoise/core/law'
import {
  formatId,
  formatInstant,
  type Instant,
  type Issue,
  type Purpose,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { CollectedInteraction, RefusalCount, Store } from '../../store/index.ts'
import type { Gate, PersonGate, Situation } from '../law/index.ts'
import { findSubject, type SubjectReference } from '../subjects/index.ts'
import { type IncomingInteraction, parseInteraction } from './parse-interaction.ts'

export const BATCH_MAX = 1_000

export interface CollectOutcome {
  readonly accepted: number
  readonly duplicates: number
  readonly refused: readonly RefusedInteraction[]
  readonly rejected: readonly RejectedInteraction[]
}

/** Well-formed, and not permitted. `index` is its place in the batch. */
export interface RefusedInteraction extends Refusal {
  readonly index: number
}

interface Refusal {
  /** The first purpose that would have taken it: the others are refused alike or more. */
  readonly purpose: Purpose
  readonly reasons: readonly Reason[]
}

/** Not well-formed. */
export interface RejectedInteraction extends Issue {
  readonly index: number
}

export interface CollectParts {
  readonly store: Store
  readonly gate: Gate
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
}

/** An interaction and its place among those it came with. */
export interface Indexed {
  readonly index: number
  readonly interaction: Omit<IncomingInteraction, 'who'>
}

/** @throws EquipoiseError `batch_too_large`, `busy`, `store_unavailable`. */
export async function collectInteractions(
  parts: CollectParts,
  batch: readonly unknown[],
  situation: Situation,
): Promise<CollectOutcome> {
  if (batch.length > BATCH_MAX) {
    throw new EquipoiseError(
      'batch_too_large',
      `Cannot take ${batch.length} interactions at once: at most ${BATCH_MAX}`,
    )
  }
  const now = parts.now()
  const rejected: RejectedInteraction[] = []
  const people = new Map<string, { who: SubjectReference; interactions: Indexed[] }>()
  batch.forEach((json, index) => {
    const parsed = parseInteraction(json, now)
    if (!parsed.ok) {
      rejected.push(...parsed.issues.map((issue) => ({ index, ...issue })))
      return
    }
    const { who } = parsed.value
    const name = JSON.stringify(who)
    const person = people.get(name) ?? { who, interactions: [] }
    person.interactions.push({ index, interaction: parsed.value })
    people.set(name, person)
  })
  const outcomes = await Promise.all(
    [...people.values()].map(async ({ who, interactions }) => {
      const subject = await findSubject(parts.store, who)
      return parts.gate.act(subject, situation, (person) =>
        keepInteractions(parts, person, interactions),
      )
    }),
  )
  const refused = outcomes.flatMap((outcome) => outcome.refused)
  await countRefusals(parts, refused)
  return {
    accepted: outcomes.reduce((sum, { accepted }) => sum + accepted, 0),
    duplicates: outcomes.reduce((sum, { duplicates }) => sum + duplicates, 0),
    refused: refused.toSorted((a, b) => a.index - b.index),
    rejected,
  }
}

export interface Kept {
  readonly accepted: number
  readonly duplicates: number
  readonly refused: readonly RefusedInteraction[]
}

/** Keeps what the gate permits of one person's interactions, in one transaction. */
export async function keepInteractions(
  { store, random }: Pick<CollectParts, 'store' | 'random'>,
  person: PersonGate,
  interactions: readonly Indexed[],
): Promise<Kept> {
  const decisions = decisionsFor(person, interactions)
  const kept: CollectedInteraction[] = []
  const refused: RefusedInteraction[] = []
  for (const { index, interaction } of interactions) {
    const accepting = purposesAccepting(interaction.verb)
    const purposes = accepting.filter(
      (purpose) =>
        decisions.get(purpose)?.outcome === 'permitted' &&
        !(interaction.at !== undefined && wasWithheld(person.consent, purpose, interaction.at)),
    )
    const id = interaction.id ?? formatId('int', random(16))
    if (purposes.length > 0) kept.push({ ...interaction, id, purposes })
    else refused.push({ index, ...refusalOf(accepting, decisions) })
  }
  const used = new Set(kept.flatMap(({ purposes }) => purposes))
  const permits: Permit[] = [...decisions].flatMap(([purpose, decision]) =>
    decision.outcome === 'permitted' && used.has(purpose) ? [decision.permit] : [],
  )
  if (kept.length === 0) return { accepted: 0, duplicates: 0, refused }
  const outcome = await store.transact(permits, async (writer) => writer.appendInteractions(kept))
  return { ...outcome, refused }
}

function decisionsFor(
  person: PersonGate,
  interactions: readonly Indexed[],
): ReadonlyMap<Purpose, Decision> {
  const purposes = new Set(
    interactions.flatMap(({ interaction }) => purposesAccepting(interaction.verb)),
  )
  return new Map([...purposes].map((purpose) => [purpose, person.decide(purpose)]))
}

function refusalOf(
  accepting: readonly Purpose[],
  decisions: ReadonlyMap<Purpose, Decision>,
): Refusal {
  const [first = 'site_personalization'] = accepting
  const refused = accepting.find((purpose) => decisions.get(purpose)?.outcome === 'refused')
  const decision = refused === undefined ? undefined : decisions.get(refused)
  return { purpose: refused ?? first, reasons: decision?.reasons ?? [WITHHELD] }
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

async function countRefusals(
  { store, now }: CollectParts,
  refused: readonly RefusedInteraction[],
): Promise<void> {
  if (refused.length === 0) return
  const day = formatInstant(now()).slice(0, 10)
  const counts = new Map<string, RefusalCount>()
  for (const { purpose, reasons } of refused) {
    const [reason] = reasons
    if (!reason) continue
    const { code, pack } = reason
    const name = `${purpose} ${code} ${pack}`
    const count = (counts.get(name)?.count ?? 0) + 1
    counts.set(name, { day, purpose, code, pack, count })
  }
  await store.transact('system', async (writer) => writer.countRefusals([...counts.values()]))
}
