/**
 * Why the personal rung gives an item its score: each history item's own share v_i·B_ij, exactly,
 * and the share of popularity.
 *
 * The guard is on what is told, never on the score: an item's share is shown by name only where at
 * least k people hold both items. Shares below that merge into the pair of primary categories where
 * at least k people hold both of those, and else into the rest. An item that the model has never
 * seen is shared with nobody, so all that speaks for it merges into categories. O(history · log m).
 */

import { type Contribution, type ContributionKind, Contributions } from './contribution.ts'
import type { HistoryItem } from './interaction-value.ts'
import { categoryPeople, primaryCategory, type RecommendModel } from './model.ts'
import { POPULARITY_WEIGHT } from './rank-personal.ts'
import { findEntry, type SparseColumns } from './sparse-columns.ts'
import { SUPPORT_FLOOR, supportBand } from './support-band.ts'

export interface ExplainOptions {
  /** How many people must share what is named: no fewer than the floor. */
  readonly k: number
  readonly floor?: number
  readonly popularityWeight?: number
  /** The primary category of an item that the model has never seen. */
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
): Contribution[] {
  const { k, floor = SUPPORT_FLOOR, popularityWeight = POPULARITY_WEIGHT } = options
  if (!(k >= floor)) throw new RangeError(`Cannot explain with k "${k}": at least ${floor} needed`)
  const target = findTarget(model, targetId, options)
  if (target === undefined) return []
  const contributions = new Contributions()
  const tell = (kind: ContributionKind, id: string | null, share: number, people: number): void => {
    if (people < k) contributions.addRest(share)
    else contributions.add({ kind, id, share, support: supportBand(people, floor) })
  }
  for (const { item, value } of history) {
    const source = model.ordinals.get(item) ?? -1
    const entry = findEntry(target.columns, target.column, source)
    if (entry < 0) continue
    const share = value * (target.columns.values[entry] ?? 0)
    const people = target.isKnown ? (model.pairPeople[entry] ?? 0) : 0
    const category = primaryCategory(model, source)
    if (people >= k || category === undefined || target.category === undefined) {
      tell('item', item, share, people)
    } else {
      const categoryId = model.categories.ids[category] ?? null
      tell('category', categoryId, share, categoryPeople(model, category, target.category))
    }
  }
  if (target.isKnown) {
    const people = model.people[target.column] ?? 0
    tell('popularity', null, (popularityWeight * people) / model.peopleMax, people)
  }
  return contributions.list()
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
