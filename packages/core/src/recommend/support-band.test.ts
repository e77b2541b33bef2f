import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bandAt, bandPlace, supportBand } from './support-band.ts'

test('support is told in bands of 50, 100, 200, 500 and on', () => {
  const people = [50, 99, 100, 199, 200, 499, 500, 1999, 2000, 4999, 5000, 123_456]
  const bands = [50, 50, 100, 100, 200, 200, 500, 1000, 2000, 2000, 5000, 100_000]
  assert.deepEqual(
    people.map((count) => supportBand(count)),
    bands,
  )
})

test('fewer people than the floor are not told', () => {
  assert.equal(supportBand(49), null)
  assert.equal(supportBand(0, 0), null)
  assert.equal(supportBand(99, 100), null)
})

test('a band never tells more people than there are, nor fewer than two in five', () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 2 ** 31 }), (people) => {
      const band = supportBand(people) ?? Number.NaN
      assert.ok(band <= people && band * 2.5 > people)
    }),
  )
})

test('a band comes back from its place, and other places have none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (people) => {
      const band = supportBand(people, 1)
      const place = bandPlace(band)
      assert.ok(place > 0 && place < 256)
      assert.equal(bandAt(place), band)
    }),
  )
  assert.deepEqual([bandPlace(null), bandAt(0), bandAt(31)], [0, null, null])
})
