import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootstrapMeans, differenceInterval, intervalOf } from './bootstrap.ts'
import { seededChance } from './chance.ts'

const HITS = Float64Array.from({ length: 400 }, (_, at) => (at % 4 === 0 ? 1 : 0))
const WORSE = HITS.map((hit, at) => (at % 40 === 0 ? 0 : hit))

test('the same seed gives the same intervals, another seed others', () => {
  const means = (seed: number) =>
    bootstrapMeans([HITS], { chance: seededChance(seed), rounds: 100 })
  assert.deepEqual(means(1), means(1))
  assert.notDeepEqual(means(1), means(2))
})

test('the interval of a share has the width that the binomial gives it', () => {
  const [means] = bootstrapMeans([HITS], { chance: seededChance(3), rounds: 4_000 })
  const { low, high } = intervalOf(means ?? new Float64Array())
  const expected = 2 * 1.96 * Math.sqrt((0.25 * 0.75) / HITS.length)
  assert.ok(low < 0.25 && high > 0.25)
  assert.ok(Math.abs(high - low - expected) < 0.1 * expected, `${high - low} against ${expected}`)
})

test('pairing finds a small difference that two separate intervals hide', () => {
  const [a, b] = bootstrapMeans([HITS, WORSE], { chance: seededChance(5), rounds: 1_000 })
  assert.ok(a && b)
  assert.ok(intervalOf(a).low < intervalOf(b).high)
  assert.ok(differenceInterval(a, b).low > 0)
})

test('a missing value is left out of the mean', () => {
  const values = Float64Array.of(1, Number.NaN, 1, Number.NaN)
  const [means] = bootstrapMeans([values], { chance: seededChance(1), rounds: 50 })
  assert.ok(means?.every((mean) => mean === 1 || Number.isNaN(mean)))
  assert.deepEqual(intervalOf(means ?? new Float64Array()), { low: 1, high: 1 })
})
