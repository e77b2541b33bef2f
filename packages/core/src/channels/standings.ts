/**
 * How candidates stand while they are found: each advertiser puts up its best one, and of two about
 * the same item the better one stands. So nobody fills a list of ads alone.
 */
import { type Bid, compareBids } from './auction.ts'
import type { AdEntry } from './campaign-index.ts'

export interface Standing extends Bid {
  readonly entry: AdEntry
}

export class Standings<S extends Standing> {
  /** The better one first, one an advertiser. */
  readonly #sorted: S[] = []
  readonly #byAdvertiser = new Map<string, S>()
  #first: readonly S[] = []
  readonly #most: number

  /** @param most how many are wanted. */
  constructor(most: number) {
    this.#most = most
  }

  /** Those that stand, the better one first: so many as are wanted, at most. */
  get first(): readonly S[] {
    return this.#first
  }

  add(one: S): void {
    const { advertiser } = one.entry.campaign
    const rival = this.#byAdvertiser.get(advertiser)
    if (rival !== undefined && compareBids(rival, one) <= 0) return
    if (rival !== undefined) this.#sorted.splice(this.#sorted.indexOf(rival), 1)
    this.#byAdvertiser.set(advertiser, one)
    this.#sorted.splice(placeFor(this.#sorted, one), 0, one)
    this.#first = this.#choose()
  }

  #choose(): readonly S[] {
    const chosen: S[] = []
    for (const one of this.#sorted) {
      if (chosen.length >= this.#most) break
      const { items } = one.entry.creative
      const isTaken = (item: string): boolean =>
        chosen.some(({ entry }) => entry.creative.items.includes(item))
      if (!items.some(isTaken)) chosen.push(one)
    }
    return chosen
  }
}

function placeFor<S extends Bid>(sorted: readonly S[], one: S): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const other = sorted[middle]
    if (other !== undefined && compareBids(other, one) <= 0) from = middle + 1
    else to = middle
  }
  return from
}
