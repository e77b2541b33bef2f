import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson, type PlainJson } from './canonical-json.ts'

const { data } = fc.letrec<{ data: PlainJson }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    // JSON has one zero.
    fc.maxSafeInteger().map((integer) => (integer === 0 ? 0 : integer)),
    fc.string({ unit: 'binary' }),
    fc.array(tie('data')),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('data'), { noNullPrototype: true }),
  ),
}))

const reversed = (value: PlainJson): PlainJson => {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, reversed(part)]),
  )
}

const nested = (levels: number): PlainJson => (levels === 0 ? [] : [nested(levels - 1)])

test('what was written reads back as what it was', () => {
  fc.assert(
    fc.property(data, (value) => {
      assert.deepEqual(JSON.parse(canonicalJson(value)), value)
    }),
  )
})

test('the order in which members were set does not show', () => {
  fc.assert(
    fc.property(data, (value) => {
      assert.equal(canonicalJson(reversed(value)), canonicalJson(value))
    }),
  )
})

test('writing what was read gives the same text', () => {
  fc.assert(
    fc.property(data, (value) => {
      const text = canonicalJson(value)
      assert.equal(canonicalJson(JSON.parse(text)), text)
    }),
  )
})

test('members stand in the order that RFC 8785, section 3.2.3 shows', () => {
  const example = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  const order = [...canonicalJson(example).matchAll(/:"(\w+)/g)].map(([, word]) => word)
  assert.deepEqual(order, ['Carriage', 'One', 'Control', 'Latin', 'Euro', 'Emoji', 'Hebrew'])
})

test('text is escaped as RFC 8785, section 3.2.2.2 says and no further', () => {
  const text = '\u20ac$\u000f\nA\'B"\\\\"/\u2028'
  assert.equal(canonicalJson(text), '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u2028"')
})

test('white space does not occur and zero has no sign', () => {
  assert.equal(
    canonicalJson({ b: [1, -0, null], a: { c: true } }),
    '{"a":{"c":true},"b":[1,0,null]}',
  )
})

test('what JSON would drop, change or never end on is refused', () => {
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  const refused: readonly unknown[] = [
    undefined,
    { a: undefined },
    new Array(1),
    0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    1n,
    Symbol('s'),
    { [Symbol('s')]: 1 },
    () => 1,
    { toJSON: () => 1 },
    new Date(0),
    new Map(),
    new Uint8Array(1),
    '\ud800',
    { '\udc00': 1 },
    cycle,
  ]
  // The compiler refuses most of these; a record may come from code that it has not seen.
  const write = canonicalJson as (value: unknown) => string
  for (const value of refused) assert.throws(() => write(value), /Broken invariant: expected/)
})

test('an object without a prototype is plain data', () => {
  const bare: { [name: string]: PlainJson } = Object.create(null)
  bare['a'] = 1
  assert.equal(canonicalJson(bare), '{"a":1}')
})

test('32 levels are written, 33 are refused', () => {
  assert.equal(canonicalJson(nested(32)), '['.repeat(33) + ']'.repeat(33))
  assert.throws(() => canonicalJson(nested(33)), /at most 32 levels/)
})
