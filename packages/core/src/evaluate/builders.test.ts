/** Small data sets for tests, and the same sums done without a trick. */
import fc from 'fast-check'
import { type ItemLists, listAt, listCount, toItemLists } from './item-lists.ts'

export const ITEMS = 6

/** Lists over six items, of which each is held by somebody. */
export const itemLists: fc.Arbitrary<ItemLists> = fc
  .array(fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), { maxLength: 12 })
  .map((lists) => toItemLists(ITEMS, [...lists, [0, 1, 2, 3, 4, 5]]))

/** Σ over the lists that hold both items. */
export function sharedBy(
  lists: ItemLists,
  [a, b]: readonly [number, number],
  weightOf: (length: number) => number = () => 1,
): number {
  let sum = 0
  for (let list = 0; list < listCount(lists); list += 1) {
    const items = listAt(lists, list)
    if (items.includes(a) && items.includes(b)) sum += weightOf(items.length)
  }
  return sum
}
