import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatId, type SubjectId } from '@equipoise/core/values'
import type { ProfileItem } from '../store.ts'
import { PersonCache } from './person-cache.ts'

const subjectOf = (n: number): SubjectId =>
  formatId(
    'sub',
    Uint8Array.from({ length: 16 }, (_, at) => (at < 2 ? (n >> (8 * at)) & 255 : 0)),
  )
const profileOf = (length: number): ProfileItem[] =>
  Array.from({ length }, (_, n) => ({ item: `${n}`, verbs: {} }))

test('of a person who is held no profile is kept, and what was kept is gone', () => {
  const people = new PersonCache()
  const [subject, profile] = [subjectOf(1), profileOf(3)]
  people.putProfile(subject, profile)
  assert.equal(people.findProfile(subject), profile)
  people.hold(subject)
  assert.equal(people.findProfile(subject), undefined)
  people.putProfile(subject, profile)
  assert.equal(people.findProfile(subject), undefined)
  people.release(subject)
  assert.equal(people.findProfile(subject), undefined)
  people.putProfile(subject, profile)
  assert.equal(people.findProfile(subject), profile)
})

test('profiles are bounded together and each: those used longest ago go first', () => {
  const people = new PersonCache()
  people.putProfile(subjectOf(0), profileOf(8_193))
  assert.equal(people.findProfile(subjectOf(0)), undefined)
  const large = profileOf(8_192)
  for (let n = 1; n <= 32; n += 1) people.putProfile(subjectOf(n), large)
  assert.equal(people.findProfile(subjectOf(1)), large)
  people.putProfile(subjectOf(33), large)
  assert.equal(people.findProfile(subjectOf(2)), undefined)
  assert.equal(people.findProfile(subjectOf(1)), large)
  // One that is replaced or dropped makes room, as often as that happens.
  for (let n = 0; n < 100; n += 1) people.putProfile(subjectOf(3), large)
  for (const n of [3, 4, 3, 4]) people.dropProfile(subjectOf(n))
  for (const n of [40, 41]) people.putProfile(subjectOf(n), large)
  assert.equal(people.findProfile(subjectOf(5)), large)
})

test('so many people are kept at most, however little they did', () => {
  const people = new PersonCache()
  for (let n = 0; n <= 10_000; n += 1) people.putProfile(subjectOf(n), [])
  assert.equal(people.findProfile(subjectOf(0)), undefined)
  assert.deepEqual(people.findProfile(subjectOf(1)), [])
})
