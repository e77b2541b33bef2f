import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { itemsOfMany, matrixOf, OPTIONS } from './builders.test.ts'
import type { GramSnapshot } from './gram-snapshot.ts'
import type { SolveOptions } from './model-options.ts'
import { SOLVER_ITEMS_MAX, solveWeights } from './solve-weights.ts'

const UNPRUNED: SolveOptions = { ...OPTIONS, neighboursMax: 1000 }

/** B by the formula in the file's head, with Gauss-Jordan for the inverse. */
function naiveWeights(snapshot: GramSnapshot, { lambda, dropout }: SolveOptions): number[][] {
  const size = snapshot.ids.length
  const pair = (i: number, j: number): number =>
    snapshot.weights[i > j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i] ?? Number.NaN
  const rows = snapshot.ids.map((_, i) => {
    const row = snapshot.ids.map((_, j) => pair(i, j))
    row[i] = pair(i, i) + lambda * 2 ** 20 + (dropout / (1 - dropout)) * pair(i, i)
    return [...row, ...snapshot.ids.map((_, j) => (i === j ? 1 : 0))]
  })
  for (const [pivot, pivotRow] of rows.entries()) {
    const scale = pivotRow[pivot] ?? 0
    for (const [k, value] of pivotRow.entries()) pivotRow[k] = value / scale
    for (const row of rows) {
      const factor = row[pivot] ?? 0
      if (row === pivotRow) continue
      for (const [k, value] of row.entries()) row[k] = value - factor * (pivotRow[k] ?? 0)
    }
  }
  const inverse = (i: number, j: number): number => rows[i]?.[size + j] ?? Number.NaN
  return rows.map((_, i) => rows.map((_, j) => (i === j ? 0 : -inverse(i, j) / inverse(j, j))))
}

test('weights are those of the formula by Gauss-Jordan', () => {
  fc.assert(
    fc.property(itemsOfMany, (people) => {
      const snapshot = matrixOf(people).snapshot()
      const { starts, rows, values } = solveWeights(snapshot, UNPRUNED)
      const found = snapshot.ids.map(() => snapshot.ids.map(() => 0))
      for (const [at, row] of rows.entries()) {
        const column = starts.findIndex((_, j) => at < (starts[j + 1] ?? 0))
        const line = found[row]
        if (line) line[column] = values[at] ?? Number.NaN
      }
      for (const [i, line] of naiveWeights(snapshot, UNPRUNED).entries()) {
        for (const [j, weight] of line.entries()) {
          assert.ok(Math.abs(weight - (found[i]?.[j] ?? Number.NaN)) < 1e-10)
        }
      }
    }),
  )
})

test('the same people give the same bits, in whatever order they came', () => {
  fc.assert(
    fc.property(itemsOfMany, (people) => {
      const forwards = solveWeights(matrixOf(people).snapshot(), OPTIONS)
      const backwards = solveWeights(matrixOf(people.toReversed()).snapshot(), OPTIONS)
      assert.deepEqual(forwards, backwards)
    }),
  )
})

test('an item keeps no more sources than asked for, and never itself', () => {
  fc.assert(
    fc.property(itemsOfMany, (people) => {
      const { starts, rows } = solveWeights(matrixOf(people).snapshot(), {
        ...OPTIONS,
        neighboursMax: 3,
      })
      for (let item = 0; item + 1 < starts.length; item += 1) {
        const sources = rows.subarray(starts[item], starts[item + 1])
        assert.ok(sources.length <= 3 && !sources.includes(item))
        assert.deepEqual(sources, sources.toSorted())
      }
    }),
  )
})

test('nobody gives a model of nothing', () => {
  assert.deepEqual(solveWeights(matrixOf([]).snapshot(), OPTIONS), {
    starts: new Uint32Array(1),
    rows: new Uint32Array(),
    values: new Float64Array(),
  })
})

test('items that always come together need a ridge, and the message says so', () => {
  const twins = matrixOf([['a', 'b'], ['a', 'b'], ['c']]).snapshot()
  const bare = { ...OPTIONS, lambda: 0, dropout: 0 }
  assert.throws(() => solveWeights(twins, bare), { name: 'RangeError', message: /raise lambda/ })
})

test('more items than the solver takes are refused', () => {
  const ids = Array.from({ length: SOLVER_ITEMS_MAX + 1 }, (_, i) => `${i}`)
  const snapshot = { ...matrixOf([]).snapshot(), ids }
  assert.throws(() => solveWeights(snapshot, OPTIONS), /5001 items/)
})

test('an option out of range is refused by name', () => {
  const wrong: Partial<SolveOptions>[] = [
    { lambda: -1 },
    { lambda: Number.NaN },
    { lambda: 1e12 },
    { dropout: 1 },
    { dropout: -0.1 },
    { neighboursMax: 0 },
    { neighboursMax: 1.5 },
  ]
  for (const options of wrong) {
    const [name = ''] = Object.keys(options)
    const attempt = () => solveWeights(matrixOf([['a']]).snapshot(), { ...OPTIONS, ...options })
    assert.throws(attempt, { name: 'RangeError', message: new RegExp(name) })
  }
})
