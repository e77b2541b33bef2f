import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { utf8 } from '../values/bytes.ts'
import { leafHash, rootOf } from './merkle.ts'
import {
  appendLeaf,
  EMPTY_FRONTIER,
  formatFrontier,
  frontierRoot,
  type MerkleFrontier,
  parseFrontier,
} from './merkle-frontier.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())

const leavesTo = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, i) => leafHash(utf8(`leaf ${i}`), sha256))
const append = (frontier: MerkleFrontier, leaf: Uint8Array): MerkleFrontier =>
  appendLeaf(frontier, leaf, sha256)
const frontierOf = (size: number): MerkleFrontier => leavesTo(size).reduce(append, EMPTY_FRONTIER)

test('the frontier of every size up to 300 has the root of the tree', () => {
  const leaves = leavesTo(300)
  let frontier = EMPTY_FRONTIER
  for (const [i, leaf] of leaves.entries()) {
    assert.deepEqual(frontierRoot(frontier, sha256), rootOf(leaves.slice(0, i), sha256))
    frontier = append(frontier, leaf)
  }
  assert.deepEqual(frontierRoot(frontier, sha256), rootOf(leaves, sha256))
})

test('appending leaves the earlier frontier as it was', () => {
  const before = frontierOf(3)
  const text = formatFrontier(before)
  append(before, sha256(utf8('next')))
  assert.equal(formatFrontier(before), text)
})

test('a frontier holds one root for each 1 of the binary size', () => {
  assert.equal(frontierOf(255).roots.length, 8)
  assert.equal(frontierOf(256).roots.length, 1)
})

test('only a full hash can be appended', () => {
  assert.throws(() => append(EMPTY_FRONTIER, new Uint8Array(31)), /leaf hash of 32 bytes/)
})

test('a frontier that lost a root cannot be appended to', () => {
  const broken = { size: 3, roots: frontierOf(3).roots.slice(1) }
  assert.throws(() => append(broken, sha256(utf8('next'))), /a subtree root for each/)
})

test('a frontier reads back as it was written', () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), (size) => {
      const frontier = frontierOf(size)
      assert.deepEqual(parseFrontier(formatFrontier(frontier)), { ok: true, value: frontier })
    }),
  )
})

test('a frontier that is not whole is refused with its code', () => {
  const whole = formatFrontier(frontierOf(3))
  const cases: readonly (readonly [string, string])[] = [
    ['', 'bad_line'],
    [whole.slice(0, -1), 'bad_line'],
    [whole.replace('3', '03'), 'bad_size'],
    [whole.replace('3', '4'), 'bad_size'],
    [whole.replace('3\n', '3\n\n'), 'bad_hash'],
    [`${whole}AAAA\n`, 'bad_hash'],
  ]
  for (const [text, code] of cases) {
    const read = parseFrontier(text)
    assert.equal(!read.ok && read.issues[0]?.code, code, JSON.stringify(text))
  }
})
