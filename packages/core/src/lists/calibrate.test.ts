import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { counts, idsOf, poolOf, pools, ratios } from './builders.test.ts'
import { calibrate, divergence, mixOf } from './calibrate.ts'

const mixes = fc
  .array(
    fc.record({
      value: fc.double({ min: -1, max: 1, noNaN: true }),
      categories: fc.subarray(['jazz', 'folk', 'rock', 'classical']),
    }),
    { maxLength: 8 },
  )
  .map(mixOf)

test('a mix divides an item evenly among its categories and leaves out what speaks against', () => {
  const mix = mixOf([
    { value: 1, categories: ['jazz'] },
    { value: 1, categories: ['jazz', 'folk'] },
    { value: -1, categories: ['rock'] },
    { value: 1, categories: [] },
  ])
  assert.deepEqual(
    [...mix],
    [
      ['jazz', 0.75],
      ['folk', 0.25],
    ],
  )
})

test('somebody with 70 % jazz and 30 % folk is shown both in these proportions', () => {
  const jazz = new Array<string>(20).fill('jazz')
  const pool = poolOf(...jazz, 'folk', 'folk', 'folk', 'folk')
  const mix = new Map([
    ['jazz', 0.7],
    ['folk', 0.3],
  ])
  const list = calibrate(pool, mix, 10, 0.9).slice(0, 10)
  assert.equal(list.filter(({ categories }) => categories[0] === 'folk').length, 3)
  assert.ok(divergence(mix, list) < 1e-6)
})

test('calibration never takes the list further from the mix, and the same items come out', () => {
  fc.assert(
    fc.property(pools, mixes, counts, ratios, (pool, mix, count, lambda) => {
      const next = calibrate(pool, mix, count, lambda)
      const [before, after] = [pool, next].map((one) => divergence(mix, one.slice(0, count)))
      assert.ok((after ?? 0) <= (before ?? 0) + 1e-9, `${after} > ${before}`)
      assert.deepEqual(idsOf(next).sort(), idsOf(pool).sort())
    }),
  )
})

test('with lambda 0, or nothing known of the person, nothing changes', () => {
  const pool = poolOf('jazz', 'folk')
  assert.deepEqual(calibrate(pool, new Map([['folk', 1]]), 1, 0), pool)
  assert.deepEqual(calibrate(pool, new Map(), 1, 1), pool)
})

test('the divergence is that of the formula', () => {
  const mix = new Map([
    ['jazz', 0.5],
    ['folk', 0.5],
  ])
  const q = 0.99 * 1 + 0.01 * 0.5
  const expected = 0.5 * Math.log(0.5 / q) + 0.5 * Math.log(0.5 / (0.01 * 0.5))
  assert.ok(Math.abs(divergence(mix, poolOf('jazz')) - expected) < 1e-12)
})
