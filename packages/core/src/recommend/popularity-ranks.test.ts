import assert from 'node:assert/strict'
import { test } from 'node:test'
import { popularityRanks, rankScore } from './popularity-ranks.ts'

const COUNTS = { ids: ['a', 'b', 'c', 'd'], people: [100, 300, 100, 99] }

test('only items with k people have a rank, ties in the order of ids', () => {
  const { rankOf } = popularityRanks(COUNTS, 100)
  assert.deepEqual(
    [...rankOf],
    [
      ['b', 0],
      ['a', 1],
      ['c', 2],
    ],
  )
})

test('a rank is worth one at the top, evenly less below, and nothing without one', () => {
  const ranks = popularityRanks(COUNTS, 50)
  assert.deepEqual(
    ['b', 'a', 'c', 'd', 'x'].map((id) => rankScore(ranks, id)),
    [1, 0.75, 0.5, 0.25, 0],
  )
})
