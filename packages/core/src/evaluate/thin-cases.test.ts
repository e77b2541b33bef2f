import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listAt, toItemLists } from './item-lists.ts'
import type { Split } from './split.ts'
import { thinCases } from './thin-cases.ts'

const PEOPLE = 10

/** Person n has seen items n and n + 1, the first of them longer ago, and is asked for n + 2. */
const SPLIT: Split = {
  protocol: 'given',
  itemIds: Array.from({ length: 12 }, (_, item) => `i${item}`),
  train: toItemLists(12, [[0, 1]]),
  cases: {
    subjects: Array.from({ length: PEOPLE }, (_, n) => `s${n}`),
    history: toItemLists(
      12,
      Array.from({ length: PEOPLE }, (_, n) => [n, n + 1]),
    ),
    places: Uint32Array.from({ length: 2 * PEOPLE }, (_, at) => (at % 2 === 0 ? at : 0)),
    held: toItemLists(
      12,
      Array.from({ length: PEOPLE }, (_, n) => [n + 2]),
    ),
    heldCounts: Uint32Array.from({ length: PEOPLE }, (_, n) => n + 1),
  },
  notes: {},
}

test('of many people some are asked, evenly spread, each with what is theirs', () => {
  const { subjects, history, places, held, heldCounts } = thinCases(SPLIT, 3).cases
  assert.deepEqual(subjects, ['s0', 's3', 's6'])
  assert.deepEqual([...listAt(history, 1)], [3, 4])
  assert.deepEqual([...(places ?? [])], [0, 0, 6, 0, 12, 0])
  assert.deepEqual([...listAt(held, 2)], [8])
  assert.deepEqual([...heldCounts], [1, 4, 7])
})

test('of few people all are asked', () => {
  assert.equal(thinCases(SPLIT, PEOPLE), SPLIT)
})
