import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { utf8 } from '../values/bytes.ts'
import {
  formatEntries,
  formatTilePath,
  type HashReader,
  hasTile,
  parseTilePath,
  TILE_WIDTH,
  tiledConsistencyProof,
  tiledInclusionProof,
  tiledRoot,
} from './log-tiles.ts'
import { consistencyProof, inclusionProof, leafHash, rootOf } from './merkle.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())

const LEAVES = Array.from({ length: 1_100 }, (_, i) => leafHash(utf8(`leaf ${i}`), sha256))
/** Every level that so few leaves have, made from the leaves as they stand. */
const LEVELS = [
  LEAVES,
  Array.from({ length: Math.floor(LEAVES.length / TILE_WIDTH) }, (_, i) =>
    rootOf(LEAVES.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH), sha256),
  ),
]
const read: HashReader = (level, from, to) => LEVELS[level]?.slice(from, to) ?? []
const sizes = fc.integer({ min: 1, max: LEAVES.length })

test('the root from tiles is the root of the leaves, at every size', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      assert.deepEqual(tiledRoot(size, read, sha256), rootOf(LEAVES.slice(0, size), sha256))
    }),
  )
  assert.deepEqual(tiledRoot(0, read, sha256), rootOf([], sha256))
})

test('proofs from tiles are those from the leaves, between any two sizes', () => {
  fc.assert(
    fc.property(sizes, sizes, (one, other) => {
      const [oldSize, newSize] = [Math.min(one, other), Math.max(one, other)]
      const leaves = LEAVES.slice(0, newSize)
      const index = oldSize - 1
      assert.deepEqual(
        tiledConsistencyProof({ oldSize, newSize }, read, sha256),
        consistencyProof(leaves, oldSize, sha256),
      )
      assert.deepEqual(
        tiledInclusionProof({ index, size: newSize }, read, sha256),
        inclusionProof(leaves, index, sha256),
      )
    }),
    { numRuns: 300 },
  )
})

test('a path has groups of three digits, as the specification shows them', () => {
  assert.equal(formatTilePath({ level: 0, index: 1_234_067, width: 256 }), '0/x001/x234/067')
  assert.equal(formatTilePath({ level: 'entries', index: 5, width: 3 }), 'entries/005.p/3')
})

test('a path is read as what was written', () => {
  const tiles = fc.record(
    {
      level: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant('entries' as const)),
      index: fc.nat({ max: 10 ** 12 }),
      width: fc.integer({ min: 1, max: 256 }),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(tiles, (tile) => {
      assert.deepEqual(parseTilePath(formatTilePath(tile)), tile)
    }),
  )
})

test('any other path is that of no tile', () => {
  for (const path of [
    '',
    '0',
    '0/1',
    '7/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/01',
    '0/x000/001',
    '0/001/002',
    '../000',
    '0/000.p/1/',
    'entries/-01',
    'data/000',
  ]) {
    assert.equal(parseTilePath(path), undefined, path)
  }
})

test('a log has the tiles that it fills, and a partial one up to its end', () => {
  assert.ok(hasTile(257, { level: 0, index: 1, width: 1 }))
  assert.ok(!hasTile(257, { level: 0, index: 1, width: 2 }))
  assert.ok(hasTile(257, { level: 1, index: 0, width: 1 }))
  assert.ok(!hasTile(255, { level: 1, index: 0, width: 1 }))
})

test('entries stand behind their lengths', () => {
  assert.deepEqual(formatEntries([utf8('ab'), utf8('')]), Uint8Array.of(0, 2, 97, 98, 0, 0))
})
