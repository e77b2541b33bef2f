import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { utf8 } from '../values/bytes.ts'
import type { Result } from '../values/result.ts'
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  subtreeProof,
} from './merkle.ts'
import {
  type ConsistencyClaim,
  type InclusionClaim,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './merkle-verify.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
const codeOf = (checked: Result<true>): string | undefined =>
  checked.ok ? 'verified' : checked.issues[0]?.code

const LEAVES = Array.from({ length: 130 }, (_, i) => leafHash(utf8(`leaf ${i}`), sha256))
const ROOTS = LEAVES.map((_, i) => rootOf(LEAVES.slice(0, i + 1), sha256))
const rootAt = (size: number): Uint8Array => ROOTS[size - 1] ?? rootOf([], sha256)

const inclusion = (index: number, size: number): InclusionClaim => ({
  index,
  size,
  leafHash: LEAVES[index] ?? new Uint8Array(),
  root: rootAt(size),
  proof: inclusionProof(LEAVES.slice(0, size), index, sha256),
})
const consistency = (oldSize: number, newSize: number): ConsistencyClaim => ({
  oldSize,
  newSize,
  oldRoot: rootAt(oldSize),
  newRoot: rootAt(newSize),
  proof: consistencyProof(LEAVES.slice(0, newSize), oldSize, sha256),
})
const included = (claim: InclusionClaim): string | undefined =>
  codeOf(verifyInclusion(claim, sha256))
const consistent = (claim: ConsistencyClaim): string | undefined =>
  codeOf(verifyConsistency(claim, sha256))

const size = fc.integer({ min: 1, max: LEAVES.length })
const indexInSize = size.chain((n) => fc.tuple(fc.nat({ max: n - 1 }), fc.constant(n)))
const twoSizes = size.chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)))

/** Every [start, end) up to `most`, with its width rounded up to a power of two. */
const rangesTo = (most: number): [number, number, number][] =>
  Array.from({ length: most }, (_, start) => start).flatMap((start) =>
    Array.from({ length: most - start }, (_, i): [number, number, number] => {
      return [start, start + i + 1, 2 ** Math.ceil(Math.log2(i + 1))]
    }),
  )

const flipped = (hashes: readonly Uint8Array[], bit: number): readonly Uint8Array[] => {
  const which = Math.floor(bit / 256) % hashes.length
  return hashes.map((hash, i) => (i === which ? flip(hash, bit % 256) : hash))
}
const flip = (hash: Uint8Array, bit: number): Uint8Array =>
  hash.map((byte, i) => (i === Math.floor(bit / 8) ? byte ^ (1 << (bit % 8)) : byte))

test('every leaf of every tree of up to 40 leaves has an inclusion proof that verifies', () => {
  for (let n = 1; n <= 40; n += 1) {
    for (let index = 0; index < n; index += 1) {
      assert.equal(included(inclusion(index, n)), 'verified', `${index} of ${n}`)
    }
  }
})

test('every two sizes up to 40 have a consistency proof that verifies', () => {
  for (let n = 1; n <= 40; n += 1) {
    for (let old = 1; old <= n; old += 1) {
      assert.equal(consistent(consistency(old, n)), 'verified', `${old} to ${n}`)
    }
  }
})

test('a range that is a subtree has a proof that verifies, any other is refused', () => {
  for (const [start, end, width] of rangesTo(20)) {
    const subtreeRoot = rootOf(LEAVES.slice(start, end), sha256)
    for (let size = end; size <= 20; size += 1) {
      const isSubtree = start % width === 0
      const range = isSubtree ? { start, end } : { start: 0, end: 1 }
      const proof = subtreeProof(LEAVES.slice(0, size), range, sha256)
      const claim = { start, end, size, subtreeRoot, root: rootAt(size), proof }
      const expected = isSubtree ? 'verified' : 'bad_subtree'
      assert.equal(codeOf(verifySubtreeConsistency(claim, sha256)), expected)
    }
  }
})

test('a range that ends beyond the tree, or a tree of no possible size, is refused', () => {
  const claim = { start: 0, end: 2, subtreeRoot: rootAt(2), root: rootAt(1), proof: [] }
  const codes = [1, 0.5].map((size) => codeOf(verifySubtreeConsistency({ ...claim, size }, sha256)))
  assert.deepEqual(codes, ['bad_subtree', 'bad_size'])
})

test('a leaf is found in a subtree by its index in the tree, and nowhere else', () => {
  const leaves = LEAVES.slice(8, 13)
  const proof = inclusionProof(leaves, 3, sha256)
  const claim = { leafHash: LEAVES[11] ?? new Uint8Array(), root: rootOf(leaves, sha256), proof }
  const codes = [11, 10, 7, 13].map((index) =>
    codeOf(verifySubtreeInclusion({ ...claim, index }, { start: 8, end: 13 }, sha256)),
  )
  assert.deepEqual(codes, ['verified', 'root_mismatch', 'bad_index', 'bad_index'])
})

test('an inclusion proof is no longer than the tree is high', () => {
  assert.equal(inclusion(0, 128).proof.length, 7)
  assert.equal(inclusion(128, 129).proof.length, 1)
})

