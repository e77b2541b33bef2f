/**
 * Solved columns of the local model, what is needed to know later which of them still hold, and how
 * those that hold and those that were solved again become one model.
 */

import { assert } from '../values/assert.ts'
import { compareUtf8 } from '../values/bytes.ts'
import { memoryLike } from './memory-like.ts'
import type { SparseColumns } from './sparse-columns.ts'

export interface LocalColumns {
  /** Column t of `columns` is that of item `targets[t]`; in a model, of all items in order. */
  readonly targets: Uint32Array
  /** The sources that speak for each target, by ascending ordinal. */
  readonly columns: SparseColumns
  /** How many vouched people share each entry of `columns` with its target. */
  readonly pairPeople: Int32Array
  /** The smallest key among each target's neighbours; 0 where it has fewer than m. */
  readonly thresholds: Float64Array
  /** How many vouched people hold each item, solved for or not. */
  readonly people: Int32Array
}

/**
 * A model's items may have come and gone since: for each of today's, its ordinal in the model
 * before, or -1 where it was not in it.
 *
 * @param idsBefore distinct, in UTF-8 byte order.
 * @param idsNow likewise.
 */
export function ordinalsBefore(
  idsBefore: readonly string[],
  idsNow: readonly string[],
): Int32Array<ArrayBuffer> {
  const ordinals = new Int32Array(idsNow.length).fill(-1)
  let before = 0
  for (let now = 0; now < idsNow.length && before < idsBefore.length; ) {
    const [id, other] = [idsNow[now] ?? '', idsBefore[before] ?? '']
    if (id === other) {
      ordinals[now] = before
      now += 1
      before += 1
    } else if (compareUtf8(id, other) < 0) now += 1
    else before += 1
  }
  return ordinals
}

/**
 * One model of the columns that were solved again and, of a model before, all others.
 *
 * @param before every column, before.
 * @param solved every column that does not hold any more (`dirtyColumns`), solved on today's lists.
 * @param ordinals of today's items in the model before.
 */
export function mergeColumns(
  before: LocalColumns,
  solved: LocalColumns,
  ordinals: Int32Array,
): LocalColumns {
  const rowNow = new Int32Array(before.targets.length).fill(-1)
  for (const [item, ordinal] of ordinals.entries()) if (ordinal >= 0) rowNow[ordinal] = item
  const place = new Int32Array(ordinals.length).fill(-1)
  for (const [column, target] of solved.targets.entries()) place[target] = column
  const column = (item: number): number => place[item] ?? -1
  const starts = startsOf(before, solved, { ordinals, place })
  const entries = starts.at(-1) ?? 0
  const memoryOf = (sizeBytes: number) => memoryLike(before.columns.rows.buffer, sizeBytes)
  const rows = new Uint32Array(memoryOf(4 * entries))
  const values = new Float64Array(memoryOf(8 * entries))
  const pairPeople = new Int32Array(memoryOf(4 * entries))
  const thresholds = new Float64Array(ordinals.length)
  for (let item = 0; item < ordinals.length; ) {
    const isAgain = column(item) >= 0
    const from = isAgain ? solved : before
    const first = isAgain ? column(item) : (ordinals[item] ?? -1)
    const count = isAgain ? 1 : keptInARow(ordinals, place, item)
    assert(first >= 0, 'a column for every item')
    const [begin, end] = [from.columns.starts[first] ?? 0, from.columns.starts[first + count] ?? 0]
    const start = starts[item] ?? 0
    values.set(from.columns.values.subarray(begin, end), start)
    pairPeople.set(from.pairPeople.subarray(begin, end), start)
    thresholds.set(from.thresholds.subarray(first, first + count), item)
    const own = from.columns.rows.subarray(begin, end)
    if (isAgain) rows.set(own, start)
    else rename(own, rowNow, rows.subarray(start, start + end - begin))
    item += count
  }
  return {
    targets: Uint32Array.from(ordinals.keys()),
    columns: { starts, rows, values },
    pairPeople,
    thresholds,
    people: solved.people,
  }
}

function startsOf(
  before: LocalColumns,
  solved: LocalColumns,
  { ordinals, place }: { readonly ordinals: Int32Array; readonly place: Int32Array },
): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(ordinals.length + 1)
  for (let item = 0; item < ordinals.length; item += 1) {
    const again = place[item] ?? -1
    const [from, column] = again >= 0 ? [solved, again] : [before, ordinals[item] ?? -1]
    const length = (from.columns.starts[column + 1] ?? 0) - (from.columns.starts[column] ?? 0)
    starts[item + 1] = (starts[item] ?? 0) + length
  }
  return starts
}

/** How many columns from this one on hold, and stood one after the other before. */
function keptInARow(ordinals: Int32Array, place: Int32Array, item: number): number {
  const first = ordinals[item] ?? -1
  let count = 1
  while (ordinals[item + count] === first + count && place[item + count] === -1) count += 1
  return count
}

function rename(rows: Uint32Array, rowNow: Int32Array, into: Uint32Array): void {
  let isNamed = true
  for (let at = 0; at < rows.length; at += 1) {
    const now = rowNow[rows[at] ?? 0] ?? -1
    isNamed &&= now >= 0
    into[at] = now
  }
  assert(isNamed, 'a column that still holds names no item that is gone')
}
