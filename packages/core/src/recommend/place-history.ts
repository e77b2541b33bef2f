/**
 * A history as a model or a release sees it: where its items stand among theirs, looked up once for
 * all that is ranked and explained of one decision.
 */

import { Memo } from '../values/memo.ts'
import type { HistoryItem } from './interaction-value.ts'

export interface PlacedHistory {
  readonly items: readonly HistoryItem[]
  /** The ordinal of each item, -1 where it is unknown there. */
  readonly ordinals: Int32Array
  /** How many of them are known there. */
  readonly known: number
}

/** Histories are replaced, never changed: what was found for one holds as long as it is there. */
const PLACED = new Memo<
  readonly HistoryItem[],
  WeakMap<ReadonlyMap<string, number>, PlacedHistory>
>()

export function placeHistory(
  ordinals: ReadonlyMap<string, number>,
  items: readonly HistoryItem[],
): PlacedHistory {
  const known = PLACED.find(items) ?? PLACED.keep(items, new WeakMap())
  const found = known.get(ordinals)
  if (found !== undefined) return found
  const places = new Int32Array(items.length)
  for (let at = 0; at < items.length; at += 1)
    places[at] = ordinals.get(items[at]?.item ?? '') ?? -1
  const placed = { items, ordinals: places, known: places.reduce(countKnown, 0) }
  known.set(ordinals, placed)
  return placed
}

function countKnown(count: number, place: number): number {
  return place < 0 ? count : count + 1
}

/** Of each set of ordinals one list of marks, all 0 but between `mark` and `unmark`. */
const MARKS = new WeakMap<ReadonlyMap<string, number>, Int32Array>()

/**
 * Marks the places of a history: at an ordinal, one more than the place of the item in the history,
 * 0 where it is none of it. To walk through a column and look at the marks is faster than to search
 * the column for every item. O(history), and `unmark` as well, which has to follow at once.
 */
export function mark(
  ordinals: ReadonlyMap<string, number>,
  { ordinals: places }: PlacedHistory,
): Int32Array {
  let marks = MARKS.get(ordinals)
  if (marks === undefined) {
    marks = new Int32Array(ordinals.size)
    MARKS.set(ordinals, marks)
  }
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? -1
    if (place >= 0) marks[place] = at + 1
  }
  return marks
}

export function unmark(marks: Int32Array, { ordinals: places }: PlacedHistory): void {
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? -1
    if (place >= 0) marks[place] = 0
  }
}
