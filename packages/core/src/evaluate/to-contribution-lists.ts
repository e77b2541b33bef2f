/** Lists of items as contributions: everybody is vouched for, and ordinals stand for ids. */

import { type ContributionLists, listWeights } from '../recommend/contribution-lists.ts'
import { type ItemLists, listCount } from './item-lists.ts'

/** @throws RangeError where the exponent is out of range. */
export function toContributionLists(lists: ItemLists, exponentTenths: number): ContributionLists {
  const { itemCount, starts, items } = lists
  return {
    ids: Array.from({ length: itemCount }, (_, item) => String(item)),
    starts,
    items,
    weights: listWeights(starts, exponentTenths),
    vouched: new Uint8Array(listCount(lists)).fill(1),
  }
}
