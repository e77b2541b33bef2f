/**
 * Records what a person says about purposes. A yes needs evidence; a no needs nothing. A no, or a
 * withdrawal, acts in the same transaction: what was kept for those purposes alone is deleted, and
 * the person leaves the training state where that purpose ended.
 */
import type { ConsentAction, ConsentRecord } from '@equipoise/core/consent'
import { decideRights } from '@equipoise/core/law'
import {
  type AgeBand,
  type ConsentRecordId,
  formatId,
  type Instant,
  type Purpose,
  parseExternalId,
  type Region,
  type SubjectId,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { RightsWriter, Store } from '../../store/index.ts'
import { findSubject, type SubjectReference } from '../subjects/index.ts'
import type { Cleared, Follow } from '../train/index.ts'

export const EVIDENCE_LENGTH_MAX = 2_000

export interface ConsentAct {
  readonly action: ConsentAction
  readonly purposes: readonly Purpose[]
  readonly evidence: string
  readonly by: 'subject' | 'guardian'
  readonly explicit: boolean
  readonly region: Region | undefined
  readonly ageBand: AgeBand | undefined
}

export interface RecordedConsent {
  readonly subject: SubjectId
  readonly record: ConsentRecordId
  readonly at: Instant
  /** What followed from it in the model; undefined where nothing was to be removed. */
  readonly cleared: Cleared | undefined
}

export interface ConsentParts {
  readonly store: Store
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
  readonly follow: Follow
}

/**
 * A subject who is not known yet is made by a first yes or no under an external id; a withdrawal,
 * or an act on one of our ids, needs somebody who is there.
 *
 * @throws EquipoiseError `evidence_missing`, `not_found`, `invalid_subject`.
 */
export async function recordConsent(
  { store, now, random, follow }: ConsentParts,
  reference: SubjectReference,
  act: ConsentAct,
): Promise<RecordedConsent> {
  if (act.action === 'give' && act.evidence.trim() === '') {
    throw new EquipoiseError('evidence_missing', 'Cannot record consent without its evidence')
  }
  const known = await findSubject(store, reference)
  const externalId = 'externalId' in reference ? reference.externalId : undefined
  if (known === undefined && (externalId === undefined || act.action === 'withdraw')) {
    throw new EquipoiseError('not_found', 'Cannot find the subject')
  }
  const at = now()
  const subject = known ?? formatId('sub', random(16))
  const record: ConsentRecord = {
    id: formatId('con', random(16)),
    action: act.action,
    purposes: [...new Set(act.purposes)],
    at,
    by: act.by,
    explicit: act.explicit,
    evidence: act.evidence,
  }
  const removal = await store.transact(decideRights('consent', subject, at), async (writer) => {
    await describeSubject(writer, known === undefined ? externalId : undefined, act, at)
    await writer.appendConsent(record)
    return act.action === 'give' ? undefined : await writer.endPurposes(record.purposes)
  })
  const cleared = removal === undefined ? undefined : await follow(subject, removal, at)
  return { subject, record: record.id, at, cleared }
}

async function describeSubject(
  writer: RightsWriter,
  newExternalId: string | undefined,
  { region, ageBand }: ConsentAct,
  createdAt: Instant,
): Promise<void> {
  if (newExternalId !== undefined) {
    const externalId = parseExternalId(newExternalId)
    if (!externalId.ok) throw new EquipoiseError('invalid_subject', 'Cannot use a subject id')
    await writer.createSubject({ externalId: externalId.value, region, ageBand, createdAt })
    return
  }
  if (region === undefined && ageBand === undefined) return
  await writer.updateSubject({
    ...(region === undefined ? {} : { region }),
    ...(ageBand === undefined ? {} : { ageBand }),
  })
}
