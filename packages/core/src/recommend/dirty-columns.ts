/**
 * Which columns of a local model do not hold any more after some people came or went.
 *
 * A column depends on its target's row of G, on the counts d of the items in it, and on the block
 * among its neighbours. For a target that none of those people holds the row stays as it was, and
 * an item i of theirs can matter only through d_i or through G_ii, that is where i is a neighbour
 * or comes to be one: where its key reaches the threshold with the smaller of its counts before and
 * now. So the dirty columns are
 *
 *   T ∪ { j : ∃ i ∈ T with G_ij / √min(d_i before, d_i now) ≥ threshold_j },  T the items touched
 *
 * and every other column would be solved to the same bits. An item that is exactly as near as the
 * last neighbour counts as one, so that a few too many may be named, never too few.
 */

import type { ContributionLists } from './contribution-lists.ts'
import { neighbourKey } from './local-model.ts'

export interface ListsChange {
  /** Items that somebody holds who came, went or changed: ordinals of now, in any order. */
  readonly touched: Uint32Array
  /** How many people held each item before, by the ordinals of now; 0 for a new item. */
  readonly holdersBefore: Uint32Array
  /** The thresholds of the model before, by the ordinals of now; 0 for a new item. */
  readonly thresholds: Float64Array
}

/**
 * The columns to solve again, ascending. O(interactions) to find the people of the touched items,
 * then the lengths of their lists.
 */
export function dirtyColumns(
  now: ContributionLists,
  { touched, holdersBefore, thresholds }: ListsChange,
): Uint32Array<ArrayBuffer> {
  const holders = holdersAmong(now, touched)
  const isDirty = new Uint8Array(now.ids.length)
  const sums = new Float64Array(now.ids.length)
  for (const item of new Set(touched)) {
    isDirty[item] = 1
    const people = holders.get(item) ?? []
    const count = Math.max(1, Math.min(people.length, holdersBefore[item] ?? 0))
    for (const person of people) {
      const weight = now.weights[person] ?? 0
      const end = now.starts[person + 1] ?? 0
      for (let at = now.starts[person] ?? 0; at < end; at += 1) {
        const other = now.items[at] ?? 0
        sums[other] = (sums[other] ?? 0) + weight
      }
    }
    for (let target = 0; target < sums.length; target += 1) {
      const sum = sums[target] ?? 0
      if (sum === 0) continue
      if (neighbourKey(sum, count) >= (thresholds[target] ?? 0)) isDirty[target] = 1
      sums[target] = 0
    }
  }
  return Uint32Array.from(isDirty.keys()).filter((item) => isDirty[item] === 1)
}

/** The people who hold each of some items. */
function holdersAmong(
  { ids, starts, items }: ContributionLists,
  wanted: Uint32Array,
): ReadonlyMap<number, readonly number[]> {
  const isWanted = new Uint8Array(ids.length)
  for (const item of wanted) isWanted[item] = 1
  const holders = new Map<number, number[]>(Array.from(wanted, (item) => [item, []]))
  for (let person = 0; person + 1 < starts.length; person += 1) {
    const end = starts[person + 1] ?? 0
    for (let at = starts[person] ?? 0; at < end; at += 1) {
      const item = items[at] ?? 0
      if (isWanted[item] === 1) holders.get(item)?.push(person)
    }
  }
  return holders
}
