/**
 * A consent record and the ledger record that its leaf commits to are one and the same fact: what
 * the gate reads is what was committed. One that cannot be read back makes consent unverifiable.
 */
import { LEDGER_RECORD_SCHEMA, type LedgerRecord } from '../ledger/index.ts'
import {
  type ConsentRecordId,
  formatInstant,
  isPurpose,
  isRegion,
  parseId,
  parseInstant,
  type Region,
  type SubjectId,
} from '../values/index.ts'
import {
  type ConsentRecord,
  type ConsentSignals,
  isConsentAction,
  isConsentMethod,
  type NoticeShown,
} from './consent-record.ts'

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
      ...(record.notice === undefined ? {} : { notice: toPlain(record.notice) }),
      ...(record.renews === true ? { renews: true } : {}),
      ...laterParts(record),
    },
  }
}

/** What is kept since later: a record of before has none of it. */
function laterParts({
  method,
  signals,
  expiresAt,
  party,
  places,
}: ConsentRecord): LedgerRecord['body'] {
  return {
    ...(method === undefined ? {} : { method }),
    ...(signals === undefined ? {} : { signals: { gpc: signals.gpc } }),
    ...(expiresAt === undefined ? {} : { expiresAt: formatInstant(expiresAt) }),
    ...(party === undefined ? {} : { party }),
    ...(places === undefined ? {} : { places }),
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
  const later = parseLater(leaf.body)
  if (later === undefined) return undefined
  const spoken: ConsentRecord = { id, action: leaf.act, purposes, at, by, explicit, evidence }
  const said: ConsentRecord = { ...spoken, ...later }
  const record: ConsentRecord = leaf.body['renews'] === true ? { ...said, renews: true } : said
  // Records of before notices were registered name none.
  if (leaf.body['notice'] === undefined) return record
  const notice = parseNoticeShown(leaf.body['notice'])
  return notice === undefined ? undefined : { ...record, notice }
}

type LaterParts = Pick<ConsentRecord, 'method' | 'signals' | 'expiresAt' | 'party' | 'places'>

/** Undefined where one of them is there and is not of its form. */
function parseLater({
  method,
  signals,
  expiresAt,
  party,
  places,
}: LedgerRecord['body']): LaterParts | undefined {
  if (method !== undefined && !isConsentMethod(method)) return undefined
  if (party !== undefined && typeof party !== 'string') return undefined
  const known = places === undefined ? [] : parsePlaces(places)
  if (known === undefined) return undefined
  const told = signals === undefined ? undefined : parseSignals(signals)
  if (signals !== undefined && told === undefined) return undefined
  const until = typeof expiresAt === 'string' ? parseInstant(expiresAt) : undefined
  if (expiresAt !== undefined && until === undefined) return undefined
  return {
    ...(method === undefined ? {} : { method }),
    ...(told === undefined ? {} : { signals: told }),
    ...(until === undefined ? {} : { expiresAt: until }),
    ...(party === undefined ? {} : { party }),
    ...(places === undefined ? {} : { places: known }),
  }
}

function parsePlaces(value: unknown): readonly Region[] | undefined {
  return Array.isArray(value) && value.every(isRegion) ? value : undefined
}

function parseSignals(value: unknown): ConsentSignals | undefined {
  const { gpc } = Object(value)
  return typeof gpc === 'boolean' ? { gpc } : undefined
}

function toPlain({ id, version, language, digest }: NoticeShown) {
  return { id, version, language, digest }
}

function parseNoticeShown(value: unknown): NoticeShown | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  // Any object may be read so: what is missing is undefined.
  const { id, version, language, digest } = value as Partial<Record<keyof NoticeShown, unknown>>
  if (typeof id !== 'string' || typeof version !== 'string') return undefined
  if (typeof language !== 'string' || typeof digest !== 'string') return undefined
  return /^[0-9a-f]{64}$/.test(digest) ? { id, version, language, digest } : undefined
}

function isConsentRecordId(id: unknown): id is ConsentRecordId {
  return typeof id === 'string' && parseId('con', id) !== undefined
}
