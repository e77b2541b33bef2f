import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ContributionLists,
  type LocalColumns,
  orderLists,
  solveLocalModel,
} from '@equipoise/core/recommend'
import fc from 'fast-check'
import { solveColumns, solveLocal } from './solve-local.ts'

const ITEMS = 14
const OPTIONS = { lambda: 1, dropout: 0.2, neighboursMax: 4 }
const TOLERANCE = 1e-5

const people = fc.array(
  fc.record({
    items: fc.uniqueArray(fc.nat(ITEMS - 1), { minLength: 1 }),
    vouched: fc.boolean(),
  }),
  { minLength: 1, maxLength: 30 },
)

test('the kernels find the neighbours and counts of the reference, and its weights', async () => {
  await fc.assert(
    fc.asyncProperty(people, async (everybody) => {
      const lists = listsOf(everybody)
      const [fast, readable] = [
        await solveLocal(lists, OPTIONS, { workers: 0 }),
        solveLocalModel(lists, OPTIONS),
      ]
      const { values: found, ...places } = fast.columns
      const { values: expected, ...expectedPlaces } = readable.columns
      assert.deepEqual(places, expectedPlaces)
      assert.deepEqual(partsOf(fast), partsOf(readable))
      for (const [at, value] of found.entries()) {
        assert.ok(Math.abs(value - (expected[at] ?? Number.NaN)) < TOLERANCE)
      }
    }),
    { numRuns: 60 },
  )
})

test('neither the workers, nor what is kept, nor which columns are asked for change a bit', async () => {
  const lists = listsOf(
    Array.from({ length: 400 }, (_, u) => ({
      items: [...new Set([u % 14, (u * 5) % 13, (u * u) % 11, (u * 7) % 9])],
      vouched: u % 3 > 0,
    })),
  )
  const whole = await solveLocal(lists, OPTIONS, { workers: 0 })
  for (const workers of [1, 2, 4]) {
    assert.deepEqual(await solveLocal(lists, OPTIONS, { workers }), whole)
  }
  const unkept = { workers: 0, kept: { bytesMax: 0 } }
  assert.deepEqual(await solveLocal(lists, OPTIONS, unkept), whole)
  const targets = Uint32Array.of(11, 2)
  const some = await solveColumns(lists, OPTIONS, targets, { workers: 0 })
  for (const [column, target] of targets.entries()) {
    assert.deepEqual(columnOf(some, column), columnOf(whole, target))
  }
})

test('a solve that is cancelled rejects, and options out of range are refused by name', async () => {
  const lists = listsOf([{ items: [0, 1], vouched: true }])
  const signal = AbortSignal.abort(new Error('Enough'))
  await assert.rejects(solveLocal(lists, OPTIONS, { signal }), /Enough/)
  await assert.rejects(solveLocal(lists, { ...OPTIONS, lambda: Number.NaN }), /lambda is "NaN"/)
})

function listsOf(
  everybody: readonly { readonly items: readonly number[]; readonly vouched: boolean }[],
): ContributionLists {
  const starts = [0]
  for (const { items } of everybody) starts.push((starts.at(-1) ?? 0) + items.length)
  const unordered = {
    names: Array.from({ length: ITEMS }, (_, n) => `i${String(n).padStart(2, '0')}`),
    starts: Uint32Array.from(starts),
    slots: Uint32Array.from(everybody.flatMap(({ items }) => items)),
    vouched: Uint8Array.from(everybody, ({ vouched }) => (vouched ? 1 : 0)),
  }
  return orderLists(unordered, 5)
}

function partsOf({ targets, pairPeople, thresholds, people: held }: LocalColumns): unknown {
  return [[...targets], [...pairPeople], [...thresholds], [...held]]
}

function columnOf({ columns, pairPeople }: LocalColumns, column: number): unknown {
  const [start, end] = [columns.starts[column], columns.starts[column + 1]]
  return [columns.rows, columns.values, pairPeople].map((of) => [...of.subarray(start, end)])
}
