import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { popularityRanks } from './popularity-ranks.ts'
import { type GeneralOptions, rankGeneral } from './rank-general.ts'

const IDS = ['a1', 'a2', 'a3', 'b1', 'c1']
const RANKS = popularityRanks({ ids: IDS, people: [500, 400, 300, 200, 100] }, 50)
const OPTIONS: GeneralOptions = { count: 10, exclude: () => false, ranks: RANKS }
const CATALOGUE: CatalogueEntry[] = IDS.toReversed().map((id) => ({
  id,
  categories: [id.slice(0, 1)],
  attributes: [],
}))

test('the most popular comes first, then the other categories have their turn', () => {
  const ranked = rankGeneral(CATALOGUE, OPTIONS)
  assert.deepEqual(
    ranked.map(({ id }) => id),
    ['a1', 'a2', 'b1', 'c1', 'a3'],
  )
})

test('what diversity takes from an item is listed, and the shares sum to the score', () => {
  const ranked = rankGeneral(CATALOGUE, OPTIONS)
  assert.deepEqual(ranked[1]?.contributions, [
    { kind: 'popularity', id: null, share: 0.8, support: 50 },
    { kind: 'rest', id: null, share: -0.4, support: null },
  ])
  for (const { score, contributions } of ranked) {
    const sum = contributions.reduce((total, { share }) => total + share, 0)
    assert.ok(Math.abs(sum - score) < 1e-9)
  }
})

test('an excluded item takes no turn from its category', () => {
  const ranked = rankGeneral(CATALOGUE, { ...OPTIONS, exclude: (id) => id === 'a1' })
  assert.equal(ranked[0]?.id, 'a2')
  assert.equal(ranked[0]?.score, 0.8)
})

test('a shop that nobody knows yet still has a list, in the order of ids', () => {
  const ranks = popularityRanks({ ids: [], people: [] }, 50)
  const ranked = rankGeneral(CATALOGUE, { ...OPTIONS, ranks, count: 3 })
  assert.deepEqual(
    ranked.map(({ id }) => id),
    ['a1', 'a2', 'a3'],
  )
  assert.deepEqual(ranked[0]?.contributions, [])
})

test('items without a category do not compete for one', () => {
  const bare = CATALOGUE.map((entry) => ({ ...entry, categories: [] }))
  const ranked = rankGeneral(bare, OPTIONS)
  assert.deepEqual(
    ranked.map(({ id }) => id),
    IDS,
  )
})
