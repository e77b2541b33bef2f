import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { toHex, utf8 } from '../values/bytes.ts'
import { consistencyProof, inclusionProof, leafHash, nodeHash, rootOf } from './merkle.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())

const someLeaves = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 70 })
const hashesOf = (leaves: readonly Uint8Array[]): Uint8Array[] =>
  leaves.map((leaf) => leafHash(leaf, sha256))
const rootHex = (leaves: readonly Uint8Array[]): string => toHex(rootOf(hashesOf(leaves), sha256))

test('the roots of small trees are those that Certificate Transparency publishes', () => {
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657']
  const trees = leaves.map((_, i) => leaves.slice(0, i + 1).map((hex) => Buffer.from(hex, 'hex')))
  assert.deepEqual(trees.map(rootHex), [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  ])
})

test('the root of no leaves is the hash of nothing', () => {
  assert.deepEqual(rootOf([], sha256), sha256(new Uint8Array()))
})

test('a leaf made of two hashes does not pass for their node', () => {
  const [left, right] = [sha256(utf8('left')), sha256(utf8('right'))]
  const forged = leafHash(Buffer.concat([left, right]), sha256)
  assert.notDeepEqual(forged, nodeHash(left, right, sha256))
})

test('any flipped bit of any leaf changes the root', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), fc.nat(), (leaves, which, bit) => {
      const at = which % leaves.length
      const changed = leaves.map((leaf) => new Uint8Array(leaf))
      const leaf = changed[at]
      fc.pre(leaf !== undefined && leaf.length > 0)
      const byte = Math.floor(bit / 8) % leaf.length
      leaf[byte] = (leaf[byte] ?? 0) ^ (1 << (bit % 8))
      assert.notEqual(rootHex(changed), rootHex(leaves))
    }),
  )
})

test('a missing leaf changes the root', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), (leaves, which) => {
      assert.notEqual(rootHex(leaves.toSpliced(which % leaves.length, 1)), rootHex(leaves))
    }),
  )
})

test('two leaves that change places change the root', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), fc.nat(), (leaves, a, b) => {
      const [i, j] = [a % leaves.length, b % leaves.length]
      const [one, other] = [leaves[i] ?? new Uint8Array(), leaves[j] ?? new Uint8Array()]
      fc.pre(toHex(one) !== toHex(other))
      assert.notEqual(rootHex(leaves.with(i, other).with(j, one)), rootHex(leaves))
    }),
  )
})

test('a proof is asked only about leaves that the tree has', () => {
  const leaves = hashesOf([utf8('a'), utf8('b')])
  for (const index of [-1, 2, 0.5, Number.NaN]) {
    assert.throws(() => inclusionProof(leaves, index, sha256), /index of a leaf/)
  }
  for (const oldSize of [0, 3, 1.5]) {
    assert.throws(() => consistencyProof(leaves, oldSize, sha256), /an old size from 1/)
  }
})
