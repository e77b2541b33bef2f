/**
 * What every recommender here comes down to: a history in, a score for each item out. Most are a
 * matrix of weights by source, which is also what makes them explainable: a score is a sum over the
 * history.
 */

import type { SparseColumns } from '../recommend/sparse-columns.ts'

export interface Scorer {
  /** Writes a score for every item; what is in `scores` before does not matter. */
  score(history: Uint32Array, scores: Float64Array): void
}

/**
 * score_j = Σ_{i in history} B_ij + background_j.
 *
 * @param bySource the rows of B: the targets that each item speaks for.
 * @param background one number an item.
 */
export function scoreBySource(bySource: SparseColumns, background: Float64Array): Scorer {
  const { starts, rows, values } = bySource
  return {
    score(history, scores) {
      scores.set(background)
      for (const source of history) {
        const end = starts[source + 1] ?? 0
        for (let entry = starts[source] ?? 0; entry < end; entry += 1) {
          const target = rows[entry] ?? 0
          scores[target] = (scores[target] ?? 0) + (values[entry] ?? 0)
        }
      }
    },
  }
}

/** The same scores for everybody. */
export function scoreAlike(background: Float64Array): Scorer {
  return { score: (_, scores) => scores.set(background) }
}
