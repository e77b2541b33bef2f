/**
 * The personal rung: score_j = Σ_i v_i·B_ij + η·C_jj / max C, over the items i of a history.
 * Popularity is a whisper (η = 0.001) that decides where the history has nothing to say, so that a
 * short or an empty history gives the popular items without a second formula.
 *
 * An item that the model has never seen is scored with the mean column of its primary category, and
 * has no popularity. Cost: the weights of the history's items, and one pass over the items.
 */

import { assert } from '../values/assert.ts'
import type { HistoryItem } from './interaction-value.ts'
import type { RecommendModel } from './model.ts'
import { BestRanked, type Ranked } from './ranked.ts'
import { findEntry } from './sparse-columns.ts'

export const POPULARITY_WEIGHT = 0.001

/** A catalogue item that the model has never seen, and its primary category if it has one. */
export interface ColdItem {
  readonly id: string
  readonly category: string | undefined
}

export interface PersonalOptions {
  readonly count: number
  /** Whether an item may not be shown: bought already, unavailable, filtered out. */
  readonly exclude: (itemId: string) => boolean
  readonly coldItems?: readonly ColdItem[]
  readonly popularityWeight?: number
  /** As many numbers as the model has items, to be overwritten: saves an allocation a call. */
  readonly scratch?: Float64Array
}

/** The best items for a history: by score, then by the bytes of their ids. */
export function rankPersonal(
  model: RecommendModel,
  history: readonly HistoryItem[],
  options: PersonalOptions,
): Ranked[] {
  const { exclude, coldItems = [], scratch = new Float64Array(model.ids.length) } = options
  assert(scratch.length === model.ids.length, 'scratch for every item of the model')
  scoreItems(model, history, options.popularityWeight ?? POPULARITY_WEIGHT, scratch)
  const best = new BestRanked<Ranked>(options.count)
  for (let item = 0; item < scratch.length; item += 1) {
    const score = scratch[item] ?? 0
    if (!best.hasRoomFor(score)) continue
    const id = model.ids[item] ?? ''
    if (!exclude(id)) best.offer({ id, score })
  }
  const scoreOfCategory = memoized((category) => categoryScore(model, history, category))
  for (const { id, category } of coldItems) {
    const score = category === undefined ? 0 : scoreOfCategory(category)
    const eligible = best.hasRoomFor(score) && !model.ordinals.has(id) && !exclude(id)
    if (eligible) best.offer({ id, score })
  }
  return best.list()
}

function scoreItems(
  model: RecommendModel,
  history: readonly HistoryItem[],
  popularityWeight: number,
  scores: Float64Array,
): void {
  const { people, peopleMax, bySource, ordinals } = model
  for (let item = 0; item < scores.length; item += 1) {
    scores[item] = (popularityWeight * (people[item] ?? 0)) / peopleMax
  }
  const { starts, rows, values } = bySource
  for (const { item, value } of history) {
    assert(Number.isFinite(value), 'finite values in a history')
    const source = ordinals.get(item)
    if (source === undefined) continue
    const end = starts[source + 1] ?? 0
    for (let entry = starts[source] ?? 0; entry < end; entry += 1) {
      const target = rows[entry] ?? 0
      scores[target] = (scores[target] ?? 0) + value * (values[entry] ?? 0)
    }
  }
}

function categoryScore(
  model: RecommendModel,
  history: readonly HistoryItem[],
  category: string,
): number {
  const column = model.categoryOrdinals.get(category)
  if (column === undefined) return 0
  return history.reduce((score, { item, value }) => {
    const entry = findEntry(model.categoryColumns, column, model.ordinals.get(item) ?? -1)
    return entry < 0 ? score : score + value * (model.categoryColumns.values[entry] ?? 0)
  }, 0)
}

function memoized(compute: (key: string) => number): (key: string) => number {
  const known = new Map<string, number>()
  return (key) => {
    const value = known.get(key) ?? compute(key)
    known.set(key, value)
    return value
  }
}
