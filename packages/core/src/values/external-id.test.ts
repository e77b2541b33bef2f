import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EXTERNAL_ID_LENGTH_MAX, parseExternalId } from './external-id.ts'

const codeOf = (text: unknown): string | undefined => {
  const parsed = parseExternalId(text)
  return parsed.ok ? 'read' : parsed.issues[0]?.code
}

test('an id that is read is the very text that came in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (text) => {
      const parsed = parseExternalId(text)
      assert.ok(!parsed.ok || parsed.value === text)
    }),
  )
  for (const text of ['7', ' 7 ', 'é', 'e\u0301', 'Ünïcode 😀', "'; DROP TABLE--", '__proto__']) {
    assert.equal(codeOf(text), 'read', text)
  }
})

test('nothing, and what is no text, is a missing id', () => {
  for (const value of ['', undefined, null, 7, {}, ['7']]) assert.equal(codeOf(value), 'id_missing')
})

test('256 characters are taken, one more is not', () => {
  assert.equal(codeOf('x'.repeat(EXTERNAL_ID_LENGTH_MAX)), 'read')
  assert.equal(codeOf('x'.repeat(EXTERNAL_ID_LENGTH_MAX + 1)), 'id_too_long')
  assert.equal(codeOf('x'.repeat(10_000)), 'id_too_long')
})

test('no control character and no broken Unicode gets in, wherever it stands', () => {
  const bad = fc.constantFrom(
    '\0',
    '\n',
    '\r',
    '\t',
    '\u001b',
    '\u007f',
    '\u0085',
    '\ud800',
    '\udfff',
  )
  const rest = fc.string({ maxLength: 20 })
  fc.assert(
    fc.property(rest, bad, rest, (before, character, after) => {
      assert.equal(codeOf(`${before}${character}${after}`), 'id_malformed')
    }),
  )
})
