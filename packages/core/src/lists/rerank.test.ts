import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { counts, idsOf, poolOf, pools } from './builders.test.ts'
import { rerank } from './rerank.ts'
import { hashRatio } from './weigh.ts'

test('nothing asked for is nothing changed', () => {
  const pool = poolOf('a', 'b', 'c')
  assert.deepEqual(rerank(pool, { count: 2 }), { list: pool.slice(0, 2), changes: [], drawn: [] })
})

test('every step asked for reports, in the order taken', () => {
  const { changes } = rerank(poolOf('jazz/a', 'jazz/a', 'folk/b'), {
    count: 2,
    explore: { places: 1, draws: [0] },
    caps: [{ by: 'brand', max: 1 }],
    diversify: {},
    boost: () => 1,
  })
  assert.deepEqual(
    changes.map(({ step }) => step),
    ['boost', 'diversify', 'cap', 'explore'],
  )
})

test('exploring in a sequence is refused', () => {
  const both = { count: 2, sequence: {}, explore: { places: 1, draws: [0] } }
  assert.throws(() => rerank(poolOf('a'), both), RangeError)
})

test('with everything at once: a subset of the pool, nothing twice, caps hold, costs add up', () => {
  fc.assert(
    fc.property(pools, counts, fc.boolean(), (pool, count, explores) => {
      const { list, changes } = rerank(pool, {
        count,
        boost: ({ id }) => 2 * hashRatio(id),
        novelty: { noveltyOf: hashRatio },
        calibrate: { mix: new Map([['jazz', 1]]) },
        diversify: {},
        longTail: { isTail: (id) => hashRatio(id) > 0.5 },
        rotate: { seed: 'home', day: 20_000 },
        caps: [{ by: 'category', max: 3 }],
        ...(explores
          ? { explore: { places: Math.min(1, count), draws: [0.3] } }
          : { sequence: { order: 'varied' as const } }),
      })
      assert.ok(list.length <= count && new Set(idsOf(list)).size === list.length)
      const scores = new Map(pool.map(({ id, score }) => [id, score]))
      assert.ok(list.every(({ id, score }) => scores.get(id) === score))
      for (const category of ['jazz', 'folk', 'rock', 'soul']) {
        assert.ok(list.filter(({ categories }) => categories.includes(category)).length <= 3)
      }
      const sum = (of: readonly { score: number }[]) =>
        of.reduce((all, { score }) => all + score, 0)
      const cost = changes.reduce((all, { scoreCost }) => all + scoreCost, 0)
      assert.ok(Math.abs(sum(pool.slice(0, count)) - cost - sum(list)) < 1e-9)
    }),
  )
})
