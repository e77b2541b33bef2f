/**
 * A Gram matrix at rest: nodes in byte order of their ids, both planes as packed lower triangles,
 * where the pair (i, j), j ≤ i, stands at i(i+1)/2 + j. The weights are everybody's, the people are
 * the vouched ones, so that a pair may weigh and count nobody. Buffers are plain, so that a
 * snapshot can be transferred to another thread without a copy.
 *
 * Its bytes are canonical: they are a function of the set of contributions (who is vouched for is
 * part of it), whatever order those came in and whatever came and went between, so that digests of
 * them can be compared.
 */

import { utf8 } from '../values/bytes.ts'
import { setUint64, textBytes } from './binary.ts'

export interface GramSnapshot {
  /** Nodes that somebody holds, in UTF-8 byte order. */
  readonly ids: readonly string[]
  /** Vouched people. */
  readonly people: Int32Array<ArrayBuffer>
  /** Integers below 2^53. */
  readonly weights: Float64Array<ArrayBuffer>
  /** Pairs (i, j), j ≤ i, that somebody shares. */
  readonly nonZeros: number
  /** Of everybody. */
  readonly contributions: number
}

const MAGIC = 'EQGRAM01'
const PAIR_BYTES = 16

export function triangleSize(nodes: number): number {
  return (nodes * (nodes + 1)) / 2
}

/** Where the pair of two nodes, in either order, stands in a packed lower triangle. */
export function triangleAt(i: number, j: number): number {
  return i > j ? triangleSize(i) + j : triangleSize(j) + i
}

/**
 * The canonical bytes, in pieces, for hashing: the magic, contributions (64 bit), the ids, then a
 * row each as its number of non-zero pairs and, for each, column (32), people (32), weight (64).
 */
export function* writeSnapshot(snapshot: GramSnapshot): Generator<Uint8Array<ArrayBuffer>> {
  yield utf8(MAGIC)
  const contributions = new DataView(new ArrayBuffer(8))
  setUint64(contributions, 0, snapshot.contributions)
  yield new Uint8Array(contributions.buffer)
  yield textBytes(snapshot.ids)
  for (let row = 0; row < snapshot.ids.length; row += 1) yield rowBytes(snapshot, row)
}

function rowBytes({ people, weights }: GramSnapshot, row: number): Uint8Array<ArrayBuffer> {
  const start = triangleSize(row)
  const view = new DataView(new ArrayBuffer(4 + (row + 1) * PAIR_BYTES))
  let at = 4
  for (let column = 0; column <= row; column += 1) {
    const weight = weights[start + column] ?? 0
    if (weight === 0) continue
    view.setUint32(at, column, true)
    view.setUint32(at + 4, people[start + column] ?? 0, true)
    setUint64(view, at + 8, weight)
    at += PAIR_BYTES
  }
  view.setUint32(0, (at - 4) / PAIR_BYTES, true)
  return new Uint8Array(view.buffer, 0, at)
}
