import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idsOf, poolOf, pools } from './builders.test.ts'
import { explore } from './explore.ts'

test('the first places stand, the last are drawn from what comes next', () => {
  const pool = poolOf(...'abcdef')
  const { list, drawn } = explore(pool, { count: 3, places: 1, poolMax: 3, draws: [0.99] })
  assert.deepEqual(idsOf(list), ['0 a', '1 b', '4 e'])
  assert.deepEqual(drawn, [{ id: '4 e', propensity: 1 / 3, placePropensity: 1 / 3 }])
})

test('propensities are what happens: over every draw there is, exactly', () => {
  const pool = poolOf(...'abcdef')
  const inList = new Map<string, number>()
  const atFirst = new Map<string, number>()
  let draws = 0
  for (let i = 0; i < 4; i += 1) {
    for (let j = 0; j < 3; j += 1) {
      const options = { count: 4, places: 2, poolMax: 4, draws: [(i + 0.5) / 4, (j + 0.5) / 3] }
      const { drawn } = explore(pool, options)
      for (const { id } of drawn) inList.set(id, (inList.get(id) ?? 0) + 1)
      const first = drawn[0]?.id ?? ''
      atFirst.set(first, (atFirst.get(first) ?? 0) + 1)
      assert.ok(drawn.every((one) => one.propensity === 0.5 && one.placePropensity === 0.25))
      draws += 1
    }
  }
  assert.deepEqual([...inList.values()], [6, 6, 6, 6])
  assert.deepEqual([...atFirst.values()], [3, 3, 3, 3])
  assert.equal(draws, 12)
})

test('propensities over the candidates sum to the number drawn', () => {
  const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const draws = fc.array(draw, { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(pools, fc.integer({ min: 0, max: 5 }), draws, (pool, places, chance) => {
      const { list, drawn } = explore(pool, { count: 8, places, poolMax: 20, draws: chance })
      const urn = Math.min(20, Math.max(0, pool.length - (8 - places)))
      const sum = drawn.length === 0 ? 0 : (drawn[0]?.propensity ?? 0) * urn
      assert.ok(Math.abs(sum - drawn.length) < 1e-9)
      assert.equal(new Set(idsOf(list)).size, Math.min(8, pool.length))
    }),
  )
})

test('caps hold whatever is drawn', () => {
  const pool = poolOf('x/a', 'x/b', 'x/a', 'x/a', 'x/b', 'x/c', 'x/d')
  for (let n = 0; n < 20; n += 1) {
    const draws = [n / 20, (19 - n) / 20]
    const caps = [{ by: 'brand', max: 1 }]
    const { list } = explore(pool, { count: 3, places: 2, caps, draws })
    const brands = list.map(({ attributes }) => attributes[0])
    assert.equal(new Set(brands).size, brands.length)
  }
})

test('a draw that is none is a broken invariant', () => {
  for (const draws of [[1], [Number.NaN], []]) {
    assert.throws(() => explore(poolOf('a', 'b'), { count: 2, places: 1, draws }))
  }
})
