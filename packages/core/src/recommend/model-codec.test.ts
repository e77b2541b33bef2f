import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { itemsOfMany, matrixOf, modelOf, OPTIONS, weightOf } from './builders.test.ts'
import type { ModelContent } from './model.ts'
import { decodeModel, encodeModel, weightBytes } from './model-codec.ts'
import { solveWeights } from './solve-weights.ts'

const MODEL = modelOf([
  ['a1', 'a2', 'b1'],
  ['a1', 'b1'],
  ['a2', 'a😀'],
])

/** What decoding says of a model in which something is changed. */
function refusal(change: Partial<ModelContent>): string {
  const decoded = decodeModel(encodeModel({ ...MODEL, ...change }))
  return decoded.ok ? 'accepted' : (decoded.issues[0]?.says ?? '')
}

test('a model comes back from its bytes as it was', () => {
  fc.assert(
    fc.property(itemsOfMany, (people) => {
      const model = modelOf(people)
      assert.deepEqual(decodeModel(encodeModel(model)), { ok: true, value: model })
    }),
  )
})

test('bytes are read wherever they lie in their buffer', () => {
  const shifted = Buffer.concat([Buffer.from('xyz'), encodeModel(MODEL)]).subarray(3)
  assert.deepEqual(decodeModel(shifted), { ok: true, value: MODEL })
})

test('a model cut short anywhere, or with anything behind it, is refused', () => {
  const bytes = encodeModel(MODEL)
  for (let length = 0; length < bytes.length; length += 1) {
    assert.equal(decodeModel(bytes.subarray(0, length)).ok, false)
  }
  assert.equal(decodeModel(Buffer.concat([bytes, Buffer.from([0])])).ok, false)
})

test('no flipped bit makes decoding throw', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, mask) => {
      const bytes = encodeModel(MODEL)
      const at = place % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ mask
      const decoded = decodeModel(bytes)
      assert.ok(decoded.ok || decoded.issues[0]?.code === 'model_malformed')
    }),
    { numRuns: 1000 },
  )
})

test('a damaged model is refused with what is wrong in it', () => {
  const { columns, categories } = MODEL
  assert.match(refusal({ options: { ...OPTIONS, dropout: 2 } }), /dropout is "2"/)
  assert.match(refusal({ ids: MODEL.ids.toReversed() }), /ids are not in order/)
  assert.match(refusal({ people: MODEL.people.map(() => -1) }), /count is negative/)
  const nan = { ...columns, values: columns.values.map(() => Number.NaN) }
  assert.match(refusal({ columns: nan }), /not a finite number/)
  const repeated = { ...columns, rows: columns.rows.map(() => 3) }
  assert.match(refusal({ columns: repeated }), /sources of item 0 are not in order/)
  const own = { ...columns, rows: Uint32Array.from([0, ...columns.rows.subarray(1)]) }
  assert.match(refusal({ columns: own }), /sources of item 0 are not in order/)
  const outside = { ...columns, rows: columns.rows.map(() => 4) }
  assert.match(refusal({ columns: outside }), /out of bounds/)
  const falling = { ...columns, starts: columns.starts.toReversed() }
  assert.match(refusal({ columns: falling }), /offsets are not in order/)
  const unknown = { ...categories, ofItem: categories.ofItem.map(() => 2) }
  assert.match(refusal({ categories: unknown }), /out of bounds/)
})

test('bytes of something else, and ids that are not UTF-8, are refused', () => {
  const bytes = encodeModel(MODEL)
  const other = decodeModel(Buffer.from('EQMODEL9 and more'))
  assert.match(other.ok ? '' : (other.issues[0]?.says ?? ''), /does not begin as a model/)
  bytes[Buffer.from(bytes).indexOf('a1')] = 0xff
  const broken = decodeModel(bytes)
  assert.match(broken.ok ? '' : (broken.issues[0]?.says ?? ''), /not UTF-8/)
})

test('the bytes of the weights depend on the people alone, not on their order or who left', () => {
  fc.assert(
    fc.property(itemsOfMany, itemsOfMany, (people, leavers) => {
      const matrix = matrixOf([...leavers, ...people.toReversed()])
      for (const items of leavers) matrix.subtract(items, weightOf(items), true)
      const snapshot = matrix.snapshot()
      const columns = solveWeights(snapshot, OPTIONS)
      assert.deepEqual(weightBytes({ ids: snapshot.ids, columns }), weightBytes(modelOf(people)))
    }),
  )
})
