/**
 * How fast mail goes out: a rate per domain, a warm-up for a sender that is new, and how long to
 * wait after a server said "not now". Mailbox providers judge a sender by sudden volume; the usual
 * advice is to begin with some tens a day for each of them and to double.
 */
import { DAY_MS, type Instant, toInstant } from '../values/index.ts'

const MINUTE_MS = 60_000

/**
 * Takes the next place in a domain's row (GCRA, ITU-T I.371): places are evenly apart, and a short
 * burst may go at once.
 *
 * @param next the place that is free next; undefined where none was taken yet.
 * @param perMinute places a minute, at least 1.
 * @returns when the one who asked may go, and the place that is free after it.
 */
export function takePlace(
  next: number | undefined,
  at: Instant,
  perMinute: number,
): { readonly goesAt: Instant; readonly next: number } {
  const apart = MINUTE_MS / perMinute
  const burst = BURST_MS
  const place = Math.max(next ?? 0, at - burst)
  return { goesAt: toInstant(Math.ceil(Math.max(at, place))), next: place + apart }
}

/** So much of what was not used may go at once. */
const BURST_MS = 1_000

export interface WarmUp {
  /** The day (UTC) on which the sender began. */
  readonly begunAt: Instant
  /** To one domain on the first day. */
  readonly firstDay: number
}

/** Days after which a sender is warm: by then the first day's number has doubled twenty times. */
const WARM_UP_DAYS = 20

/** How many mails may begin to one domain on the day of `at`; infinite once it is warm. */
export function warmUpLimit(warmUp: WarmUp | undefined, at: Instant): number {
  if (warmUp === undefined) return Number.POSITIVE_INFINITY
  const days = Math.floor(at / DAY_MS) - Math.floor(warmUp.begunAt / DAY_MS)
  if (days < 0) return 0
  return days > WARM_UP_DAYS ? Number.POSITIVE_INFINITY : warmUp.firstDay * 2 ** days
}

export const ATTEMPTS_MAX = 12
const FIRST_WAIT_MS = MINUTE_MS
const WAIT_MS_MAX = 6 * 60 * MINUTE_MS

/**
 * When to try again after a temporary refusal: a minute, doubled each time, six hours at most
 * (RFC 5321 §4.5.4.1 wants half an hour and four to five days; twelve attempts take 33 hours).
 * Undefined where there were enough.
 */
export function retryAt(attempts: number, at: Instant): Instant | undefined {
  if (attempts >= ATTEMPTS_MAX) return undefined
  return toInstant(at + Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1), WAIT_MS_MAX))
}
