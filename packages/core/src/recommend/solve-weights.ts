/**
 * The item–item weights of the recommender, in closed form: EASE (Steck 2019, "Embarrassingly
 * shallow autoencoders", eq. 8) with the diagonal of the full-rank EDLAE (Steck 2020, "Autoencoders
 * that don't overfit towards the identity"):
 *
 *   A = G + diag(λ·2^20 + p/(1−p)·G_ii),  P = A⁻¹,  B_ij = −P_ij / P_jj,  B_jj = 0
 *
 * λ is counted in people of weight one; p is the dropout that the diagonal stands for. Of column j
 * only the largest |B_ij| are kept: a target is explained by at most so many sources.
 *
 * Cost: n³/2 multiply-adds and 8n² bytes beside the snapshot.
 */

import { type GramSnapshot, triangleSize } from './gram-snapshot.ts'
import { invertPositiveDefinite, TILE } from './inverse.ts'
import { type SolveOptions, solveOptionsIssue } from './model-options.ts'
import { keepLargest, type SparseColumns } from './sparse-columns.ts'
import { WEIGHT_ONE } from './subject-weight.ts'

/** The dense solver's limit: 5,000 items take 200 MB and 36 s of one core. */
export const SOLVER_ITEMS_MAX = 5000

/**
 * Solves for the weights of every item of the snapshot: column j lists the sources that speak for
 * item j. The same snapshot and options give the same bits on every machine.
 *
 * @param onProgress called some hundred times with the ratio done, 0 to 1.
 * @throws RangeError for options out of range, too many items, or an ill-conditioned matrix.
 */
export function solveWeights(
  snapshot: Pick<GramSnapshot, 'ids' | 'weights'>,
  options: SolveOptions,
  onProgress: (ratio: number) => void = () => {},
): SparseColumns {
  const items = snapshot.ids.length
  assertSolvable(items, options)
  const size = Math.ceil(items / TILE) * TILE
  const inverse = regularized(snapshot, options, size)
  const diagonal = invertPositiveDefinite(inverse, size, onProgress)
  if (diagonal === undefined) throw new RangeError(illConditioned(options))
  const shape = { rows: items, columns: items, entriesMax: options.neighboursMax }
  return keepLargest(shape, (target, into) => {
    const scale = -1 / (diagonal[target] ?? 0)
    for (let source = 0; source < items; source += 1) {
      if (source === target) continue
      const at = source > target ? source * size + target : target * size + source
      into[source] = (inverse[at] ?? 0) * scale
    }
  })
}

/** @throws RangeError for options out of range, and for too many items. */
export function assertSolvable(items: number, options: SolveOptions): void {
  const issue = solveOptionsIssue(options)
  if (issue !== undefined) throw new RangeError(`Cannot solve for the weights: ${issue}`)
  if (items > SOLVER_ITEMS_MAX) {
    throw new RangeError(`Cannot solve for ${items} items: at most ${SOLVER_ITEMS_MAX} are taken`)
  }
}

/** The lower triangle of A, padded with unit rows to whole tiles. */
function regularized(
  snapshot: Pick<GramSnapshot, 'ids' | 'weights'>,
  options: SolveOptions,
  size: number,
): Float64Array<ArrayBuffer> {
  const items = snapshot.ids.length
  const ridge = options.lambda * WEIGHT_ONE
  const emphasis = options.dropout / (1 - options.dropout)
  const matrix = new Float64Array(size * size)
  for (let row = 0; row < size; row += 1) {
    const start = triangleSize(row)
    if (row < items) matrix.set(snapshot.weights.subarray(start, start + row + 1), row * size)
    const diagonal = row * size + row
    const weight = matrix[diagonal] ?? 0
    matrix[diagonal] = row < items ? weight + (ridge + emphasis * weight) : 1
  }
  return matrix
}

function illConditioned({ lambda, dropout }: SolveOptions): string {
  const used = `lambda "${lambda}" and dropout "${dropout}"`
  return `Cannot solve with ${used}: the items depend on each other, raise lambda`
}
