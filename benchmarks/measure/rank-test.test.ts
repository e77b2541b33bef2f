import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareRanks } from './rank-test.ts'

const UP = Array.from({ length: 20 }, (_, n) => n)

test('what is always larger has the effect 1, what is always smaller -1, and neither is chance', () => {
  const larger = compareRanks([{ a: UP.map((n) => n + 100), b: UP }])
  const smaller = compareRanks([{ a: UP, b: UP.map((n) => n + 100) }])
  assert.deepEqual([larger.delta, smaller.delta], [1, -1])
  assert.ok(larger.p < 1e-6 && smaller.p < 1e-6)
})

test('equal measurements have no effect', () => {
  assert.deepEqual(compareRanks([{ a: UP, b: UP }]).delta, 0)
  assert.ok(compareRanks([{ a: UP, b: UP }]).p > 0.999)
  const tied = compareRanks([{ a: [1, 1, 1], b: [1, 1] }])
  assert.equal(tied.delta, 0)
  assert.ok(tied.p > 0.999)
})

test('a known example comes out as known', () => {
  // U is 31 of 36 pairs; z = (31 - 18) / sqrt(39) = 2.08, so p is 0.037.
  const { delta, p } = compareRanks([{ a: [1, 7, 8, 9, 10, 11], b: [6, 5, 4, 3, 2, 0] }])
  assert.equal(delta, 26 / 36)
  assert.ok(Math.abs(p - 0.0374) < 0.0005, `${p}`)
})

test('strata that differ among themselves and not within say nothing', () => {
  const slow = UP.map((n) => n + 1_000)
  assert.equal(
    compareRanks([
      { a: UP, b: UP },
      { a: slow, b: slow },
    ]).delta,
    0,
  )
})
