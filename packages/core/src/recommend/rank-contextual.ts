/**
 * The contextual rung: a list for this page, from catalogue content and popularity ranks alone. It
 * needs no profile, so it reads none.
 *
 *   score = share of the context's categories that the candidate has
 *         + 0.5 · |attributes in common| / |attributes of either|   (Jaccard, with the page's item)
 *         + 0.1 · (1 − rank / ranked)                               (0 without a rank)
 *
 * Its explanation has the same form as the personal one: a category each, the page's item for the
 * attributes, popularity. Cost: one pass over the catalogue.
 */

import type { CatalogueEntry } from './catalogue-entry.ts'
import { type Contribution, Contributions, type ExplainedItem } from './contribution.ts'
import { type PopularityRanks, popularityContribution, rankScore } from './popularity-ranks.ts'
import { BestRanked, type Ranked } from './ranked.ts'

const ATTRIBUTES_WEIGHT = 0.5
const RANK_WEIGHT = 0.1

/** What the page is about: an item, or categories, or both. */
export interface PageContext {
  readonly item?: CatalogueEntry
  readonly categories?: readonly string[]
}

export interface ContextualOptions {
  readonly count: number
  readonly exclude: (itemId: string) => boolean
  readonly ranks: PopularityRanks
}

/** The best items for a page, never the page's own item. */
export function rankContextual(
  catalogue: Iterable<CatalogueEntry>,
  context: PageContext,
  options: ContextualOptions,
): ExplainedItem[] {
  const { count, exclude, ranks } = options
  const page = pageOf(context)
  const best = new BestRanked<Ranked & { readonly entry: CatalogueEntry }>(count)
  for (const entry of catalogue) {
    const score =
      sharedCategories(page, entry).length * page.categoryShare +
      ATTRIBUTES_WEIGHT * attributeLikeness(page, entry) +
      RANK_WEIGHT * rankScore(ranks, entry.id)
    const eligible = best.hasRoomFor(score) && entry.id !== page.itemId && !exclude(entry.id)
    if (eligible) best.offer({ id: entry.id, score, entry })
  }
  return best.list().map(({ id, score, entry }) => ({
    id,
    score,
    contributions: contributionsOf(page, entry, ranks),
  }))
}

interface Page {
  readonly itemId: string | null
  readonly categories: ReadonlySet<string>
  /** What one category in common is worth. */
  readonly categoryShare: number
  readonly attributes: ReadonlySet<string>
}

function pageOf({ item, categories = [] }: PageContext): Page {
  const all = new Set([...(item?.categories ?? []), ...categories])
  return {
    itemId: item?.id ?? null,
    categories: all,
    categoryShare: 1 / Math.max(1, all.size),
    attributes: new Set(item?.attributes),
  }
}

function sharedCategories(page: Page, entry: CatalogueEntry): string[] {
  return entry.categories.filter((category) => page.categories.has(category))
}

/** Jaccard: attributes in common over attributes of either; 0 where neither has any. */
function attributeLikeness(page: Page, entry: CatalogueEntry): number {
  const common = entry.attributes.filter((attribute) => page.attributes.has(attribute)).length
  return common / Math.max(1, page.attributes.size + entry.attributes.length - common)
}

function contributionsOf(
  page: Page,
  entry: CatalogueEntry,
  ranks: PopularityRanks,
): readonly Contribution[] {
  const contributions = new Contributions()
  for (const id of sharedCategories(page, entry)) {
    contributions.add({ kind: 'category', id, share: page.categoryShare, support: null })
  }
  const likeness = ATTRIBUTES_WEIGHT * attributeLikeness(page, entry)
  contributions.add({ kind: 'item', id: page.itemId, share: likeness, support: null })
  contributions.add(popularityContribution(RANK_WEIGHT * rankScore(ranks, entry.id), ranks))
  return contributions.list()
}
