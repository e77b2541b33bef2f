import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { counts, idsOf, poolOf, pools } from './builders.test.ts'
import { groupsOf } from './candidate.ts'
import { SEQUENCE_ORDERS, sequence } from './sequence.ts'

test('nothing of a brand comes again within n', () => {
  const pool = poolOf('x/a', 'x/a', 'x/b', 'x/b', 'x/c')
  const list = sequence(pool, { count: 5, apart: { by: 'brand', within: 2 } })
  assert.deepEqual(
    list.map(({ attributes }) => attributes[0]),
    ['brand=a', 'brand=b', 'brand=a', 'brand=b', 'brand=c'],
  )
})

test('the group that fills what is left goes in time, so that all of it fits', () => {
  const pool = poolOf('x/b', 'x/c', 'x/a', 'x/a', 'x/a')
  const list = sequence(pool, { count: 5, apart: { by: 'brand', within: 2 } })
  assert.equal(list.length, 5)
})

test('where only the same is left the list ends, or takes what comes next', () => {
  const apart = { by: 'brand', within: 3 }
  assert.equal(sequence(poolOf('x/a', 'x/a', 'x/a'), { count: 3, apart }).length, 1)
  const more = poolOf('x/a', 'x/a', 'x/b', 'x/c')
  assert.deepEqual(idsOf(sequence(more, { count: 2, apart })), ['0 x/a', '2 x/b'])
})

test('what was played before the list counts', () => {
  const before = [{ categories: ['x'], attributes: ['brand=a'] }]
  const pool = poolOf('x/a', 'x/b')
  const list = sequence(pool, { count: 2, apart: { by: 'brand', within: 2 }, before })
  assert.deepEqual(idsOf(list), ['1 x/b', '0 x/a'])
})

test('smooth goes on with what is like the last, varied with what is not', () => {
  const pool = poolOf('jazz', 'folk', 'jazz', 'folk')
  const order = (how: 'smooth' | 'varied') => idsOf(sequence(pool, { count: 4, order: how }))
  assert.deepEqual(order('smooth'), ['0 jazz', '2 jazz', '1 folk', '3 folk'])
  assert.deepEqual(order('varied'), ['0 jazz', '1 folk', '2 jazz', '3 folk'])
})

test('no two of a group stand within n, and nothing comes twice', () => {
  const order = fc.constantFrom(...SEQUENCE_ORDERS)
  fc.assert(
    fc.property(
      pools,
      counts,
      fc.integer({ min: 2, max: 5 }),
      order,
      (pool, count, within, how) => {
        const list = sequence(pool, { count, order: how, apart: { by: 'brand', within } })
        assert.equal(new Set(list).size, list.length)
        assert.ok(list.length <= count && list.every((one) => pool.includes(one)))
        for (const [at, one] of list.entries()) {
          const near = list
            .slice(Math.max(0, at - within + 1), at)
            .flatMap((other) => groupsOf(other, 'brand'))
          assert.ok(groupsOf(one, 'brand').every((group) => !near.includes(group)))
        }
      },
    ),
  )
})

test('ranked and without anything to keep apart, nothing changes', () => {
  fc.assert(
    fc.property(pools, counts, (pool, count) => {
      assert.deepEqual(sequence(pool, { count }), pool.slice(0, count))
    }),
  )
})
