/**
 * Plain EASE (Steck 2019, eq. 8), unpruned: P = (XᵀX + λI)⁻¹, B_ij = −P_ij ÷ P_jj, B_jj = 0, scores
 * read straight from the inverse; with a dropout p, EDLAE (Steck 2020): p/(1−p) of XᵀX's diagonal
 * is added to λ. Nobody is weighted and nothing is left out, so that published
 * figures can be met. n³/2 multiply-adds and 8n² bytes: up to 8,000 items are taken.
 */

import { invertPositiveDefinite, TILE } from '../recommend/inverse.ts'
import type { OnRatio } from './baselines.ts'
import { type ItemLists, listAt, listCount } from './item-lists.ts'
import type { Scorer } from './scorer.ts'

/** 8,000 items take 0.5 GB and two to three minutes of one core. */
export const DENSE_ITEMS_MAX = 8_000

export interface EaseOptions {
  /** Ridge, in people: above 0. */
  readonly lambda: number
  /** Of EDLAE, 0 to below 1; 0 where left out: EASE. */
  readonly dropout?: number
}

/** @throws RangeError for too many items, a λ out of range, or an ill-conditioned matrix. */
export function denseEase(
  lists: ItemLists,
  { lambda, dropout = 0 }: EaseOptions,
  onProgress?: OnRatio,
): Scorer {
  const { itemCount } = lists
  if (itemCount > DENSE_ITEMS_MAX) {
    const most = `at most ${DENSE_ITEMS_MAX} are taken`
    throw new RangeError(`Cannot solve for ${itemCount} items at once: ${most}`)
  }
  if (!(lambda > 0 && lambda <= 1e9)) {
    throw new RangeError(`Cannot solve for the weights: lambda is "${lambda}", expected 0 to 1e9`)
  }
  if (!(dropout >= 0 && dropout < 1)) {
    throw new RangeError(`Cannot solve for the weights: dropout is "${dropout}", expected 0 to 1`)
  }
  const size = Math.ceil(itemCount / TILE) * TILE
  const inverse = regularizedGram(lists, { lambda, dropout }, size)
  const diagonal = invertPositiveDefinite(inverse, size, onProgress ?? (() => {}))
  if (diagonal === undefined) {
    throw new RangeError(`Cannot solve with lambda "${lambda}": the items depend on each other`)
  }
  mirror(inverse, size)
  return { score: (history, scores) => sumRows({ inverse, size, diagonal }, history, scores) }
}

/** The lower triangle of XᵀX + λI, padded with unit rows to whole tiles. */
function regularizedGram(
  lists: ItemLists,
  { lambda, dropout }: Required<EaseOptions>,
  size: number,
): Float64Array<ArrayBuffer> {
  const gram = new Float64Array(size * size)
  for (let list = 0; list < listCount(lists); list += 1) {
    const items = listAt(lists, list)
    for (let a = 0; a < items.length; a += 1) {
      const row = (items[a] ?? 0) * size
      for (let b = 0; b <= a; b += 1) {
        const at = row + (items[b] ?? 0)
        gram[at] = (gram[at] ?? 0) + 1
      }
    }
  }
  for (let item = 0; item < size; item += 1) {
    const at = item * size + item
    gram[at] = item < lists.itemCount ? (gram[at] ?? 0) / (1 - dropout) + lambda : 1
  }
  return gram
}

function mirror(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < row; column += 1) {
      matrix[column * size + row] = matrix[row * size + column] ?? 0
    }
  }
}

interface Inverse {
  readonly inverse: Float64Array
  readonly size: number
  readonly diagonal: Float64Array
}

function sumRows(
  { inverse, size, diagonal }: Inverse,
  history: Uint32Array,
  scores: Float64Array,
): void {
  scores.fill(0)
  for (const source of history) {
    const row = source * size
    for (let target = 0; target < scores.length; target += 1) {
      if (target !== source) scores[target] = (scores[target] ?? 0) - (inverse[row + target] ?? 0)
    }
  }
  for (let target = 0; target < scores.length; target += 1) {
    scores[target] = (scores[target] ?? 0) / (diagonal[target] ?? 1)
  }
}
