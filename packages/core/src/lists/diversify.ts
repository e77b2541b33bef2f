/**
 * Maximal marginal relevance (Carbonell & Goldstein 1998): one after the other, the candidate with
 * the most
 *
 *   λ · relevance − (1 − λ) · max likeness to those chosen before
 *
 * With λ = 1 nothing changes. O(count · pool).
 */
import { assert } from '../values/assert.ts'
import { type Candidate, likeness } from './candidate.ts'

/** Costs at most 1 % of NDCG on ML-1M: `benchmarks/recommender/diverse.ts`. */
export const DEFAULT_DIVERSIFY_LAMBDA = 0.8

/** Chooses the first `count`; those that were not chosen follow in the order they had. */
export function diversify(
  pool: readonly Candidate[],
  count: number,
  lambda: number = DEFAULT_DIVERSIFY_LAMBDA,
): Candidate[] {
  assert(lambda >= 0 && lambda <= 1, 'a lambda from 0 to 1')
  if (lambda === 1) return [...pool]
  const left = pool.map((one) => ({ one, nearest: 0 }))
  const chosen: Candidate[] = []
  while (chosen.length < count && left.length > 0) {
    let best = 0
    let most = Number.NEGATIVE_INFINITY
    for (const [at, { one, nearest }] of left.entries()) {
      const value = lambda * one.relevance - (1 - lambda) * nearest
      if (value > most) [best, most] = [at, value]
    }
    const [next] = left.splice(best, 1)
    if (next === undefined) break
    chosen.push(next.one)
    for (const other of left) other.nearest = Math.max(other.nearest, likeness(next.one, other.one))
  }
  return [...chosen, ...left.map(({ one }) => one)]
}
