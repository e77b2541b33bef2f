/** The categories of many items as numbers, to be handed to another thread. */
import type { Catalogue } from '../catalogue/index.ts'

export interface ItemCategories {
  readonly names: readonly string[]
  /** The categories of item i, primary first: `of[starts[i]]` up to `of[starts[i + 1]]`. */
  readonly starts: Uint32Array
  readonly of: Uint32Array
}

/** @param items ids; an empty one, or one that the catalogue does not list, has no categories. */
export function packCategories(items: readonly string[], catalogue: Catalogue): ItemCategories {
  const numbers = new Map<string, number>()
  const starts = new Uint32Array(items.length + 1)
  const of: number[] = []
  for (const [at, item] of items.entries()) {
    for (const category of item === '' ? [] : (catalogue.find(item)?.categories ?? [])) {
      const number = numbers.get(category) ?? numbers.size
      numbers.set(category, number)
      of.push(number)
    }
    starts[at + 1] = of.length
  }
  return { names: [...numbers.keys()], starts, of: Uint32Array.from(of) }
}

/** The categories of an item by its id. */
export function unpackCategories(
  items: readonly string[],
  { names, starts, of }: ItemCategories,
): (item: string) => readonly string[] {
  const places = new Map(items.map((item, at) => [item, at]))
  return (item) => {
    const at = places.get(item)
    if (at === undefined) return []
    return Array.from(of.subarray(starts[at], starts[at + 1]), (number) => names[number] ?? '')
  }
}
