import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toItemLists } from './item-lists.ts'
import { measureScorer } from './measure-scorer.ts'
import { scoreAlike } from './scorer.ts'
import type { Split } from './split.ts'

/**
 * Four items of falling score; two people, who hold 0 and 3 and are asked for 2, and for 0 and 9.
 */
const SPLIT: Split = {
  protocol: 'given',
  itemIds: ['a', 'b', 'c', 'd'],
  train: toItemLists(4, [[0, 1], [0, 2], [0, 1, 3], [3]]),
  cases: {
    subjects: ['s', 't'],
    history: toItemLists(4, [[0], [3]]),
    held: toItemLists(4, [[2], [0]]),
    heldCounts: Uint32Array.of(1, 2),
  },
  notes: {},
}
const FALLING = scoreAlike(Float64Array.of(4, 3, 2, 1))

test('the history is not recommended, and an unknown held item is a miss', () => {
  const { perCase, metrics } = measureScorer(SPLIT, FALLING, { cutoffs: [1, 2] })
  // s sees b, c; t sees a, b.
  assert.deepEqual([...(perCase.get('recall@2') ?? [])], [1, 0.5])
  assert.deepEqual([...(perCase.get('recallCapped@1') ?? [])], [0, 1])
  assert.deepEqual([...(perCase.get('mrr@2') ?? [])], [0.5, 1])
  assert.equal(metrics['recall@2'], 0.75)
  assert.equal(metrics['coverage@1'], 2 / 4)
  assert.equal(metrics['coverage@2'], 3 / 4)
})

test('where items are given to rank, no other is', () => {
  const candidates = toItemLists(4, [[3], [1]])
  const cases = { ...SPLIT.cases, candidates }
  const { perCase } = measureScorer({ ...SPLIT, cases }, FALLING, { cutoffs: [1] })
  assert.deepEqual([...(perCase.get('hitRate@1') ?? [])], [1, 1])
})

test('with categories, lists are also measured for diversity and calibration', () => {
  const categories = toItemLists(2, [[0], [0], [1], [1]])
  const { metrics } = measureScorer(SPLIT, FALLING, { cutoffs: [2], categories })
  // {b, c} of two categories, {a, b} of one.
  assert.equal(metrics['diversity@2'], 0.5)
  assert.ok((metrics['calibrationError@2'] ?? 0) > 0)
  assert.equal(measureScorer(SPLIT, FALLING, { cutoffs: [2] }).metrics['diversity@2'], undefined)
})

test('a scorer that answers with no number is caught', () => {
  const broken = scoreAlike(Float64Array.of(1, Number.NaN, 1, 1))
  assert.throws(() => measureScorer(SPLIT, broken, { cutoffs: [1] }), /scores that are numbers/)
})

test('a scorer is told how far back each item of a history lies, where that is known', () => {
  const told: (number[] | undefined)[] = []
  const scorer = {
    score: (_: Uint32Array, scores: Float64Array, places?: Uint32Array) => {
      told.push(places && [...places])
      scores.fill(0)
    },
  }
  const cases = { ...SPLIT.cases, history: toItemLists(4, [[0, 1], [3]]) }
  measureScorer({ ...SPLIT, cases }, scorer, { cutoffs: [1] })
  const dated = { ...cases, places: Uint32Array.of(1, 0, 0) }
  measureScorer({ ...SPLIT, cases: dated }, scorer, { cutoffs: [1] })
  assert.deepEqual(told, [undefined, undefined, [1, 0], [0]])
})
