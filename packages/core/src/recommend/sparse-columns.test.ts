import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findEntry, keepLargest, type SparseColumns, transpose } from './sparse-columns.ts'

function sparse(columns: readonly (readonly number[])[], entriesMax = 99): SparseColumns {
  const shape = { rows: columns[0]?.length ?? 0, columns: columns.length, entriesMax }
  return keepLargest(shape, (column, into) => into.set(columns[column] ?? []))
}

/** [row, value] pairs of a column. */
function entries(matrix: SparseColumns, column: number): [number, number][] {
  const [start = 0, end = 0] = matrix.starts.subarray(column, column + 2)
  return Array.from(matrix.rows.subarray(start, end), (row, at) => [
    row,
    matrix.values[start + at] ?? Number.NaN,
  ])
}

test('a column keeps its largest entries by magnitude, in the order of rows', () => {
  const matrix = sparse([[0.1, -3, 0, 2, 0.5]], 3)
  assert.deepEqual(entries(matrix, 0), [
    [1, -3],
    [3, 2],
    [4, 0.5],
  ])
})

test('of equal entries the earlier row is kept', () => {
  assert.deepEqual(entries(sparse([[1, -1, 5, 1]], 3), 0), [
    [0, 1],
    [1, -1],
    [2, 5],
  ])
})

test('zeros are not kept, even where there is room', () => {
  assert.deepEqual(entries(sparse([[0, 0, 1, 0]]), 0), [[2, 1]])
  assert.deepEqual(
    entries(
      sparse([
        [0, 0],
        [0, 0],
      ]),
      1,
    ),
    [],
  )
})

test('a number that is none is an error, not a weight', () => {
  assert.throws(() => sparse([[1, Number.NaN]]), /finite/)
  assert.throws(() => sparse([[1, Number.POSITIVE_INFINITY]]), /finite/)
})

test('transposing twice gives the same matrix, and every entry is found', () => {
  const dense = fc.array(fc.array(fc.constantFrom(0, 0, 1, -2, 3), { minLength: 5, maxLength: 5 }))
  fc.assert(
    fc.property(dense, (columns) => {
      const matrix = sparse(columns)
      assert.deepEqual(transpose(transpose(matrix, 5), columns.length), matrix)
      for (const [column, values] of columns.entries()) {
        for (const [row, value] of values.entries()) {
          const entry = findEntry(matrix, column, row)
          assert.equal(entry < 0 ? 0 : matrix.values[entry], value)
        }
      }
    }),
  )
})
