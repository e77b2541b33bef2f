import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { popularityRanks } from './popularity-ranks.ts'
import { type ContextualOptions, rankContextual } from './rank-contextual.ts'

const NO_RANKS = popularityRanks({ ids: [], people: [] }, 50)
const RANKS = popularityRanks({ ids: ['boot', 'shoe', 'lamp'], people: [90, 200, 49] }, 50)
const OPTIONS: ContextualOptions = { count: 10, exclude: () => false, ranks: NO_RANKS }

function entry(id: string, categories: string[], attributes: string[] = []): CatalogueEntry {
  return { id, categories, attributes }
}

const SHOE = entry('shoe', ['footwear', 'sale'], ['colour=red', 'brand=x'])
const BOOT = entry('boot', ['footwear'], ['colour=red', 'brand=y'])
const LAMP = entry('lamp', ['home'], ['colour=red'])
const CATALOGUE = [LAMP, BOOT, SHOE]

test('what is like the page comes first, never the page itself', () => {
  const ranked = rankContextual(CATALOGUE, { item: SHOE }, OPTIONS)
  assert.deepEqual(
    ranked.map(({ id }) => id),
    ['boot', 'lamp'],
  )
})

test('an answer says which categories, which item and what popularity speak for it', () => {
  const [boot] = rankContextual(CATALOGUE, { item: SHOE }, { ...OPTIONS, ranks: RANKS })
  assert.deepEqual(boot?.contributions, [
    { kind: 'category', id: 'footwear', share: 0.5, support: null },
    { kind: 'item', id: 'shoe', share: 0.5 / 3, support: null },
    { kind: 'popularity', id: null, share: 0.05, support: 50 },
  ])
})

test('a page of categories needs no item', () => {
  const ranked = rankContextual(CATALOGUE, { categories: ['home'] }, OPTIONS)
  assert.deepEqual(ranked[0], {
    id: 'lamp',
    score: 1,
    contributions: [{ kind: 'category', id: 'home', share: 1, support: null }],
  })
})

test('a page about nothing gives what is popular', () => {
  const ranked = rankContextual(CATALOGUE, {}, { ...OPTIONS, ranks: RANKS, count: 2 })
  assert.deepEqual(
    ranked.map(({ id }) => id),
    ['shoe', 'boot'],
  )
})

test('excluded items are not shown', () => {
  const exclude = (id: string): boolean => id === 'boot'
  const ranked = rankContextual(CATALOGUE, { item: SHOE }, { ...OPTIONS, exclude })
  assert.deepEqual(
    ranked.map(({ id }) => id),
    ['lamp'],
  )
})

test('the shares of an explanation sum to the score', () => {
  const letters = fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's'))
  const items = fc.array(fc.tuple(letters, letters))
  fc.assert(
    fc.property(items, letters, (described, categories) => {
      const catalogue = described.map(([a, b], index) => entry(`${index}`, a, b))
      const ranks = popularityRanks({ ids: ['1', '2', '3'], people: [60, 50, 70] }, 50)
      const [item] = catalogue
      const context = item ? { item, categories } : { categories }
      for (const { score, contributions } of rankContextual(catalogue, context, {
        ...OPTIONS,
        ranks,
      })) {
        const sum = contributions.reduce((total, { share }) => total + share, 0)
        assert.ok(Math.abs(sum - score) < 1e-9)
      }
    }),
  )
})
