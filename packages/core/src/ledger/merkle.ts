/**
 * The Merkle tree of RFC 6962, section 2.1, over leaf hashes that are already at hand: its root and
 * its two kinds of proof.
 *
 * Both proofs are one thing. A proof about the range [start, end) lists the siblings met on the way
 * from that range up to the root, nearest first; an inclusion proof is that of [index, index + 1),
 * a consistency proof that of [0, oldSize). Where the range is no node of the tree, the list begins
 * with the largest node that ends at `end` (draft-ietf-plants-merkle-tree-certs, section 4.4).
 *
 * Cost: O(n) hashes a root or a proof. `merkle-frontier.ts` appends in O(log n).
 */
import { assert } from '../values/assert.ts'
import { concatBytes, type HashFunction } from '../values/bytes.ts'

export const HASH_SIZE_BYTES = 32

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** Hashes the data of a leaf. The prefixes keep a leaf from ever passing for a node. */
export function leafHash(data: Uint8Array, hash: HashFunction): Uint8Array {
  return hash(concatBytes(LEAF, data))
}

export function nodeHash(left: Uint8Array, right: Uint8Array, hash: HashFunction): Uint8Array {
  return hash(concatBytes(NODE, left, right))
}

export function rootOf(leafHashes: readonly Uint8Array[], hash: HashFunction): Uint8Array {
  const [first] = leafHashes
  if (first === undefined) return hash(new Uint8Array())
  if (leafHashes.length === 1) return first
  const middle = leftSize(leafHashes.length)
  const left = rootOf(leafHashes.slice(0, middle), hash)
  return nodeHash(left, rootOf(leafHashes.slice(middle), hash), hash)
}

/** Proves that the leaf at `index` (from 0) is in the tree of these leaves. */
export function inclusionProof(
  leafHashes: readonly Uint8Array[],
  index: number,
  hash: HashFunction,
): readonly Uint8Array[] {
  assert(isWithin(index, 0, leafHashes.length - 1), 'the index of a leaf of the tree')
  return subtreeProof(leafHashes, { start: index, end: index + 1 }, hash)
}

/** Proves that the first `oldSize` (at least 1) leaves were the whole tree once. */
export function consistencyProof(
  leafHashes: readonly Uint8Array[],
  oldSize: number,
  hash: HashFunction,
): readonly Uint8Array[] {
  assert(isWithin(oldSize, 1, leafHashes.length), 'an old size from 1 to the size of the tree')
  return subtreeProof(leafHashes, { start: 0, end: oldSize }, hash)
}

/** Proves that a range of leaves, which starts at a multiple of its width, is part of the tree. */
export function subtreeProof(
  leafHashes: readonly Uint8Array[],
  range: { readonly start: number; readonly end: number },
  hash: HashFunction,
): readonly Uint8Array[] {
  const rootBetween = (a: number, b: number): Uint8Array => rootOf(leafHashes.slice(a, b), hash)
  return siblingRanges(leafHashes.length, range).map(([a, b]) => rootBetween(a, b))
}

/** The ranges [from, to) of a tree of `size` leaves whose roots the proof of a range lists. */
export function siblingRanges(
  size: number,
  range: { readonly start: number; readonly end: number },
): readonly (readonly [from: number, to: number])[] {
  const siblings: (readonly [number, number])[] = []
  let start = range.start
  let [from, to] = [0, size]
  while (start !== from || range.end !== to) {
    const middle = from + leftSize(to - from)
    if (range.end <= middle) {
      siblings.push([middle, to])
      to = middle
    } else {
      siblings.push([from, middle])
      // The range covers all of the left half: what is left to prove is its part in the right one.
      start = Math.max(start, middle)
      from = middle
    }
  }
  if (start !== range.start) siblings.push([from, to])
  return siblings.reverse()
}

/** The size of the left half: the largest power of two below `size` (RFC 6962 calls it k). */
function leftSize(size: number): number {
  let left = 1
  while (left * 2 < size) left *= 2
  return left
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && least <= value && value <= most
}
