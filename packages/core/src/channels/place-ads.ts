/**
 * Puts ads among the items of a feed: never first, never two in a row, and of any `every` places in
 * a row at most one. What stands on the page before counts: `since` goes from page to page.
 */
import { assert } from '../values/assert.ts'

export const AD_EVERY_MIN = 2

export interface AdDensity {
  /** Of so many places in a row at most one is an ad: a whole number from `AD_EVERY_MIN`. */
  readonly every: number
  /** How many items stand since the last ad, or since the beginning. */
  readonly since: number
}

export interface Placed<T> {
  readonly entries: readonly T[]
  readonly since: number
  /** How many of the ads found a place. */
  readonly ads: number
}

/** The items in their order, with an ad after every `every − 1` of them while there are any. */
export function placeAds<T>(
  items: readonly T[],
  ads: readonly T[],
  { every, since: before }: AdDensity,
): Placed<T> {
  assert(Number.isInteger(every) && every >= AD_EVERY_MIN, 'a whole number of places from 2')
  const entries: T[] = []
  let since = before
  let placed = 0
  for (const item of items) {
    const ad = since >= every - 1 ? ads[placed] : undefined
    if (ad !== undefined) {
      entries.push(ad)
      placed += 1
      since = 0
    }
    entries.push(item)
    since += 1
  }
  return { entries, since, ads: placed }
}

/** How many ads may come among so many items at most. */
export function adsAmong(items: number, { every, since }: AdDensity): number {
  const stood = Math.min(since, every - 1)
  return Math.max(0, Math.floor((items + stood - 1) / (every - 1)))
}
