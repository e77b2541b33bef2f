/** When it happened, by the clock of the server. */
import {
  failure,
  type Instant,
  isInstant,
  parseInstant,
  type Result,
  success,
} from '@equipoise/core/values'
import { CLOCK_SKEW_MS } from '../parse-interaction.ts'
import { isAbsent } from './fields.ts'

/** RFC 3339 text; undefined where the sender wrote none. Issue: `invalid_time`. */
export function parseTime(value: unknown, path: string): Result<Instant | undefined> {
  if (isAbsent(value)) return success(undefined)
  const at = typeof value === 'string' ? parseInstant(value) : undefined
  if (at === undefined) return failure(path, 'invalid_time', 'A time as 2026-11-24T09:30:00Z')
  return success(at)
}

export interface Clocks {
  /** When the request came, by our clock. */
  readonly receivedAt: Instant
  /** When it was sent, by the sender's clock: the difference is how far that clock is off. */
  readonly sentAt: Instant | undefined
}

/**
 * Segment's correction: timestamp + (receivedAt − sentAt). Where the sender gave no time, it
 * happened when it came. Issues: `invalid_time`; `time_in_future`, more than five minutes ahead.
 */
export function correctTime(
  value: unknown,
  { receivedAt, sentAt = receivedAt }: Clocks,
  path: string = 'timestamp',
): Result<Instant> {
  const written = parseTime(value, path)
  if (!written.ok) return written
  const at = written.value === undefined ? receivedAt : written.value + (receivedAt - sentAt)
  if (!isInstant(at)) return failure(path, 'invalid_time', 'A time from 1970 on')
  if (at > receivedAt + CLOCK_SKEW_MS) {
    return failure(path, 'time_in_future', 'A time that has passed')
  }
  return success(at)
}
