/**
 * Whether one of two sets of measurements tends to be larger: the Mann-Whitney test (Mann and
 * Whitney 1947), with the variance corrected for ties, and its effect size. Strata, such as routes,
 * are compared each within itself and then added up (van Elteren 1960, with equal weights), so that
 * a route that is slow for everybody says nothing.
 */

export interface RankTest {
  /** Cliff's delta, -1 to 1: how much likelier `a` is larger than `b` than the other way. */
  readonly delta: number
  /** Two-sided, by the normal approximation: good from some 20 measurements each. */
  readonly p: number
}

export interface Pair {
  readonly a: readonly number[]
  readonly b: readonly number[]
}

/** @param strata each with measurements on both sides. */
export function compareRanks(strata: readonly Pair[]): RankTest {
  let [excess, variance, pairs] = [0, 0, 0]
  for (const { a, b } of strata) {
    const counted = countPairs(a, b)
    excess += counted.excess / 2
    variance += counted.variance
    pairs += a.length * b.length
  }
  const z = variance === 0 ? 0 : excess / Math.sqrt(variance)
  return { delta: pairs === 0 ? 0 : (2 * excess) / pairs, p: twoSided(z) }
}

/** `excess`: pairs in which a is larger, less those in which b is. `variance`: of U. */
function countPairs(a: readonly number[], b: readonly number[]) {
  const all = [
    ...a.map((value) => ({ value, isA: true })),
    ...b.map((value) => ({ value, isA: false })),
  ].sort((one, other) => one.value - other.value)
  let [rankSum, ties] = [0, 0]
  for (let from = 0; from < all.length; ) {
    let to = from
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1
    const count = to - from
    const rank = (from + 1 + to) / 2
    for (let at = from; at < to; at += 1) if (all[at]?.isA === true) rankSum += rank
    ties += count ** 3 - count
    from = to
  }
  const n = all.length
  const u = rankSum - (a.length * (a.length + 1)) / 2
  const spread = n + 1 - ties / (n * (n - 1))
  return {
    excess: 2 * u - a.length * b.length,
    variance: (a.length * b.length * spread) / 12,
  }
}

/** Of the standard normal distribution (Abramowitz and Stegun 26.2.17: to 7.5e-8). */
function twoSided(z: number): number {
  const x = Math.abs(z)
  const t = 1 / (1 + 0.2316419 * x)
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return Math.min(1, (2 * Math.exp((-x * x) / 2) * poly) / Math.sqrt(2 * Math.PI))
}
