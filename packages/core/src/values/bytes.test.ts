import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  compareBytes,
  compareUtf8,
  concatBytes,
  equalBytes,
  parseBase64,
  parseHex,
  toBase64,
  toHex,
  utf8,
} from './bytes.ts'

const bytes = fc.uint8Array({ maxLength: 80 })

test('hexadecimal and base64 are what Node writes, and read back', () => {
  fc.assert(
    fc.property(bytes, (value) => {
      assert.equal(toHex(value), Buffer.from(value).toString('hex'))
      assert.equal(toBase64(value), Buffer.from(value).toString('base64'))
      assert.deepEqual(parseHex(toHex(value)), new Uint8Array(value))
      assert.deepEqual(parseBase64(toBase64(value)), new Uint8Array(value))
    }),
  )
})

test('a text in another form of base64 or hexadecimal is refused, never guessed at', () => {
  const nearBase64 = ['QQ', 'QQ=', 'QQ===', '=QQQ', 'Q=Q=', 'QR==', 'QQ==\n', 'Q Q=', 'Qq-_']
  for (const text of nearBase64) assert.equal(parseBase64(text), undefined, text)
  for (const text of ['a', 'AB', '0x', 'g0', 'ab ', 'ab\n']) assert.equal(parseHex(text), undefined)
})

test('base64 that is read is written the same way again', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9+/=_-]{0,12}$/)
  fc.assert(
    fc.property(text, (value) => {
      const read = parseBase64(value)
      assert.ok(read === undefined || toBase64(read) === value)
    }),
    { numRuns: 2_000 },
  )
})

test('bytes are ordered as Node orders them, and equal only to themselves', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      assert.equal(Math.sign(compareBytes(a, b)), Buffer.compare(a, b))
      assert.equal(equalBytes(a, b), Buffer.compare(a, b) === 0)
    }),
  )
})

test('texts are ordered by their UTF-8 bytes, also past the first plane', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(Math.sign(compareUtf8(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
  assert.ok(compareUtf8('\u{ff5e}', '\u{1f600}') < 0, 'UTF-16 units would say otherwise')
})

test('joining keeps every part in its order', () => {
  fc.assert(
    fc.property(fc.array(bytes), (parts) => {
      assert.deepEqual(Buffer.from(concatBytes(...parts)), Buffer.concat(parts))
    }),
  )
  assert.deepEqual(Buffer.from(utf8('é')), Buffer.from([0xc3, 0xa9]))
})
