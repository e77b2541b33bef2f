/**
 * A consent record and the ledger record that its leaf commits to are one and the same fact: what
 * the gate reads is what was committed. One that cannot be read back makes consent unverifiable.
 */
import { LEDGER_RECORD_SCHEMA, type LedgerRecord } from '../ledger/index.ts'
import {
  type ConsentRecordId,
  formatInstant,
  isPurpose,
  parseId,
  parseInstant,
  type SubjectId,
} from '../values/index.ts'
import { type ConsentRecord, isConsentAction } from './consent-record.ts'

export function toConsentLeaf(subject: SubjectId, record: ConsentRecord): LedgerRecord {
  return {
    schema: LEDGER_RECORD_SCHEMA,
    kind: 'consent',
    act: record.action,
    at: formatInstant(record.at),
    body: {
      id: record.id,
      subject,
      purposes: record.purposes,
      by: record.by,
      explicit: record.explicit,
      evidence: record.evidence,
    },
  }
}

/** Undefined where the record is not a well-formed consent record of that subject. */
export function parseConsentLeaf(
  subject: SubjectId,
  leaf: LedgerRecord,
): ConsentRecord | undefined {
  const { id, purposes, by, explicit, evidence } = leaf.body
  const at = parseInstant(leaf.at)
  if (leaf.kind !== 'consent' || leaf.body['subject'] !== subject) return undefined
  if (at === undefined || !isConsentAction(leaf.act) || !isConsentRecordId(id)) return undefined
  if (!Array.isArray(purposes) || purposes.length === 0 || !purposes.every(isPurpose)) {
    return undefined
  }
  if ((by !== 'subject' && by !== 'guardian') || typeof explicit !== 'boolean') return undefined
  if (typeof evidence !== 'string') return undefined
  return { id, action: leaf.act, purposes, at, by, explicit, evidence }
}

function isConsentRecordId(id: unknown): id is ConsentRecordId {
  return typeof id === 'string' && parseId('con', id) !== undefined
}
