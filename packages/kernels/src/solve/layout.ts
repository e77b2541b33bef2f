/**
 * Where everything stands in the kernels' shared memory, known to the byte before any of it is
 * asked for. What grows with the people and items is there once; each worker has scratch beside it.
 */

import * as slot from './slots.ts'

export interface SolveSize {
  readonly people: number
  readonly items: number
  readonly interactions: number
  /** Neighbours a target has at most: no more than items. */
  readonly neighbours: number
  readonly targets: number
  readonly workers: number
  /** Items, of those that most people hold, whose row of G is kept. */
  readonly kept: number
}

export interface Layout {
  readonly bytes: number
  /** The head's words that are addresses: slot and value. */
  readonly words: readonly (readonly [slot: number, value: number])[]
}

/** Vectors of the processor and lines of its cache start at multiples of this. */
const ALIGNMENT = 64

export const PAGE_BYTES = 65536
export const MEMORY_BYTES_MAX: number = 65536 * PAGE_BYTES

export function layOut(size: SolveSize): Layout {
  const shared = sharedParts(size)
  const scratch = scratchParts(size)
  const words: [number, number][] = []
  let end = slot.HEAD_BYTES
  for (const [name, bytes] of shared) {
    words.push([name, end])
    end += aligned(bytes)
  }
  words.push([slot.SCRATCH, end])
  let own = 0
  for (const [name, bytes] of scratch) {
    words.push([name, own])
    own += aligned(bytes)
  }
  words.push([slot.SCRATCH_BYTES, own])
  const bytes = end + own * size.workers
  return { bytes: Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES, words }
}

/** The bytes of the kept rows: each has an entry for every item that fewer people hold. */
export function keptBytes(items: number, kept: number): number {
  const before = items - kept
  return 4 * ((items * (items - 1)) / 2 - (before * (before - 1)) / 2)
}

function sharedParts(size: SolveSize): [number, number][] {
  const { people, items, interactions, neighbours, targets, kept } = size
  return [
    [slot.STARTS, 4 * (people + 1)],
    [slot.LISTS, 4 * interactions],
    [slot.TERMS, 8 * people],
    [slot.LIGHT, 2 * people],
    [slot.RANKS, 4 * items],
    [slot.ORDINALS, 4 * items],
    [slot.HOLDERS, 4 * items],
    [slot.PEOPLE_STARTS, 4 * (items + 1)],
    [slot.SELVES, 8 * items],
    [slot.KEYS, 8 * items],
    [slot.SCALES, 4 * items],
    [slot.SLOTS, 4 * items],
    [slot.VOUCHED_PEOPLE, 4 * items],
    [slot.PEOPLE, 4 * interactions],
    [slot.KEPT_ROWS, keptBytes(items, kept)],
    [slot.TARGETS, 4 * targets],
    [slot.OUT_LENGTHS, 4 * targets],
    [slot.OUT_THRESHOLDS, 8 * targets],
    [slot.OUT_ROWS, 4 * targets * neighbours],
    [slot.OUT_PEOPLE, 4 * targets * neighbours],
    [slot.OUT_VALUES, 4 * targets * neighbours],
  ]
}

function scratchParts({ people, items, interactions, neighbours }: SolveSize): [number, number][] {
  const groups = Math.ceil(neighbours / 4)
  return [
    [slot.SUMS, 8 * items],
    [slot.TOUCHED, 8 * Math.ceil(items / 64)],
    [slot.CANDIDATE_KEYS, 8 * items],
    [slot.CANDIDATE_SUMS, 8 * items],
    [slot.CANDIDATES, 4 * items],
    [slot.SELECTION, 8 * items],
    [slot.RECORDS, 16 * people],
    [slot.POOL, 2 + 2 * Math.min(interactions, people * neighbours)],
    [slot.MET, 4 * (people + 1)],
    [slot.SORTED, 4 * people],
    [slot.LENGTHS, 4 * (neighbours + 3)],
    [slot.ROW_PLACES, 4 * neighbours],
    // Room for sums of 64 bits: after that, for as many floats.
    [slot.TRIANGLE, 64 * groups * (groups + 1)],
    [slot.VECTORS, 16 * groups * slot.VECTOR_COUNT],
    [slot.PLACES, 2 * items],
    [slot.COPY, 4 * neighbours],
  ]
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}
