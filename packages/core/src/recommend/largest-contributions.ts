/**
 * Gathers the contributions to one score, each reason offered once, and keeps the largest: what is
 * beyond the most that are wanted goes into the rest, so that the shares still sum to the score.
 * O(1) for one that does not get in, O(most) for one that does; all of them are sorted once where
 * all are wanted.
 */

import { byImportance, type Contribution, type ContributionKind } from './contribution.ts'

/** In place of a contribution's support, a number of which it follows (`bandOf`). */
interface Offered extends Omit<Contribution, 'support'> {
  readonly shared: number
}

export interface LargestOptions {
  /** How many are listed, the rest included: at least 1; all where left out. */
  readonly most?: number | undefined
  /** The support that is told of what so many share: asked for those that are listed alone. */
  readonly bandOf: (shared: number) => number | null
}

export class LargestContributions {
  readonly #options: LargestOptions
  readonly #most: number
  readonly #named: Offered[] = []
  #rest = 0
  /** The share of the last one, where as many as wanted are there. */
  #least = 0

  constructor(options: LargestOptions) {
    this.#options = options
    this.#most = options.most ?? Number.POSITIVE_INFINITY
  }

  /** A share of 0 says nothing and is left out. */
  offer(kind: ContributionKind, id: string | null, share: number, shared: number): void {
    if (share === 0) return
    if (this.#most === Number.POSITIVE_INFINITY) {
      this.#named.push({ kind, id, share, shared })
    } else if (this.#named.length === this.#most && Math.abs(share) < this.#least) {
      this.#rest += share
    } else this.#insert({ kind, id, share, shared })
  }

  addRest(share: number): void {
    this.#rest += share
  }

  /** Largest first, the rest last, without what came to nothing. */
  list(): Contribution[] {
    const { bandOf } = this.#options
    if (this.#most === Number.POSITIVE_INFINITY) this.#named.sort(byImportance)
    if (this.#rest !== 0 && this.#named.length === this.#most) this.#dropLast()
    const listed = this.#named.map(({ kind, id, share, shared }): Contribution => {
      return { kind, id, share, support: bandOf(shared) }
    })
    if (this.#rest === 0) return listed
    listed.push({ kind: 'rest', id: null, share: this.#rest, support: null })
    return listed
  }

  #insert(one: Offered): void {
    const named = this.#named
    let at = named.length
    while (at > 0 && byImportance(one, named[at - 1] ?? one) < 0) at -= 1
    if (at === this.#most) {
      this.#rest += one.share
      return
    }
    if (named.length === this.#most) this.#dropLast()
    named.push(one)
    for (let last = named.length - 1; last > at; last -= 1) named[last] = named[last - 1] ?? one
    named[at] = one
    if (named.length === this.#most) this.#least = Math.abs(named[this.#most - 1]?.share ?? 0)
  }

  #dropLast(): void {
    this.#rest += this.#named.pop()?.share ?? 0
  }
}
