import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CatalogueEntry, popularityRanks } from '../recommend/index.ts'
import { ContentIndex, type ContentOptions } from './content-index.ts'

const entries: readonly CatalogueEntry[] = [
  entry('blue-train', 'Blue Train', ['jazz'], ['label=blue']),
  entry('soul-train', 'Soul Train', ['soul'], ['label=stax']),
  entry('kind', 'Kind of Jazz', ['jazz'], ['label=columbia']),
  entry('harvest', 'Harvest', ['folk'], ['label=reprise']),
  entry('bare', undefined, [], []),
]
const ranks = popularityRanks({ ids: ['kind', 'harvest'], people: [90, 80] }, 50)
const options: ContentOptions = { count: 10, exclude: () => false, ranks }
const index = new ContentIndex(entries)

test('what has more in common comes first, and what has nothing does not come', () => {
  const ranked = index.rank([{ item: 'blue-train', value: 1 }], { ...options, count: 2 })
  assert.deepEqual(
    ranked.map(({ id }) => id),
    ['kind', 'soul-train'],
  )
  assert.deepEqual(
    ranked[1]?.contributions.map(({ kind, id }) => `${kind} ${id}`),
    ['word train'],
  )
})

test('what is not wanted subtracts', () => {
  const alone = index.rank([{ item: 'blue-train', value: 1 }], options)
  const against = index.rank(
    [
      { item: 'blue-train', value: 1 },
      { item: 'harvest', value: -1 },
    ],
    options,
  )
  const scoreOf = (list: typeof alone, id: string) => list.find((one) => one.id === id)?.score ?? 0
  assert.equal(scoreOf(against, 'kind'), scoreOf(alone, 'kind'))
  const notJazz = index.rank(
    [
      { item: 'soul-train', value: 1 },
      { item: 'kind', value: -1 },
    ],
    options,
  )
  assert.ok(scoreOf(notJazz, 'blue-train') < scoreOf(alone, 'soul-train'))
})

test('neither what is given nor what is excluded comes back', () => {
  const exclude = (id: string) => id === 'kind'
  const ranked = index.rank([{ item: 'blue-train', value: 1 }], { ...options, exclude })
  assert.deepEqual(
    ranked.map(({ id }) => id),
    ['soul-train'],
  )
})

test('items unknown or without content speak for nothing', () => {
  const history = ['bare', 'unheard of'].map((item) => ({ item, value: 1 }))
  assert.deepEqual(index.rank(history, options), [])
  assert.deepEqual(new ContentIndex([]).rank(history, options), [])
})

test('shares sum to the score within 1e-9', () => {
  const words = fc.subarray(['blue', 'train', 'kind', 'of', 'soul'])
  const catalogues = fc.array(
    fc.record({
      title: words.map((list) => list.join(' ')),
      categories: fc.subarray(['jazz', 'folk', 'soul']),
      attributes: fc.subarray(['label=a', 'label=b', 'year=1']),
    }),
    { maxLength: 12 },
  )
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 6 })
  fc.assert(
    fc.property(catalogues, values, (items, weights) => {
      const made = new ContentIndex(items.map((one, at) => ({ id: `${at}`, ...one })))
      const history = weights.map((value, at) => ({ item: `${at}`, value }))
      for (const { id, score, contributions } of made.rank(history, options)) {
        const sum = contributions.reduce((total, { share }) => total + share, 0)
        assert.ok(Math.abs(sum - score) < 1e-9)
        assert.ok(Number(id) >= history.length)
      }
    }),
  )
})

function entry(
  id: string,
  title: string | undefined,
  categories: readonly string[],
  attributes: readonly string[],
): CatalogueEntry {
  return { id, title, categories, attributes }
}
