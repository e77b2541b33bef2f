/**
 * Takes a decision again from what was kept with the act that it permitted: the same facts, the
 * same rulebook, the same consent records give the same reasons, with their citations.
 */
import { type ConsentFold, consentFor } from '@equipoise/core/consent'
import { type DecisionRecord, decide, type Facts, type Reason } from '@equipoise/core/law'
import { PURPOSES, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'
import { readRulebook } from './read-rulebook.ts'

export interface Replayed {
  readonly subject: SubjectId
  /** What stood of what the person had said. */
  readonly consent: ConsentFold
  readonly record: DecisionRecord
}

/** The reasons of every purpose that was permitted; none where the rulebook is not kept. */
export async function replayReasons(store: Store, replayed: Replayed): Promise<readonly Reason[]> {
  const rulebook = await readRulebook(store, replayed.record.rulebook)
  if (rulebook === undefined) return []
  const { packs, deployment } = rulebook
  return permittedOf(replayed.record).flatMap(
    (purpose) => decide({ ...factsOf(replayed, purpose), deployment }, packs).reasons,
  )
}

export function permittedOf({ bases }: DecisionRecord): readonly Purpose[] {
  return PURPOSES.filter((purpose) => bases[purpose] !== undefined)
}

/** The facts of then, but for what the business says of itself. */
export function factsOf(
  { subject, consent, record }: Replayed,
  purpose: Purpose,
): Omit<Facts, 'deployment'> & { readonly purpose: Purpose } {
  const { at, location, residence, ageBand, gpc, consentRevision } = record
  const said = { consent: consentFor(consent.state, purpose), consentRevision }
  return { at, purpose, subject, ...said, location, residence, ageBand, signals: { gpc } }
}
