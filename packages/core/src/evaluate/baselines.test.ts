import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DEFAULT_MODEL_OPTIONS } from '../recommend/model-options.ts'
import { itemKnn, popularity, rp3beta } from './baselines.ts'
import { ITEMS, itemLists, sharedBy } from './builders.test.ts'
import { denseEase } from './dense-ease.ts'
import { type ItemLists, toItemLists } from './item-lists.ts'
import type { Scorer } from './scorer.ts'
import { scoreWithColumns, solveDensely } from './solve-columns.ts'

/** B by asking for one source at a time. */
function weightsOf(scorer: Scorer): number[][] {
  return Array.from({ length: ITEMS }, (_, source) => {
    const scores = new Float64Array(ITEMS)
    scorer.score(Uint32Array.of(source), scores)
    return [...scores]
  })
}

function assertWeights(
  scorer: Scorer,
  lists: ItemLists,
  expected: (i: number, j: number) => number,
): void {
  for (const [i, row] of weightsOf(scorer).entries()) {
    for (const [j, found] of row.entries()) {
      const wanted = i === j ? 0 : expected(i, j)
      assert.ok(Math.abs(found - wanted) < 1e-12, `B_${i}${j} is ${found}, expected ${wanted}`)
    }
  }
  assert.equal(lists.itemCount, ITEMS)
}

const PLAIN = { ...DEFAULT_MODEL_OPTIONS, dropout: 0, exponentTenths: 0, neighboursMax: 10 }

test('item-kNN weights are cosines of who holds two items', () => {
  fc.assert(
    fc.property(itemLists, (lists) => {
      const people = (item: number): number => sharedBy(lists, [item, item])
      assertWeights(itemKnn(lists, { neighboursMax: ITEMS }), lists, (i, j) => {
        return sharedBy(lists, [i, j]) / Math.sqrt(people(i) * people(j))
      })
    }),
  )
})

test('RP3beta weights are those of the walk, popularity held back', () => {
  const [alpha, beta] = [0.8, 0.6]
  fc.assert(
    fc.property(itemLists, (lists) => {
      const people = (item: number): number => sharedBy(lists, [item, item])
      const walk = (length: number): number => length ** -alpha
      const scorer = rp3beta(lists, { alpha, beta, neighboursMax: ITEMS })
      assertWeights(scorer, lists, (i, j) => {
        return (sharedBy(lists, [i, j], walk) * people(i) ** -alpha) / people(j) ** beta
      })
    }),
  )
})

test('only the strongest sources of a target are kept', () => {
  const lists = toItemLists(ITEMS, [[0, 1], [0, 1], [0, 2], [1], [2], [3], [4, 5]])
  const [from0 = [], from1 = [], from2 = []] = weightsOf(itemKnn(lists, { neighboursMax: 1 }))
  assert.ok((from1[0] ?? 0) > 0 && from2[0] === 0)
  assert.ok((from0[1] ?? 0) > 0 && (from0[2] ?? 0) > 0)
})

test('popularity is the same for everybody', () => {
  const scores = new Float64Array(3)
  popularity(toItemLists(3, [[0, 1], [1], [1, 2]])).score(Uint32Array.of(0), scores)
  assert.deepEqual([...scores], [1, 3, 1])
})

test('plain EASE and our model with nobody weighted agree but for the whisper of popularity', async () => {
  const lists = toItemLists(ITEMS, [
    [0, 1, 2],
    [0, 1],
    [2, 3],
    [3, 4, 5],
    [0, 5],
    [1, 2, 4],
  ])
  const options = { ...PLAIN, lambda: 0.5 }
  const columns = await solveDensely(lists, options, () => {})
  const [ours, plain] = [
    scoreWithColumns(columns, lists, options),
    denseEase(lists, { lambda: 0.5 }),
  ]
  const [a, b] = [weightsOf(ours), weightsOf(plain)]
  for (const [i, row] of a.entries()) {
    for (const [j, weight] of row.entries()) {
      const whisper = (0.001 * sharedBy(lists, [j, j])) / 3
      assert.ok(Math.abs(weight - whisper - (b[i]?.[j] ?? 0)) < 1e-12)
    }
  }
})

test('a λ that is no number, or more items than fit, are refused by name', async () => {
  const lists = toItemLists(2, [[0, 1]])
  assert.throws(() => denseEase(lists, { lambda: Number.NaN }), /lambda is "NaN"/)
  const many = { ...lists, itemCount: 9_000 }
  assert.throws(() => denseEase(many, { lambda: 1 }), /9000 items at once: at most 8000/)
  const options = { ...PLAIN, lambda: Number.NaN }
  await assert.rejects(
    solveDensely(lists, options, () => {}),
    /lambda is "NaN"/,
  )
})
