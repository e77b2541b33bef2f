import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { LEDGER_RECORD_SCHEMA, type LedgerRecord } from './ledger-record.ts'
import { restoreRecord, shortenRecord, TEXT_BYTES_MAX } from './long-texts.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

function record(body: LedgerRecord['body']): LedgerRecord {
  const at = '2026-09-30T12:00:00.000Z'
  return { schema: LEDGER_RECORD_SCHEMA, kind: 'rights', act: 'export', at, body }
}

const texts = fc.string({ unit: 'grapheme', maxLength: 300 })

test('a record comes back as it was, and none of its texts is long in between', () => {
  fc.assert(
    fc.property(fc.record({ reason: texts, category: texts }), fc.integer(), (said, rows) => {
      const whole = record({ ...said, rows, none: null })
      const short = shortenRecord(whole, sha256)
      assert.deepEqual(restoreRecord(short.record, short.texts, sha256), whole)
      for (const text of Object.values(short.record.body)) {
        assert.ok(Buffer.byteLength(JSON.stringify(text)) <= TEXT_BYTES_MAX)
      }
    }),
  )
})

test('another text than the one that was committed to is found out', () => {
  const { record: short, texts: long } = shortenRecord(
    record({ reason: 'why '.repeat(40) }),
    sha256,
  )
  assert.equal(restoreRecord(short, { ...long, reason: 'because '.repeat(20) }, sha256), undefined)
  assert.equal(restoreRecord(short, { ...long, other: 'more' }, sha256), undefined)
  assert.equal(restoreRecord(record({ reason: 'short' }), { reason: 'long' }, sha256), undefined)
})
