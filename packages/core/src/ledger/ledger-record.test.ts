import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeRecord, LEDGER_RECORD_SCHEMA, type LedgerRecord } from './ledger-record.ts'

const given: LedgerRecord = {
  schema: LEDGER_RECORD_SCHEMA,
  kind: 'consent',
  act: 'give',
  at: '2026-09-30T12:00:00.000Z',
  body: { purposes: ['site_personalization'], evidence: 'Ticked the box' },
}

test('a record is encoded as canonical JSON', () => {
  assert.equal(
    new TextDecoder().decode(encodeRecord(given)),
    '{"act":"give","at":"2026-09-30T12:00:00.000Z",' +
      '"body":{"evidence":"Ticked the box","purposes":["site_personalization"]},' +
      '"kind":"consent","schema":"equipoise/ledger-record@1"}',
  )
})

test('what is beside the record in memory is not encoded with it', () => {
  const row = { ...given, rowId: 7 }
  assert.deepEqual(encodeRecord(row), encodeRecord(given))
})

test('a time in any other form is refused', () => {
  for (const at of ['2026-09-30', '2026-09-30T12:00:00Z', '2026-09-30T12:00:00.000+02:00', '']) {
    assert.throws(() => encodeRecord({ ...given, at }), /UTC with milliseconds/)
  }
})
