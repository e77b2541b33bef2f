/**
 * Who is in which audience, counted exactly as people come, change and go: the size of each
 * audience, and of each pair how many are in both. A change of one person costs the square of how
 * many audiences they are in at most, so that the counts are those of this moment at every
 * decision.
 *
 * Who is counted is the caller's: those who are truly eligible now, and nobody else.
 */
import { assert } from '../values/assert.ts'

export const AUDIENCES_MAX = 500

export class AudienceCounts {
  readonly #places: ReadonlyMap<string, number>
  readonly #sizes: Int32Array
  /** Of a pair of places (a, b), how many people are in both, at a · audiences + b. */
  readonly #both: Int32Array
  readonly #members = new Map<string, readonly number[]>()

  /** @param audiences distinct names, at most `AUDIENCES_MAX`. */
  constructor(audiences: readonly string[]) {
    assert(audiences.length <= AUDIENCES_MAX, `at most ${AUDIENCES_MAX} audiences`)
    this.#places = new Map(audiences.map((name, place) => [name, place]))
    assert(this.#places.size === audiences.length, 'distinct audiences')
    this.#sizes = new Int32Array(audiences.length)
    this.#both = new Int32Array(audiences.length ** 2)
  }

  /** How many people are counted, whatever audiences they are in. */
  get population(): number {
    return this.#members.size
  }

  /**
   * Counts a person as in these audiences and no others, in place of what was counted before; says
   * whether that changed the counts of any audience.
   *
   * @param audiences each once.
   */
  put(person: string, audiences: readonly string[]): boolean {
    const places = audiences.map((name) => this.#placeOf(name)).sort((a, b) => a - b)
    const before = this.#members.get(person) ?? []
    this.#members.set(person, places)
    if (before.length === places.length && places.every((one, at) => one === before[at]))
      return false
    this.#add(before, -1)
    this.#add(places, 1)
    return true
  }

  /** Counts a person no more. */
  drop(person: string): void {
    const places = this.#members.get(person)
    if (places === undefined) return
    this.#members.delete(person)
    this.#add(places, -1)
  }

  sizeOf(audience: string): number {
    return this.#sizes[this.#placeOf(audience)] ?? 0
  }

  /** How many are in the first audience and not in the second. */
  difference(audience: string, other: string): number {
    const [a, b] = [this.#placeOf(audience), this.#placeOf(other)]
    return (this.#sizes[a] ?? 0) - (this.#both[a * this.#sizes.length + b] ?? 0)
  }

  #add(places: readonly number[], by: number): void {
    for (const a of places) {
      this.#sizes[a] = (this.#sizes[a] ?? 0) + by
      for (const b of places) {
        const pair = a * this.#sizes.length + b
        this.#both[pair] = (this.#both[pair] ?? 0) + by
      }
    }
  }

  #placeOf(audience: string): number {
    const place = this.#places.get(audience)
    assert(place !== undefined, 'an audience that is counted')
    return place
  }
}
