/** The models of an evaluation, each built from nothing but the training part of the split. */
import {
  DENSE_ITEMS_MAX,
  denseEase,
  itemKnn,
  leanColumns,
  popularity,
  rp3beta,
  type Scorer,
  type SolveColumns,
  type Split,
  scoreWithColumns,
  solveDensely,
} from '@equipoise/core/evaluate'
import type { ModelOptions, SparseColumns } from '@equipoise/core/recommend'
import type { ModelName } from './evaluation.ts'
import { solveLocalColumns } from './solve-local-columns.ts'

/**
 * From so many items on the kernels take less of a processor than the dense closed form, as
 * measured on the most popular items of MovieLens 100K: 0.35 s against 0.29 for 600 items, 0.39
 * against 0.50 for 800, 0.54 against 2.3 or more for 1,600.
 */
export const LOCAL_ITEMS_MIN = 700

/**
 * How our own model is solved, whichever way is cheaper, before it leans to what is popular
 * (`leanColumns`).
 */
export const solveOurs: SolveColumns = (lists, options, onProgress) => {
  const solve = lists.itemCount < LOCAL_ITEMS_MIN ? solveDensely : solveLocalColumns
  return solve(lists, options, onProgress)
}

/** Scores with the model that a training would publish. */
export function scoreOurs(
  solved: SparseColumns,
  { train }: Pick<Split, 'train'>,
  options: ModelOptions,
): Scorer {
  return scoreWithColumns(leanColumns(solved, train, options), train, options)
}

/**
 * One setting each for all data, ours alone being given (`EvaluationTask.options`): EASE as Steck
 * 2019 set it for MovieLens, RP3beta where it did well on sparse data. Tuned, each may do better.
 */
const NEIGHBOURS = { neighboursMax: 200 }
const RP3BETA = { alpha: 0.7, beta: 0.4, ...NEIGHBOURS }
const EASE = { lambda: 500 }

export interface BuildRequest {
  readonly options: ModelOptions
  readonly onProgress: (ratio: number) => void
}

/**
 * @throws RangeError where the data do not fit the model, or cannot be solved with its options.
 */
export async function buildScorer(
  name: ModelName,
  { train }: Split,
  { options, onProgress }: BuildRequest,
): Promise<Scorer> {
  switch (name) {
    case 'equipoise':
      return scoreOurs(await solveOurs(train, options, onProgress), { train }, options)
    case 'ease':
      return denseEase(train, EASE, onProgress)
    case 'rp3beta':
      return rp3beta(train, RP3BETA, onProgress)
    case 'itemKnn':
      return itemKnn(train, NEIGHBOURS, onProgress)
    case 'popularity':
      return popularity(train)
  }
}

export function hyperParametersOf(
  name: ModelName,
  options: ModelOptions,
): Readonly<Record<string, number>> {
  const settings: Readonly<Record<ModelName, Readonly<Record<string, number>>>> = {
    equipoise: { ...options },
    ease: EASE,
    rp3beta: RP3BETA,
    itemKnn: NEIGHBOURS,
    popularity: {},
  }
  return settings[name]
}

/** Why a model is not even begun with so many items; undefined where it is. */
export function whyNot(name: ModelName, itemCount: number): string | undefined {
  if (name !== 'ease' || itemCount <= DENSE_ITEMS_MAX) return undefined
  return `${itemCount} items: the dense solver takes ${DENSE_ITEMS_MAX}`
}
