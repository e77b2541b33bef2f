/**
 * A Gram matrix at rest: nodes in byte order of their ids, both planes as packed lower triangles,
 * where the pair (i, j), j ≤ i, stands at i(i+1)/2 + j. Buffers are plain, so that a snapshot can
 * be transferred to another thread without a copy.
 *
 * Its bytes are canonical: they are a function of the set of contributions, whatever order those
 * came in and whatever came and went between, so that digests of them can be compared.
 */

import { utf8 } from '../values/bytes.ts'
import { textBytes, uint32Bytes, uint64Bytes } from './binary.ts'

export interface GramSnapshot {
  /** Nodes that somebody holds, in UTF-8 byte order. */
  readonly ids: readonly string[]
  readonly people: Int32Array<ArrayBuffer>
  /** Integers below 2^53. */
  readonly weights: Float64Array<ArrayBuffer>
  /** Pairs (i, j), j ≤ i, that somebody shares. */
  readonly nonZeros: number
  readonly contributions: number
}

const MAGIC = 'EQGRAM01'

export function triangleSize(nodes: number): number {
  return (nodes * (nodes + 1)) / 2
}

/** Where the pair of two nodes, in either order, stands in a packed lower triangle. */
export function triangleAt(i: number, j: number): number {
  return i > j ? triangleSize(i) + j : triangleSize(j) + i
}

/**
 * The canonical bytes, in pieces, for hashing: the magic, contributions (64 bit), the ids, then a
 * row each as its number of non-zero pairs, their columns (32), people (32) and weights (64).
 */
export function* writeSnapshot(snapshot: GramSnapshot): Generator<Uint8Array<ArrayBuffer>> {
  yield utf8(MAGIC)
  yield uint64Bytes([snapshot.contributions])
  yield textBytes(snapshot.ids)
  for (let row = 0; row < snapshot.ids.length; row += 1) {
    const [start, end] = [triangleSize(row), triangleSize(row + 1)]
    const shared = (_: number, column: number): boolean => snapshot.people[start + column] !== 0
    const people = snapshot.people.subarray(start, end)
    const columns = Uint32Array.from(people.keys()).filter(shared)
    yield uint32Bytes([columns.length])
    yield uint32Bytes(columns)
    yield uint32Bytes(people.filter(shared))
    yield uint64Bytes(snapshot.weights.subarray(start, end).filter(shared))
  }
}
