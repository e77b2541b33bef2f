import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { counts, idsOf, poolOf, pools, ratios } from './builders.test.ts'
import { groupsOf } from './candidate.ts'
import { capGroups, favourLongTail } from './limit-groups.ts'

test('a cap passes over what would be one too many', () => {
  const pool = poolOf('jazz/a', 'jazz/b', 'folk/a', 'jazz/c', 'folk/b')
  assert.deepEqual(idsOf(capGroups(pool, [{ by: 'category', max: 1 }])), ['0 jazz/a', '2 folk/a'])
  assert.deepEqual(idsOf(capGroups(pool, [{ by: 'brand', max: 1 }])), [
    '0 jazz/a',
    '1 jazz/b',
    '3 jazz/c',
  ])
})

test('caps hold, all at once, and what is left keeps its order', () => {
  const caps = fc.integer({ min: 1, max: 4 })
  fc.assert(
    fc.property(pools, caps, caps, (pool, categoryMax, brandMax) => {
      const capped = capGroups(pool, [
        { by: 'category', max: categoryMax },
        { by: 'brand', max: brandMax },
      ])
      for (const [by, max] of [
        ['category', categoryMax],
        ['brand', brandMax],
      ] as const) {
        const held = new Map<string, number>()
        for (const group of capped.flatMap((one) => groupsOf(one, by))) {
          held.set(group, (held.get(group) ?? 0) + 1)
        }
        assert.ok([...held.values()].every((n) => n <= max))
      }
      assert.deepEqual(
        capped,
        pool.filter((one) => capped.includes(one)),
      )
    }),
  )
})

test('the long tail has its share where the pool has that much of it', () => {
  fc.assert(
    fc.property(pools, counts, ratios, (pool, count, share) => {
      const isTail = (id: string) => Number(id.slice(1)) % 3 === 2
      const next = favourLongTail(pool, { count, isTail, share })
      const size = Math.min(count, pool.length)
      const had = idsOf(pool).slice(0, size).filter(isTail).length
      const has = idsOf(next).slice(0, size).filter(isTail).length
      const most = Math.min(Math.ceil(share * size), idsOf(pool).filter(isTail).length)
      assert.equal(has, Math.max(had, most))
      assert.deepEqual(idsOf(next).sort(), idsOf(pool).sort())
    }),
  )
})
