/** Sums by ordinal, used again and again: only what was added to is gone through and cleared. */
export class OrdinalSums {
  readonly #sums: Float64Array
  readonly #isTouched: Uint8Array
  readonly #touched: number[] = []

  constructor(size: number) {
    this.#sums = new Float64Array(size)
    this.#isTouched = new Uint8Array(size)
  }

  add(ordinal: number, value: number): void {
    if (this.#isTouched[ordinal] === 0) {
      this.#isTouched[ordinal] = 1
      this.#touched.push(ordinal)
    }
    this.#sums[ordinal] = (this.#sums[ordinal] ?? 0) + value
  }

  /** Gives each sum once, in the order in which they were begun, and begins anew. */
  drain(take: (ordinal: number, sum: number) => void): void {
    for (const ordinal of this.#touched) {
      const sum = this.#sums[ordinal] ?? 0
      this.#sums[ordinal] = 0
      this.#isTouched[ordinal] = 0
      take(ordinal, sum)
    }
    this.#touched.length = 0
  }
}
