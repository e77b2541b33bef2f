/** Popularity as ranks alone: what the rungs without a profile may know of other people. */

import type { Contribution } from './contribution.ts'
import { supportBand } from './support-band.ts'

export interface PopularityRanks {
  /** The rank of each item that at least k people hold: 0 is the most popular. */
  readonly rankOf: ReadonlyMap<string, number>
  readonly k: number
}

/** Items and, beside them, how many people hold each: a model, or any other counts. */
export interface PeopleCounts {
  readonly ids: readonly string[]
  readonly people: ArrayLike<number>
}

/** Ranks by people, ties in the order of `ids`. Counts are not kept, only their order. */
export function popularityRanks({ ids, people }: PeopleCounts, k: number): PopularityRanks {
  const ranked = Array.from(ids.keys())
    .filter((item) => (people[item] ?? 0) >= k)
    .sort((a, b) => (people[b] ?? 0) - (people[a] ?? 0) || a - b)
  return { rankOf: new Map(ranked.map((item, rank) => [ids[item] ?? '', rank])), k }
}

/** 1 for the most popular item, falling evenly by rank; 0 for an item without a rank. */
export function rankScore({ rankOf }: PopularityRanks, itemId: string): number {
  const rank = rankOf.get(itemId)
  return rank === undefined ? 0 : 1 - rank / rankOf.size
}

/** What popularity gave; all that is told of how many people hold the item is that k do. */
export function popularityContribution(share: number, { k }: PopularityRanks): Contribution {
  return { kind: 'popularity', id: null, share, support: supportBand(k) }
}
