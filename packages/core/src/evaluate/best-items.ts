/** The best few of many scored items, as they pass by: a binary heap with the worst on top. */

export class BestItems {
  readonly #items: Uint32Array<ArrayBuffer>
  readonly #scores: Float64Array<ArrayBuffer>
  #size = 0

  constructor(count: number) {
    this.#items = new Uint32Array(count)
    this.#scores = new Float64Array(count)
  }

  clear(): void {
    this.#size = 0
  }

  /** Below this score nothing gets in any more. */
  get floor(): number {
    return this.#size < this.#items.length ? Number.NEGATIVE_INFINITY : (this.#scores[0] ?? 0)
  }

  /** Of equal scores the smaller ordinal is the better. O(log count). */
  offer(item: number, score: number): void {
    if (this.#size < this.#items.length) {
      this.#put(this.#size, item, score)
      this.#size += 1
      this.#rise(this.#size - 1)
    } else if (this.#size > 0 && isBetter(score, item, this.#scores[0], this.#items[0])) {
      this.#put(0, item, score)
      this.#sink()
    }
  }

  /** The items kept, in no order worth mentioning, each with its score. */
  each(visit: (item: number, score: number) => void): void {
    for (let at = 0; at < this.#size; at += 1) visit(this.#items[at] ?? 0, this.#scores[at] ?? 0)
  }

  /** Best first. */
  ranked(): Uint32Array<ArrayBuffer> {
    const [items, scores] = [this.#items, this.#scores]
    return Uint32Array.from({ length: this.#size }, (_, at) => at)
      .sort((a, b) => (isBetter(scores[a] ?? 0, items[a] ?? 0, scores[b], items[b]) ? -1 : 1))
      .map((at) => items[at] ?? 0)
  }

  #put(at: number, item: number, score: number): void {
    this.#items[at] = item
    this.#scores[at] = score
  }

  #rise(from: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isWorse(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #sink(): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      if (left >= this.#size) return
      const right = left + 1
      const worse = right < this.#size && this.#isWorse(right, left) ? right : left
      if (!this.#isWorse(worse, at)) return
      this.#swap(at, worse)
      at = worse
    }
  }

  #isWorse(a: number, b: number): boolean {
    const [items, scores] = [this.#items, this.#scores]
    return isBetter(scores[b] ?? 0, items[b] ?? 0, scores[a], items[a])
  }

  #swap(a: number, b: number): void {
    const [item, score] = [this.#items[a] ?? 0, this.#scores[a] ?? 0]
    this.#put(a, this.#items[b] ?? 0, this.#scores[b] ?? 0)
    this.#put(b, item, score)
  }
}

function isBetter(
  score: number,
  item: number,
  otherScore: number = 0,
  otherItem: number = 0,
): boolean {
  return score > otherScore || (score === otherScore && item < otherItem)
}
