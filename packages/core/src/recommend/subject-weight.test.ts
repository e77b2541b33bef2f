import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { subjectWeight, subjectWeights, WEIGHT_ONE } from './subject-weight.ts'

const counts = fc.integer({ min: 1, max: WEIGHT_ONE })
const exponents = fc.integer({ min: 0, max: 10 })

test('a weight is the largest integer that does not exceed 2^20 · k^(-t/10)', () => {
  fc.assert(
    fc.property(counts, exponents, (count, tenths) => {
      const weight = BigInt(subjectWeight(count, tenths))
      const divisor = BigInt(count) ** BigInt(tenths)
      assert.ok(weight ** 10n * divisor <= 2n ** 200n)
      assert.ok((weight + 1n) ** 10n * divisor > 2n ** 200n)
    }),
  )
})

test('a longer history never weighs more, and never nothing', () => {
  fc.assert(
    fc.property(counts, counts, exponents, (a, b, tenths) => {
      const [shorter, longer] = [Math.min(a, b), Math.max(a, b)]
      assert.ok(subjectWeight(longer, tenths) >= 1)
      assert.ok(subjectWeight(longer, tenths) <= subjectWeight(shorter, tenths))
    }),
  )
})

test('exponents of 0, 5 and 10 tenths are one, a square root and a division', () => {
  assert.equal(subjectWeight(7, 0), WEIGHT_ONE)
  assert.equal(subjectWeight(16, 5), WEIGHT_ONE / 4)
  assert.equal(subjectWeight(7, 10), Math.floor(WEIGHT_ONE / 7))
})

test('the table holds the weight of every count', () => {
  const table = subjectWeights(50, 7)
  assert.equal(table[0], 0)
  for (let count = 1; count <= 50; count += 1) assert.equal(table[count], subjectWeight(count, 7))
})

test('counts and exponents out of range are refused', () => {
  for (const count of [0, -1, 1.5, Number.NaN, WEIGHT_ONE + 1]) {
    assert.throws(() => subjectWeight(count, 5), /item count/)
  }
  for (const tenths of [-1, 11, 0.5, Number.NaN]) {
    assert.throws(() => subjectWeight(3, tenths), /exponent/)
  }
})
