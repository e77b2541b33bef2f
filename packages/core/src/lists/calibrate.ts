/**
 * Calibration (Steck 2018): the list has the categories in the proportions that they have in what
 * the person did, so that somebody with 70 % jazz and 30 % folk is not shown jazz alone.
 *
 *   maximize  (1 − λ) · Σ relevance  −  λ · count · KL(p ‖ q̃)
 *   KL = Σ_g p_g · ln(p_g / q̃_g)       q̃ = (1 − α) · q + α · p       α = 0.01
 *
 * with p the mix of the history, q that of the list, an item's weight divided evenly among its
 * categories. It is chosen greedily, one item after the other; where the greedy list comes to less
 * than the list as it stood, that one stays. So it never raises KL: the list as it stood has the
 * highest relevance there is. O(count · pool · categories of an item).
 */
import { assert } from '../values/assert.ts'
import type { Candidate } from './candidate.ts'

/** Costs at most 1 % of NDCG on ML-1M: `benchmarks/recommender/diverse.ts`. */
export const DEFAULT_CALIBRATE_LAMBDA = 0.1
const ALPHA = 0.01

/** The share of each category, summing to 1; empty where nothing is known. */
export type CategoryMix = ReadonlyMap<string, number>

/** The mix of weighted items; what speaks against, or has no category, does not count. */
export function mixOf(
  items: Iterable<{ readonly value: number; readonly categories: readonly string[] }>,
): CategoryMix {
  const mix = new Map<string, number>()
  let total = 0
  for (const { value, categories } of items) {
    if (!(value > 0) || categories.length === 0) continue
    total += value
    for (const one of categories) mix.set(one, (mix.get(one) ?? 0) + value / categories.length)
  }
  for (const [category, weight] of mix) mix.set(category, weight / total)
  return mix
}

/** How far a list is from a mix, 0 for exactly as wanted; 0 for an empty mix. */
export function divergence(mix: CategoryMix, list: readonly Candidate[]): number {
  const has = mixOf(list.map(({ categories }) => ({ value: 1, categories })))
  let sum = 0
  for (const [category, share] of mix) sum += divergenceOf(share, has.get(category) ?? 0)
  return Math.max(0, sum)
}

/** Chooses the first `count`; those that were not chosen follow in the order they had. */
export function calibrate(
  pool: readonly Candidate[],
  mix: CategoryMix,
  count: number,
  lambda: number = DEFAULT_CALIBRATE_LAMBDA,
): Candidate[] {
  assert(lambda >= 0 && lambda <= 1, 'a lambda from 0 to 1')
  if (lambda === 0 || mix.size === 0) return [...pool]
  const greedy = chooseGreedily(pool, mix, { count, lambda })
  const worth = (list: readonly Candidate[]): number =>
    (1 - lambda) * list.reduce((sum, { relevance }) => sum + relevance, 0) -
    lambda * count * divergence(mix, list)
  if (worth(greedy) <= worth(pool.slice(0, count))) return [...pool]
  const chosen = new Set(greedy)
  return [...greedy, ...pool.filter((one) => !chosen.has(one))]
}

interface Choice {
  readonly count: number
  readonly lambda: number
}

function chooseGreedily(
  pool: readonly Candidate[],
  mix: CategoryMix,
  { count, lambda }: Choice,
): Candidate[] {
  const left = [...pool]
  const chosen: Candidate[] = []
  const held = new Map<string, number>()
  let weight = 0
  while (chosen.length < count && left.length > 0) {
    const [withOne, without] = [1 / (weight + 1), 1 / Math.max(1, weight)]
    const [base, bare] = [sumOver(mix, held, withOne), sumOver(mix, held, without)]
    let best = 0
    let most = Number.NEGATIVE_INFINITY
    for (const [at, { relevance, categories }] of left.entries()) {
      let kl = categories.length === 0 ? bare : base
      for (const category of categories) {
        const share = mix.get(category)
        if (share === undefined) continue
        const now = held.get(category) ?? 0
        kl += divergenceOf(share, (now + 1 / categories.length) * withOne)
        kl -= divergenceOf(share, now * withOne)
      }
      const value = (1 - lambda) * relevance - lambda * count * kl
      if (value > most) [best, most] = [at, value]
    }
    const [next] = left.splice(best, 1)
    if (next === undefined) break
    chosen.push(next)
    if (next.categories.length > 0) weight += 1
    for (const one of next.categories) {
      held.set(one, (held.get(one) ?? 0) + 1 / next.categories.length)
    }
  }
  return chosen.sort((a, b) => b.relevance - a.relevance)
}

function sumOver(mix: CategoryMix, held: ReadonlyMap<string, number>, scale: number): number {
  let sum = 0
  for (const [category, share] of mix) {
    sum += divergenceOf(share, (held.get(category) ?? 0) * scale)
  }
  return sum
}

function divergenceOf(wanted: number, has: number): number {
  return wanted === 0 ? 0 : wanted * Math.log(wanted / ((1 - ALPHA) * has + ALPHA * wanted))
}
