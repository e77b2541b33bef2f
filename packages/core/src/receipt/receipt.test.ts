import assert from 'node:assert/strict'
import {
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto'
import { test } from 'node:test'
import {
  commit,
  encodeRecord,
  inclusionProof,
  LEDGER_RECORD_SCHEMA,
  type LedgerRecord,
  leafHash,
  rootOf,
  signCheckpoint,
  toVerifierKey,
} from '../ledger/index.ts'
import { PURPOSES, type Result, utf8 } from '../values/index.ts'
import { formatReceipt, verifyReceipt } from './receipt.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
const hmac = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(message).digest())
const verify = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean => {
  const x = Buffer.from(publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verifyWith(null, message, key, signature)
}
const pair = generateKeyPairSync('ed25519')
const publicKey = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const key = toVerifierKey('equipoise.local/0123456789abcdef0123456789abcdef', publicKey, sha256)
const sign = (message: Uint8Array): Uint8Array => signWith(null, message, pair.privateKey)
const trust = { keys: [key], verify, hash: sha256, hmac }
const codeOf = (read: Result<unknown>): string | undefined =>
  read.ok ? 'verified' : read.issues[0]?.code

const GIVEN: LedgerRecord = {
  schema: LEDGER_RECORD_SCHEMA,
  kind: 'consent',
  act: 'give',
  at: '2026-09-30T12:00:00.000Z',
  body: {
    id: 'con_0123456789abcdefghjkmnpqrs',
    subject: 'sub_0123456789abcdefghjkmnpqrs',
    purposes: ['site_personalization'],
    by: 'subject',
    explicit: false,
    evidence: 'Shown 2026-09-30T11:59:00.000Z at https://shop.example',
    notice: { id: 'banner', version: '7', language: 'en', digest: '0f'.repeat(32) },
  },
}
const SECRET = new Uint8Array(32).fill(9)

/** A log of so many leaves with that record in it. */
function aReceipt(record: LedgerRecord, { size = 11, leaf = 6 } = {}) {
  const own = leafHash(commit(encodeRecord(record), SECRET, hmac), sha256)
  const leaves = Array.from({ length: size }, (_, i) => leafHash(utf8(`other ${i}`), sha256))
  leaves[leaf] = own
  const root = rootOf(leaves, sha256)
  const checkpoint = signCheckpoint({ origin: key.name, size, root }, key, sign)
  const hashes = inclusionProof(leaves, leaf, sha256)
  return formatReceipt({ leaf, record, secret: SECRET, hashes, checkpoint })
}

test('a receipt is verified with the public key alone, and says what was done', () => {
  const read = verifyReceipt(aReceipt(GIVEN), trust)
  assert.ok(read.ok)
  assert.deepEqual(read.value.record, GIVEN)
  assert.equal(read.value.document['dpv:hasConsentStatus'], 'dpv:ConsentGiven')
  assert.equal(read.value.checkpoint.size, 11)
})

test('each act has its own state', () => {
  const stateOf = (record: LedgerRecord): unknown => {
    const read = verifyReceipt(aReceipt(record), trust)
    assert.ok(read.ok)
    return read.value.document['dpv:hasConsentStatus'] ?? read.value.document['dpv:hasStatus']
  }
  const rights = { ...GIVEN, kind: 'rights', act: 'erase', body: { rows: 7 } } as const
  assert.deepEqual(
    [
      { ...GIVEN, act: 'refuse' } as const,
      { ...GIVEN, act: 'withdraw' } as const,
      { ...GIVEN, body: { ...GIVEN.body, renews: true } },
      rights,
    ].map(stateOf),
    [
      'dpv:ConsentRefused',
      'dpv:ConsentWithdrawn',
      'dpv:RenewedConsentGiven',
      'dpv:RequestFulfilled',
    ],
  )
})

test('a receipt that was altered in any bit is refused', () => {
  const bytes = new TextEncoder().encode(aReceipt(GIVEN))
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 7))
    const code = codeOf(verifyReceipt(new TextDecoder().decode(changed), trust))
    assert.ok(CODES.includes(`${code}`), `byte ${at}: ${code}`)
  }
})

const CODES = ['receipt_malformed', 'receipt_altered', 'checkpoint_untrusted']

test('a document that says more than its record is refused', () => {
  const text = aReceipt(GIVEN)
  const lines = text.split('\n')
  const extra = JSON.parse(Buffer.from(`${lines[1]}`.slice(6), 'base64').toString('utf8'))
  const said = JSON.stringify({ ...extra, 'dpv:hasConsentStatus': 'dpv:ConsentRefused' })
  lines[1] = `extra ${Buffer.from(said).toString('base64')}`
  assert.equal(codeOf(verifyReceipt(lines.join('\n'), trust)), 'receipt_altered')
})

test('a receipt of another log, or of a history that was forked, is refused', () => {
  const other = toVerifierKey('other.example/log', publicKey, sha256)
  assert.equal(
    codeOf(verifyReceipt(aReceipt(GIVEN), { ...trust, keys: [other] })),
    'checkpoint_untrusted',
  )
  const known = (root: Uint8Array, size = 11) => ({
    checkpoint: { origin: key.name, size, root },
    proof: [],
  })
  const verified = verifyReceipt(aReceipt(GIVEN), trust)
  assert.ok(verified.ok)
  const { root } = verified.value.checkpoint
  assert.equal(codeOf(verifyReceipt(aReceipt(GIVEN), trust, known(root))), 'verified')
  const forks = [known(new Uint8Array(32)), known(root, 10), known(root, 12)]
  for (const fork of forks) {
    assert.equal(codeOf(verifyReceipt(aReceipt(GIVEN), trust, fork)), 'log_forked')
  }
})

test('a receipt of every purpose at once, in a log of millions, is at most 4 kB', () => {
  const all: LedgerRecord = { ...GIVEN, body: { ...GIVEN.body, purposes: PURPOSES } }
  const text = aReceipt(all)
  // 24 siblings reach ten million leaves; this log of 11 has as many as it needs.
  const siblings = text.split('\n\n')[0]?.split('\n').slice(3).length ?? 0
  const grown = text.length + (24 - siblings) * 45 + 6
  assert.ok(grown <= 4_096, `${grown} bytes`)
})
