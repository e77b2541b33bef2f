/** Feeds come mixed and fresh, and lose nothing by it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { counts, idsOf, poolOf, pools } from './builders.test.ts'
import { rerank } from './rerank.ts'
import { spreadGroups } from './spread-groups.ts'
import { favourFresh } from './weigh.ts'

const RULES = [
  { by: 'brand', within: 3, most: 1 },
  { by: 'category', within: 2, most: 1 },
]

test('spreading loses nothing and doubles nothing', () => {
  fc.assert(
    fc.property(pools, counts, (pool, count) => {
      const list = spreadGroups(pool, RULES, count)
      assert.deepEqual(idsOf(list).toSorted(), idsOf(pool).toSorted())
    }),
  )
})

test('a group stands no more often in a row than it may, while others are left', () => {
  const pool = poolOf('jazz/a', 'jazz/a', 'jazz/a', 'folk/b', 'folk/b', 'rock/c', 'rock/c')
  const list = spreadGroups(pool, [{ by: 'brand', within: 3, most: 1 }], 6)
  const brands = list.slice(0, 6).map(({ attributes }) => attributes[0])
  assert.deepEqual(brands, ['brand=a', 'brand=b', 'brand=c', 'brand=a', 'brand=b', 'brand=c'])
})

test('what stood above counts, and where all break a rule the best comes', () => {
  const [first, ...others] = poolOf('jazz/a', 'jazz/a', 'folk/b')
  assert.ok(first)
  const next = spreadGroups(others, [{ by: 'brand', within: 2, most: 1 }], 2, [first])
  assert.equal(next[0]?.categories[0], 'folk')
  const same = poolOf('jazz/a', 'jazz/a')
  assert.deepEqual(idsOf(spreadGroups(same, RULES, 2)), idsOf(same))
})

test('a new item comes before an old one as good, and the half-life says by how much', () => {
  const pool = poolOf('jazz/a', 'folk/b', 'rock/c')
  const ages = new Map([
    ['0 jazz/a', 60],
    ['1 folk/b', 0],
    ['2 rock/c', 60],
  ])
  const ageOf = (id: string): number | undefined => ages.get(id)
  assert.equal(favourFresh(pool, { ageOf, halfLifeDays: 7 })[0]?.id, '1 folk/b')
  assert.equal(favourFresh(pool, { ageOf, halfLifeDays: 3_650 })[0]?.id, '0 jazz/a')
  assert.throws(() => favourFresh(pool, { ageOf, halfLifeDays: 0 }))
})

test('a list is spread or put in sequence, not both', () => {
  const both = { count: 2, spread: { rules: RULES }, sequence: {} }
  assert.throws(() => rerank(poolOf('jazz/a'), both), RangeError)
})
