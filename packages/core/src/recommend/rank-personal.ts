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
import { placeHistory } from './place-history.ts'
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
  /** Items that may not be shown either: of a history mostly, whose items score well. */
  readonly without?: ReadonlySet<string>
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
  const { without = NOTHING, popularityWeight = POPULARITY_WEIGHT } = options
  assert(scratch.length === model.ids.length, 'scratch for every item of the model')
  scoreItems(model, history, popularityWeight, scratch)
  leaveOut(model, without, scratch)
  const best = new BestRanked<Ranked>(options.count)
  let least = best.scoreMin
  for (let item = 0; item < scratch.length; item += 1) {
    const score = scratch[item] ?? 0
    if (!(score >= least)) continue
    const id = model.ids[item] ?? ''
    if (score === LEFT_OUT || exclude(id)) continue
    best.offer({ id, score })
    least = best.scoreMin
  }
  const scoreOfCategory = memoized((category) => categoryScore(model, history, category))
  for (const { id, category } of coldItems) {
    const score = category === undefined ? 0 : scoreOfCategory(category)
    const isNew = best.hasRoomFor(score) && !model.ordinals.has(id) && !without.has(id)
    if (isNew && !exclude(id)) best.offer({ id, score })
  }
  return best.list()
}

const NOTHING: ReadonlySet<string> = new Set()
const LEFT_OUT = Number.NEGATIVE_INFINITY

function leaveOut(
  { ordinals }: RecommendModel,
  without: ReadonlySet<string>,
  scores: Float64Array,
): void {
  for (const id of without) {
    const item = ordinals.get(id)
    if (item !== undefined) scores[item] = LEFT_OUT
  }
}

function scoreItems(
  model: RecommendModel,
  history: readonly HistoryItem[],
  popularityWeight: number,
  scores: Float64Array,
): void {
  scores.set(popularityShares(model, popularityWeight))
  const { starts, rows, values } = model.bySource
  const placed = placeHistory(model.ordinals, history)
  for (let at = 0; at < history.length; at += 1) {
    const [value, source] = [history[at]?.value ?? 0, placed.ordinals[at] ?? -1]
    assert(Number.isFinite(value), 'finite values in a history')
    if (source < 0) continue
    const end = starts[source + 1] ?? 0
    for (let entry = starts[source] ?? 0; entry < end; entry += 1) {
      const target = rows[entry] ?? 0
      scores[target] = (scores[target] ?? 0) + value * (values[entry] ?? 0)
    }
  }
}

interface PopularityShares {
  readonly weight: number
  readonly shares: Float64Array
}

/** What every score begins with: the same for all histories, so that it is divided once. */
const SHARES = new WeakMap<RecommendModel, PopularityShares>()

function popularityShares(model: RecommendModel, weight: number): Float64Array {
  const known = SHARES.get(model)
  if (known?.weight === weight) return known.shares
  const { people, peopleMax } = model
  const shares = Float64Array.from(people, (holders) => (weight * holders) / peopleMax)
  SHARES.set(model, { weight, shares })
  return shares
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
