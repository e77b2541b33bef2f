import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  drawDiscreteLaplace,
  laplaceChance,
  laplaceReach,
  laplaceVariance,
  type Scale,
  toScale,
} from './index.ts'
import { seededBytes } from './seeded.test.ts'

const SCALES: readonly Scale[] = [
  { numerator: 1, denominator: 2 },
  { numerator: 1, denominator: 1 },
  { numerator: 7, denominator: 3 },
  { numerator: 15, denominator: 1 },
]

for (const scale of SCALES) {
  test(`draws of scale ${scale.numerator}/${scale.denominator} are as the closed form says`, () => {
    const draws = 200_000
    const random = seededBytes(7 * scale.numerator + scale.denominator)
    const edge = laplaceReach(scale, 0.02)
    const seen = new Map<number, number>()
    for (let n = 0; n < draws; n += 1) {
      const drawn = drawDiscreteLaplace(scale, random)
      const bin = Math.max(-edge - 1, Math.min(edge + 1, drawn))
      seen.set(bin, (seen.get(bin) ?? 0) + 1)
    }
    const bins = Array.from({ length: 2 * edge + 1 }, (_, at) => at - edge)
    const inside = bins.map((bin) => [bin, laplaceChance(scale, bin)] as const)
    const beyond = (1 - inside.reduce((sum, [, chance]) => sum + chance, 0)) / 2
    const all = [...inside, [-edge - 1, beyond] as const, [edge + 1, beyond] as const]
    const statistic = all.reduce((sum, [bin, chance]) => {
      const expected = chance * draws
      return sum + ((seen.get(bin) ?? 0) - expected) ** 2 / expected
    }, 0)
    // Four standard deviations above the mean of chi-square: one in about 10,000 seeds.
    const freedom = all.length - 1
    assert.ok(statistic < freedom + 4 * Math.sqrt(2 * freedom), `${statistic} of ${freedom}`)
  })
}

test('the chances sum to 1, and what lies beyond the reach is as rare as was asked', () => {
  for (const scale of SCALES) {
    const chances = Array.from({ length: 4_001 }, (_, at) => laplaceChance(scale, at - 2_000))
    const sum = chances.reduce((all, one) => all + one, 0)
    assert.ok(Math.abs(sum - 1) < 1e-9)
    const variance = chances.reduce((all, one, at) => all + one * (at - 2_000) ** 2, 0)
    assert.ok(Math.abs(variance - laplaceVariance(scale)) < 1e-6 * variance)
    const beyond = (reach: number): number =>
      chances.reduce((all, one, at) => (Math.abs(at - 2_000) > reach ? all + one : all), 0)
    const reach = laplaceReach(scale, 0.05)
    assert.ok(beyond(reach) <= 0.05)
    assert.ok(reach === 0 || beyond(reach - 1) > 0.05)
  }
})

test('one more or less changes no chance by more than e^(1/scale)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: -300, max: 300 }),
      (numerator, denominator, value) => {
        const scale = toScale(numerator, denominator)
        const most = Math.exp(denominator / numerator) * (1 + 1e-9)
        const [here, beside] = [laplaceChance(scale, value), laplaceChance(scale, value + 1)]
        // Chances near the smallest number are known to a few of it, not to 16 digits.
        const least = 4 * Number.MIN_VALUE
        assert.ok(here <= most * (beside + least))
        assert.ok(beside <= most * (here + least))
      },
    ),
    { examples: [[201, 495, 296]] },
  )
})

test('the largest scale that a report can need is drawn from', () => {
  const scale = { numerator: 2 ** 43, denominator: 1 }
  const drawn = drawDiscreteLaplace(scale, (size) => randomBytes(size))
  assert.ok(Number.isSafeInteger(drawn))
})

test('a scale that is no fraction of whole numbers is refused', () => {
  const random = seededBytes(1)
  for (const scale of [
    { numerator: 0, denominator: 1 },
    { numerator: 1.5, denominator: 1 },
    { numerator: 1, denominator: -1 },
    { numerator: 2 ** 44, denominator: 1 },
  ]) {
    assert.throws(() => drawDiscreteLaplace(scale, random), /Broken invariant/)
  }
})
