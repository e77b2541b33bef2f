/** A model of everybody’s lists, the columns solved from them and the items’ categories. */

import { assert } from '../values/assert.ts'
import { compareUtf8 } from '../values/bytes.ts'
import type { ContributionLists } from './contribution-lists.ts'
import { triangleAt, triangleSize } from './gram-snapshot.ts'
import { completeModel, type ModelCategories, type RecommendModel } from './model.ts'
import { type ModelOptions, modelOptionsIssue } from './model-options.ts'
import type { SolvedColumns } from './solve-densely.ts'

/** So many categories at most: how many people share two of them is counted for every pair. */
export const CATEGORIES_MAX = 2_000

export interface ModelInput {
  readonly lists: ContributionLists
  readonly solved: SolvedColumns
  /** The distinct categories of an item, the primary one first. */
  readonly categoriesOf: (itemId: string) => readonly string[]
  readonly options: ModelOptions
}

/**
 * Builds a model. No contributions make an empty model, which recommends nothing.
 *
 * @throws RangeError for options out of range, and for too many categories.
 */
export function buildModel({ lists, solved, categoriesOf, options }: ModelInput): RecommendModel {
  const issue = modelOptionsIssue(options)
  if (issue !== undefined) throw new RangeError(`Cannot build a model: ${issue}`)
  return completeModel({
    options,
    contributions: lists.starts.length - 1,
    ids: lists.ids,
    people: solved.people,
    columns: solved.columns,
    pairPeople: solved.pairPeople,
    categories: gatherCategories(lists, categoriesOf),
  })
}

/** The categories that items are in now. */
function gatherCategories(
  lists: ContributionLists,
  categoriesOf: ModelInput['categoriesOf'],
): ModelCategories {
  const ofItems = lists.ids.map(categoriesOf)
  const ids = [...new Set(ofItems.flat())].sort(compareUtf8)
  if (ids.length > CATEGORIES_MAX) {
    const most = `at most ${CATEGORIES_MAX} are taken`
    throw new RangeError(`Cannot build a model of ${ids.length} categories: ${most}`)
  }
  const ordinals = new Map(ids.map((id, ordinal) => [id, ordinal]))
  const itemStarts = new Uint32Array(lists.ids.length + 1)
  for (const [item, categories] of ofItems.entries()) {
    const isDistinct = new Set(categories).size === categories.length
    assert(isDistinct, 'the distinct categories of an item')
    itemStarts[item + 1] = (itemStarts[item] ?? 0) + categories.length
  }
  const ofItem = Uint32Array.from(ofItems.flat(), (id) => ordinals.get(id) ?? -1)
  return { ids, itemStarts, ofItem, people: countSharing(lists, { ids, itemStarts, ofItem }) }
}

/** How many vouched people share each pair of categories, as a packed lower triangle. */
function countSharing(
  { starts, items, vouched }: ContributionLists,
  { ids, itemStarts, ofItem }: Omit<ModelCategories, 'people'>,
): Int32Array<ArrayBuffer> {
  const people = new Int32Array(triangleSize(ids.length))
  const lastHolder = new Int32Array(ids.length).fill(-1)
  const held = new Uint32Array(ids.length)
  for (let person = 0; person + 1 < starts.length; person += 1) {
    if (vouched[person] !== 1) continue
    let count = 0
    const end = starts[person + 1] ?? 0
    for (let entry = starts[person] ?? 0; entry < end; entry += 1) {
      const item = items[entry] ?? 0
      const last = itemStarts[item + 1] ?? 0
      for (let at = itemStarts[item] ?? 0; at < last; at += 1) {
        const category = ofItem[at] ?? 0
        if (lastHolder[category] === person) continue
        lastHolder[category] = person
        held[count] = category
        count += 1
      }
    }
    for (let place = 0; place < count; place += 1) {
      for (let other = 0; other <= place; other += 1) {
        const at = triangleAt(held[place] ?? 0, held[other] ?? 0)
        people[at] = (people[at] ?? 0) + 1
      }
    }
  }
  return people
}
