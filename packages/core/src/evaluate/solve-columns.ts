/**
 * Our own model, as evaluation builds it: lists and hyper-parameters in, columns of weights out.
 * The way there can be exchanged; this one is the dense reference solver.
 */

import { type GramSnapshot, triangleAt, triangleSize } from '../recommend/gram-snapshot.ts'
import { type ModelOptions, modelOptionsIssue } from '../recommend/model-options.ts'
import { leanToPopular } from '../recommend/popularity-lean.ts'
import { POPULARITY_WEIGHT } from '../recommend/rank-personal.ts'
import { solveWeights } from '../recommend/solve-weights.ts'
import { type SparseColumns, transpose } from '../recommend/sparse-columns.ts'
import { subjectWeights } from '../recommend/subject-weight.ts'
import type { OnRatio } from './baselines.ts'
import { countPeople, type ItemLists, listAt, listCount, listLength } from './item-lists.ts'
import { type Scorer, scoreBySource } from './scorer.ts'

/** @throws RangeError for options out of range, too many items, or an ill-conditioned matrix. */
export type SolveColumns = (
  lists: ItemLists,
  options: ModelOptions,
  onProgress: OnRatio,
) => Promise<SparseColumns>

/** With `solveWeights`: as `SolveColumns`, up to 5,000 items. */
export const solveDensely: SolveColumns = async (lists, options, onProgress) => {
  const issue = modelOptionsIssue(options)
  if (issue !== undefined) throw new RangeError(`Cannot solve for the weights: ${issue}`)
  return solveWeights(snapshotOf(lists, options.exponentTenths), options, onProgress)
}

/**
 * Scores as the personal rung does, of a history whose items all count 1 and fade by place alone.
 */
export function scoreWithColumns(
  columns: SparseColumns,
  lists: ItemLists,
  { halfLifeItems }: Pick<ModelOptions, 'halfLifeItems'>,
): Scorer {
  const people = countPeople(lists)
  const peopleMax = people.reduce((most, count) => Math.max(most, count), 1)
  const background = Float64Array.from(people, (count) => (POPULARITY_WEIGHT * count) / peopleMax)
  return scoreBySource(transpose(columns, lists.itemCount), background, halfLifeItems)
}

/** Columns as a training publishes them: leaning to what is popular as far as the options say. */
export function leanColumns(
  columns: SparseColumns,
  lists: ItemLists,
  { popularityTenths }: Pick<ModelOptions, 'popularityTenths'>,
): SparseColumns {
  const targets = Uint32Array.from({ length: lists.itemCount }, (_, item) => item)
  return leanToPopular({ targets, columns }, countPeople(lists), popularityTenths).columns
}

/** The weights' plane of the matrix of these lists; ordinals stand for ids. */
function snapshotOf(lists: ItemLists, exponentTenths: number): GramSnapshot {
  const ids = Array.from({ length: lists.itemCount }, (_, item) => String(item))
  // No more room than the solver takes: it then says itself that there are too many.
  const room = Math.min(lists.itemCount, 10_000)
  const weights = new Float64Array(triangleSize(room))
  const weightOf = subjectWeights(longest(lists), exponentTenths)
  if (room === lists.itemCount) {
    for (let list = 0; list < listCount(lists); list += 1) {
      addProducts(weights, listAt(lists, list), weightOf[listLength(lists, list)] ?? 0)
    }
  }
  const people = new Int32Array(0)
  return { ids, people, weights, nonZeros: 0, contributions: listCount(lists) }
}

function addProducts(weights: Float64Array, items: Uint32Array, weight: number): void {
  for (let a = 0; a < items.length; a += 1) {
    const row = triangleAt(items[a] ?? 0, 0)
    for (let b = 0; b <= a; b += 1) {
      const at = row + (items[b] ?? 0)
      weights[at] = (weights[at] ?? 0) + weight
    }
  }
}

function longest(lists: ItemLists): number {
  let most = 0
  for (let list = 0; list < listCount(lists); list += 1) {
    most = Math.max(most, listLength(lists, list))
  }
  return most
}
