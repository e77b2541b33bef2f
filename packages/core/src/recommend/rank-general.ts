/**
 * The general rung: what is popular, made diverse. It reads popularity ranks and the catalogue, and
 * nothing about whoever is looking.
 *
 *   score = (1 − rank / ranked) · ½^m · (½ + ½ · 0.8^d)
 *
 * with m items of the same primary category ranked above it, so that each further one has to be
 * twice as popular by rank to keep its place; and d of the same widest one, where there is a wider
 * one, so that a department that everybody buys from takes no more than its part of a short list.
 * What that takes from the score is listed as the (negative) rest. One pass over the catalogue.
 */

import type { CatalogueEntry } from './catalogue-entry.ts'
import { Contributions, type ExplainedItem } from './contribution.ts'
import { type PopularityRanks, popularityContribution, rankScore } from './popularity-ranks.ts'
import { BestRanked, type Ranked } from './ranked.ts'

const DAMPING = 0.5
/** How far down a whole department goes at most, and how fast. */
const [WIDE_LEAST, WIDE_DAMPING] = [0.5, 0.8]

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
  const [inPrimary, inWidest] = [new Counter(), new Counter()]
  for (const { id, categories } of byRank.filter((entry) => entry !== undefined)) {
    const above = inPrimary.next(categories[0])
    const wide = inWidest.next(categories.length > 1 ? categories.at(-1) : undefined)
    const popularity = rankScore(ranks, id)
    const damping = DAMPING ** above * (WIDE_LEAST + (1 - WIDE_LEAST) * WIDE_DAMPING ** wide)
    best.offer({ id, score: popularity * damping, popularity })
  }
  return best.list().map(({ id, score, popularity }) => {
    const contributions = new Contributions()
    contributions.add(popularityContribution(popularity, ranks))
    contributions.addRest(score - popularity)
    return { id, score, contributions: contributions.list() }
  })
}

/** How many of a name came before; of no name none. */
class Counter {
  readonly #counts = new Map<string, number>()

  next(name: string | undefined): number {
    if (name === undefined) return 0
    const before = this.#counts.get(name) ?? 0
    this.#counts.set(name, before + 1)
    return before
  }
}
