import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CatalogueItem } from '../../store/index.ts'
import { type ExpressionFailure, readExpression } from './expression.ts'

const ITEM: CatalogueItem = {
  id: 'blue',
  title: 'Blue Train',
  categories: ['jazz', 'classics'],
  attributes: { label: 'blue note', bpm: '134' },
  priceMinor: 1_999,
  currency: 'EUR',
  available: true,
  sensitive: [],
}

function evaluated(source: string, item: CatalogueItem = ITEM): boolean | ExpressionFailure {
  let failure: ExpressionFailure | undefined
  const value = readExpression(source, 'where', 100).holds(item, (one) => {
    failure = one
  })
  return value ?? failure ?? assert.fail('neither a value nor a failure')
}

test('an expression reads what the catalogue says of an item', () => {
  for (const [source, expected] of [
    ['item.priceMinor < 2000 && item.currency == "EUR"', true],
    ['item.priceMinor == 1999', true],
    ['"jazz" in item.categories', true],
    ['item.categories.exists(c, c.startsWith("cl"))', true],
    ['item.categories.all(c, c == "jazz")', false],
    ['double(item.attributes.bpm) > 120.0', true],
    ['has(item.attributes.artist) && item.attributes.artist == "x"', false],
    ['item.title.lowerAscii().contains("train")', true],
    ['size(item.categories) == 2', true],
    ['item.id in ["blue", "kind"]', true],
  ] as const) {
    assert.equal(evaluated(source), expected, source)
  }
})

test('what an item lacks is a failure with its position, not an answer', () => {
  const failure = evaluated('true && item.attributes.artist == "x"')
  assert.deepEqual(failure, { says: 'No such key: artist', position: 24 })
  const { priceMinor: _, ...unpriced } = ITEM
  const bare = { ...unpriced, priceMinor: undefined }
  assert.ok(typeof evaluated('item.priceMinor < 5', bare) === 'object')
  assert.equal(evaluated('has(item.priceMinor)', bare), false)
})

test('nothing of the language underneath can be reached', () => {
  for (const source of [
    'item.constructor == null',
    'item.attributes.__proto__ == null',
    'item.attributes["constructor"] == "x"',
    'item.attributes.toString == "x"',
  ]) {
    assert.ok(typeof evaluated(source) === 'object', source)
  }
})

test('what is wrong with an expression is said with its position', () => {
  for (const [source, position] of [
    ['item.priceMinor <', 17],
    ['item.title.matches("(a+)+$")', 0],
    ['true && item.categories.map(c, c) == []', 8],
    ['foo == 1', 0],
    ['1 + 1', 0],
    ['item.categories.exists(a, item.categories.exists(b, a == b))', 26],
    [`item.id == "${'x'.repeat(1_000)}"`, 1_000],
    ['', 0],
  ] as const) {
    assert.throws(
      () => readExpression(source, 'filters.where', 100),
      (error: { code?: string; details?: unknown }) => {
        assert.equal(error.code, 'expression_invalid', source)
        assert.deepEqual(error.details, { path: 'filters.where', position }, source)
        return true
      },
    )
  }
})

test('too many nodes, too deep, or too much for the catalogue is refused before it runs', () => {
  const long = Array.from({ length: 120 }, () => 'true').join('&&')
  const deep = `${'('.repeat(400)}true${')'.repeat(400)}`
  const nested = `${'!'.repeat(400)}true`
  for (const source of [long, deep, nested]) {
    assert.throws(() => readExpression(source, 'where', 1), { code: 'expression_invalid' })
  }
  const macro = 'item.categories.exists(c, c == "a" || c == "b")'
  assert.ok(readExpression(macro, 'where', 1_000).cost > 100)
  assert.throws(() => readExpression(macro, 'where', 100_000), { code: 'expression_invalid' })
})
