/**
 * Everything that is held about a person, in one document that a machine reads (GDPR Art. 15 and
 * 20). Its form is `EXPORT_SCHEMA`. The export itself is an act with a leaf of its own.
 */
import { decideRights } from '@equipoise/core/law'
import { LEDGER_RECORD_SCHEMA, type LedgerRecord } from '@equipoise/core/ledger'
import { formatInstant, type Instant, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { KeptInteraction, Store } from '../../store/index.ts'
import { type ConsentRecordView, type ConsentView, readConsentState } from '../consent/index.ts'
import type { Gate } from '../law/index.ts'
import type { Follow } from '../train/index.ts'

export const EXPORT_SCHEMA_ID = 'equipoise/export@1'

export interface SubjectExport {
  readonly schema: typeof EXPORT_SCHEMA_ID
  readonly exportedAt: string
  readonly subject: {
    readonly id: SubjectId
    readonly externalId: string
    readonly region: string | null
    readonly ageBand: string | null
    readonly createdAt: string
  }
  readonly consent: { readonly state: ConsentView; readonly records: readonly ConsentRecordView[] }
  readonly interactions: readonly ExportedInteraction[]
  /** What the person gives to the shared matrix: a set of items. */
  readonly training: { readonly items: readonly string[]; readonly until: string | null }
  /** Who received anything about the person. Nothing leaves in this version. */
  readonly disclosures: readonly never[]
}

export interface ExportedInteraction {
  readonly id: string
  readonly item: string
  readonly verb: string
  readonly at: string | null
  readonly purposes: readonly Purpose[]
}

export interface RightsParts {
  readonly store: Store
  readonly gate: Gate
  readonly now: () => Instant
  readonly follow: Follow
  /** Sees to it that the model follows what was removed, where it has not yet. */
  readonly resume: () => Promise<void>
}

/** @throws EquipoiseError `not_found`. */
export async function exportSubject(
  { store, gate, now }: RightsParts,
  subject: SubjectId,
): Promise<SubjectExport> {
  const at = now()
  const state = await readConsentState(gate, subject)
  return store.transact(decideRights('access', subject, at), async (writer) => {
    const record = await writer.readSubject()
    await writer.appendRightsAct(rightsLeaf('export', subject, at, {}))
    const training = await writer.findContribution()
    return {
      schema: EXPORT_SCHEMA_ID,
      exportedAt: formatInstant(at),
      subject: {
        id: subject,
        externalId: record.externalId,
        region: record.region ?? null,
        ageBand: record.ageBand ?? null,
        createdAt: formatInstant(record.createdAt),
      },
      consent: {
        state,
        records: (await writer.listConsent()).map((one) => ({ ...one, at: formatInstant(one.at) })),
      },
      interactions: (await writer.listInteractions()).map(exportInteraction),
      training: {
        items: training?.items ?? [],
        until: training?.until === undefined ? null : formatInstant(training.until),
      },
      disclosures: [],
    }
  })
}

export function exportInteraction({
  id,
  item,
  verb,
  at,
  purposes,
}: KeptInteraction): ExportedInteraction {
  return { id, item, verb, at: at === undefined ? null : formatInstant(at), purposes }
}

export function rightsLeaf(
  act: 'export' | 'remove' | 'erase',
  subject: SubjectId,
  at: Instant,
  body: LedgerRecord['body'],
): LedgerRecord {
  return {
    schema: LEDGER_RECORD_SCHEMA,
    kind: 'rights',
    act,
    at: formatInstant(at),
    body: { subject, ...body },
  }
}
