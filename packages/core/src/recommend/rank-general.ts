/**
 * The general rung: what is popular, made diverse. It reads popularity ranks and the catalogue, and
 * nothing about whoever is looking.
 *
 *   score = (1 − rank / ranked) · ½^m     with m items of the same primary category ranked above it
 *
 * so that each further item of a category has to be twice as popular by rank to keep its place.
 * What that takes from the score is listed as the (negative) rest. One pass over the catalogue.
 */

import type { CatalogueEntry } from './catalogue-entry.ts'
import { Contributions, type ExplainedItem } from './contribution.ts'
import { type PopularityRanks, popularityContribution, rankScore } from './popularity-ranks.ts'
import { BestRanked, type Ranked } from './ranked.ts'

const DAMPING = 0.5

export interface GeneralOptions {
  readonly count: number
  readonly exclude: (itemId: string) => boolean
  readonly ranks: PopularityRanks
}

/** The most popular of every category in turn; without ranks, items in the order of their ids. */
export function rankGeneral(
  catalogue: Iterable<CatalogueEntry>,
  { count, exclude, ranks }: GeneralOptions,
): ExplainedItem[] {
  const best = new BestRanked<Ranked & { readonly popularity: number }>(count)
  const byRank = new Array<CatalogueEntry | undefined>(ranks.rankOf.size)
  for (const entry of catalogue) {
    if (exclude(entry.id)) continue
    const rank = ranks.rankOf.get(entry.id)
    if (rank === undefined) best.offer({ id: entry.id, score: 0, popularity: 0 })
    else byRank[rank] = entry
  }
  const aboveIn = new Map<string, number>()
  for (const { id, categories } of byRank.filter((entry) => entry !== undefined)) {
    const [category] = categories
    const above = category === undefined ? 0 : (aboveIn.get(category) ?? 0)
    if (category !== undefined) aboveIn.set(category, above + 1)
    const popularity = rankScore(ranks, id)
    best.offer({ id, score: popularity * DAMPING ** above, popularity })
  }
  return best.list().map(({ id, score, popularity }) => {
    const contributions = new Contributions()
    contributions.add(popularityContribution(popularity, ranks))
    contributions.addRest(score - popularity)
    return { id, score, contributions: contributions.list() }
  })
}
