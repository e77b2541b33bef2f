/**
 * Walks through several lists of ads at once, what could be worth most first (the threshold
 * algorithm of Fagin, Lotem & Naor 2003): an entry is worth its bid times the most relevance that
 * its list allows, at most. An entry of several lists comes once.
 */
import { type Bid, compareBids } from './auction.ts'
import type { AdEntry } from './campaign-index.ts'

/** Entries, the best bid first, and the most relevance that they can have, in thousandths. */
export interface BoundedList {
  readonly entries: readonly AdEntry[]
  readonly relevanceMax: number
}

interface Head {
  readonly list: BoundedList
  at: number
}

export class EntryWalk {
  readonly #heads: Head[]
  readonly #seen = new Set<AdEntry>()

  constructor(lists: readonly BoundedList[]) {
    this.#heads = lists.map((list) => ({ list, at: 0 }))
  }

  /**
   * The next entry; undefined where none is left that could be better.
   *
   * @param least what an entry has to beat; undefined while any will do.
   */
  next(least: Bid | undefined): AdEntry | undefined {
    for (;;) {
      const best = this.#best()
      if (best === undefined) return undefined
      if (least !== undefined && compareBids(best.bound, least) > 0) return undefined
      best.head.at += 1
      if (this.#seen.has(best.entry)) continue
      this.#seen.add(best.entry)
      return best.entry
    }
  }

  #best(): { readonly head: Head; readonly entry: AdEntry; readonly bound: Bid } | undefined {
    let best: { head: Head; entry: AdEntry; bound: Bid } | undefined
    for (const head of this.#heads) {
      const entry = head.list.entries[head.at]
      if (entry === undefined) continue
      const { id, bidMinor } = entry.campaign
      const bound = { id, bidMinor, relevancePermille: head.list.relevanceMax }
      if (best === undefined || compareBids(bound, best.bound) < 0) best = { head, entry, bound }
    }
    return best
  }
}
