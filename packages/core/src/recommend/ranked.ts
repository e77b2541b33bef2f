/** Lists of the best, kept while candidates pass by. */

import { compareUtf8 } from '../values/bytes.ts'

export interface Ranked {
  readonly id: string
  readonly score: number
}

/**
 * The best `count` of the candidates offered: by score, then by the bytes of their ids. The answer
 * is the same in whatever order they are offered. O(log count) to refuse one, O(count) to take it.
 */
export class BestRanked<T extends Ranked> {
  readonly #count: number
  readonly #best: T[] = []

  constructor(count: number) {
    this.#count = count
  }

  /** The least score that could still get in. */
  get scoreMin(): number {
    if (this.#count <= 0) return Number.POSITIVE_INFINITY
    return this.#best[this.#count - 1]?.score ?? Number.NEGATIVE_INFINITY
  }

  /** Whether a candidate with this score could still get in: a cheap first question. */
  hasRoomFor(score: number): boolean {
    return this.#count > 0 && score >= this.scoreMin
  }

  offer(candidate: T): void {
    if (!this.hasRoomFor(candidate.score)) return
    let [low, high] = [0, this.#best.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#best[middle]
      if (other !== undefined && isBefore(other, candidate)) low = middle + 1
      else high = middle
    }
    this.#best.splice(low, 0, candidate)
    this.#best.length = Math.min(this.#best.length, this.#count)
  }

  /** Best first. */
  list(): T[] {
    return [...this.#best]
  }
}

function isBefore(a: Ranked, b: Ranked): boolean {
  return a.score > b.score || (a.score === b.score && compareUtf8(a.id, b.id) < 0)
}
