import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { DAY_MS, toInstant } from '../values/index.ts'
import { ATTEMPTS_MAX, retryAt, takePlace, warmUpLimit } from './pace.ts'

const NOON = toInstant(Date.parse('2026-11-24T12:00:00Z'))

test('no minute has more than its places and one burst', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 400 }), (rate, n) => {
      let next: number | undefined
      const times: number[] = []
      for (let one = 0; one < n; one += 1) {
        const taken = takePlace(next, NOON, rate)
        next = taken.next
        times.push(taken.goesAt)
      }
      const burst = Math.floor(rate / 60) + 2
      return times.every(
        (from) => times.filter((at) => at >= from && at < from + 60_000).length <= rate + burst,
      )
    }),
  )
})

test('a new sender begins small, doubles, and is warm after twenty days', () => {
  const warmUp = { begunAt: NOON, firstDay: 50 }
  assert.equal(warmUpLimit(warmUp, NOON), 50)
  assert.equal(warmUpLimit(warmUp, toInstant(NOON + 3 * DAY_MS)), 400)
  assert.equal(warmUpLimit(warmUp, toInstant(NOON + 21 * DAY_MS)), Number.POSITIVE_INFINITY)
  assert.equal(warmUpLimit(warmUp, toInstant(NOON - DAY_MS)), 0)
  assert.equal(warmUpLimit(undefined, NOON), Number.POSITIVE_INFINITY)
})

test('waits grow, and end', () => {
  const waits = Array.from({ length: ATTEMPTS_MAX + 1 }, (_, n) => retryAt(n + 1, NOON))
  const grown = waits.filter((at) => at !== undefined)
  assert.equal(grown.length, ATTEMPTS_MAX - 1)
  assert.deepEqual(
    grown,
    grown.toSorted((a, b) => a - b),
  )
  assert.equal(retryAt(ATTEMPTS_MAX, NOON), undefined)
})
