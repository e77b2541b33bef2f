/**
 * The follow cap: what somebody looked at does not follow them. An item that they looked at, or one
 * like it, is shown at most so often within so many days, whatever chose it; once they bought it,
 * it is not shown again for having been looked at before.
 *
 * Items are alike where they have at least three features in common (categories and attributes) and
 * these are at least `LIKE_MIN` of all features that either has: a shared category alone makes no
 * likes, or two shoes would be the end of all shoes.
 */
import { DAY_MS, type Instant } from '../values/instant.ts'
import type { Showing } from './frequency.ts'

export interface FollowCap {
  /** At least 1. */
  readonly most: number
  readonly withinDays: number
}

export const DEFAULT_FOLLOW_CAP: FollowCap = { most: 2, withinDays: 7 }

export const LIKE_MIN = 0.8
const COMMON_MIN = 3

/** What somebody did, as far as it makes things follow them. */
export interface Looks {
  /** Items that were looked at, and not bought since. */
  readonly looked: ReadonlySet<string>
  readonly bought: ReadonlySet<string>
}

export interface FollowQuestion {
  readonly looks: Looks
  readonly showings: readonly Showing[]
  readonly cap: FollowCap
  readonly now: Instant
  /** Whether two items are alike; an item is like itself without being asked. */
  readonly isLike: (a: string, b: string) => boolean
}

export type FollowFate = 'free' | 'followed' | 'bought'

/** Whether an item may be shown, or follows somebody about. */
export function followFate(item: string, question: FollowQuestion): FollowFate {
  const { bought, looked } = question.looks
  const alike = (other: string): boolean => other === item || question.isLike(item, other)
  if (some(bought, alike)) return 'bought'
  if (!some(looked, alike)) return 'free'
  return shownAlike(item, question) >= question.cap.most ? 'followed' : 'free'
}

/** The counter: how often this item, or one like it, was shown within the cap's days. */
export function shownAlike(
  item: string,
  { showings, cap, now, isLike }: Omit<FollowQuestion, 'looks'>,
): number {
  const since = now - cap.withinDays * DAY_MS
  const counted = showings.filter(
    ({ at, items }) => at > since && items.some((one) => one === item || isLike(item, one)),
  )
  return counted.length
}

/** @param a, b distinct features of each, such as categories and `name=value` attributes. */
export function areAlike(a: readonly string[], b: readonly string[]): boolean {
  const common = a.filter((one) => b.includes(one)).length
  return common >= COMMON_MIN && common / (a.length + b.length - common) >= LIKE_MIN
}

function some(items: ReadonlySet<string>, isWanted: (item: string) => boolean): boolean {
  for (const one of items) if (isWanted(one)) return true
  return false
}
