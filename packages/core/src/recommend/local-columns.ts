/**
 * Solved columns of the local model, what is needed to know later which of them still hold, and how
 * those that hold and those that were solved again become one model.
 */

import { assert } from '../values/assert.ts'
import type { SparseColumns } from './sparse-columns.ts'

export interface LocalColumns {
  /** Column t of `columns` is that of item `targets[t]`; in a model, of all items in order. */
  readonly targets: Uint32Array<ArrayBuffer>
  /** The sources that speak for each target, by ascending ordinal. */
  readonly columns: SparseColumns
  /** How many vouched people share each entry of `columns` with its target. */
  readonly pairPeople: Int32Array<ArrayBuffer>
  /** The smallest key among each target's neighbours; 0 where it has fewer than m. */
  readonly thresholds: Float64Array<ArrayBuffer>
  /** How many vouched people hold each item, solved for or not. */
  readonly people: Int32Array<ArrayBuffer>
}

/**
 * A model's items may have come and gone since: for each of today's, its ordinal in the model
 * before, or -1 where it was not in it.
 *
 * @param idsBefore and idsNow in UTF-8 byte order.
 */
export function ordinalsBefore(
  idsBefore: readonly string[],
  idsNow: readonly string[],
): Int32Array<ArrayBuffer> {
  const before = new Map(idsBefore.map((id, ordinal) => [id, ordinal]))
  return Int32Array.from(idsNow, (id) => before.get(id) ?? -1)
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
  const pieces = Array.from(ordinals, (ordinal, item): Piece => {
    const again = place[item] ?? -1
    return again >= 0 ? { from: solved, column: again } : { from: before, column: ordinal }
  })
  const starts = new Uint32Array(pieces.length + 1)
  for (const [item, piece] of pieces.entries()) {
    const [from, to] = entriesOf(piece)
    starts[item + 1] = (starts[item] ?? 0) + to - from
  }
  const rows = new Uint32Array(starts.at(-1) ?? 0)
  const values = new Float64Array(rows.length)
  const pairPeople = new Int32Array(rows.length)
  for (const [item, piece] of pieces.entries()) {
    const start = starts[item] ?? 0
    const [from, to] = entriesOf(piece)
    values.set(piece.from.columns.values.subarray(from, to), start)
    pairPeople.set(piece.from.pairPeople.subarray(from, to), start)
    for (let entry = from; entry < to; entry += 1) {
      const row = piece.from.columns.rows[entry] ?? 0
      const now = piece.from === solved ? row : (rowNow[row] ?? -1)
      assert(now >= 0, 'a column that still holds names no item that is gone')
      rows[start + entry - from] = now
    }
  }
  return {
    targets: Uint32Array.from(pieces.keys()),
    columns: { starts, rows, values },
    pairPeople,
    thresholds: Float64Array.from(pieces, ({ from, column }) => from.thresholds[column] ?? 0),
    people: solved.people,
  }
}

interface Piece {
  readonly from: LocalColumns
  readonly column: number
}

function entriesOf({ from, column }: Piece): [from: number, to: number] {
  assert(column >= 0, 'a column for every item')
  return [from.columns.starts[column] ?? 0, from.columns.starts[column + 1] ?? 0]
}
