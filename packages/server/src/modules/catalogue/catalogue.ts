/**
 * The catalogue: written through to the store, and held whole in memory, because every decision
 * asks it about every candidate. A change counts in the next decision.
 */
import type { CatalogueEntry } from '@equipoise/core/recommend'
import type { Instant, Issue } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { CatalogueItem, Store } from '../../store/index.ts'
import { parseLines } from './parse-lines.ts'

export interface BulkOutcome {
  readonly accepted: number
  readonly rejected: readonly (Issue & { readonly line: number })[]
}

export interface Catalogue {
  /** How many items there are; with none, nothing is held against an item that is not listed. */
  readonly size: number
  find(id: string): CatalogueItem | undefined
  /** Every item, as the rungs without a profile see it. */
  entries(): readonly CatalogueEntry[]
  /** Items with the text in their title or a category, whatever the case; all for an empty one. */
  search(text: string): readonly CatalogueItem[]
  put(item: CatalogueItem): Promise<void>
  putAll(items: readonly CatalogueItem[]): Promise<void>
  /** Reads one item a line; good lines are kept, bad ones are named. */
  putLines(bytes: Uint8Array): Promise<BulkOutcome>
  /** @throws EquipoiseError `not_found`. */
  remove(id: string): Promise<void>
}

export async function openCatalogue(store: Store, now: () => Instant): Promise<Catalogue> {
  const listed = await store.read('system', async (reader) => reader.listItems())
  const items = new Map(listed.map((item) => [item.id, item]))
  let entries: readonly CatalogueEntry[] | undefined

  async function putAll(added: readonly CatalogueItem[]): Promise<void> {
    await store.transact('system', async (writer) => writer.putItems(added, now()))
    for (const item of added) items.set(item.id, item)
    entries = undefined
  }

  return {
    get size() {
      return items.size
    },
    find: (id) => items.get(id),
    entries() {
      entries ??= [...items.values()].map(toEntry)
      return entries
    },
    search(text) {
      const wanted = text.toLowerCase()
      return [...items.values()].filter((item) =>
        [item.title ?? item.id, ...item.categories].some((one) =>
          one.toLowerCase().includes(wanted),
        ),
      )
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
      entries = undefined
      if (!there) throw new EquipoiseError('not_found', 'Cannot find the item')
    },
  }
}

/**
 * Whether an item says something sensitive about whoever met it. An unlisted one is not known to.
 */
export function isSensitive(catalogue: Catalogue, item: string): boolean {
  return (catalogue.find(item)?.sensitive.length ?? 0) > 0
}

function toEntry({ id, title, categories, attributes }: CatalogueItem): CatalogueEntry {
  const pairs = Object.entries(attributes).map(([name, value]) => `${name}=${value}`)
  return { id, title, categories, attributes: pairs }
}
