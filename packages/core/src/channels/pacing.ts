/**
 * How much of its spend limit a campaign may have spent by now. `even`: in proportion to the time
 * that is over, with a head start of a hundredth of the whole or ten minutes' worth; `asap`: all of
 * it, but no more than a tenth within an hour, so that no mistake spends a limit in one burst.
 *
 * Money is in thousandths of a minor unit, whole numbers (`auction.ts`).
 */
import type { Instant } from '../values/instant.ts'

export const PACINGS = ['even', 'asap'] as const
export type Pacing = (typeof PACINGS)[number]

const HOUR_MS = 3_600_000
const HEAD_START_MS_MIN = 600_000
const HEAD_START_SHARE = 0.01
/** Of the limit, within any hour of the clock. */
export const BURST_SHARE_MAX = 0.1

export interface SpendPlan {
  readonly startsAt: Instant
  /** After `startsAt`. */
  readonly endsAt: Instant
  /** In minor units. */
  readonly spendLimitMinor: number
  readonly pacing: Pacing
}

/** What was spent, in thousandths of a minor unit. */
export interface Spent {
  readonly total: number
  /** Within the hour of the clock that now is in. */
  readonly thisHour: number
}

/** Whether a showing at that price may still be decided on. */
export function mayStillSpend(
  plan: SpendPlan,
  spent: Spent,
  { now, price }: { readonly now: Instant; readonly price: number },
): boolean {
  if (now < plan.startsAt || now >= plan.endsAt) return false
  const after = spent.total + price
  return after <= allowedBy(plan, now) && spent.thisHour + price <= hourlyMax(plan)
}

/** What may have been spent by now, in thousandths of a minor unit: never above the limit. */
export function allowedBy(
  { startsAt, endsAt, spendLimitMinor, pacing }: SpendPlan,
  now: Instant,
): number {
  const limit = 1_000 * spendLimitMinor
  if (pacing === 'asap') return limit
  const whole = endsAt - startsAt
  const headStart = Math.max(HEAD_START_MS_MIN, HEAD_START_SHARE * whole)
  return Math.floor(limit * Math.min(1, (now - startsAt + headStart) / whole))
}

/** A tenth of the limit, or what an even pace needs where that is more. */
function hourlyMax({ startsAt, endsAt, spendLimitMinor }: SpendPlan): number {
  const share = Math.max(BURST_SHARE_MAX, (2 * HOUR_MS) / (endsAt - startsAt))
  return Math.floor(1_000 * spendLimitMinor * Math.min(1, share))
}
