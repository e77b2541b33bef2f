/**
 * What every recommender here comes down to: a history in, a score for each item out. Most are a
 * matrix of weights by source, which is also what makes them explainable: a score is a sum over the
 * history.
 */

import { recencyOf } from '../recommend/recency.ts'
import type { SparseColumns } from '../recommend/sparse-columns.ts'

export interface Scorer {
  /**
   * Writes a score for every item; what is in `scores` before does not matter.
   *
   * @param places how many of the history were met later than each (`placesBack`); all are taken
   *   alike where left out.
   */
  score(history: Uint32Array, scores: Float64Array, places?: Uint32Array): void
}

/**
 * score_j = Σ_{i in history} v_i · B_ij + background_j.
 *
 * @param bySource the rows of B: the targets that each item speaks for.
 * @param background one number an item.
 * @param halfLifeItems of v (`recencyOf`): 0 where all of a history speaks alike.
 */
export function scoreBySource(
  bySource: SparseColumns,
  background: Float64Array,
  halfLifeItems: number = 0,
): Scorer {
  const { starts, rows, values } = bySource
  return {
    score(history, scores, places) {
      scores.set(background)
      for (let at = 0; at < history.length; at += 1) {
        const source = history[at] ?? 0
        const value = recencyOf(places?.[at] ?? 0, halfLifeItems)
        const end = starts[source + 1] ?? 0
        for (let entry = starts[source] ?? 0; entry < end; entry += 1) {
          const target = rows[entry] ?? 0
          scores[target] = (scores[target] ?? 0) + value * (values[entry] ?? 0)
        }
      }
    },
  }
}

/** The same scores for everybody. */
export function scoreAlike(background: Float64Array): Scorer {
  return { score: (_, scores) => scores.set(background) }
}
