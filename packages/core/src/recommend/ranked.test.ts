import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BestRanked, type Ranked } from './ranked.ts'

const candidates = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('a', 'b', 'c', '～', '😀', 'ab'), score: fc.nat(2) }),
  { selector: ({ id }) => id },
)

test('the best are the first of all candidates in order, however they were offered', () => {
  fc.assert(
    fc.property(candidates, fc.nat(7), (offered, count) => {
      const best = new BestRanked<Ranked>(count)
      for (const candidate of offered) best.offer(candidate)
      const bytes = ({ id }: Ranked): Buffer => Buffer.from(id)
      const sorted = offered.toSorted((a, b) => b.score - a.score || bytes(a).compare(bytes(b)))
      assert.deepEqual(best.list(), sorted.slice(0, count))
    }),
  )
})

test('there is room until the list is full, then only for those as good as its last', () => {
  const best = new BestRanked<Ranked>(1)
  assert.equal(best.hasRoomFor(-5), true)
  best.offer({ id: 'b', score: 1 })
  assert.deepEqual(
    [0, 1, 2].map((score) => best.hasRoomFor(score)),
    [false, true, true],
  )
})
