/**
 * Paired bootstrap (Efron 1979; Sakai 2006 for retrieval): how sure a mean over people is, and the
 * difference of two models on the same people. People are drawn with replacement, the same people
 * for every model in a round, so that what is hard about a person cancels out.
 */

import { assert } from '../values/assert.ts'
import type { Chance } from './chance.ts'

/** The middle 95 % of the rounds. */
export interface Interval {
  readonly low: number
  readonly high: number
}

export interface BootstrapOptions {
  readonly chance: Chance
  /** 1,000 are plenty; at least 40, so that a fortieth of them is one. */
  readonly rounds: number
}

/**
 * The means of every series in every round: `means[s][r]`. A missing value (NaN) is left out of the
 * mean. O(rounds × people × series).
 *
 * @param series one value a person each, all of one length.
 */
export function bootstrapMeans(
  series: readonly Float64Array[],
  { chance, rounds }: BootstrapOptions,
): readonly Float64Array<ArrayBuffer>[] {
  const people = series[0]?.length ?? 0
  assert(rounds >= 40, `at least 40 rounds, got ${rounds}`)
  assert(
    series.every(({ length }) => length === people),
    'as many values in every series',
  )
  const means = series.map(() => new Float64Array(rounds))
  const times = new Uint32Array(people)
  for (let round = 0; round < rounds; round += 1) {
    times.fill(0)
    for (let draw = 0; draw < people; draw += 1) {
      const person = chance.below(people)
      times[person] = (times[person] ?? 0) + 1
    }
    for (const [index, values] of series.entries()) {
      const into = means[index]
      if (into) into[round] = weightedMean(values, times)
    }
  }
  return means
}

/** The interval of one series' mean. */
export function intervalOf(means: Float64Array): Interval {
  const sorted = means.filter((mean) => !Number.isNaN(mean)).sort()
  const outside = Math.floor(sorted.length / 40)
  return {
    low: sorted[outside] ?? Number.NaN,
    high: sorted[sorted.length - 1 - outside] ?? Number.NaN,
  }
}

/** The interval of how much the mean of `a` exceeds that of `b`, paired by round. */
export function differenceInterval(a: Float64Array, b: Float64Array): Interval {
  return intervalOf(a.map((mean, round) => mean - (b[round] ?? Number.NaN)))
}

function weightedMean(values: Float64Array, times: Uint32Array): number {
  let [sum, count] = [0, 0]
  for (let person = 0; person < values.length; person += 1) {
    const value = values[person] ?? Number.NaN
    if (Number.isNaN(value)) continue
    const weight = times[person] ?? 0
    sum += weight * value
    count += weight
  }
  return sum / count
}
