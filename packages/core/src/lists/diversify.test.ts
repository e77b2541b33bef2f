import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { counts, idsOf, poolOf, pools, ratios } from './builders.test.ts'
import { diversify } from './diversify.ts'

test('after the best, something else has its turn', () => {
  const pool = poolOf('jazz', 'jazz', 'jazz', 'folk')
  assert.deepEqual(idsOf(diversify(pool, 2, 0.3)), ['0 jazz', '3 folk', '1 jazz', '2 jazz'])
})

test('with lambda 1 nothing changes', () => {
  fc.assert(
    fc.property(pools, counts, (pool, count) => {
      assert.deepEqual(diversify(pool, count, 1), pool)
    }),
  )
})

test('the same items come out, and the best of all stays first', () => {
  fc.assert(
    fc.property(pools, counts, ratios, (pool, count, lambda) => {
      const next = diversify(pool, count, lambda)
      assert.deepEqual(idsOf(next).sort(), idsOf(pool).sort())
      if (lambda > 0) assert.equal(next[0], pool[0])
    }),
  )
})

test('a lambda that is no number is a broken invariant', () => {
  for (const lambda of [Number.NaN, -0.1, 1.1]) {
    assert.throws(() => diversify(poolOf('a'), 1, lambda))
  }
})
