/** One row from the raw parts of a line: every part checked, the first problem named. */
import { basename } from 'node:path'
import {
  isInstant,
  isRegion,
  isVerb,
  parseExternalId,
  parseInstant,
  parseItemId,
  startOfDate,
} from '@equipoise/core/values'
import type { ImportedInteraction, RejectedLine, RejectionCode } from './import-source.ts'

const FUTURE_TOLERANCE_MS = 5 * 60_000

export interface RawInteraction {
  readonly line: number
  readonly id: string
  readonly subject: unknown
  readonly item: unknown
  readonly verb: unknown
  readonly at: number | undefined
  readonly region?: unknown
}

export function toInteraction(
  raw: RawInteraction,
  now: number,
): ImportedInteraction | RejectionCode {
  const subject = parseExternalId(raw.subject)
  if (!subject.ok) return 'invalid_subject_id'
  const item = parseItemId(raw.item)
  if (!item.ok) return 'invalid_item_id'
  if (!isVerb(raw.verb)) return 'unknown_verb'
  if (raw.region !== undefined && !isRegion(raw.region)) return 'invalid_region'
  if (raw.at !== undefined && raw.at > now + FUTURE_TOLERANCE_MS) return 'time_in_future'
  return {
    kind: 'interaction',
    line: raw.line,
    subject: subject.value,
    item: item.value,
    verb: raw.verb,
    at: raw.at,
    region: raw.region,
    id: raw.id,
  }
}

/** Whole seconds since 1970 as milliseconds; undefined where the text is anything else. */
export function parseUnixSeconds(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) * 1000 : undefined
}

/** Milliseconds since 1970, or a date or date-time with its offset in ISO 8601. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') return isInstant(value) ? value : undefined
  if (typeof value !== 'string') return undefined
  return parseInstant(value) ?? startOfDate(value)
}

export function toRejected(file: string, line: number, code: RejectionCode): RejectedLine {
  return { kind: 'rejected', file: basename(file), line, code }
}
