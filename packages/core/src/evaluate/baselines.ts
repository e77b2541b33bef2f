/**
 * What a model has to beat: popularity, item-based nearest neighbours and RP3beta. All are built
 * from the same lists as ours, and none needs anything else.
 */

import { transpose } from '../recommend/sparse-columns.ts'
import { countPeople, type ItemLists, listCount, listLength } from './item-lists.ts'
import { pairColumns } from './pair-columns.ts'
import { type Scorer, scoreAlike, scoreBySource } from './scorer.ts'

export type OnRatio = (ratio: number) => void

/** score_j = how many people hold j. */
export function popularity(lists: ItemLists): Scorer {
  return scoreAlike(Float64Array.from(countPeople(lists)))
}

export interface ItemKnnOptions {
  /** How many sources a target keeps. */
  readonly neighboursMax: number
}

/**
 * Item-based nearest neighbours: B_ij = C_ij ÷ √(C_ii · C_jj), the cosine of two items' people
 * (Sarwar et al. 2001).
 */
export function itemKnn(
  lists: ItemLists,
  { neighboursMax }: ItemKnnOptions,
  onProgress?: OnRatio,
): Scorer {
  const root = Float64Array.from(countPeople(lists), (people) => people ** -0.5)
  const list = new Float64Array(listCount(lists)).fill(1)
  const weights = { list, source: root, target: root }
  const columns = pairColumns(lists, weights, neighboursMax, onProgress)
  return scoreBySource(transpose(columns, lists.itemCount), new Float64Array(lists.itemCount))
}

export interface Rp3betaOptions {
  /** What the steps of the walk are raised to, 0 to 2. */
  readonly alpha: number
  /** How much popularity is held back, 0 to 1. */
  readonly beta: number
  /** How many targets a source keeps. */
  readonly neighboursMax: number
}

/**
 * RP3beta (Paudel et al. 2017): a walk of item, person, item, with a popularity penalty:
 * B_ij = Σ_u (1 ÷ C_ii)^α · (1 ÷ |u|)^α ÷ C_jj^β. Each source keeps its strongest targets: by
 * target, rare sources would take all places, because a walk from them has the fewest ways to go.
 */
export function rp3beta(
  lists: ItemLists,
  { alpha, beta, neighboursMax }: Rp3betaOptions,
  onProgress?: OnRatio,
): Scorer {
  const people = countPeople(lists)
  const list = Float64Array.from(
    { length: listCount(lists) },
    (_, at) => Math.max(1, listLength(lists, at)) ** -alpha,
  )
  const ofSource = Float64Array.from(people, (count) => count ** -alpha)
  const ofTarget = Float64Array.from(people, (count) => count ** -beta)
  // Asked for the columns of the transpose, which are the rows of B.
  const weights = { list, source: ofTarget, target: ofSource }
  const bySource = pairColumns(lists, weights, neighboursMax, onProgress)
  return scoreBySource(bySource, new Float64Array(lists.itemCount))
}
