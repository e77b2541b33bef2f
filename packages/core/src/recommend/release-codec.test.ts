import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { itemsOfMany, modelOf } from './builders.test.ts'
import { decodeRelease, encodeRelease } from './release-codec.ts'
import { type ReleaseContent, takeRelease } from './support-release.ts'

const OPTIONS = { day: 20_000, k: 2, floor: 2 }
const PEOPLE = [
  ['a1', 'a2', 'b1', 'c1'],
  ['a1', 'a2', 'b1', 'a😀'],
  ['a1', 'a2', 'a😀'],
]
const RELEASE = takeRelease(modelOf(PEOPLE), OPTIONS)

/** What decoding says of a release in which something is changed. */
function refusal(change: Partial<ReleaseContent>): string {
  const decoded = decodeRelease(encodeRelease({ ...RELEASE, ...change }))
  return decoded.ok ? 'accepted' : (decoded.issues[0]?.says ?? '')
}

test('a release comes back from its bytes as it was', () => {
  fc.assert(
    fc.property(itemsOfMany, (people) => {
      const release = takeRelease(modelOf(people), OPTIONS)
      assert.deepEqual(decodeRelease(encodeRelease(release)), { ok: true, value: release })
    }),
  )
})

test('bytes are read wherever they lie in their buffer', () => {
  const shifted = Buffer.concat([Buffer.from('xyz'), encodeRelease(RELEASE)]).subarray(3)
  assert.deepEqual(decodeRelease(shifted), { ok: true, value: RELEASE })
})

test('a release cut short anywhere, or with anything behind it, is refused', () => {
  const bytes = encodeRelease(RELEASE)
  for (let length = 0; length < bytes.length; length += 1) {
    assert.equal(decodeRelease(bytes.subarray(0, length)).ok, false)
  }
  assert.equal(decodeRelease(Buffer.concat([bytes, Buffer.from([0])])).ok, false)
})

test('no flipped bit makes decoding throw', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, mask) => {
      const bytes = encodeRelease(RELEASE)
      const at = place % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ mask
      const decoded = decodeRelease(bytes)
      assert.ok(decoded.ok || decoded.issues[0]?.code === 'release_malformed')
    }),
    { numRuns: 1000 },
  )
})

test('an altered release is refused with what is wrong in it', () => {
  const { ids, bands, pairs, categories } = RELEASE
  const twice = ids.map(() => 'a1')
  assert.match(refusal({ ids: twice }), /an item is there twice/)
  assert.match(refusal({ bands: bands.map(() => 1) }), /a band is none that k people reach/)
  assert.match(refusal({ bands: bands.map(() => 99) }), /a band is none/)
  assert.match(refusal({ k: 50 }), /a band is none/)
  const rising = bands.map((_, at) => 2 + at)
  assert.match(refusal({ bands: rising }), /not in the order of their ranks/)
  const falling = { ...pairs, starts: pairs.starts.toReversed() }
  assert.match(refusal({ pairs: falling }), /offsets are not in order/)
  const outside = { ...pairs, rows: pairs.rows.map(() => 9) }
  assert.match(refusal({ pairs: outside }), /sources of item 0 are not in order/)
  const own = { ...pairs, rows: Uint32Array.from([0, ...pairs.rows.subarray(1)]) }
  assert.match(refusal({ pairs: own }), /sources of item 0 are not in order/)
  const unshared = { ...pairs, bands: pairs.bands.map(() => 0) }
  assert.match(refusal({ pairs: unshared }), /a band is none/)
  const heavy = { ...pairs, steps: pairs.steps.map(() => 64) }
  assert.match(refusal({ pairs: heavy }), /a weight is out of bounds/)
  const disordered = { ...categories, ids: categories.ids.toReversed() }
  assert.match(refusal({ categories: disordered }), /categories are not in order/)
  const few = { ...categories, bands: categories.bands.map(() => 1) }
  assert.match(refusal({ categories: few }), /a band is none/)
  assert.match(refusal({ anyStep: -64 }), /a weight is out of bounds/)
})

test('bytes of something else are refused', () => {
  const other = decodeRelease(Buffer.from('EQRELS99 and more'))
  assert.match(other.ok ? '' : (other.issues[0]?.says ?? ''), /does not begin as a release/)
})
