import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatId, isSubjectId, parseId } from './id.ts'

const sixteenBytes = fc.uint8Array({ minLength: 16, maxLength: 16 })

test('an id reads back as the bytes that it was made of', () => {
  fc.assert(
    fc.property(sixteenBytes, (bytes) => {
      assert.deepEqual(parseId('sub', formatId('sub', bytes)), new Uint8Array(bytes))
    }),
  )
})

test('an id has its prefix and 26 characters that are hard to misread', () => {
  fc.assert(
    fc.property(sixteenBytes, (bytes) => {
      assert.match(formatId('con', bytes), /^con_[0-9a-hjkmnp-tv-z]{26}$/)
    }),
  )
})

test('an id of one kind is none of another', () => {
  assert.equal(parseId('con', formatId('sub', new Uint8Array(16))), undefined)
  assert.equal(isSubjectId(formatId('era', new Uint8Array(16))), false)
})

test('each id has one way to be written: capitals, spare bits, other lengths are refused', () => {
  const id = formatId('sub', new Uint8Array(16).fill(255))
  assert.ok(isSubjectId(id))
  const spareBitsSet = `${id.slice(0, -1)}z`
  const others = [id.toUpperCase(), `sub_${id.slice(4).toUpperCase()}`, spareBitsSet, `${id}0`]
  for (const text of [...others, id.slice(0, -1), id.slice(4), `${id}\n`, ` ${id}`, '', 'sub_']) {
    assert.equal(isSubjectId(text), false, JSON.stringify(text))
  }
})

test('no other text passes for an id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = parseId('sub', `sub_${text}`)
      assert.ok(bytes === undefined || formatId('sub', bytes) === `sub_${text}`)
    }),
  )
  for (const value of [undefined, null, 7, {}, []]) assert.equal(isSubjectId(value), false)
})
