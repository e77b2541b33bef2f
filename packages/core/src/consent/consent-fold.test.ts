import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type ConsentRecordId,
  DAY_MS,
  formatId,
  type Instant,
  PURPOSES,
  type Purpose,
  toInstant,
} from '../values/index.ts'
import {
  foldRecords,
  givesOn,
  latestIn,
  RECENT_MAX,
  wasEndedSince,
  wasWithheld,
} from './consent-fold.ts'
import { CONSENT_ACTIONS, type ConsentAction, type ConsentRecord } from './consent-record.ts'
import { consentFor, foldConsent } from './consent-state.ts'

const PURPOSE: Purpose = 'site_personalization'
const TIMES = 200
const ids: fc.Arbitrary<ConsentRecordId> = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => formatId('con', bytes))

/** Few purposes, and instants that often meet. */
function records(most: number): fc.Arbitrary<ConsentRecord[]> {
  const record = fc.record(
    {
      id: ids,
      action: fc.constantFrom(...CONSENT_ACTIONS),
      purposes: fc.subarray(PURPOSES.slice(0, 3), { minLength: 1 }),
      at: fc.integer({ min: 0, max: TIMES }).map(toInstant),
      by: fc.constantFrom('subject' as const, 'guardian' as const),
      explicit: fc.boolean(),
      evidence: fc.constant('a form'),
    },
    { noNullPrototype: true },
  )
  return fc.uniqueArray(record, { selector: ({ id }) => id, maxLength: most, size: 'max' })
}

const instants = fc.integer({ min: 0, max: TIMES + 1 }).map(toInstant)

test('one record at a time makes what all of them make, in any order', () => {
  const shuffled = records(300).chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      const fold = foldRecords(other)
      assert.deepEqual(fold.state, foldConsent(list))
      assert.equal(fold.count, list.length)
      const latest = Math.max(...list.map(({ at }) => at))
      assert.equal(latestIn(fold), list.length === 0 ? undefined : latest)
    }),
  )
})

test('while all records are remembered, what was withheld or ended is told exactly', () => {
  fc.assert(
    fc.property(records(RECENT_MAX), instants, (list, at) => {
      const fold = foldRecords(list)
      assert.equal(wasWithheld(fold, PURPOSE, at), isWithheld(list, at))
      assert.equal(wasEndedSince(fold, PURPOSE, at), isEnded(list, at))
    }),
    { numRuns: 300 },
  )
})

test('with more records than are remembered, what was withheld or ended is told or overstated', () => {
  const many = records(400).filter((list) => list.length > RECENT_MAX)
  fc.assert(
    fc.property(many, instants, (list, at) => {
      const fold = foldRecords(list)
      assert.equal(fold.recent.length, RECENT_MAX)
      assert.ok(wasWithheld(fold, PURPOSE, at) || !isWithheld(list, at))
      assert.ok(wasEndedSince(fold, PURPOSE, at) || !isEnded(list, at))
      // What stands is never overstated, however long ago it was said.
      const latest = latestIn(fold) ?? toInstant(0)
      assert.equal(wasWithheld(fold, PURPOSE, latest), isWithheld(list, latest))
    }),
  )
})

test('a yes of long ago counts from then on, also where its record is forgotten', () => {
  const said = [aRecord('refuse', 1), aRecord('give', 2)]
  const others = Array.from({ length: RECENT_MAX + 1 }, (_, n) =>
    aRecord('give', 10 + n, 'measurement'),
  )
  const fold = foldRecords([...said, ...others])
  assert.equal(wasWithheld(fold, PURPOSE, toInstant(5)), false)
  assert.equal(wasWithheld(fold, PURPOSE, toInstant(1)), true)
})

test('the yeses of a day are counted, and begin anew with the next', () => {
  const day = (n: number, ms: number): Instant => toInstant(n * DAY_MS + ms)
  const said = [day(3, 0), day(3, DAY_MS - 1), day(2, 5), day(3, 7)].map((at, n) => ({
    ...aRecord('give', n),
    at,
  }))
  const fold = foldRecords([...said, { ...aRecord('refuse', 9), at: day(3, 9) }])
  assert.deepEqual([givesOn(fold, day(3, 8)), givesOn(fold, day(4, 0))], [3, 0])
})

function isWithheld(list: readonly ConsentRecord[], at: Instant): boolean {
  const { status } = consentFor(foldConsent(list, at), PURPOSE)
  return status === 'refused' || status === 'withdrawn'
}

function isEnded(list: readonly ConsentRecord[], since: Instant): boolean {
  return list.some(
    ({ action, at, purposes }) => action !== 'give' && at >= since && purposes.includes(PURPOSE),
  )
}

function aRecord(action: ConsentAction, at: number, purpose: Purpose = PURPOSE): ConsentRecord {
  return {
    id: formatId('con', new Uint8Array(16).fill(at)),
    action,
    purposes: [purpose],
    at: toInstant(at),
    by: 'subject',
    explicit: false,
    evidence: 'a form',
  }
}
