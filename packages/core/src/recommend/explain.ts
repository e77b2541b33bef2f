/**
 * Why the personal rung gives an item its score: each history item's own share v_i·B_ij, exactly,
 * and the share of popularity.
 *
 * The guard is on what is told, never on the score: an item's share is shown by name only where at
 * least k people hold both items. Shares below that merge into the pair of primary categories where
 * at least k people hold both of those, and else into the rest. An item that the model has never
 * seen is shared with nobody, so all that speaks for it merges into categories. O(history + m).
 */

import type { Contribution } from './contribution.ts'
import type { HistoryItem } from './interaction-value.ts'
import { KeptAnswers } from './kept-with-history.ts'
import { LargestContributions } from './largest-contributions.ts'
import { categoryPeople, primaryCategory, type RecommendModel } from './model.ts'
import { OrdinalSums } from './ordinal-sums.ts'
import { mark, type PlacedHistory, placeHistory, unmark } from './place-history.ts'
import { POPULARITY_WEIGHT } from './rank-personal.ts'
import type { SparseColumns } from './sparse-columns.ts'
import { SUPPORT_FLOOR, supportBand } from './support-band.ts'

export interface ExplainOptions {
  /** So many contributions at most, the others merged into the rest; all where left out. */
  readonly most?: number | undefined
  /** How many people must share what is named: no fewer than the floor. */
  readonly k: number
  readonly floor?: number
  readonly popularityWeight?: number
  /**
   * The primary category of an item that the model has never seen: one and the same function for as
   * long as its answers stand.
   */
  readonly categoryOf: (itemId: string) => string | undefined
}

/** Where the sources that speak for a target are found. */
interface Target {
  readonly columns: SparseColumns
  readonly column: number
  readonly category: number | undefined
  /** Whether the model has seen the target itself, not only its category. */
  readonly isKnown: boolean
}

/** Takes the scores of one history apart, a target at a time. */
export type Explainer = (targetId: string) => readonly Contribution[]

/**
 * Takes a personal score apart; the shares sum to what `rankPersonal` gives the target.
 *
 * @throws RangeError where k is below the floor.
 */
export function explain(
  model: RecommendModel,
  history: readonly HistoryItem[],
  targetId: string,
  options: ExplainOptions,
): readonly Contribution[] {
  return explainerFor(model, history, options)(targetId)
}

/**
 * As `explain`, for many targets of one history.
 *
 * @throws RangeError where k is below the floor.
 */
export function explainerFor(
  model: RecommendModel,
  history: readonly HistoryItem[],
  options: ExplainOptions,
): Explainer {
  const { k, floor = SUPPORT_FLOOR, most, popularityWeight, categoryOf } = options
  if (!(k >= floor)) throw new RangeError(`Cannot explain with k "${k}": at least ${floor} needed`)
  // Made for the first target of which nothing is kept.
  let asked: Asked | undefined
  const answer: Explainer = (targetId) => {
    const target = findTarget(model, targetId, options)
    if (target === undefined) return []
    const placed = placeHistory(model.ordinals, history)
    asked ??= { ...options, floor, byCategory: new OrdinalSums(model.categories.ids.length) }
    const gathered = new LargestContributions({
      most: options.most,
      bandOf: (people) => supportBand(people, floor),
    })
    addItems(model, { target, placed, asked }, gathered)
    addCategories(model, { target, asked }, gathered)
    if (target.isKnown) addPopularity(model, { target, asked }, gathered)
    return gathered.list()
  }
  if (most === undefined || most > KEPT_MOST) return answer
  return KEPT.of(history, model, [k, floor, most, popularityWeight, categoryOf], answer)
}

/** What tells of all that speaks for an item may be as long as a history, and is not kept. */
const KEPT_MOST = 10
const KEPT = new KeptAnswers<readonly Contribution[]>()

interface Asked extends ExplainOptions {
  readonly floor: number
  /** What may not be told by the item, on its way to its category. */
  readonly byCategory: OrdinalSums
}

interface Taken {
  readonly target: Target
  readonly placed: PlacedHistory
  readonly asked: Asked
}

function addItems(
  model: RecommendModel,
  { target, placed, asked: { k, byCategory } }: Taken,
  gathered: LargestContributions,
): void {
  const { columns, column, isKnown, category } = target
  const { rows, values } = columns
  const marks = mark(model.ordinals, placed)
  const end = columns.starts[column + 1] ?? 0
  for (let entry = columns.starts[column] ?? 0; entry < end; entry += 1) {
    const source = rows[entry] ?? 0
    const place = marks[source] ?? 0
    // An array asked for its element -1 looks for a property of that name, which is slow.
    const held = place === 0 ? undefined : placed.items[place - 1]
    if (held === undefined) continue
    const share = held.value * (values[entry] ?? 0)
    const people = isKnown ? (model.pairPeople[entry] ?? 0) : 0
    if (people >= k) {
      gathered.offer('item', held.item, share, people)
      continue
    }
    const from = primaryCategory(model, source)
    if (from === undefined || category === undefined) gathered.addRest(share)
    else byCategory.add(from, share)
  }
  unmark(marks, placed)
}

function addCategories(
  model: RecommendModel,
  { target: { category = -1 }, asked: { k, byCategory } }: Omit<Taken, 'placed'>,
  gathered: LargestContributions,
): void {
  byCategory.drain((from, share) => {
    const people = categoryPeople(model, from, category)
    if (people < k) gathered.addRest(share)
    else gathered.offer('category', model.categories.ids[from] ?? null, share, people)
  })
}

function addPopularity(
  { people, peopleMax }: RecommendModel,
  { target, asked: { k, popularityWeight = POPULARITY_WEIGHT } }: Omit<Taken, 'placed'>,
  gathered: LargestContributions,
): void {
  const holders = people[target.column] ?? 0
  const share = (popularityWeight * holders) / peopleMax
  if (holders < k) gathered.addRest(share)
  else gathered.offer('popularity', null, share, holders)
}

function findTarget(
  model: RecommendModel,
  id: string,
  { categoryOf }: ExplainOptions,
): Target | undefined {
  const item = model.ordinals.get(id)
  if (item !== undefined) {
    const category = primaryCategory(model, item)
    return { columns: model.columns, column: item, category, isKnown: true }
  }
  const categoryId = categoryOf(id)
  if (categoryId === undefined) return undefined
  const category = model.categoryOrdinals.get(categoryId)
  if (category === undefined) return undefined
  return { columns: model.categoryColumns, column: category, category, isKnown: false }
}
