/**
 * Finds items by text and category, part by part, at a cost that does not grow with the catalogue:
 * whole lists and those of a category are kept as they are, and a search looks through so many
 * items at most and is remembered, so that its next part costs no more than what is in it.
 */
import type { CatalogueItem } from '../../store/index.ts'

/** Some milliseconds of looking. Of a larger catalogue the first ones are searched. */
export const SEARCHED_ITEMS_MAX = 100_000
/** Searches whose results are kept, the latest. */
const REMEMBERED_MAX = 8

export interface Sought {
  /** In title (or id, without one) or a category, whatever the case; all for an empty one. */
  readonly search: string
  readonly category: string | undefined
  readonly offset: number
  readonly count: number
}

export interface FoundItems {
  readonly items: readonly CatalogueItem[]
  /** How many were found in all. */
  readonly total: number
  /** False where there are more items than are searched. */
  readonly complete: boolean
}

/** Of one state of the catalogue: another one after any change. */
export interface ItemFinder {
  find(sought: Sought): FoundItems
}

export function createItemFinder(
  all: readonly CatalogueItem[],
  searchedMax: number = SEARCHED_ITEMS_MAX,
): ItemFinder {
  const byCategory = indexCategories(all)
  const remembered = new Map<string, readonly CatalogueItem[]>()

  function searchFor(search: string, category: string | undefined): readonly CatalogueItem[] {
    const name = JSON.stringify([search, category ?? null])
    const known = remembered.get(name)
    if (known !== undefined) return known
    const wanted = search.toLowerCase()
    const found = all
      .slice(0, searchedMax)
      .filter((item) => textOf(item).includes(wanted) && isOf(item, category))
    const [oldest] = remembered.keys()
    if (remembered.size >= REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest)
    remembered.set(name, found)
    return found
  }

  return {
    find({ search, category, offset, count }) {
      const isSearch = search !== ''
      const listed = category === undefined ? all : (byCategory.get(category) ?? [])
      const found = isSearch ? searchFor(search, category) : listed
      return {
        items: found.slice(offset, offset + count),
        total: found.length,
        complete: !isSearch || all.length <= searchedMax,
      }
    },
  }
}

function indexCategories(
  all: readonly CatalogueItem[],
): ReadonlyMap<string, readonly CatalogueItem[]> {
  const index = new Map<string, CatalogueItem[]>()
  for (const item of all) {
    for (const category of new Set(item.categories)) {
      const items = index.get(category)
      if (items) items.push(item)
      else index.set(category, [item])
    }
  }
  return index
}

/** Made once for an item, whatever else of the catalogue changes. */
const TEXTS = new WeakMap<CatalogueItem, string>()

function textOf(item: CatalogueItem): string {
  const known = TEXTS.get(item)
  if (known !== undefined) return known
  const { title, id, categories } = item
  // A line between them, so that no search goes from one into the next.
  const text = [title ?? id, ...categories].join('\n').toLowerCase()
  TEXTS.set(item, text)
  return text
}

function isOf({ categories }: CatalogueItem, category: string | undefined): boolean {
  return category === undefined || categories.includes(category)
}
