import type { App } from '@equipoise/server/app'
import type { CatalogueItem } from '@equipoise/server/store'

export function anItem(id: string, change: Partial<CatalogueItem> = {}): CatalogueItem {
  return {
    id,
    title: `Product ${id}`,
    categories: [],
    attributes: {},
    priceMinor: 1_000,
    currency: 'EUR',
    available: true,
    sensitive: [],
    ...change,
  }
}

/** `item-0` to `item-(n-1)`, five to a category. */
export function catalogue(count: number): readonly CatalogueItem[] {
  return Array.from({ length: count }, (_, n) =>
    anItem(`item-${n}`, { categories: [`category-${Math.floor(n / 5)}`] }),
  )
}

export async function stock(app: App, items: readonly CatalogueItem[]): Promise<void> {
  await app.catalogue.putAll(items)
}
