import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toItemLists } from './item-lists.ts'
import {
  averagePopularity,
  calibrationError,
  diversity,
  longTail,
  longTailShare,
  novelty,
} from './list-metrics.ts'

const KNOWN = { people: Uint32Array.of(8, 4, 1, 0), population: 16 }
/** Items 0 and 1 are of category 0, item 2 of both, item 3 of none. */
const CATEGORIES = toItemLists(2, [[0], [0], [0, 1], []])

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) < 1e-12, `found ${found}, expected ${expected}`)
}

test('novelty is mean self-information in bits: 1 of one half, 2 of a quarter, 4 of a sixteenth', () => {
  near(novelty(Uint32Array.of(0), KNOWN), 1)
  near(novelty(Uint32Array.of(0, 1, 2), KNOWN), (1 + 2 + 4) / 3)
  near(novelty(Uint32Array.of(3), KNOWN), 4)
})

test('average popularity is the mean share of people', () => {
  near(averagePopularity(Uint32Array.of(0, 1), KNOWN), (8 / 16 + 4 / 16) / 2)
})

test('the long tail is all but the most popular fifth, the earlier item first of equal ones', () => {
  const isTail = longTail(Uint32Array.of(3, 9, 9, 1, 2, 1))
  assert.deepEqual([...isTail], [1, 0, 0, 1, 1, 1])
  assert.deepEqual([...longTail(Uint32Array.of(5, 5, 5, 5, 5))], [0, 1, 1, 1, 1])
  near(longTailShare(Uint32Array.of(0, 1), isTail), 1 / 2)
})

test('diversity is one less Jaccard, over the pairs that have categories', () => {
  near(diversity(Uint32Array.of(0, 1), CATEGORIES), 0)
  near(diversity(Uint32Array.of(0, 2), CATEGORIES), 1 / 2)
  near(diversity(Uint32Array.of(0, 1, 2, 3), CATEGORIES), (0 + 1 / 2 + 1 / 2) / 3)
  assert.ok(Number.isNaN(diversity(Uint32Array.of(0, 3), CATEGORIES)))
})

test('calibration error is nothing where the mix is the same', () => {
  near(calibrationError(Uint32Array.of(0), Uint32Array.of(1), CATEGORIES), 0)
})

test('calibration error by hand: half of the history is missing from the list', () => {
  // History {0, 2}: p = (3/4, 1/4). List {0}: q = (1, 0), smoothed (0.99 + 0.0075, 0.0025).
  const expected = 0.75 * Math.log(0.75 / 0.9975) + 0.25 * Math.log(0.25 / 0.0025)
  near(calibrationError(Uint32Array.of(0, 2), Uint32Array.of(0), CATEGORIES), expected)
})

test('without categories on either side there is no calibration error', () => {
  assert.ok(Number.isNaN(calibrationError(Uint32Array.of(3), Uint32Array.of(0), CATEGORIES)))
  assert.ok(Number.isNaN(calibrationError(Uint32Array.of(0), Uint32Array.of(3), CATEGORIES)))
})
