import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { placesBack, recencyOf } from './recency.ts'

const times = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant(Number.NaN)))
  .map((list) => Float64Array.from(list))

test('a place is how many items were met later', () => {
  fc.assert(
    fc.property(times, (list) => {
      const wanted = list.map((at) => list.filter((other) => other > at).length)
      assert.deepEqual([...placesBack(list)], [...wanted])
    }),
  )
})

test('half is left after each half-life, and all where nothing fades', () => {
  assert.deepEqual(
    [0, 5, 10].map((place) => recencyOf(place, 5)),
    [1, 0.5, 0.25],
  )
  assert.equal(recencyOf(1_000, 0), 1)
})
