import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from '../values/instant.ts'
import { DAY_MS, toInstant } from '../values/instant.ts'
import type { Verb } from '../values/verb.ts'
import { historyOf, interactionValue, VERB_WEIGHTS } from './interaction-value.ts'

const OPTIONS = { verbWeights: VERB_WEIGHTS, halfLifeMs: 30 * DAY_MS }

function day(count: number): Instant {
  return toInstant(count * DAY_MS)
}

function did(item: string, verb: Verb, at: Instant | null) {
  return { item, verb, at }
}

test('the strongest verb counts, not the number of times', () => {
  const history = historyOf([did('a', 'view', null), did('a', 'view', null)], OPTIONS)
  assert.deepEqual(history, [{ item: 'a', value: 0.3 }])
  assert.equal(historyOf([did('a', 'view', null), did('a', 'add', null)], OPTIONS)[0]?.value, 0.6)
})

test('a liked item that was skipped is worth the difference', () => {
  const both = [did('a', 'like', null), did('a', 'skip', null)]
  assert.equal(interactionValue(both, 0, OPTIONS), 0.7)
})

test('a dislike alone is negative, nothing is worth nothing', () => {
  assert.equal(interactionValue([did('a', 'dislike', null)], 0, OPTIONS), -1)
  assert.equal(interactionValue([], 0, OPTIONS), 0)
})

test('a value halves with each half-life before the latest interaction of the subject', () => {
  const interactions = [did('a', 'like', day(10)), did('b', 'view', day(70))]
  assert.deepEqual(historyOf(interactions, OPTIONS), [
    { item: 'a', value: 0.25 },
    { item: 'b', value: 0.3 },
  ])
})

test('undated interactions, and any without a half-life, do not fade', () => {
  const interactions = [did('a', 'like', null), did('b', 'like', day(1)), did('c', 'view', day(99))]
  assert.equal(historyOf(interactions, OPTIONS)[0]?.value, 1)
  assert.equal(historyOf(interactions, { ...OPTIONS, halfLifeMs: null })[1]?.value, 1)
})

test('items stand in the order of their first mention', () => {
  const interactions = [did('b', 'view', null), did('a', 'view', null), did('b', 'like', null)]
  assert.deepEqual(
    historyOf(interactions, OPTIONS).map(({ item }) => item),
    ['b', 'a'],
  )
})

test('half is left of an item after as many later ones, however long ago that was', () => {
  const options = { ...OPTIONS, halfLifeMs: null, halfLifeItems: 2 }
  const bought = [5, 1, 3].map((at) => did(`day ${at}`, 'purchase', day(at)))
  assert.deepEqual(historyOf([...bought, did('undated', 'like', null)], options), [
    { item: 'day 5', value: 1 },
    { item: 'day 1', value: 0.5 },
    { item: 'day 3', value: 2 ** -0.5 },
    { item: 'undated', value: 1 },
  ])
})
