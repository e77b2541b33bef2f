/** Arms, intervals and the check of sample ratios: against closed forms, and against simulation. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { drawDiscreteLaplace, laplaceVariance, toScale } from '../privacy/index.ts'
import { seeded, seededBytes } from '../privacy/seeded.test.ts'
import { chiSquareTail } from './chi-square.ts'
import {
  armOf,
  isConclusive,
  MISMATCH_CHANCE,
  rateDifference,
  rateInterval,
  sampleRatioChance,
} from './index.ts'

const SCALE = toScale(8, 2)
const VARIANCE = laplaceVariance(SCALE)

test('the tails of chi-square are those of the tables', () => {
  for (const [x, freedom, chance] of [
    [3.841458820694124, 1, 0.05],
    [10.827566170662733, 1, 0.001],
    [5.991464547107979, 2, 0.05],
    [7.814727903251179, 3, 0.05],
    [16.26623619623813, 3, 0.001],
    [0, 3, 1],
  ] as const) {
    assert.ok(Math.abs(chiSquareTail(x, freedom) - chance) < 1e-9, `${x} of ${freedom}`)
  }
})

test('the tail is one curve where its two formulas meet', () => {
  assert.ok(Math.abs(chiSquareTail(7.999999, 1) - chiSquareTail(8.000001, 1)) < 1e-8)
})

test('without noise a rate has the interval of Wilson', () => {
  // Newcombe 1998, table I: 81 of 263.
  const exact = { people: 263, converted: 81, peopleVariance: 0, convertedVariance: 0 }
  const { low, high } = rateInterval(exact)
  assert.deepEqual([low.toFixed(4), high.toFixed(4)], ['0.2553', '0.3662'])
})

test('without noise a difference has the interval of Newcombe', () => {
  // Newcombe 1998, "Interval estimation for the difference", method 10: 56/70 and 48/80.
  const exact = { peopleVariance: 0, convertedVariance: 0 }
  const difference = rateDifference(
    { people: 70, converted: 56, ...exact },
    { people: 80, converted: 48, ...exact },
  )
  assert.deepEqual([difference.low.toFixed(4), difference.high.toFixed(4)], ['0.0524', '0.3339'])
})

test('of 1,000 intervals of noisy counts at least 930 hold the true difference', () => {
  const random = seeded(11)
  const bytes = seededBytes(12)
  const draw = (people: number, rate: number) => {
    let converted = 0
    for (let n = 0; n < people; n += 1) if (random() < rate) converted += 1
    return {
      people: people + drawDiscreteLaplace(SCALE, bytes),
      converted: converted + drawDiscreteLaplace(SCALE, bytes),
      peopleVariance: VARIANCE,
      convertedVariance: VARIANCE,
    }
  }
  for (const [people, a, b] of [
    [400, 0.05, 0.03],
    [2_000, 0.02, 0.02],
  ] as const) {
    let held = 0
    for (let turn = 0; turn < 1_000; turn += 1) {
      const { low, high } = rateDifference(draw(people, a), draw(people, b))
      if (low <= a - b && a - b <= high) held += 1
    }
    assert.ok(held >= 930, `${held} of 1000 for ${people} people`)
  }
})

test('noise widens an interval, and a difference of nothing is not conclusive', () => {
  const counts = { people: 300, converted: 30 }
  const width = (variance: number) => {
    const { low, high } = rateInterval({
      ...counts,
      peopleVariance: variance,
      convertedVariance: variance,
    })
    return high - low
  }
  assert.ok(width(VARIANCE) > 1.05 * width(0))
  const one = { ...counts, peopleVariance: VARIANCE, convertedVariance: VARIANCE }
  assert.equal(isConclusive(rateDifference(one, one)), false)
  assert.equal(isConclusive(rateDifference({ ...one, converted: 90 }, one)), true)
})

test('arms have the people that their shares promise, and everybody keeps theirs', () => {
  const arms = [
    { name: 'a', share: 0.1 },
    { name: 'b', share: 0.3 },
    { name: 'c', share: 0.6 },
  ]
  const hash = (n: number) => createHash('sha256').update(`person ${n}`).digest()
  const people = new Map<string, number>()
  for (let n = 0; n < 20_000; n += 1) {
    const arm = armOf(arms, hash(n))
    assert.equal(armOf(arms, hash(n)), arm)
    people.set(arm, (people.get(arm) ?? 0) + 1)
  }
  const counts = arms.map(({ name, share }) => ({ people: people.get(name) ?? 0, share }))
  assert.ok(sampleRatioChance(counts, 0) > MISMATCH_CHANCE)
})

test('the check of ratios is the chi-square of the textbook without noise', () => {
  const counts = [
    { people: 480, share: 0.4 },
    { people: 330, share: 0.35 },
    { people: 190, share: 0.25 },
  ]
  const statistic = counts.reduce((sum, { people, share }) => {
    const expected = share * 1_000
    return sum + (people - expected) ** 2 / expected
  }, 0)
  assert.ok(Math.abs(sampleRatioChance(counts, 0) - chiSquareTail(statistic, 2)) < 1e-12)
})

test('the check flags lost people, and noise alone does not set it off', () => {
  const halves = (a: number, b: number) => [
    { people: a, share: 0.5 },
    { people: b, share: 0.5 },
  ]
  assert.ok(sampleRatioChance(halves(5_000, 4_600), VARIANCE) < MISMATCH_CHANCE)
  const random = seeded(5)
  const bytes = seededBytes(6)
  let flagged = 0
  for (let turn = 0; turn < 2_000; turn += 1) {
    let first = 0
    for (let n = 0; n < 200; n += 1) if (random() < 0.5) first += 1
    const noisy = [first, 200 - first].map((n) => n + drawDiscreteLaplace(toScale(20, 1), bytes))
    const arms = halves(noisy[0] ?? 0, noisy[1] ?? 0)
    if (sampleRatioChance(arms, laplaceVariance(toScale(20, 1))) < 0.01) flagged += 1
  }
  // Laplace tails are heavier than the test assumes; without the noise in it, most are flagged.
  assert.ok(flagged < 60, `${flagged} of 2000`)
})
