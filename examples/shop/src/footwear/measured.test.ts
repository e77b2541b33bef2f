/** The shop's invented department sells as its measured model does, and the model is the data's. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PEOPLE } from '../people.ts'
import { WORN_ITEMS } from '../worn.ts'
import { HISTORY_SIZES, POPULARITY, statisticsOf } from './measured.ts'
import { makeShoppers, SHOPPERS } from './shoppers.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const DATA = join(ROOT, '../shared/data/amazon-clothing-shoes/sequences.txt')

type Curve = readonly (readonly [number, number])[]

test('the constants are what the data says', { skip: lacks(DATA) }, () => {
  const histories = readFileSync(DATA, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ').slice(1))
  const { sizes, popularity } = statisticsOf(histories)
  assertClose(sizes, HISTORY_SIZES, 0.0002)
  assertClose(popularity, POPULARITY, 0.0002)
})

test('shoppers buy as much, and the same things as often, as people really do', () => {
  const named = PEOPLE.map(({ externalId }) => externalId)
  const shoppers = makeShoppers()
  const bought = shoppers
    .filter(({ externalId }) => !named.includes(externalId))
    .map((shopper) => shopper.bought)
  const { sizes, popularity } = statisticsOf(bought)
  // Twice the standard error of 1,195 people; and nobody buys a thing twice, of 240 there are.
  assertClose(sizes, HISTORY_SIZES, 0.03)
  assertClose(popularity, POPULARITY, 0.06)
})

test('the department is the same each time: 240 items with ids of their own, 1,200 shoppers', () => {
  const ids = new Set(WORN_ITEMS.map(({ id }) => id))
  const shoppers = makeShoppers()
  assert.deepEqual([WORN_ITEMS.length, ids.size], [240, 240])
  assert.deepEqual([shoppers.length, SHOPPERS], [1_200, 1_200])
  assert.deepEqual(makeShoppers(), shoppers)
  for (const { bought, viewed } of shoppers) {
    const met = [...bought, ...viewed]
    assert.equal(new Set(met).size, met.length)
    assert.ok(met.every((id) => ids.has(id)))
  }
})

function assertClose(found: Curve, expected: Curve, most: number): void {
  for (const [at, [x, y]] of expected.entries()) {
    const [, share = Number.NaN] = found[at] ?? []
    assert.ok(Math.abs(share - y) <= most, `at ${x}: ${share}, expected ${y} within ${most}`)
  }
}

function lacks(path: string): string | false {
  return existsSync(path) ? false : `${path} is not there`
}
