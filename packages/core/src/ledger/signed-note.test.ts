import assert from 'node:assert/strict'
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Result } from '../values/result.ts'
import { formatNote, parseNote, type SignedNote, signNote, verifyNote } from './signed-note.ts'
import { isKeyName, parseVerifierKey, toVerifierKey, type VerifierKey } from './verifier-key.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const verify = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64url(publicKey) }
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  return verifyWith(null, message, key, signature)
}
const codeOf = (checked: Result<SignedNote>): string | undefined =>
  checked.ok ? 'verified' : checked.issues[0]?.code

/** The example in the documentation of golang.org/x/mod/sumdb/note: key pair, text, signature. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const GO_TEXT = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.
`
const GO_SIGNATURE =
  'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM='
const GO_NOTE = `${GO_TEXT}
\u2014 PeterNeumann ${GO_SIGNATURE}
`
const GO_PRIVATE_KEY = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
const keyFrom = (text: string): VerifierKey => {
  const read = parseVerifierKey(text, sha256)
  assert.ok(read.ok)
  return read.value
}
const goKey = keyFrom(GO_KEY)
const goPrivateKey = createPrivateKey({
  key: {
    kty: 'OKP',
    crv: 'Ed25519',
    d: base64url(Buffer.from(GO_PRIVATE_KEY, 'base64').subarray(1)),
    x: base64url(goKey.publicKey),
  },
  format: 'jwk',
})
const signAsGo = (message: Uint8Array): Uint8Array =>
  new Uint8Array(signWith(null, message, goPrivateKey))

const witness = generateKeyPairSync('ed25519')
const witnessPublic = Buffer.from(witness.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const witnessKey = toVerifierKey('witness.example', new Uint8Array(witnessPublic), sha256)

/** The Go example with the witness's signature under the first one. */
const cosigned = (): string => {
  const sign = (message: Uint8Array): Uint8Array => signWith(null, message, witness.privateKey)
  const own = parseNote(GO_NOTE)
  const added = parseNote(signNote(GO_TEXT, witnessKey, sign))
  assert.ok(own.ok && added.ok)
  const signatures = [...own.value.signatures, ...added.value.signatures]
  return formatNote({ text: GO_TEXT, signatures })
}

test('a note signed with the key of the reference example has the same bytes', () => {
  assert.equal(signNote(GO_TEXT, goKey, signAsGo), GO_NOTE)
})

test('the reference example verifies with its key', () => {
  const verified = verifyNote(GO_NOTE, [goKey], verify)
  assert.equal(verified.ok && verified.value.text, GO_TEXT)
})

test('any flipped bit of a note is refused', () => {
  const bytes = new TextEncoder().encode(GO_NOTE)
  for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
    const changed = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    const note = new TextDecoder('utf-8', { ignoreBOM: true }).decode(changed)
    assert.notEqual(codeOf(verifyNote(note, [goKey], verify)), 'verified', `bit ${bit}`)
  }
})

test('a note cut short at any place is refused', () => {
  for (let length = 0; length < GO_NOTE.length; length += 1) {
    const cut = verifyNote(GO_NOTE.slice(0, length), [goKey], verify)
    assert.notEqual(codeOf(cut), 'verified', `first ${length}`)
  }
})

test('the signatures of unknown keys are passed over and not answered', () => {
  const verified = verifyNote(cosigned(), [goKey], verify)
  assert.deepEqual(verified.ok && verified.value.signatures.map(({ name }) => name), [goKey.name])
})

test('every known key that signed is answered', () => {
  const verified = verifyNote(cosigned(), [witnessKey, goKey], verify)
  const names = verified.ok && verified.value.signatures.map(({ name }) => name)
  assert.deepEqual(names, ['PeterNeumann', 'witness.example'])
})

test('a note that no known key signed is refused', () => {
  assert.equal(codeOf(verifyNote(GO_NOTE, [witnessKey], verify)), 'unknown_keys')
  assert.equal(codeOf(verifyNote(GO_NOTE, [], verify)), 'unknown_keys')
})

test('one bad signature of a known key refuses a note that another key signed', () => {
  const forged = cosigned().replace(GO_TEXT, `${GO_TEXT}And more.\n`)
  assert.equal(codeOf(verifyNote(forged, [goKey, witnessKey], verify)), 'bad_signature')
  const parsed = parseNote(cosigned())
  assert.ok(parsed.ok)
  const signatures = parsed.value.signatures.map((made) =>
    made.name === witnessKey.name ? { ...made, signature: made.signature.slice(1) } : made,
  )
  const short = formatNote({ text: GO_TEXT, signatures })
  assert.equal(codeOf(verifyNote(short, [goKey, witnessKey], verify)), 'bad_signature')
  // A runtime's function may not look at the length itself.
  assert.equal(codeOf(verifyNote(short, [witnessKey], () => true)), 'bad_signature')
})

test('a key that shares only its name, or only its id, with a signature is unknown', () => {
  const sameName = { ...witnessKey, name: goKey.name }
  const sameId = { ...goKey, name: 'someone.else' }
  assert.equal(codeOf(verifyNote(GO_NOTE, [sameName, sameId], verify)), 'unknown_keys')
})

test('a note reads back as it was written, also with empty lines in its text', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/\p{Cc}/gu, ''))
  const texts = fc.array(line, { minLength: 1 }).map((lines) => `${lines.join('\n')}\n`)
  const signature = fc
    .tuple(
      fc.string({ unit: 'grapheme' }).filter(isKeyName),
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
    )
    .map(([name, keyId, bytes]) => ({ name, keyId, signature: bytes }))
  fc.assert(
    fc.property(texts, fc.array(signature, { minLength: 1 }), (text, signatures) => {
      const value = { text, signatures }
      assert.deepEqual(parseNote(formatNote(value)), { ok: true, value })
    }),
  )
})

test('what is not a note is refused with its code', () => {
  const line = GO_NOTE.slice(GO_TEXT.length + 1)
  const cases: readonly (readonly [string, string])[] = [
    ['', 'bad_note'],
    [GO_TEXT, 'bad_note'],
    [GO_NOTE.slice(0, -1), 'bad_note'],
    [`${GO_TEXT}\n`, 'bad_signature_line'],
    [`${GO_NOTE}\n`, 'bad_signature_line'],
    [GO_NOTE.replace('PeterNeumann ', 'PeterNeumann  '), 'bad_signature_line'],
    [GO_NOTE.replace('PeterNeumann', 'Peter+Neumann'), 'bad_signature_line'],
    [GO_NOTE.replace('\u2014', '-'), 'bad_signature_line'],
    [GO_NOTE.replace('JnAM=', 'JnAM= more'), 'bad_signature_line'],
    [GO_NOTE.replace('JnAM=', 'JnAN='), 'bad_signature_line'],
    [`${GO_TEXT}\n\u2014 PeterNeumann x08gow==\n`, 'bad_signature_line'],
    [GO_NOTE.replace('If', 'I\tf'), 'bad_text'],
    [GO_NOTE.replace('If', 'I\r\nf'), 'bad_text'],
    [GO_NOTE.replace('If', 'I\ud800f'), 'bad_text'],
    [`${GO_TEXT}\n${line.repeat(65)}`, 'too_many_signatures'],
  ]
  for (const [note, code] of cases) assert.equal(codeOf(parseNote(note)), code, note)
})

test('a text that would not read back is not signed', () => {
  for (const text of ['no newline', 'a tab\t\n', 'half a pair \udc00\n']) {
    assert.throws(() => signNote(text, goKey, signAsGo), /read back/)
  }
})
