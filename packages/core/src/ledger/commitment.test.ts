import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { toHex, utf8 } from '../values/bytes.ts'
import { commit, opens } from './commitment.ts'

const hmac = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(message).digest())

const records = fc.uint8Array({ maxLength: 80 })
const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('a commitment is HMAC-SHA-256 of the record behind a domain of its own', () => {
  const secret = new Uint8Array(32).fill(7)
  const expected = createHmac('sha256', secret)
    .update('equipoise/ledger-commitment@1\n')
    .update('{"act":"give"}')
    .digest('hex')
  assert.equal(toHex(commit(utf8('{"act":"give"}'), secret, hmac)), expected)
})

test('a commitment opens with its record and secret, and with no other', () => {
  fc.assert(
    fc.property(records, secrets, records, secrets, (record, secret, other, otherSecret) => {
      const leaf = commit(record, secret, hmac)
      assert.ok(opens(leaf, { record, secret }, hmac))
      if (toHex(other) !== toHex(record)) assert.ok(!opens(leaf, { record: other, secret }, hmac))
      if (toHex(otherSecret) !== toHex(secret)) {
        assert.ok(!opens(leaf, { record, secret: otherSecret }, hmac))
      }
    }),
  )
})

test('two commitments to one record under two secrets have nothing in common', () => {
  const record = utf8('the same act')
  const one = commit(record, new Uint8Array(32).fill(1), hmac)
  assert.notDeepEqual(one, commit(record, new Uint8Array(32).fill(2), hmac))
})

test('a secret of another length commits to nothing and opens nothing', () => {
  const record = utf8('act')
  const padded = new Uint8Array(32)
  const short = padded.slice(1)
  assert.throws(() => commit(record, short, hmac), /secret of 32 bytes/)
  assert.equal(opens(commit(record, padded, hmac), { record, secret: short }, hmac), false)
})
