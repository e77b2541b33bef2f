import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toContributionLists, toItemLists } from '@equipoise/core/evaluate'
import { DEFAULT_MODEL_OPTIONS, solveLocalModel } from '@equipoise/core/recommend'
import { LOCAL_ITEMS_MIN, solveOurs } from './build-models.ts'

/** Each of so many people holds five items in a row. */
function shopOf(items: number) {
  const lists = Array.from({ length: items }, (_, at) =>
    [0, 1, 2, 3, 4].map((step) => (at + step) % items),
  )
  return toItemLists(items, lists)
}

const nobody = (): void => {}

test('from the crossover on, our model is the local one', async () => {
  const lists = shopOf(LOCAL_ITEMS_MIN)
  const options = { ...DEFAULT_MODEL_OPTIONS, neighboursMax: 3 }
  const { starts, rows, values } = await solveOurs(lists, options, nobody)
  const contributions = toContributionLists(lists, options.exponentTenths)
  const { columns } = solveLocalModel(contributions, options)
  assert.deepEqual(starts, columns.starts)
  assert.deepEqual(rows, columns.rows)
  for (const [at, value] of columns.values.entries()) {
    assert.ok(Math.abs(value - (values[at] ?? Number.NaN)) < 1e-5)
  }
})

test('more items than the dense solver takes are solved', async () => {
  const { starts } = await solveOurs(shopOf(6_000), DEFAULT_MODEL_OPTIONS, nobody)
  assert.equal(starts.length, 6_001)
})

test('options out of range are refused by name, on either side of the crossover', async () => {
  for (const items of [10, LOCAL_ITEMS_MIN]) {
    const options = { ...DEFAULT_MODEL_OPTIONS, exponentTenths: 11 }
    await assert.rejects(
      async () => solveOurs(shopOf(items), options, nobody),
      /exponentTenths is "11"/,
    )
  }
})