test('a proof for one index is refused for another', () => {
  fc.assert(
    fc.property(indexInSize, fc.nat({ max: 200 }), ([index, n], other) => {
      fc.pre(other !== index)
      assert.notEqual(included({ ...inclusion(index, n), index: other }), 'verified')
    }),
  )
})

test('a leaf that is not the one at the index is refused', () => {
  fc.assert(
    fc.property(indexInSize, fc.nat({ max: 255 }), ([index, n], bit) => {
      const claim = inclusion(index, n)
      const changed = { ...claim, leafHash: flip(claim.leafHash, bit) }
      assert.equal(included(changed), 'root_mismatch')
    }),
  )
})

test('an inclusion proof is refused for the root of any other size', () => {
  fc.assert(
    fc.property(indexInSize, size, ([index, n], other) => {
      fc.pre(other !== n)
      const claim = inclusion(index, n)
      assert.notEqual(included({ ...claim, root: rootAt(other) }), 'verified')
      assert.notEqual(included({ ...claim, root: rootAt(other), size: other }), 'verified')
    }),
  )
})

test('an inclusion proof with a flipped bit, or one hash more or less, is refused', () => {
  fc.assert(
    fc.property(indexInSize, fc.nat(), ([index, n], bit) => {
      const claim = inclusion(index, n)
      fc.pre(claim.proof.length > 0)
      const longer = [...claim.proof, rootAt(1)]
      assert.equal(included({ ...claim, proof: flipped(claim.proof, bit) }), 'root_mismatch')
      assert.equal(included({ ...claim, proof: longer }), 'proof_length')
      assert.equal(included({ ...claim, proof: claim.proof.slice(1) }), 'proof_length')
    }),
  )
})

test('a consistency proof with a flipped bit, or one hash more or less, is refused', () => {
  fc.assert(
    fc.property(twoSizes, fc.nat(), ([old, n], bit) => {
      const claim = consistency(old, n)
      fc.pre(claim.proof.length > 0)
      const longer = [...claim.proof, rootAt(1)]
      assert.equal(consistent({ ...claim, proof: flipped(claim.proof, bit) }), 'root_mismatch')
      assert.equal(consistent({ ...claim, proof: longer }), 'proof_length')
      assert.equal(consistent({ ...claim, proof: claim.proof.slice(1) }), 'proof_length')
    }),
  )
})

test('a past that changed, lost or reordered a leaf has no proof from its old root', () => {
  fc.assert(
    fc.property(twoSizes, fc.nat(), fc.nat(), ([old, n], a, b) => {
      const [i, j] = [a % old, b % old]
      const [one, other] = [LEAVES[i] ?? new Uint8Array(), LEAVES[j] ?? new Uint8Array()]
      const tree = LEAVES.slice(0, n)
      const histories = [tree.with(i, flip(one, 0))]
      if (n > old) histories.push(tree.toSpliced(i, 1))
      if (i !== j) histories.push(tree.with(i, other).with(j, one))
      for (const forged of histories) {
        const proof = consistencyProof(forged, old, sha256)
        const newRoot = rootOf(forged, sha256)
        const claim = { oldSize: old, newSize: forged.length, oldRoot: rootAt(old), newRoot, proof }
        assert.equal(consistent(claim), 'root_mismatch')
      }
    }),
  )
})

test('a log that was cut short is refused', () => {
  const claim = { ...consistency(50, 60), oldSize: 60, newSize: 50 }
  assert.equal(consistent(claim), 'tree_shrank')
})

test('two roots of one size must be the same', () => {
  const claim = { ...consistency(7, 7), newRoot: rootAt(8) }
  assert.equal(consistent(claim), 'root_mismatch')
})

test('numbers that are no sizes or indices are refused with their code', () => {
  for (const bad of [-1, 0.5, 1.5, Number.NaN, 2 ** 53]) {
    assert.equal(included({ ...inclusion(0, 1), size: bad }), 'bad_size')
    assert.equal(included({ ...inclusion(0, 1), index: bad }), 'bad_index')
    assert.equal(consistent({ ...consistency(1, 1), newSize: bad }), 'bad_size')
    assert.equal(consistent({ ...consistency(1, 1), oldSize: bad }), 'bad_size')
  }
  assert.equal(consistent({ ...consistency(1, 1), oldSize: 0 }), 'empty_tree')
})

test('hashes that are not 32 bytes long are refused', () => {
  const claim = inclusion(1, 2)
  assert.equal(included({ ...claim, leafHash: new Uint8Array(64) }), 'bad_hash')
  assert.equal(included({ ...claim, proof: [new Uint8Array(33)] }), 'bad_hash')
})

test('positions beyond 32 bits are told apart', () => {
  const size = 2 ** 40
  const proof = Array.from({ length: 40 }, (_, i) => sha256(utf8(`sibling ${i}`)))
  const leaf = leafHash(utf8('far'), sha256)
  const root = proof.reduce((left, right) => nodeHash(left, right, sha256), leaf)
  assert.equal(included({ index: 0, size, leafHash: leaf, root, proof }), 'verified')
  assert.equal(included({ index: 2 ** 32, size, leafHash: leaf, root, proof }), 'root_mismatch')
})
