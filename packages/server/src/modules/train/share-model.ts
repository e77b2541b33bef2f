/**
 * A model in memory that threads share, so that whoever built it hands it over without a copy. Only
 * the names of items and categories are cloned; the maps from them are made where they are used.
 */
import type { RecommendModel } from '@equipoise/core/recommend'

export type SharedModel = Omit<RecommendModel, 'ordinals' | 'categoryOrdinals'>

type Numbers = Uint32Array | Int32Array | Float64Array

/** Copies a model's numbers into shared memory. */
export function shareModel(model: RecommendModel): SharedModel {
  const { ordinals: _, categoryOrdinals: __, ...content } = model
  const { columns, bySource, categoryColumns, categories } = content
  return {
    ...content,
    people: share(content.people),
    pairPeople: share(content.pairPeople),
    columns: shareEach(columns),
    bySource: shareEach(bySource),
    categoryColumns: shareEach(categoryColumns),
    categories: {
      ids: categories.ids,
      itemStarts: share(categories.itemStarts),
      ofItem: share(categories.ofItem),
      people: share(categories.people),
    },
  }
}

/** A model to score with: some milliseconds for 40,000 items. */
export function openShared(shared: SharedModel): RecommendModel {
  return {
    ...shared,
    ordinals: ordinalsOf(shared.ids),
    categoryOrdinals: ordinalsOf(shared.categories.ids),
  }
}

function ordinalsOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const ordinals = new Map<string, number>()
  for (const [ordinal, id] of ids.entries()) ordinals.set(id, ordinal)
  return ordinals
}

function shareEach({ starts, rows, values }: RecommendModel['columns']): RecommendModel['columns'] {
  return { starts: share(starts), rows: share(rows), values: share(values) }
}

/** A copy in shared memory; what is shared already is taken as it is. */
export function share<T extends Numbers>(numbers: T): T {
  if (numbers.buffer instanceof SharedArrayBuffer) return numbers
  const memory = new SharedArrayBuffer(numbers.byteLength)
  // The constructor of an array makes arrays of its own type.
  const Same = numbers.constructor as new (buffer: SharedArrayBuffer) => T
  const shared = new Same(memory)
  shared.set(numbers)
  return shared
}
