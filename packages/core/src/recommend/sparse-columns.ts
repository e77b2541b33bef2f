/**
 * A sparse matrix by columns: the entries of column j stand from `starts[j]` up to `starts[j + 1]`,
 * by ascending row. Buffers may be shared between threads.
 */

import { assert } from '../values/assert.ts'
import { memoryLike } from './memory-like.ts'

export interface SparseColumns {
  readonly starts: Uint32Array
  readonly rows: Uint32Array
  readonly values: Float64Array
}

interface Shape {
  readonly rows: number
  readonly columns: number
  /** How many entries a column keeps at most. */
  readonly entriesMax: number
}

/**
 * Keeps of every column the entries that are largest in magnitude, the earlier row first where two
 * are equally large; zeros are never kept.
 *
 * @param fill writes one dense column over zeros.
 */
export function keepLargest(
  shape: Shape,
  fill: (column: number, into: Float64Array) => void,
): SparseColumns {
  const capacity = shape.columns * Math.min(shape.entriesMax, shape.rows)
  const rows = new Uint32Array(capacity)
  const values = new Float64Array(capacity)
  const starts = new Uint32Array(shape.columns + 1)
  const dense = new Float64Array(shape.rows)
  let end = 0
  for (let column = 0; column < shape.columns; column += 1) {
    fill(column, dense.fill(0))
    for (const row of largestRows(dense, shape.entriesMax)) {
      rows[end] = row
      values[end] = dense[row] ?? 0
      end += 1
    }
    starts[column + 1] = end
  }
  return { starts, rows: rows.slice(0, end), values: values.slice(0, end) }
}

/** The same matrix by rows, that is the columns of its transpose. */
export function transpose(matrix: SparseColumns, rowCount: number): SparseColumns {
  const starts = new Uint32Array(rowCount + 1)
  for (const row of matrix.rows) starts[row + 1] = (starts[row + 1] ?? 0) + 1
  for (let row = 0; row < rowCount; row += 1) {
    starts[row + 1] = (starts[row + 1] ?? 0) + (starts[row] ?? 0)
  }
  const next = starts.slice()
  const entries = matrix.rows.length
  const rows = new Uint32Array(memoryLike(matrix.rows.buffer, 4 * entries))
  const values = new Float64Array(memoryLike(matrix.rows.buffer, 8 * entries))
  for (let column = 0; column + 1 < matrix.starts.length; column += 1) {
    const end = matrix.starts[column + 1] ?? 0
    for (let entry = matrix.starts[column] ?? 0; entry < end; entry += 1) {
      const row = matrix.rows[entry] ?? 0
      const at = next[row] ?? 0
      rows[at] = column
      values[at] = matrix.values[entry] ?? 0
      next[row] = at + 1
    }
  }
  return { starts, rows, values }
}

/** Where the entry of a row stands in a column, or -1 where there is none. O(log entries). */
export function findEntry(
  matrix: Pick<SparseColumns, 'starts' | 'rows'>,
  column: number,
  row: number,
): number {
  let low = matrix.starts[column] ?? 0
  let high = (matrix.starts[column + 1] ?? 0) - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = matrix.rows[middle] ?? 0
    if (found === row) return middle
    if (found < row) low = middle + 1
    else high = middle - 1
  }
  return -1
}

function largestRows(dense: Float64Array, count: number): number[] {
  const magnitudes = dense.map(Math.abs)
  assert(magnitudes.every(Number.isFinite), 'finite weights')
  const threshold = magnitudes.slice().sort()[Math.max(0, dense.length - count)] ?? 0
  let ties = count - magnitudes.reduce((above, value) => above + (value > threshold ? 1 : 0), 0)
  const rows: number[] = []
  for (const [row, value] of magnitudes.entries()) {
    const kept = value > threshold || (value === threshold && ties > 0)
    if (value === threshold) ties -= 1
    if (kept && value > 0) rows.push(row)
  }
  return rows
}
