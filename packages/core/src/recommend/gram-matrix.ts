/**
 * The recommender's whole state: over nodes (items or categories), two symmetric planes of exact
 * integers, G = Σ_u W_u x_u x_uᵀ (what the solver reads) and C = Σ_v x_v x_vᵀ (how many people
 * share a pair: what support and popularity read), where x_u marks the nodes of one contribution
 * (Steck 2019, with subjects weighted).
 *
 * G sums over everybody, C over those alone for whom somebody vouched: whoever invents people moves
 * suggestions as far as they weigh, but lifts no count of people over a threshold.
 *
 * Integer sums are exact and know no order, so that subtracting a contribution leaves what was
 * there before it, bit for bit. Rejected: floating weights (not associative, hence no exact
 * erasure) and a map of pairs (five times the memory on dense data; `field/recommend.md` §E).
 *
 * Shapes: packed lower triangle, grown row by row as nodes appear; 12 bytes a pair, so 1,000 nodes
 * take 6 MB and 5,000 take 150 MB. Cost: O(k²) for a contribution of k nodes.
 */

import { assert } from '../values/assert.ts'
import { compareUtf8 } from '../values/bytes.ts'
import { type GramSnapshot, triangleSize } from './gram-snapshot.ts'

const PEOPLE_MAX = 2 ** 31 - 1

export class GramMatrix {
  readonly nodesMax: number
  /** Where each node lives. A node that nobody holds any more loses its slot, and its name. */
  readonly #slots = new Map<string, number>()
  readonly #freeSlots: number[] = []
  readonly #people: Int32Array<ArrayBuffer>[] = []
  readonly #weights: Float64Array<ArrayBuffer>[] = []
  #contributions = 0

  constructor(nodesMax: number) {
    this.nodesMax = nodesMax
  }

  /** How many contributions the matrix holds, vouched or not. */
  get contributions(): number {
    return this.#contributions
  }

