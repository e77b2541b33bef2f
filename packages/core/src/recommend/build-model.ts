/** From the two matrices of contributions and the catalogue's categories to a model. */

import { assert } from '../values/assert.ts'
import { compareUtf8 } from '../values/bytes.ts'
import { type GramSnapshot, triangleAt, triangleSize } from './gram-snapshot.ts'
import { completeModel, type ModelCategories, type RecommendModel } from './model.ts'
import type { ModelOptions } from './model-options.ts'
import { solveWeights } from './solve-weights.ts'
import type { SparseColumns } from './sparse-columns.ts'

export interface ModelInput {
  readonly items: GramSnapshot
  readonly categories: GramSnapshot
  /** The distinct categories of an item, the primary one first. */
  readonly categoriesOf: (itemId: string) => readonly string[]
  readonly options: ModelOptions
}

/**
 * Builds a model: minutes for 5,000 items, milliseconds for a hundred. No contributions make an
 * empty model, which recommends nothing.
 *
 * @param onProgress called with the ratio done, 0 to 1.
 * @throws RangeError as `solveWeights`.
 */
export function buildModel(
  input: ModelInput,
  onProgress: (ratio: number) => void = () => {},
): RecommendModel {
  const { items, options } = input
  const columns = solveWeights(items, options, onProgress)
  return completeModel({
    options,
    contributions: items.contributions,
    ids: items.ids,
    people: Int32Array.from(items.ids, (_, item) => peopleAt(items, item, item)),
    columns,
    pairPeople: pairPeopleOf(items, columns),
    categories: categoriesOf(input),
  })
}

function pairPeopleOf(items: GramSnapshot, columns: SparseColumns): Int32Array<ArrayBuffer> {
  const pairPeople = new Int32Array(columns.rows.length)
  for (let target = 0; target < items.ids.length; target += 1) {
    const end = columns.starts[target + 1] ?? 0
    for (let entry = columns.starts[target] ?? 0; entry < end; entry += 1) {
      pairPeople[entry] = peopleAt(items, columns.rows[entry] ?? 0, target)
    }
  }
  return pairPeople
}

/** Categories of the items, also those that no contribution holds (moved since, say). */
function categoriesOf({ items, categories, categoriesOf }: ModelInput): ModelCategories {
  const lists = items.ids.map(categoriesOf)
  const ids = [...new Set(lists.flat())].sort(compareUtf8)
  const ordinals = new Map(ids.map((id, ordinal) => [id, ordinal]))
  const held = new Map(categories.ids.map((id, ordinal) => [id, ordinal]))
  const people = new Int32Array(triangleSize(ids.length))
  ids.forEach((a, i) => {
    ids.slice(0, i + 1).forEach((b, j) => {
      const [heldA, heldB] = [held.get(a), held.get(b)]
      if (heldA === undefined || heldB === undefined) return
      people[triangleAt(i, j)] = peopleAt(categories, heldA, heldB)
    })
  })
  const ofItem = lists.flatMap((list) => list.map((id) => ordinals.get(id) ?? -1))
  const itemStarts = new Uint32Array(items.ids.length + 1)
  lists.forEach((list, item) => {
    assert(new Set(list).size === list.length, 'the distinct categories of an item')
    itemStarts[item + 1] = (itemStarts[item] ?? 0) + list.length
  })
  return { ids, itemStarts, ofItem: Uint32Array.from(ofItem), people }
}

function peopleAt(snapshot: GramSnapshot, i: number, j: number): number {
  return snapshot.people[triangleAt(i, j)] ?? 0
}
