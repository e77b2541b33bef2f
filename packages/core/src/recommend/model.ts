/**
 * A published model: everything that scoring and explaining read, as plain data.
 *
 * Column j of `columns` holds the sources that speak for item j, and `pairPeople` beside each entry
 * how many people share that pair, so that an explanation needs no matrix. Of an item that the
 * model has never seen only its primary category is known: its column is the mean of the columns of
 * that category's items (`categoryColumns`).
 */

import { triangleAt } from './gram-snapshot.ts'
import type { ModelOptions } from './model-options.ts'
import { keepLargest, type SparseColumns, transpose } from './sparse-columns.ts'

/** The part of a model that is stored; the rest follows from it. */
export interface ModelContent {
  readonly options: ModelOptions
  /** How many people's contributions the model was made of, vouched for or not. */
  readonly contributions: number
  /** Items in UTF-8 byte order; everything else names an item by its place here, its ordinal. */
  readonly ids: readonly string[]
  /** How many vouched people hold each item. */
  readonly people: Int32Array
  readonly columns: SparseColumns
  /** How many vouched people share each pair of `columns`. */
  readonly pairPeople: Int32Array
  readonly categories: ModelCategories
}

export interface ModelCategories {
  /** In UTF-8 byte order. */
  readonly ids: readonly string[]
  /** The categories of item j, primary first: `ofItem[itemStarts[j]]` up to `itemStarts[j + 1]`. */
  readonly itemStarts: Uint32Array
  readonly ofItem: Uint32Array
  /** How many vouched people share each pair, as a packed lower triangle. */
  readonly people: Int32Array
}

export interface RecommendModel extends ModelContent {
  readonly ordinals: ReadonlyMap<string, number>
  readonly categoryOrdinals: ReadonlyMap<string, number>
  /** `columns` by source: what scoring walks through. */
  readonly bySource: SparseColumns
  /** A column for each category: what speaks for an item of which only that is known. */
  readonly categoryColumns: SparseColumns
  /** The largest of `people`, at least 1. */
  readonly peopleMax: number
}

/** Completes stored content with all that is derived from it. O(weights). */
export function completeModel(content: ModelContent): RecommendModel {
  const { ids, columns, categories } = content
  return {
    ...content,
    ordinals: new Map(ids.map((id, ordinal) => [id, ordinal])),
    categoryOrdinals: new Map(categories.ids.map((id, ordinal) => [id, ordinal])),
    bySource: transpose(columns, ids.length),
    categoryColumns: meanColumns(content),
    peopleMax: content.people.reduce((most, people) => Math.max(most, people), 1),
  }
}

/** The ordinal of an item's first category; undefined where it has none. */
export function primaryCategory(model: ModelContent, item: number): number | undefined {
  const { itemStarts, ofItem } = model.categories
  const start = itemStarts[item] ?? 0
  return start < (itemStarts[item + 1] ?? 0) ? ofItem[start] : undefined
}

/** How many people share two categories, given by ordinal. */
export function categoryPeople(model: ModelContent, a: number, b: number): number {
  return model.categories.people[triangleAt(a, b)] ?? 0
}

function meanColumns(content: ModelContent): SparseColumns {
  const { columns, categories, ids, options } = content
  const members: number[][] = categories.ids.map(() => [])
  for (let item = 0; item < ids.length; item += 1) {
    const category = primaryCategory(content, item)
    if (category !== undefined) members[category]?.push(item)
  }
  const shape = {
    rows: ids.length,
    columns: categories.ids.length,
    entriesMax: options.neighboursMax,
  }
  return keepLargest(shape, (category, into) => {
    const items = members[category] ?? []
    for (const item of items) {
      const end = columns.starts[item + 1] ?? 0
      for (let entry = columns.starts[item] ?? 0; entry < end; entry += 1) {
        const row = columns.rows[entry] ?? 0
        into[row] = (into[row] ?? 0) + (columns.values[entry] ?? 0) / items.length
      }
    }
  })
}