  /**
   * Adds one subject's distinct nodes. A contribution of no nodes is none, and changes nothing.
   *
   * @param weight a positive integer (`subjectWeight`).
   * @param isVouched whether the subject counts as one of the people.
   * @throws RangeError past `nodesMax`, before anything is changed.
   */
  add(nodeIds: readonly string[], weight: number, isVouched: boolean): void {
    if (nodeIds.length === 0) return
    assertContribution(nodeIds, weight)
    this.#assertRoom(nodeIds)
    for (const id of nodeIds) {
      // No pair exceeds the diagonal, so that these two bound every sum.
      assert(this.people(id, id) < PEOPLE_MAX, 'a people count below 2^31')
      assert(this.weight(id, id) + weight < 2 ** 53, 'a sum of weights below 2^53')
    }
    const slots = Int32Array.from(nodeIds, (id) => this.#slotFor(id)).sort()
    this.#addProducts(slots, isVouched ? 1 : 0, weight)
    this.#contributions += 1
  }

  /**
   * Takes back a contribution that was added with the same nodes and weight, vouched then as now:
   * afterwards the matrix is as if it had never been added. One that cannot have been added changes
   * nothing and throws.
   */
  subtract(nodeIds: readonly string[], weight: number, isVouched: boolean): void {
    if (nodeIds.length === 0) return
    assertContribution(nodeIds, weight)
    const slots = Int32Array.from(nodeIds, (id) => this.#slots.get(id) ?? -1).sort()
    const people = isVouched ? 1 : 0
    assert(this.#contains(slots, people, weight), 'a contribution that the matrix holds')
    this.#addProducts(slots, -people, -weight)
    for (const id of nodeIds) this.#releaseIfUnheld(id)
    this.#contributions -= 1
  }

  /** How many vouched contributions hold both nodes (of one node with itself: hold it). */
  people(a: string, b: string): number {
    const [slotA, slotB] = [this.#slots.get(a), this.#slots.get(b)]
    return slotA === undefined || slotB === undefined ? 0 : this.#peopleAt(slotA, slotB)
  }

  /** The summed weights of all contributions that hold both nodes. */
  weight(a: string, b: string): number {
    const [slotA, slotB] = [this.#slots.get(a), this.#slots.get(b)]
    return slotA === undefined || slotB === undefined ? 0 : this.#weightAt(slotA, slotB)
  }

  /** A copy in canonical order, a function of the contributions held and of nothing else. O(n²). */
  snapshot(): GramSnapshot {
    const ids = [...this.#slots.keys()].sort(compareUtf8)
    const slots = Int32Array.from(ids, (id) => this.#slots.get(id) ?? -1)
    const people = new Int32Array(triangleSize(ids.length))
    const weights = new Float64Array(people.length)
    let nonZeros = 0
    let at = 0
    for (const [i, slot] of slots.entries()) {
      const [peopleRow, weightRow] = [this.#peopleRow(slot), this.#weightRow(slot)]
      for (let j = 0; j <= i; j += 1) {
        const other = slots[j] ?? -1
        const inRow = other <= slot
        const weight = (inRow ? weightRow[other] : this.#weights[other]?.[slot]) ?? 0
        if (weight > 0) nonZeros += 1
        weights[at] = weight
        people[at] = (inRow ? peopleRow[other] : this.#people[other]?.[slot]) ?? 0
        at += 1
      }
    }
    return { ids, people, weights, nonZeros, contributions: this.#contributions }
  }

  #addProducts(sortedSlots: Int32Array, people: number, weight: number): void {
    for (let a = 0; a < sortedSlots.length; a += 1) {
      const peopleRow = this.#peopleRow(sortedSlots[a] ?? -1)
      const weightRow = this.#weightRow(sortedSlots[a] ?? -1)
      for (let b = 0; b <= a; b += 1) {
        const column = sortedSlots[b] ?? -1
        peopleRow[column] = (peopleRow[column] ?? 0) + people
        weightRow[column] = (weightRow[column] ?? 0) + weight
      }
    }
  }

  #contains(sortedSlots: Int32Array, people: number, weight: number): boolean {
    if ((sortedSlots[0] ?? -1) < 0) return false
    return sortedSlots.every((slot, a) =>
      sortedSlots
        .subarray(0, a + 1)
        .every(
          (other) => this.#peopleAt(slot, other) >= people && this.#weightAt(slot, other) >= weight,
        ),
    )
  }

  #assertRoom(nodeIds: readonly string[]): void {
    const nodes = this.#slots.size + nodeIds.filter((id) => !this.#slots.has(id)).length
    if (nodes <= this.nodesMax) return
    throw new RangeError(`Cannot hold ${nodes} nodes in one matrix: at most ${this.nodesMax} fit`)
  }

  #slotFor(id: string): number {
    const known = this.#slots.get(id)
    if (known !== undefined) return known
    const slot = this.#freeSlots.pop() ?? this.#grow()
    this.#slots.set(id, slot)
    return slot
  }

  #grow(): number {
    const slot = this.#people.length
    this.#people.push(new Int32Array(slot + 1))
    this.#weights.push(new Float64Array(slot + 1))
    return slot
  }

  #releaseIfUnheld(id: string): void {
    const slot = this.#slots.get(id) ?? -1
    if (this.#weightAt(slot, slot) > 0) return
    for (let other = 0; other < this.#people.length; other += 1) {
      const empty = this.#peopleAt(slot, other) === 0 && this.#weightAt(slot, other) === 0
      assert(empty, 'a node that nobody holds to share nothing')
    }
    this.#slots.delete(id)
    this.#freeSlots.push(slot)
  }

  #peopleAt(a: number, b: number): number {
    return this.#peopleRow(Math.max(a, b))[Math.min(a, b)] ?? 0
  }

  #weightAt(a: number, b: number): number {
    return this.#weightRow(Math.max(a, b))[Math.min(a, b)] ?? 0
  }

  #peopleRow(slot: number): Int32Array {
    const row = this.#people[slot]
    assert(row !== undefined, `a row of people for slot ${slot}`)
    return row
  }

  #weightRow(slot: number): Float64Array {
    const row = this.#weights[slot]
    assert(row !== undefined, `a row of weights for slot ${slot}`)
    return row
  }
}

function assertContribution(nodeIds: readonly string[], weight: number): void {
  assert(Number.isSafeInteger(weight) && weight > 0, `a positive integer weight, got ${weight}`)
  assert(new Set(nodeIds).size === nodeIds.length, 'the distinct nodes of a contribution')
}
