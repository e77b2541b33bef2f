/** The shelves, as the product's catalogue has them. */
import type { createClient } from '@equipoise/client'
import { EquipoiseProblem } from '@equipoise/client'
import type { Item } from '../pages/page.ts'
import type { Listing } from '../pages/pages.ts'

export type Product = ReturnType<typeof createClient>

export const PAGE_ITEMS = 24
const OFFSET_MAX = 100_000

export interface Sought {
  readonly search?: string
  readonly category?: string
  readonly offset?: string | null
}

export async function listItems(product: Product, sought: Sought): Promise<Listing> {
  const { search, category } = sought
  const asked = Math.floor(Number(sought.offset ?? 0))
  const offset = asked >= 0 && asked <= OFFSET_MAX ? asked : 0
  const { items, total } = await product.listItems({
    ...(search !== undefined && { search }),
    ...(category !== undefined && { category }),
    offset,
    count: PAGE_ITEMS,
  })
  return { items, total, offset, count: PAGE_ITEMS }
}

export async function findItem(product: Product, id: string): Promise<Item | undefined> {
  try {
    return await product.readItem(id)
  } catch (error) {
    if (error instanceof EquipoiseProblem && error.status < 500) return undefined
    throw error
  }
}
