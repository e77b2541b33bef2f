/**
 * Verification of Merkle proofs: RFC 9162, sections 2.1.3.2 and 2.1.4.2 (the algorithms that RFC
 * 6962 left to the reader), in the form of draft-ietf-plants-merkle-tree-certs, section 4.4.3,
 * which covers both: a proof that a node over [start, end) is part of a tree of `size` leaves.
 * Inclusion is that of [index, index + 1), consistency that of [0, oldSize).
 *
 * Positions are halved by division, not by shifting: they go beyond 32 bits. Input is untrusted, so
 * nothing here throws. Proof and leaf hashes must have their full length, else bytes could move
 * between the two halves of a node unseen.
 */
import { equalBytes, type HashFunction } from '../values/bytes.ts'
import { failure, type Result, success } from '../values/result.ts'
import { HASH_SIZE_BYTES, nodeHash } from './merkle.ts'

export interface InclusionClaim {
  readonly index: number
  readonly size: number
  readonly leafHash: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

export interface ConsistencyClaim {
  readonly oldSize: number
  readonly newSize: number
  readonly oldRoot: Uint8Array
  readonly newRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Leaves from `start` up to, not including, `end`. */
export interface LeafRange {
  readonly start: number
  readonly end: number
}

export interface SubtreeClaim extends LeafRange {
  readonly size: number
  readonly subtreeRoot: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Checks that the leaf is at `index` of the tree of that size and root. */
export function verifyInclusion(claim: InclusionClaim, hash: HashFunction): Result<true> {
  const { index, size, leafHash, root, proof } = claim
  if (!isPosition(size)) return failure('size', 'bad_size', 'Size is not a number of leaves')
  if (!isPosition(index) || index >= size) {
    return failure('index', 'bad_index', 'Index is not that of a leaf of the tree')
  }
  if (leafHash.length !== HASH_SIZE_BYTES) {
    return failure('leafHash', 'bad_hash', 'Leaf hash is not 32 bytes long')
  }
  const leaf = { start: index, end: index + 1, subtreeRoot: leafHash }
  return verifySubtreeConsistency({ ...leaf, size, root, proof }, hash)
}

/** As `verifyInclusion`, in the subtree over `range` of a larger tree; `index` is the tree's. */
export function verifySubtreeInclusion(
  claim: Omit<InclusionClaim, 'size'>,
  range: LeafRange,
  hash: HashFunction,
): Result<true> {
  if (!isSubtree(range)) return failure('range', 'bad_subtree', 'Range is not that of a subtree')
  const index = claim.index - range.start
  return verifyInclusion({ ...claim, index, size: range.end - range.start }, hash)
}

/** Checks that the new tree begins with the whole old one: nothing changed, moved or left out. */
export function verifyConsistency(claim: ConsistencyClaim, hash: HashFunction): Result<true> {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim
  if (!isPosition(oldSize) || !isPosition(newSize)) {
    return failure('size', 'bad_size', 'Size is not a number of leaves')
  }
  // Every tree begins with the empty one: such a proof would only look like evidence.
  if (oldSize === 0) return failure('oldSize', 'empty_tree', 'An empty tree proves nothing')
  if (oldSize > newSize) return failure('newSize', 'tree_shrank', 'The tree has lost leaves')
  return verifySubtreeConsistency(
    { start: 0, end: oldSize, size: newSize, subtreeRoot: oldRoot, root: newRoot, proof },
    hash,
  )
}

/** Checks that the node over [start, end) with this root is part of the tree. */
export function verifySubtreeConsistency(claim: SubtreeClaim, hash: HashFunction): Result<true> {
  const { start, end, size, subtreeRoot, root, proof } = claim
  if (!isPosition(size)) return failure('size', 'bad_size', 'Size is not a number of leaves')
  if (!isSubtree(claim) || end > size) {
    return failure('range', 'bad_subtree', 'Range is not that of a subtree of the tree')
  }
  if (proof.some((part) => part.length !== HASH_SIZE_BYTES)) {
    return failure('proof', 'bad_hash', 'A proof hash is not 32 bytes long')
  }
  if (start === end) {
    if (proof.length > 0) return failure('proof', 'proof_length', 'Proof of nothing is not empty')
    return expectRoot(subtreeRoot, hash(new Uint8Array()), 'subtreeRoot')
  }

  let [first, last, edge] = [start, end - 1, size - 1]
  const ascend = (): void => {
    first = Math.floor(first / 2)
    last = Math.floor(last / 2)
    edge = Math.floor(edge / 2)
  }
  // Up to the largest node that ends where the range ends: the range itself where it is a node.
  const atEdge = last === edge
  while (first !== last && (atEdge || last % 2 === 1)) ascend()
  const isNode = first === last
  const seed = isNode ? subtreeRoot : proof[0]
  if (seed === undefined) return failure('proof', 'proof_length', 'Proof is too short')

  let [inner, outer] = [seed, seed]
  for (const sibling of isNode ? proof : proof.slice(1)) {
    if (edge === 0) return failure('proof', 'proof_length', 'Proof is too long')
    if (last % 2 === 1 || last === edge) {
      if (first < last) inner = nodeHash(sibling, inner, hash)
      outer = nodeHash(sibling, outer, hash)
      while (last % 2 === 0) ascend()
    } else {
      outer = nodeHash(outer, sibling, hash)
    }
    ascend()
  }
  if (edge !== 0) return failure('proof', 'proof_length', 'Proof is too short')
  const within = expectRoot(subtreeRoot, inner, 'subtreeRoot')
  return within.ok ? expectRoot(root, outer, 'root') : within
}

function expectRoot(claimed: Uint8Array, computed: Uint8Array, path: string): Result<true> {
  if (equalBytes(claimed, computed)) return success(true)
  return failure(path, 'root_mismatch', 'Root is not the one that the proof leads to')
}

/** A subtree starts at a multiple of its width, rounded up to a power of two; it may be empty. */
function isSubtree({ start, end }: LeafRange): boolean {
  if (!isPosition(start) || !isPosition(end) || start > end) return false
  let width = 1
  while (width < end - start) width *= 2
  return start % width === 0
}

function isPosition(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
