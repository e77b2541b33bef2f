/**
 * The catalogue as the page needs it: what an id is called, and which departments there are. Read
 * once, up to a bound; an id past that is shown as it is.
 */
import { call } from './api.ts'
import type { Item } from './types.ts'

const PAGE_ITEMS = 200
const PAGES_MAX = 15

interface Listing {
  readonly total: number
  readonly items: readonly Item[]
}

export interface Find {
  readonly search: string
  readonly category: string
  readonly offset: number
  readonly count: number
}

const items = new Map<string, Item>()
const departments = new Map<string, number>()

export async function loadCatalogue(): Promise<void> {
  const first = await findItems({ search: '', category: '', offset: 0, count: PAGE_ITEMS })
  const pages = Math.min(PAGES_MAX, Math.ceil(first.total / PAGE_ITEMS))
  const offsets = Array.from({ length: Math.max(0, pages - 1) }, (_, page) => page + 1)
  const others = await Promise.all(
    offsets.map((page) =>
      findItems({ search: '', category: '', offset: page * PAGE_ITEMS, count: PAGE_ITEMS }),
    ),
  )
  for (const listing of [first, ...others]) for (const item of listing.items) keep(item)
}

export function findItems({ search, category, offset, count }: Find): Promise<Listing> {
  const query = new URLSearchParams({ offset: String(offset), count: String(count) })
  if (search !== '') query.set('search', search)
  if (category !== '') query.set('category', category)
  return call<Listing>('GET', `/v1/items?${query}`)
}

export function findItem(id: string): Item | undefined {
  return items.get(id)
}

export function titleOf(id: string): string {
  return items.get(id)?.title ?? id
}

/** The widest categories, with how many products each has, in order of name. */
export function listDepartments(): (readonly [name: string, count: number])[] {
  return [...departments].sort(([a], [b]) => a.localeCompare(b, 'en'))
}

function keep(item: Item): void {
  items.set(item.id, item)
  const department = item.categories.at(-1)
  if (department) departments.set(department, (departments.get(department) ?? 0) + 1)
}
