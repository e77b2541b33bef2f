/**
 * Rates and their differences from counts with noise. An interval by Wilson's score with as many
 * people as the noise leaves it worth, and of a difference by Newcombe's method 10 (1998), which
 * joins two of them. The variance of a rate c/n whose counts have noise of their own is
 *
 *   p (1 − p) / n + (σ_c² + p² σ_n²) / n²
 */
import { assert } from '../values/assert.ts'

/** 95 of 100 such intervals hold what they estimate. */
const Z = 1.959963984540054

export interface NoisyRate {
  readonly people: number
  readonly converted: number
  /** Of the noise in each; 0 where there is none. */
  readonly peopleVariance: number
  readonly convertedVariance: number
}

export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** @param rate of at least one person. */
export function rateInterval(rate: NoisyRate): Interval {
  const { people, converted, peopleVariance, convertedVariance } = rate
  assert(people > 0, 'a rate of somebody')
  const value = Math.min(1, Math.max(0, converted / people))
  // Away from 0 and 1, where the formula would take a rate for certain.
  const near = Math.min(1 - 1 / (people + 2), Math.max(1 / (people + 2), value))
  const own = (near * (1 - near)) / people
  const noise = (convertedVariance + near ** 2 * peopleVariance) / people ** 2
  const worth = (near * (1 - near)) / (own + noise)
  const shrink = 1 + Z ** 2 / worth
  const middle = (value + Z ** 2 / (2 * worth)) / shrink
  const half = (Z / shrink) * Math.sqrt((value * (1 - value)) / worth + Z ** 2 / (4 * worth ** 2))
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** How much higher the first rate is than the second one, −1 to 1. */
export function rateDifference(first: NoisyRate, second: NoisyRate): Interval {
  const [a, b] = [rateInterval(first), rateInterval(second)]
  const value = a.value - b.value
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  }
}

/** Whether an interval leaves open on which side of 0 it is. */
export function isConclusive({ low, high }: Interval): boolean {
  return low > 0 || high < 0
}
