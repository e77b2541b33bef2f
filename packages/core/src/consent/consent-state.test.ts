import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type ConsentRecordId,
  formatId,
  PURPOSES,
  type Purpose,
  toInstant,
} from '../values/index.ts'
import { CONSENT_ACTIONS, type ConsentAction, type ConsentRecord } from './consent-record.ts'
import { consentFor, foldConsent, NO_CONSENT } from './consent-state.ts'

const PURPOSE: Purpose = 'site_personalization'
const ids: fc.Arbitrary<ConsentRecordId> = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => formatId('con', bytes))
/** Few instants and few purposes, so that records meet. */
const records: fc.Arbitrary<ConsentRecord[]> = fc.uniqueArray(
  fc.record(
    {
      id: ids,
      action: fc.constantFrom(...CONSENT_ACTIONS),
      purposes: fc.subarray(PURPOSES.slice(0, 4), { minLength: 1 }),
      at: fc.integer({ min: 0, max: 5 }).map(toInstant),
      by: fc.constantFrom('subject' as const, 'guardian' as const),
      explicit: fc.boolean(),
      evidence: fc.constant('a form'),
    },
    { noNullPrototype: true },
  ),
  { selector: (record) => record.id, maxLength: 8 },
)

test('the order in which records arrive changes nothing', () => {
  const shuffled = records.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      assert.deepEqual(foldConsent(other), foldConsent(list))
    }),
  )
})

test('a record that arrives again changes nothing', () => {
  const repeated = records.chain((list) => fc.tuple(fc.constant(list), fc.subarray(list)))
  fc.assert(
    fc.property(repeated, ([list, again]) => {
      assert.deepEqual(foldConsent([...list, ...again]), foldConsent(list))
    }),
  )
})

test('the latest record about a purpose speaks, and of one instant the most protective', () => {
  fc.assert(
    fc.property(records, (list) => {
      for (const purpose of PURPOSES) {
        const about = list.filter((record) => record.purposes.includes(purpose))
        const latest = Math.max(...about.map(({ at }) => at))
        const actions = about.filter(({ at }) => at === latest).map(({ action }) => action)
        assert.equal(consentFor(foldConsent(list), purpose).status, expectedStatus(actions))
      }
    }),
  )
})

test('folding changes neither the list nor its records', () => {
  fc.assert(
    fc.property(records, (list) => {
      const before = structuredClone(list)
      foldConsent(Object.freeze(list))
      assert.deepEqual(list, before)
    }),
  )
})

test('a purpose of which nothing was said is unknown', () => {
  assert.deepEqual(consentFor(foldConsent([]), PURPOSE), NO_CONSENT)
  assert.deepEqual(consentFor(foldConsent([aRecord('give', 1)]), 'measurement'), NO_CONSENT)
})

test('what is said of one purpose alone is separate, of several it is not', () => {
  const both = { ...aRecord('give', 1), purposes: [PURPOSE, 'measurement' as const] }
  assert.equal(consentFor(foldConsent([aRecord('give', 1)]), PURPOSE).separate, true)
  assert.equal(consentFor(foldConsent([both]), PURPOSE).separate, false)
})

test('a record of a later time says nothing about an earlier one', () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 0, max: 5 }), (list, at) => {
      const until = toInstant(at)
      const known = list.filter((record) => record.at <= until)
      assert.deepEqual(foldConsent(list, until), foldConsent(known))
    }),
  )
})

function expectedStatus(actions: readonly ConsentAction[]): string {
  if (actions.includes('withdraw')) return 'withdrawn'
  if (actions.includes('refuse')) return 'refused'
  return actions.length > 0 ? 'given' : 'unknown'
}

function aRecord(action: ConsentAction, at: number): ConsentRecord {
  return {
    id: formatId('con', new Uint8Array(16).fill(at)),
    action,
    purposes: [PURPOSE],
    at: toInstant(at),
    by: 'subject',
    explicit: false,
    evidence: 'a form',
  }
}
