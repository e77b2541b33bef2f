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
  type ConsentAct,
  canonicalJson,
  commit,
  encodeRecord,
  inclusionProof,
  LEDGER_RECORD_SCHEMA,
  type LedgerRecord,
  leafHash,
  type RightsAct,
  rootOf,
  shortenRecord,
  signCheckpoint,
  TEXT_BYTES_MAX,
  toVerifierKey,
} from '../ledger/index.ts'
import { PURPOSES, type Result, utf8 } from '../values/index.ts'
import {
  digestParty,
  PARTY_BYTES_MAX,
  type Party,
  type PartyDocument,
  toPartyDocument,
} from './party.ts'
import { formatReceipt, verifyReceipt } from './receipt.ts'
import { toReceiptDocument } from './receipt-document.ts'

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
function aReceipt(record: LedgerRecord, { party }: { party?: PartyDocument | undefined } = {}) {
  const [size, leaf] = [11, 6]
  const own = leafHash(commit(encodeRecord(record), SECRET, hmac), sha256)
  const leaves = Array.from({ length: size }, (_, i) => leafHash(utf8(`other ${i}`), sha256))
  leaves[leaf] = own
  const root = rootOf(leaves, sha256)
  const checkpoint = signCheckpoint({ origin: key.name, size, root }, key, sign)
  const hashes = inclusionProof(leaves, leaf, sha256)
  return formatReceipt({ leaf, record, party, secret: SECRET, hashes, checkpoint })
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

const PARTY: Party = {
  name: 'The Corner Shop Company of Somewhere, limited by shares',
  address: '221B Baker Street, London NW1 6XE, United Kingdom',
  contact: 'privacy@corner-shop.example',
  storedIn: ['DE', 'IE'],
  recipients: ['A Payment House, Dublin'],
}

/** As long as one may be. */
const LONGEST_PARTY = padded(PARTY)

function padded(party: Party): PartyDocument {
  const { length } = canonicalJson(toPartyDocument(party))
  return toPartyDocument({ ...party, name: party.name + 'x'.repeat(PARTY_BYTES_MAX - length) })
}

/** A name, a version and a language as long as they may be. */
const LONGEST_NOTICE = {
  id: 'n'.repeat(64),
  version: 'v'.repeat(64),
  language: 'abc-12345678-12345678-12345678',
  digest: 'f0'.repeat(32),
}

/** All that a consent record may have, as long as it may be: its evidence is kept by digest. */
function longest(act: ConsentAct): LedgerRecord {
  const places = ['US-CA', 'FR', 'DE', 'IT', 'ES', 'NL', 'BE', 'AT']
  const later = { places, method: 'in_person', expiresAt: GIVEN.at, signals: { gpc: false } }
  const body = { ...GIVEN.body, ...later, purposes: PURPOSES, by: 'guardian', explicit: true }
  const party = digestParty(LONGEST_PARTY, sha256)
  const renews = act === 'give' ? { renews: true } : {}
  // One byte more, and its digest would stand there, which is shorter.
  const evidence = 'e'.repeat(TEXT_BYTES_MAX - 2)
  const whole = { ...body, notice: LONGEST_NOTICE, ...renews, party, evidence }
  return shortenRecord({ ...GIVEN, kind: 'consent', act, body: whole }, sha256).record
}

/** Acts under rights with texts as long as they may be. */
function longestRights(act: RightsAct): LedgerRecord {
  const { subject = '' } = GIVEN.body
  const acting = { by: 'operator', key: 'key_0123456789abcdefghjkmnpqrs', reason: 'ü'.repeat(500) }
  const texts = { item: 'ö'.repeat(256), category: 'ä'.repeat(500), why: 'ß'.repeat(2_000) }
  const dates = { until: GIVEN.at, erasedAt: GIVEN.at, modelClearBy: GIVEN.at, rows: 1_000_000 }
  const body = { subject, ...acting, ...texts, ...dates, outcome: 'rejected' }
  return shortenRecord({ ...GIVEN, kind: 'rights', act, body }, sha256).record
}

const RIGHTS: readonly RightsAct[] = ['export', 'remove', 'mark_wrong', 'pause', 'merge', 'erase']

test('a receipt of any kind, with the longest notice, in a log of millions, is at most 4 kB', () => {
  const records = [
    ...(['give', 'refuse', 'withdraw'] as const).map(longest),
    ...RIGHTS.map(longestRights),
  ]
  for (const record of records) {
    const party = record.kind === 'consent' ? LONGEST_PARTY : undefined
    const text = aReceipt(record, { party })
    // 24 siblings reach ten million leaves; this log of 11 has as many as it needs.
    const siblings = text.split('\n\n')[0]?.split('\n').slice(3).length ?? 0
    const grown = text.length + (24 - siblings) * 45 + 6
    assert.ok(grown <= 4_096, `${record.act}: ${grown} bytes`)
    const read = verifyReceipt(text, trust)
    assert.ok(read.ok, read.ok ? '' : read.issues[0]?.says)
    assert.deepEqual(read.value.record, record)
  }
})

test('the fields of ISO/IEC TS 27560 are there', () => {
  const read = verifyReceipt(aReceipt(longest('give'), { party: LONGEST_PARTY }), trust)
  assert.ok(read.ok)
  const { document } = read.value
  for (const [field, term] of FIELDS) assert.ok(document[term] !== undefined, field)
  const controller = Object(document['dpv:hasDataController'])
  for (const term of ['dpv:hasName', 'dpv:hasAddress', 'dpv:hasContact']) {
    assert.ok(controller[term], term)
  }
  const storage = Object(document['dpv:hasStorageCondition'])
  assert.ok(storage['dpv:hasLocation'] && storage['dpv:hasDuration'])
})

/** The mandatory ones (ISO/IEC TS 27560:2023, 6.3), and the term that w3c/dpv has for each. */
const FIELDS = [
  ['schema version', 'dct:conformsTo'],
  ['record and receipt id', 'dct:identifier'],
  ['PII principal id', 'dpv:hasDataSubject'],
  ['privacy notice and language', 'dpv:hasNotice'],
  ['purpose', 'dpv:hasPurpose'],
  ['PII information and type', 'dpv:hasPersonalData'],
  ['PII controllers, party', 'dpv:hasDataController'],
  ['storage locations, retention', 'dpv:hasStorageCondition'],
  ['jurisdiction', 'dpv:hasJurisdiction'],
  ['recipient third parties', 'dpv:hasRecipient'],
  ['withdrawal method', 'dpv:hasConsentControl'],
  ['event time', 'dct:date'],
  ['validity duration', 'dct:valid'],
  ['entity id', 'dpv:isIndicatedBy'],
  ['event type', 'dpv:hasLegalBasis'],
  ['event state', 'dpv:hasConsentStatus'],
] as const

test('each term is one of DPV 2.3', () => {
  const kinds = [
    longest('give'),
    longest('refuse'),
    longest('withdraw'),
    ...RIGHTS.map(longestRights),
  ]
  const texts = kinds.map((record) =>
    JSON.stringify(toReceiptDocument(record, toPartyDocument(PARTY))),
  )
  const used = texts.flatMap((text) => text.match(/(?<=\bdpv:)[A-Za-z]+/g) ?? [])
  assert.deepEqual(
    [...new Set(used)].filter((term) => !DPV_TERMS.has(term)),
    [],
  )
})

/** Read in w3c/dpv, 2.3/dpv/dpv.csv at 9c49d800. */
const DPV_TERMS: ReadonlySet<string> = new Set(
  `Consent ConsentGiven ConsentReceipt ConsentRefused ConsentWithdrawn DataSubject DirectMarketing
  Erase ExplicitlyExpressedConsent GuardianOfDataSubject MakeAvailable Marketing Modify
  PersonalData Personalisation PersonalisedAdvertising ProvidePersonalisedRecommendations
  RenewedConsentGiven RequestFulfilled RequestRejected Restrict RightExerciseRecord
  SellDataToThirdParties SensitivePersonalData ServiceOptimisation ServiceUsageAnalytics
  TargetedAdvertising TechnicalServiceProvision WithdrawConsent hasAddress hasConsentControl
  hasConsentStatus hasContact hasDataController hasDataSubject hasDuration hasIndicationMethod
  hasJurisdiction hasLegalBasis hasLocation hasName hasNotice hasPersonalData hasProcessing
  hasPurpose hasRecipient hasStatus hasStorageCondition isIndicatedBy`.split(/\s+/),
)

test('a receipt that names another party than its record is refused', () => {
  const other = toPartyDocument({ ...PARTY, name: 'Somebody Else' })
  assert.equal(
    codeOf(verifyReceipt(aReceipt(longest('give'), { party: other }), trust)),
    'receipt_altered',
  )
  assert.equal(codeOf(verifyReceipt(aReceipt(longest('give')), trust)), 'receipt_altered')
  const added = { party: toPartyDocument(PARTY) }
  assert.equal(codeOf(verifyReceipt(aReceipt(GIVEN, added), trust)), 'receipt_altered')
})
