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
import { KeptWithHistory } from './kept-with-history.ts'
import type { RecommendModel } from './model.ts'
import { mark, type PlacedHistory, placeHistory, unmark } from './place-history.ts'
import { BestRanked, type Ranked } from './ranked.ts'

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
  /** Items that may not be shown either: what was met mostly, which scores well. */
  readonly without?: ReadonlySet<string>
  readonly coldItems?: readonly ColdItem[]
  readonly popularityWeight?: number
  /** As many numbers as the model has items, to be overwritten: saves an allocation a call. */
  readonly scratch?: Float64Array
}

/** How many items of a history the model knows. */
export function countKnown(model: RecommendModel, history: readonly HistoryItem[]): number {
  return placeHistory(model.ordinals, history).known
}

/**
 * The best items for a history: by score, then by the bytes of their ids. Asked again about the
 * same history, what was best then is looked through first: a page has more than one list.
 */
export function rankPersonal(
  model: RecommendModel,
  history: readonly HistoryItem[],
  options: PersonalOptions,
): Ranked[] {
  const { coldItems = NO_ITEMS, scratch = new Float64Array(model.ids.length) } = options
  const { without = NOTHING, popularityWeight = POPULARITY_WEIGHT, count, exclude } = options
  assert(scratch.length === model.ids.length, 'scratch for every item of the model')
  const madeWith = [without, coldItems, popularityWeight]
  const kept = KEPT.find(history, model, madeWith)
  const found = kept && pickFrom(kept, options)
  if (found !== undefined) return found
  scoreItems(model, history, popularityWeight, scratch)
  leaveOut(model, without, scratch)
  const scored = { model, history, coldItems, without, scores: scratch }
  const most = Math.min(KEPT_MAX, KEPT_TIMES * count)
  const best = bestOf(scored, most, excludesNothing)
  KEPT.keep(history, model, madeWith, { best, isAll: best.length < most })
  return bestOf(scored, count, exclude)
}

interface KeptRanking {
  /** Of all that was not met, whatever else a request leaves out. */
  readonly best: readonly Ranked[]
  readonly isAll: boolean
}

const KEPT = new KeptWithHistory<KeptRanking>()
/** What is sold out, excluded or follows the person is rarely more than that. */
const KEPT_TIMES = 4
/** A re-ranked list asks for more, and finds all that it asks for only where nothing is more. */
const KEPT_MAX = 400
const excludesNothing = (): boolean => false

/** Undefined where too many are excluded of those that were kept. */
function pickFrom(
  { best, isAll }: KeptRanking,
  { count, exclude }: PersonalOptions,
): Ranked[] | undefined {
  const found: Ranked[] = []
  for (const one of best) {
    if (found.length >= count) return found
    if (!exclude(one.id)) found.push(one)
  }
  return isAll || found.length >= count ? found : undefined
}

interface Scored {
  readonly model: RecommendModel
  readonly history: readonly HistoryItem[]
  readonly coldItems: readonly ColdItem[]
  readonly without: ReadonlySet<string>
  readonly scores: Float64Array
}

function bestOf(
  { model, history, coldItems, without, scores }: Scored,
  count: number,
  exclude: PersonalOptions['exclude'],
): Ranked[] {
  const best = new BestRanked<Ranked>(count)
  let least = best.scoreMin
  for (let item = 0; item < scores.length; item += 1) {
    const score = scores[item] ?? 0
    if (!(score >= least)) continue
    const id = model.ids[item] ?? ''
    if (score === LEFT_OUT || exclude(id)) continue
    best.offer({ id, score })
    least = best.scoreMin
  }
  const ofCategories =
    coldItems.length === 0 ? NO_SCORES : categoryScores(model, history, coldItems)
  for (const { id, category } of coldItems) {
    const score = category === undefined ? 0 : (ofCategories.get(category) ?? 0)
    const isNew = best.hasRoomFor(score) && !model.ordinals.has(id) && !without.has(id)
    if (isNew && !exclude(id)) best.offer({ id, score })
  }
  return best.list()
}

const NO_ITEMS: readonly ColdItem[] = []
const NO_SCORES: ReadonlyMap<string, number> = new Map()

const NOTHING: ReadonlySet<string> = new Set()
const LEFT_OUT = Number.NEGATIVE_INFINITY

function leaveOut(
  { ordinals }: RecommendModel,
  without: ReadonlySet<string>,
  scores: Float64Array,
): void {
  for (const item of placesOf(ordinals, without)) scores[item] = LEFT_OUT
}

interface Places {
  readonly ordinals: RecommendModel['ordinals']
  readonly places: Int32Array
}

/** Like a history, such a set is replaced and never changed. */
const PLACES = new WeakMap<ReadonlySet<string>, Places>()

function placesOf(ordinals: RecommendModel['ordinals'], ids: ReadonlySet<string>): Int32Array {
  const known = PLACES.get(ids)
  if (known?.ordinals === ordinals) return known.places
  const found = [...ids].flatMap((id) => ordinals.get(id) ?? [])
  const places = Int32Array.from(found)
  PLACES.set(ids, { ordinals, places })
  return places
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

/** What an item of each category scores of which no more is known. */
function categoryScores(
  model: RecommendModel,
  history: readonly HistoryItem[],
  coldItems: readonly ColdItem[],
): ReadonlyMap<string, number> {
  const placed = placeHistory(model.ordinals, history)
  const marks = mark(model.ordinals, placed)
  const scores = new Map<string, number>()
  for (const { category } of coldItems) {
    if (category === undefined || scores.has(category)) continue
    const column = model.categoryOrdinals.get(category)
    const score = column === undefined ? 0 : markedScore(model, column, { placed, marks })
    scores.set(category, score)
  }
  unmark(marks, placed)
  return scores
}

interface Marked {
  readonly placed: PlacedHistory
  readonly marks: Int32Array
}

function markedScore(
  { categoryColumns }: RecommendModel,
  column: number,
  { placed, marks }: Marked,
): number {
  const { starts, rows, values } = categoryColumns
  const end = starts[column + 1] ?? 0
  let score = 0
  for (let entry = starts[column] ?? 0; entry < end; entry += 1) {
    const place = marks[rows[entry] ?? 0] ?? 0
    if (place !== 0) score += (placed.items[place - 1]?.value ?? 0) * (values[entry] ?? 0)
  }
  return score
}
