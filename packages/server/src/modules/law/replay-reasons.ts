/**
 * Takes a decision again from what was kept with the act that it permitted: the same facts, the
 * same rulebook, the same consent records give the same reasons, with their citations.
 */
import { type ConsentRecord, consentFor, foldConsent } from '@equipoise/core/consent'
import {
  type DecisionRecord,
  type Deployment,
  decide,
  type Reason,
  type RulePack,
} from '@equipoise/core/law'
import { PURPOSES, type SubjectId } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'

/** What a rulebook is made of, as it is kept under its digest. */
export interface Rulebook {
  readonly packs: readonly RulePack[]
  readonly deployment: Deployment
}

export interface Replayed {
  readonly subject: SubjectId
  readonly consent: readonly ConsentRecord[]
  readonly record: DecisionRecord
}

/** The reasons of every purpose that was permitted; none where the rulebook is not kept. */
export async function replayReasons(
  store: Store,
  { subject, consent, record }: Replayed,
): Promise<readonly Reason[]> {
  const body = await store.read('system', async (reader) => reader.findRulebook(record.rulebook))
  if (body === undefined) return []
  // Written by the gate alone, from the packs that it weighs.
  const { packs, deployment } = JSON.parse(body) as Rulebook
  const state = foldConsent(consent.slice(0, record.consentRevision))
  const { at, location, residence, ageBand, gpc, consentRevision } = record
  return PURPOSES.filter((purpose) => record.bases[purpose] !== undefined).flatMap((purpose) => {
    const facts = { at, purpose, subject, consent: consentFor(state, purpose), consentRevision }
    const about = { location, residence, ageBand, signals: { gpc }, deployment }
    return decide({ ...facts, ...about }, packs).reasons
  })
}
