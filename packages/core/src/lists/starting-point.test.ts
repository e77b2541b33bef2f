import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addHistories, startHistory } from './starting-point.ts'

test('a basket weighs all alike, each once', () => {
  const history = startHistory({ kind: 'basket', items: ['a', 'b', 'a'], unlike: [] })
  assert.deepEqual(history, [
    { item: 'a', value: 1 },
    { item: 'b', value: 1 },
  ])
})

test('of a session the last counts most, half of it five items earlier', () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f']
  const history = startHistory({ kind: 'session', items, unlike: [] })
  assert.equal(history.at(-1)?.value, 1)
  assert.equal(history[0]?.value, 0.5)
})

test('what is not wanted subtracts, and both at once is nothing', () => {
  const history = startHistory({ kind: 'like', items: ['a', 'b'], unlike: ['b', 'c', 'c'] })
  assert.deepEqual(history, [
    { item: 'a', value: 1 },
    { item: 'b', value: 0 },
    { item: 'c', value: -1 },
  ])
})

test('a start and a profile add up', () => {
  const start = [{ item: 'a', value: 1 }]
  const profile = [
    { item: 'a', value: 0.5 },
    { item: 'b', value: 0.3 },
  ]
  assert.deepEqual(addHistories(start, profile), [
    { item: 'a', value: 1.5 },
    { item: 'b', value: 0.3 },
  ])
})
