import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SPECIFICITY_LEVELS } from '@equipoise/core/channels'
import { formatId, toInstant } from '@equipoise/core/values'
import fc from 'fast-check'
import { longNames, PLAIN_BYTES, readToken, writeTokens } from './token-form.ts'

const ids = <P extends string>(prefix: P) =>
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => formatId(prefix, bytes))
const contributions = fc.array(
  fc.record(
    {
      kind: fc.constantFrom(
        'item',
        'category',
        'popularity',
        'rest',
        'attribute',
        'word',
        'audience',
      ),
      id: fc.option(fc.string({ unit: 'grapheme', maxLength: 30 })),
      percent: fc.integer({ min: -100, max: 100 }),
      support: fc.option(fc.constantFrom(50, 100, 2_000_000_000)),
    },
    { noNullPrototype: true },
  ),
  { maxLength: 5 },
)
const decisions = fc.record({
  subject: fc.option(ids('sub'), { nil: undefined }),
  slot: fc.constantFrom('home', 'basket'),
  decidedAt: fc.integer({ min: 0, max: 4e12 }).map(toInstant),
  rung: fc.constantFrom('personal', 'contextual', 'general'),
  model: fc.option(ids('mod'), { nil: undefined }),
})
const items = fc.array(
  fc.record({
    item: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
    contributions,
    propensity: fc.option(fc.double({ min: 1e-6, max: 1, noNaN: true }), { nil: undefined }),
    level: fc.option(fc.constantFrom(...SPECIFICITY_LEVELS), { nil: undefined }),
    ad: fc.option(
      fc.record(
        {
          campaign: fc.constantFrom('c', 'tea-2026'),
          price: fc.nat(1e12),
          country: fc.constantFrom('DE', 'US'),
        },
        { noNullPrototype: true, requiredKeys: ['campaign', 'price'] },
      ),
      { nil: undefined },
    ),
  }),
  { maxLength: 6 },
)

const DECISION = {
  subject: undefined,
  slot: 'home',
  decidedAt: toInstant(1_764_000_000_000),
  rung: 'personal',
  model: undefined,
}

function written(item: string, contributions: Parameters<typeof aReason>[]) {
  const told = contributions.map((one) => aReason(...one))
  return writeTokens(DECISION, [{ item, contributions: told }], new Uint8Array(16))
}

function aReason(id: string, percent: number, kind = 'item') {
  return { kind, id, percent, support: 100 }
}

test('what a token says comes back', () => {
  fc.assert(
    fc.property(decisions, items, (decision, decided) => {
      const impressions = Uint8Array.from({ length: 16 * decided.length }, (_, n) => n)
      const plains = writeTokens(decision, decided, impressions)
      assert.equal(plains.length, decided.length * PLAIN_BYTES)
      for (const [place, one] of decided.entries()) {
        const plain = plains.subarray(place * PLAIN_BYTES, (place + 1) * PLAIN_BYTES)
        const findName = (hash: string) =>
          longNames(one.contributions.flatMap(({ id }) => (id === null ? [] : [id]))).get(hash)
        const read = readToken(plain, findName)
        assert.ok(read)
        const { impression, ...rest } = read
        assert.equal(impression, formatId('imp', impressions.slice(16 * place, 16 * place + 16)))
        assert.deepEqual({ ...rest, contributions: [] }, { ...decision, ...one, contributions: [] })
        // All of it, but where so much was not bound to fit.
        const bytes = one.contributions.map(({ id }) => Buffer.byteLength(id ?? ''))
        if (bytes.reduce((sum, size) => sum + Math.min(size, 40), 0) <= 100) {
          assert.deepEqual(read.contributions, one.contributions)
        }
      }
    }),
  )
})

test('five reasons of the length of a UUID fit as they are', () => {
  const uuids = Array.from({ length: 5 }, (_, n) => `${n}0000000-0000-4000-8000-000000000000`)
  const [item = '', ...named] = uuids
  const told = [
    ...named.map((id) => aReason(id, 20)),
    { kind: 'rest', id: null, percent: 20, support: null },
  ]
  const decision = { ...DECISION, subject: formatId('sub', new Uint8Array(16)), rung: 'contextual' }
  const plain = writeTokens(decision, [{ item, contributions: told }], new Uint8Array(16))
  assert.deepEqual(readToken(plain, () => undefined)?.contributions, told)
})

test('a long name is found again in the catalogue, and else told as the rest', () => {
  const long = 'x'.repeat(120)
  const plain = written('a', [
    [long, 60],
    ['b', 40],
  ])
  const there = longNames(['b', long])
  assert.deepEqual(readToken(plain, (hash) => there.get(hash))?.contributions, [
    aReason(long, 60),
    aReason('b', 40),
  ])
  assert.deepEqual(readToken(plain, () => undefined)?.contributions, [
    { kind: 'rest', id: null, percent: 60, support: null },
    aReason('b', 40),
  ])
})

test('an item too long to stand in it is none where the catalogue has it no more', () => {
  const [fits, long] = ['é'.repeat(100), 'é'.repeat(101)]
  assert.equal(readToken(written(fits, []), () => undefined)?.item, fits)
  const plain = written(long, [])
  assert.equal(
    readToken(plain, () => undefined),
    undefined,
  )
  const there = longNames([long])
  assert.equal(readToken(plain, (hash) => there.get(hash))?.item, long)
})

test('where names do not fit, the smallest go into the rest', () => {
  const plain = written('i'.repeat(200), [
    ['b'.repeat(39), 50],
    ['c'.repeat(39), -30],
    ['d', 20],
  ])
  const read = readToken(plain, () => undefined)
  assert.equal(read?.item, 'i'.repeat(200))
  const percents = read?.contributions.map(({ percent }) => percent) ?? []
  assert.ok(percents.length < 3)
  assert.ok(read?.contributions.every(({ kind, id }) => (kind === 'rest') === (id === null)))
})
