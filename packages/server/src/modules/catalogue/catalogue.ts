/**
 * The catalogue: written through to the store, and held whole in memory, because every decision
 * asks it about every candidate. A change counts in the next decision.
 */
import type { CatalogueEntry } from '@equipoise/core/recommend'
import type { Instant, Issue } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { CatalogueItem, Store } from '../../store/index.ts'
import { createItemFinder, type FoundItems, type ItemFinder, type Sought } from './item-finder.ts'
import { parseLines } from './parse-lines.ts'

export interface BulkOutcome {
  readonly accepted: number
  readonly rejected: readonly (Issue & { readonly line: number })[]
}

export interface Catalogue {
  /** How many items there are; with none, nothing is held against an item that is not listed. */
  readonly size: number
  find(id: string): CatalogueItem | undefined
  /** Whether any item says something sensitive about whoever met it. */
  readonly hasSensitive: boolean
  /** An item's primary category: another function once anything in the catalogue changed. */
  readonly categoryOf: (id: string) => string | undefined
  /** Every item, as the rungs without a profile see it. */
  entries(): readonly CatalogueEntry[]
  /** Items by text and category, in the order in which they were listed first, part by part. */
  search(sought: Sought): FoundItems
  put(item: CatalogueItem): Promise<void>
  putAll(items: readonly CatalogueItem[]): Promise<void>
  /** Reads one item a line; good lines are kept, bad ones are named. */
  putLines(bytes: Uint8Array): Promise<BulkOutcome>
  /** @throws EquipoiseError `not_found`. */
  remove(id: string): Promise<void>
}

/** What follows from the items, until any of them changes. */
interface Derived extends Pick<Catalogue, 'hasSensitive' | 'categoryOf'> {
  readonly entries: readonly CatalogueEntry[]
}

export async function openCatalogue(store: Store, now: () => Instant): Promise<Catalogue> {
  const listed = await store.read('system', async (reader) => reader.listItems())
  const items = new Map(listed.map((item) => [item.id, item]))
  let derived: Derived | undefined
  let finder: ItemFinder | undefined

  async function putAll(added: readonly CatalogueItem[]): Promise<void> {
    await store.transact('system', async (writer) => writer.putItems(added, now()))
    for (const item of added) items.set(item.id, item)
    forget()
  }

  function forget(): void {
    derived = undefined
    finder = undefined
  }

  function derive(): Derived {
    derived ??= {
      entries: [...items.values()].map(toEntry),
      hasSensitive: [...items.values()].some(({ sensitive }) => sensitive.length > 0),
      categoryOf: (id) => items.get(id)?.categories[0],
    }
    return derived
  }

  return {
    get size() {
      return items.size
    },
    find: (id) => items.get(id),
    get hasSensitive() {
      return derive().hasSensitive
    },
    get categoryOf() {
      return derive().categoryOf
    },
    entries: () => derive().entries,
    search(sought) {
      finder ??= createItemFinder([...items.values()])
      return finder.find(sought)
    },
    put: (item) => putAll([item]),
    putAll,
    async putLines(bytes) {
      const { accepted, rejected } = parseLines(bytes)
      if (accepted.length > 0) await putAll(accepted)
      return { accepted: accepted.length, rejected }
    },
    async remove(id) {
      const there = await store.transact('system', async (writer) => writer.deleteItem(id))
      items.delete(id)
      forget()
      if (!there) throw new EquipoiseError('not_found', 'Cannot find the item')
    },
  }
}

/**
 * Whether an item says something sensitive about whoever met it. An unlisted one is not known to.
 */
export function isSensitive(
  catalogue: Pick<Catalogue, 'hasSensitive' | 'find'>,
  item: string,
): boolean {
  return catalogue.hasSensitive && (catalogue.find(item)?.sensitive.length ?? 0) > 0
}

function toEntry(item: CatalogueItem): CatalogueEntry {
  const { id, title, categories } = item
  return { id, title, categories, attributes: featurePairs(item) }
}

/** When an item was published: RFC 3339. */
export const PUBLISHED_ATTRIBUTE = 'publishedAt'

/** `name=value` of what items can have in common: not when they were published. */
export function featurePairs({ attributes }: Pick<CatalogueItem, 'attributes'>): string[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    name === PUBLISHED_ATTRIBUTE ? [] : [`${name}=${value}`],
  )
}
