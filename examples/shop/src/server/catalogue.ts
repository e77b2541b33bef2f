/** The shelves, as the product's catalogue has them. */
import type { createClient } from '@equipoise/client'
import { EquipoiseProblem } from '@equipoise/client'
import type { ContextRow } from '../pages/cards.ts'
import type { Item } from '../pages/page.ts'
import type { Listing } from '../pages/pages.ts'

export type Product = ReturnType<typeof createClient>

export const PAGE_ITEMS = 24
const OFFSET_MAX = 100_000

export interface Sought {
  readonly category?: string
  readonly offset?: string | null
}

export async function listItems(product: Product, sought: Sought): Promise<Listing> {
  const { category } = sought
  const offset = offsetIn(sought.offset)
  const { items, total } = await product.listItems({
    ...(category !== undefined && { category }),
    offset,
    count: PAGE_ITEMS,
  })
  return { items, total, offset, count: PAGE_ITEMS }
}

/** Where a page of a list begins, from what an address says. */
export function offsetIn(text: string | null | undefined): number {
  const asked = Math.floor(Number(text ?? 0))
  return asked >= 0 && asked <= OFFSET_MAX ? asked : 0
}

export async function findItem(product: Product, id: string): Promise<Item | undefined> {
  try {
    return await product.readItem(id)
  } catch (error) {
    if (error instanceof EquipoiseProblem && error.status < 500) return undefined
    throw error
  }
}

const ROW_ITEMS = 4
const ROW_MS = 1_000

/** Asked for nobody: the same for everybody. A page goes without it where it is late. */
export async function rowFor(
  product: Product,
  heading: string,
  category: string,
): Promise<ContextRow> {
  const about = {
    page: { categories: [category] },
    filters: { categories: [category] },
    // Of one thing in four colours one is enough, and of one colour.
    rerank: { caps: ['model', 'colour'].map((by) => ({ by, max: 1 })) },
  }
  try {
    const asked = { slot: 'home', count: ROW_ITEMS, ...about }
    const { rung, items } = await product.decide(asked, { deadlineMs: ROW_MS })
    return { heading, rung, items: items.map(toItem) }
  } catch {
    return { heading, rung: 'none', items: [] }
  }
}

const NEWEST_ITEMS = 12

/** The first of the feed, for nobody: the newest. A page goes without it where it is late. */
export async function newestItems(product: Product): Promise<readonly Item[]> {
  const asked = { slot: 'feed', count: NEWEST_ITEMS, feed: { mode: 'chronological' as const } }
  try {
    const { items } = await product.decide(asked, { deadlineMs: ROW_MS })
    return items.map((one) => ({
      ...toItem(one),
      attributes: one.categories[0] === 'Stories' ? { kind: 'story' } : {},
    }))
  } catch {
    return []
  }
}

function toItem(item: Awaited<ReturnType<Product['decide']>>['items'][number]): Item {
  const { id, title, categories, priceMinor, currency } = item
  const price = priceMinor === null || currency === null ? {} : { priceMinor, currency }
  return { id, title: title ?? id, categories, ...price }
}
