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
import fc from 'fast-check'
import { concatBytes, toBase64, utf8 } from '../values/bytes.ts'
import type { Result } from '../values/result.ts'
import { signCheckpoint } from './checkpoint.ts'
import { commit, SECRET_SIZE_BYTES } from './commitment.ts'
import { inclusionProof, leafHash, rootOf } from './merkle.ts'
import { formatTlogProof, parseTlogProof, type TlogProof, verifyTlogProof } from './tlog-proof.ts'
import { toVerifierKey } from './verifier-key.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
const hmac = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(message).digest())
const verify = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean => {
  const x = Buffer.from(publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verifyWith(null, message, key, signature)
}
const codeOf = (read: Result<unknown>): string | undefined =>
  read.ok ? 'verified' : read.issues[0]?.code

const pair = generateKeyPairSync('ed25519')
const publicKey = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const logKey = toVerifierKey('example.com/ledger', new Uint8Array(publicKey), sha256)
const sign = (message: Uint8Array): Uint8Array => signWith(null, message, pair.privateKey)
const trust = { keys: [logKey], verify, hash: sha256 }

/** What a receipt carries beside the proof: the secret, then the record. */
const extraOf = (i: number): Uint8Array =>
  concatBytes(sha256(utf8(`secret ${i}`)), utf8(`act ${i}`))
const leafOf = (extra: Uint8Array): Uint8Array => {
  const [secret, record] = [extra.slice(0, SECRET_SIZE_BYTES), extra.slice(SECRET_SIZE_BYTES)]
  return leafHash(commit(record, secret, hmac), sha256)
}

/** A receipt for one leaf of a log of that size, with the leaf that it is for. */
const receipt = (index: number, size: number): { text: string; leaf: Uint8Array } => {
  const leaves = Array.from({ length: size }, (_, i) => leafOf(extraOf(i)))
  const head = { origin: logKey.name, size, root: rootOf(leaves, sha256) }
  const checkpoint = signCheckpoint(head, logKey, sign)
  const hashes = inclusionProof(leaves, index, sha256)
  const text = formatTlogProof({ extra: extraOf(index), index, hashes, checkpoint })
  return { text, leaf: leafOf(extraOf(index)) }
}

/** What a holder does offline: compute the leaf from the receipt itself, then check the proof. */
const verifyReceipt = (text: string): string | undefined => {
  const read = parseTlogProof(text)
  if (!read.ok) return codeOf(read)
  const extra = read.value.extra ?? new Uint8Array()
  if (extra.length < SECRET_SIZE_BYTES) return 'no_secret'
  return codeOf(verifyTlogProof(text, leafOf(extra), trust))
}

test('the proof of any leaf of a log of any size verifies', () => {
  const place = fc
    .integer({ min: 1, max: 40 })
    .chain((size) => fc.tuple(fc.nat({ max: size - 1 }), fc.constant(size)))
  fc.assert(
    fc.property(place, ([index, size]) => {
      const { text, leaf } = receipt(index, size)
      const verified = verifyTlogProof(text, leaf, trust)
      assert.equal(verified.ok && verified.value.size, size)
    }),
  )
})

test('any flipped bit of a receipt is refused, in its record and secret too', () => {
  const bytes = new TextEncoder().encode(receipt(5, 11).text)
  for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
    const changed = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(changed)
    assert.notEqual(verifyReceipt(text), 'verified', `bit ${bit}`)
  }
})

test('a proof is refused for any other leaf of the log', () => {
  const { text } = receipt(5, 11)
  for (let other = 0; other < 11; other += 1) {
    const expected = other === 5 ? 'verified' : 'root_mismatch'
    assert.equal(codeOf(verifyTlogProof(text, leafOf(extraOf(other)), trust)), expected)
  }
})

test('a text that is no proof is refused before anything in it is checked', () => {
  assert.equal(codeOf(verifyTlogProof('', sha256(utf8('leaf')), trust)), 'bad_header')
})

test('a proof by a log whose key is not trusted is refused', () => {
  const { text, leaf } = receipt(5, 11)
  assert.equal(codeOf(verifyTlogProof(text, leaf, { ...trust, keys: [] })), 'unknown_keys')
})

test('the checkpoint of another size does not fit the proof', () => {
  const { text, leaf } = receipt(5, 11)
  const foreign = receipt(5, 12).text
  const swapped = text.slice(0, text.indexOf('\n\n')) + foreign.slice(foreign.indexOf('\n\n'))
  assert.equal(codeOf(verifyTlogProof(swapped, leaf, trust)), 'root_mismatch')
})

test('a proof in a log of ten million acts with a record of 1 kB stays below 4 kB', () => {
  const checkpoint = signCheckpoint(
    { origin: logKey.name, size: 10_000_000, root: sha256(utf8('root')) },
    logKey,
    sign,
  )
  const hashes = Array.from({ length: 24 }, (_, i) => sha256(utf8(`${i}`)))
  const extra = new Uint8Array(SECRET_SIZE_BYTES + 1024)
  const text = formatTlogProof({ extra, index: 9_999_999, hashes, checkpoint })
  assert.ok(utf8(text).length < 4096, `${utf8(text).length} bytes`)
})

test('a proof reads back as it was written, with or without extra data', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
  const proof = fc.record(
    {
      extra: fc.uint8Array(),
      index: fc.maxSafeNat(),
      hashes: fc.array(hash, { maxLength: 53 }),
      checkpoint: fc.string({ unit: 'grapheme' }),
    },
    { requiredKeys: ['index', 'hashes', 'checkpoint'], noNullPrototype: true },
  )
  fc.assert(
    fc.property(proof, (value: TlogProof) => {
      assert.deepEqual(parseTlogProof(formatTlogProof(value)), { ok: true, value })
    }),
  )
})

test('a text that is not exactly a proof is refused with its code', () => {
  const hash = toBase64(sha256(utf8('sibling')))
  const header = 'c2sp.org/tlog-proof@v1'
  const cases: readonly (readonly [string, string])[] = [
    ['', 'bad_header'],
    [`${header}\nindex 0\n`, 'bad_header'],
    ['c2sp.org/tlog-proof@v2\nindex 0\n\n', 'bad_header'],
    [`${header}\n\n`, 'bad_index'],
    [`${header}\nextra AAA=\nextra AAA=\nindex 0\n\n`, 'bad_index'],
    [`${header}\nindex 0\nextra AAA=\n\n`, 'bad_hash'],
    [`${header}\nextra AAA\nindex 0\n\n`, 'bad_extra'],
    [`${header}\nindex 00\n\n`, 'bad_index'],
    [`${header}\nindex -1\n\n`, 'bad_index'],
    [`${header}\nindex 0\n${hash}\n${hash} \n\n`, 'bad_hash'],
    [`${header}\nindex 0\r\n\r\n\n\n`, 'bad_index'],
    [`${header}\nindex 0\n${`${hash}\n`.repeat(54)}\n`, 'proof_length'],
  ]
  for (const [text, code] of cases) assert.equal(codeOf(parseTlogProof(text)), code, text)
})

test('a proof that could not be read back is not written', () => {
  const proof = { index: 0, hashes: [], checkpoint: '' }
  assert.throws(() => formatTlogProof({ ...proof, index: -1 }), /read back/)
  assert.throws(() => formatTlogProof({ ...proof, hashes: [new Uint8Array(3)] }), /read back/)
})
