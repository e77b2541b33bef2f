/** The memory that the kernels share: written once, worked on, read once. */

import type { ContributionLists, LocalColumns } from '@equipoise/core/recommend'
import { layOut, MEMORY_BYTES_MAX, PAGE_BYTES, type SolveSize } from './layout.ts'
import type { ItemRanking } from './rank-items.ts'
import * as slot from './slots.ts'

const VOUCHED_BITS = 22
const NO_SLOT = 0xffffffff

export class SolveMemory {
  readonly memory: WebAssembly.Memory
  readonly #size: SolveSize
  readonly #words: Uint32Array

  /** @throws RangeError where more is needed than there can be. */
  constructor(size: SolveSize) {
    const { bytes, words } = layOut(size)
    const needs = `Cannot solve: ${Math.ceil(bytes / 2 ** 20)} MiB are needed`
    if (bytes > MEMORY_BYTES_MAX) throw new RangeError(`${needs}, and 4096 can be addressed`)
    this.#size = size
    this.memory = allocate(bytes, needs)
    this.#words = new Uint32Array(this.memory.buffer, 0, slot.HEAD_BYTES / 4)
    for (const [name, value] of words) this.#words[name] = value
    this.#words[slot.PEOPLE_COUNT] = size.people
    this.#words[slot.ITEM_COUNT] = size.items
    this.#words[slot.NEIGHBOURS_MAX] = size.neighbours
    this.#words[slot.KEPT_COUNT] = size.kept
    this.#words[slot.TARGET_COUNT] = size.targets
  }

  get done(): number {
    return Atomics.load(this.#words, slot.DONE)
  }

  startPhase(): void {
    Atomics.store(this.#words, slot.NEXT, 0)
  }

  stop(): void {
    Atomics.store(this.#words, slot.STOP, 1)
  }

  writeDiagonal(ridge: number, emphasis: number): void {
    const head = new Float64Array(this.memory.buffer, 0, slot.HEAD_BYTES / 8)
    head[slot.RIDGE / 2] = ridge
    head[slot.EMPHASIS / 2] = emphasis
  }

  /** @throws RangeError for a target that is no item or comes twice. */
  write(lists: ContributionLists, ranking: ItemRanking, targets: Uint32Array): void {
    const { people, items, interactions } = this.#size
    this.#uint32s(slot.STARTS, people + 1).set(lists.starts)
    this.#uint32s(slot.LISTS, interactions).set(lists.items)
    this.#uint32s(slot.RANKS, items).set(ranking.ranks)
    this.#uint32s(slot.ORDINALS, items).set(ranking.ordinals)
    this.#uint32s(slot.HOLDERS, items).set(ranking.holders)
    this.#writeTerms(lists)
    this.#writeTargets(ranking, targets)
  }

  /** The solved columns, in the order of `targets`. */
  read({ ranks }: ItemRanking, targets: Uint32Array<ArrayBuffer>): LocalColumns {
    const { items, neighbours } = this.#size
    const places = this.#uint32s(slot.SLOTS, items)
    const lengths = this.#uint32s(slot.OUT_LENGTHS, targets.length)
    const rowsOut = this.#uint32s(slot.OUT_ROWS, targets.length * neighbours)
    const peopleOut = this.#uint32s(slot.OUT_PEOPLE, targets.length * neighbours)
    const at = this.#words[slot.OUT_VALUES] ?? 0
    const valuesOut = new Float32Array(this.memory.buffer, at, targets.length * neighbours)
    const placeOf = (target: number): number => places[ranks[target] ?? 0] ?? 0
    const starts = new Uint32Array(targets.length + 1)
    for (const [column, target] of targets.entries()) {
      starts[column + 1] = (starts[column] ?? 0) + (lengths[placeOf(target)] ?? 0)
    }
    const entries = starts[targets.length] ?? 0
    // Shared, so that whoever hands it to other threads copies nothing.
    const rows = new Uint32Array(new SharedArrayBuffer(4 * entries))
    const values = new Float64Array(new SharedArrayBuffer(8 * entries))
    const pairPeople = new Int32Array(new SharedArrayBuffer(4 * entries))
    for (let column = 0; column < targets.length; column += 1) {
      const from = placeOf(targets[column] ?? 0) * neighbours
      const start = starts[column] ?? 0
      const end = from + (starts[column + 1] ?? 0) - start
      rows.set(rowsOut.subarray(from, end), start)
      values.set(valuesOut.subarray(from, end), start)
      pairPeople.set(peopleOut.subarray(from, end), start)
    }
    const thresholds = this.#float64s(slot.OUT_THRESHOLDS, targets.length)
    const vouched = this.#uint32s(slot.VOUCHED_PEOPLE, items)
    return {
      targets,
      columns: { starts, rows, values },
      pairPeople,
      thresholds: Float64Array.from(targets, (target) => thresholds[placeOf(target)] ?? 0),
      people: Int32Array.from(ranks, (rank) => vouched[rank] ?? 0),
    }
  }

  /** 64 bits a person, as two halves: the weight above bit 22, and whether they are vouched for. */
  #writeTerms({ weights, vouched }: ContributionLists): void {
    const terms = this.#uint32s(slot.TERMS, 2 * weights.length)
    for (let person = 0; person < weights.length; person += 1) {
      const weight = weights[person] ?? 0
      terms[2 * person] = ((weight << VOUCHED_BITS) | (vouched[person] ?? 0)) >>> 0
      terms[2 * person + 1] = weight >>> (32 - VOUCHED_BITS)
    }
  }

  /** The targets that most people hold come first: they take longest. */
  #writeTargets({ ranks }: ItemRanking, targets: Uint32Array): void {
    const { items } = this.#size
    const places = this.#uint32s(slot.SLOTS, items).fill(NO_SLOT)
    const listed = this.#uint32s(slot.TARGETS, targets.length)
    const ordered = Uint32Array.from(targets, (target) => {
      if (target >= items) throw new RangeError(`Cannot solve for item ${target} of ${items}`)
      return ranks[target] ?? 0
    })
    for (const [place, rank] of ordered.sort().reverse().entries()) {
      if (places[rank] !== NO_SLOT) throw new RangeError('Cannot solve for an item twice')
      places[rank] = place
      listed[place] = rank
    }
    this.#uint32s(slot.OUT_LENGTHS, targets.length).fill(NO_SLOT)
  }

  #uint32s(name: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, this.#words[name] ?? 0, length)
  }

  #float64s(name: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, this.#words[name] ?? 0, length)
  }
}

function allocate(bytes: number, needs: string): WebAssembly.Memory {
  const pages = bytes / PAGE_BYTES
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  } catch (cause) {
    throw new RangeError(`${needs}, and this machine does not give them`, { cause })
  }
}
