import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pools } from './builders.test.ts'
import { groupsOf, likeness, toCandidates } from './candidate.ts'

test('relevance is the score between the lowest and the highest of the pool', () => {
  const ranked = [3, 1, -1].map((score) => ({ id: `${score}`, score }))
  const pool = toCandidates(ranked, () => undefined)
  assert.deepEqual(
    pool.map(({ relevance }) => relevance),
    [1, 0.5, 0],
  )
})

test('where all score alike, all are as relevant as can be', () => {
  const pool = toCandidates([{ id: 'a', score: 0 }], () => undefined)
  assert.equal(pool[0]?.relevance, 1)
})

test('a score that is no number is a broken invariant, not an order', () => {
  assert.throws(() => toCandidates([{ id: 'a', score: Number.NaN }], () => undefined))
})

test('likeness is from 0 to 1, the same both ways, and 1 for what is described alike', () => {
  fc.assert(
    fc.property(pools, (pool) => {
      const [a, b] = [pool[0], pool[1]]
      if (a === undefined || b === undefined) return
      const value = likeness(a, b)
      assert.ok(value >= 0 && value <= 1)
      assert.equal(value, likeness(b, a))
      if (a.categories.length + a.attributes.length > 0) assert.equal(likeness(a, a), 1)
    }),
  )
})

test('groups go by category, or by the values of one attribute', () => {
  const one = { categories: ['jazz'], attributes: ['brand=a', 'branding=b'] }
  assert.deepEqual(groupsOf(one, 'category'), ['jazz'])
  assert.deepEqual(groupsOf(one, 'brand'), ['brand=a'])
  assert.deepEqual(groupsOf(one, 'artist'), [])
})
