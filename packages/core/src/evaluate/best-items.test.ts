import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BestItems } from './best-items.ts'

test('the best are those of a full sort, ties by ordinal, in whatever order they come', () => {
  const scores = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 40 })
  fc.assert(
    fc.property(scores, fc.integer({ min: 0, max: 12 }), (all, count) => {
      const best = new BestItems(count)
      const offered = all.map((score, item) => ({ item, score }))
      for (const { item, score } of offered.toSorted((a, b) => a.score - b.score)) {
        if (score >= best.floor) best.offer(item, score)
      }
      const sorted = offered.toSorted((a, b) => b.score - a.score || a.item - b.item)
      assert.deepEqual(
        [...best.ranked()],
        sorted.slice(0, count).map(({ item }) => item),
      )
    }),
  )
})

test('cleared, it begins anew', () => {
  const best = new BestItems(2)
  best.offer(7, 1)
  best.clear()
  best.offer(1, -1)
  assert.deepEqual([...best.ranked()], [1])
})
