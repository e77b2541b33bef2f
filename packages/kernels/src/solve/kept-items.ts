/**
 * For which items the row of G is kept, and for which it is added up again wherever it is needed.
 *
 * An item is a neighbour of many, and each block that holds it needs what it shares with the others
 * there: m reads out of a kept row, or a walk along its people. A kept row costs one walk along the
 * lists of its people, and memory. So rows are kept of the items that most people hold: from a
 * number of people on, as far as the memory set aside for them goes. Nothing in the result depends
 * on the choice: both ways give the same exact sums.
 */

import { keptBytes } from './layout.ts'

/**
 * A walk along as many people takes as long as the reads, as measured; and along one more for every
 * so many items, because reads out of longer rows miss the caches.
 */
export const KEPT_PEOPLE_MIN = 48
const ITEMS_A_PERSON = 200

export const KEPT_BYTES_MAX: number = 512 * 2 ** 20

export interface KeptLimits {
  readonly peopleMin?: number
  readonly bytesMax?: number
}

/** @param holders how many people hold each item, ascending. */
export function countKept(holders: Uint32Array, limits: KeptLimits = {}): number {
  const items = holders.length
  const { bytesMax = KEPT_BYTES_MAX } = limits
  const { peopleMin = Math.max(KEPT_PEOPLE_MIN, items / ITEMS_A_PERSON) } = limits
  let kept = 0
  while (
    kept < items &&
    (holders[items - kept - 1] ?? 0) >= peopleMin &&
    keptBytes(items, kept + 1) <= bytesMax
  ) {
    kept += 1
  }
  return kept
}

/** How many rows fit the memory set aside, whoever holds what. */
export function countKeptAtMost(items: number, bytesMax: number = KEPT_BYTES_MAX): number {
  return countKept(new Uint32Array(items).fill(0xffffffff), { bytesMax })
}
