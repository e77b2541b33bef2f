import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { leanToPopular, POPULARITY_TENTHS_MAX, popularityFactor } from './popularity-lean.ts'

const tenths = fc.integer({ min: 0, max: POPULARITY_TENTHS_MAX })
const holders = fc.integer({ min: 1, max: 2 ** 22 })

test('the factor is the power, to within what 20 bits can say', () => {
  fc.assert(
    fc.property(holders, tenths, (held, power) => {
      const wanted = held ** (power / 10)
      const found = popularityFactor(held, power)
      assert.ok(found <= wanted * (1 + 1e-12) && found > wanted - 2 ** -19, `${found}, ${wanted}`)
    }),
  )
})

test('more people never make it smaller, and a power of 0 changes nothing', () => {
  fc.assert(
    fc.property(holders, tenths, (held, power) => {
      assert.ok(popularityFactor(held, power) >= popularityFactor(held - 1, power))
      assert.equal(popularityFactor(held, 0), 1)
    }),
  )
})

test('a column is multiplied by the factor of its own target', () => {
  const solved = {
    targets: Uint32Array.of(2, 0),
    columns: {
      starts: Uint32Array.of(0, 1, 3),
      rows: Uint32Array.of(0, 1, 2),
      values: Float64Array.of(0.5, -0.25, 1),
    },
  }
  const { columns } = leanToPopular(solved, Uint32Array.of(9, 5, 0), 5)
  assert.deepEqual([...columns.values], [0.5, -0.75, 3])
  assert.deepEqual([...solved.columns.values], [0.5, -0.25, 1])
  assert.equal(leanToPopular(solved, Uint32Array.of(9, 5, 0), 0), solved)
})

test('counts and powers out of range are refused', () => {
  assert.throws(() => popularityFactor(2 ** 22 + 1, 1), /holders from 0/)
  assert.throws(() => popularityFactor(5, 11), /0 to 10 tenths/)
})
