/** From the two matrices of contributions and the catalogue's categories to a model. */

import { assert } from '../values/assert.ts'
import { compareUtf8 } from '../values/bytes.ts'
import { type GramSnapshot, triangleAt, triangleSize } from './gram-snapshot.ts'
import { completeModel, type ModelCategories, type RecommendModel } from './model.ts'
import { type ModelOptions, modelOptionsIssue } from './model-options.ts'
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
 * Builds a model: half a minute for 5,000 items, milliseconds for a hundred. No contributions make
 * an empty model, which recommends nothing.
 *
 * @param onProgress called with the ratio done, 0 to 1.
 * @throws RangeError for options out of range, and as `solveWeights`.
 */
export function buildModel(
  input: ModelInput,
  onProgress: (ratio: number) => void = () => {},
): RecommendModel {
  const { items, options } = input
  const issue = modelOptionsIssue(options)
  if (issue !== undefined) throw new RangeError(`Cannot build a model: ${issue}`)
  const columns = solveWeights(items, options, onProgress)
  return completeModel({
    options,
    contributions: items.contributions,
    ids: items.ids,
    people: Int32Array.from(items.ids, (_, item) => peopleAt(items, item, item)),
    columns,
    pairPeople: pairPeopleOf(items, columns),
    categories: categoriesNow(input),
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

/** The categories that items are in now, also those that no contribution holds. */
function categoriesNow({ items, categories, categoriesOf }: ModelInput): ModelCategories {
  const lists = items.ids.map(categoriesOf)
  const ids = [...new Set(lists.flat())].sort(compareUtf8)
  const ordinals = new Map(ids.map((id, ordinal) => [id, ordinal]))
  const itemStarts = new Uint32Array(items.ids.length + 1)
  for (const [item, list] of lists.entries()) {
    assert(new Set(list).size === list.length, 'the distinct categories of an item')
    itemStarts[item + 1] = (itemStarts[item] ?? 0) + list.length
  }
  const ofItem = Uint32Array.from(lists.flat(), (id) => ordinals.get(id) ?? -1)
  return { ids, itemStarts, ofItem, people: peopleAmong(ids, categories) }
}

/** The people counts of some nodes, as a packed lower triangle in their order. */
function peopleAmong(ids: readonly string[], snapshot: GramSnapshot): Int32Array<ArrayBuffer> {
  const held = new Map(snapshot.ids.map((id, ordinal) => [id, ordinal]))
  const ordinals = ids.map((id) => held.get(id))
  const people = new Int32Array(triangleSize(ids.length))
  for (const [i, a] of ordinals.entries()) {
    for (const [j, b] of ordinals.slice(0, i + 1).entries()) {
      const bothHeld = a !== undefined && b !== undefined
      people[triangleAt(i, j)] = bothHeld ? peopleAt(snapshot, a, b) : 0
    }
  }
  return people
}

function peopleAt(snapshot: GramSnapshot, i: number, j: number): number {
  return snapshot.people[triangleAt(i, j)] ?? 0
}
