import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeRecord, type LedgerRecord } from '../ledger/index.ts'
import { formatId, PURPOSES, type Region, type SubjectId, toInstant } from '../values/index.ts'
import { parseConsentLeaf, toConsentLeaf } from './consent-leaf.ts'
import { CONSENT_ACTIONS, CONSENT_METHODS, type ConsentRecord } from './consent-record.ts'

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 })
const subjects = bytes.map((id) => formatId('sub', id))
const records: fc.Arbitrary<ConsentRecord> = fc.record(
  {
    id: bytes.map((id) => formatId('con', id)),
    action: fc.constantFrom(...CONSENT_ACTIONS),
    purposes: fc.subarray([...PURPOSES], { minLength: 1 }),
    at: fc.integer({ min: 0, max: 253_402_300_799_999 }).map(toInstant),
    by: fc.constantFrom('subject' as const, 'guardian' as const),
    explicit: fc.boolean(),
    evidence: fc.string({ unit: 'grapheme' }),
    notice: fc.record(
      {
        id: fc.string({ unit: 'grapheme' }),
        version: fc.string({ unit: 'grapheme' }),
        language: fc.constantFrom('en', 'pt-BR'),
        digest: fc.constantFrom('0f'.repeat(32), 'a7'.repeat(32)),
      },
      { noNullPrototype: true },
    ),
    method: fc.constantFrom(...CONSENT_METHODS),
    signals: fc.record({ gpc: fc.boolean() }, { noNullPrototype: true }),
    expiresAt: fc.integer({ min: 0, max: 253_402_300_799_999 }).map(toInstant),
    places: fc.subarray(['DE', 'US-CA'] as Region[]), // literals, known good
    party: fc.constant('0f'.repeat(32)),
  },
  {
    noNullPrototype: true,
    requiredKeys: ['id', 'action', 'purposes', 'at', 'by', 'explicit', 'evidence'],
  },
)

test('a record reads back from its leaf, also from the bytes that the leaf commits to', () => {
  fc.assert(
    fc.property(subjects, records, (subject, record) => {
      const leaf = toConsentLeaf(subject, record)
      const committed: LedgerRecord = JSON.parse(Buffer.from(encodeRecord(leaf)).toString('utf8'))
      assert.deepEqual(parseConsentLeaf(subject, leaf), record)
      assert.deepEqual(parseConsentLeaf(subject, committed), record)
    }),
  )
})

test('the leaf of one subject is no record of another', () => {
  fc.assert(
    fc.property(subjects, subjects, records, (subject, other, record) => {
      fc.pre(subject !== other)
      assert.equal(parseConsentLeaf(other, toConsentLeaf(subject, record)), undefined)
    }),
  )
})

const SUBJECT: SubjectId = formatId('sub', new Uint8Array(16))
const GOOD = toConsentLeaf(SUBJECT, {
  id: formatId('con', new Uint8Array(16)),
  action: 'give',
  purposes: ['measurement'],
  at: toInstant(1),
  by: 'subject',
  explicit: true,
  evidence: '',
})

const BROKEN: readonly (readonly [string, object])[] = [
  ['of another kind', { ...GOOD, kind: 'rights' }],
  ['of an unknown act', { ...GOOD, act: 'grant' }],
  ['of no time', { ...GOOD, at: 'yesterday' }],
  ['without an id', { ...GOOD, body: { ...GOOD.body, id: undefined } }],
  ['with an id of another kind', { ...GOOD, body: { ...GOOD.body, id: SUBJECT } }],
  ['of no purpose', { ...GOOD, body: { ...GOOD.body, purposes: [] } }],
  ['of an unknown purpose', { ...GOOD, body: { ...GOOD.body, purposes: ['measurement', 'fun'] } }],
  ['whose purposes are a text', { ...GOOD, body: { ...GOOD.body, purposes: 'measurement' } }],
  ['by nobody', { ...GOOD, body: { ...GOOD.body, by: 'operator' } }],
  ['that may be explicit', { ...GOOD, body: { ...GOOD.body, explicit: 'true' } }],
  ['of a notice without a digest', { ...GOOD, body: { ...GOOD.body, notice: { id: 'a' } } }],
  ['of a notice that is a text', { ...GOOD, body: { ...GOOD.body, notice: 'a' } }],
  ['said by no known method', { ...GOOD, body: { ...GOOD.body, method: 'telepathy' } }],
  ['with signals of another form', { ...GOOD, body: { ...GOOD.body, signals: { gpc: 1 } } }],
  ['that expires at no time', { ...GOOD, body: { ...GOOD.body, expiresAt: 'soon' } }],
  ['of places that there are not', { ...GOOD, body: { ...GOOD.body, places: ['here'] } }],
  ['by a party that is no text', { ...GOOD, body: { ...GOOD.body, party: 7 } }],
  ['whose evidence is no text', { ...GOOD, body: { ...GOOD.body, evidence: null } }],
]

for (const [how, leaf] of BROKEN) {
  test(`a record ${how} is not read`, () => {
    assert.ok(parseConsentLeaf(SUBJECT, GOOD))
    assert.equal(parseConsentLeaf(SUBJECT, leaf as LedgerRecord), undefined)
  })
}
