import assert from 'node:assert/strict'
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { toBase64, utf8 } from '../values/bytes.ts'
import type { Result } from '../values/result.ts'
import {
  type Checkpoint,
  formatCheckpoint,
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts'
import { signNote } from './signed-note.ts'
import { toVerifierKey, type VerifierKey } from './verifier-key.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
const verify = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean => {
  const x = Buffer.from(publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verifyWith(null, message, key, signature)
}
const codeOf = (read: Result<Checkpoint>): string | undefined =>
  read.ok ? 'read' : read.issues[0]?.code

const pair = generateKeyPairSync('ed25519')
const publicKey = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const keyNamed = (name: string): VerifierKey =>
  toVerifierKey(name, new Uint8Array(publicKey), sha256)
const sign = (message: Uint8Array): Uint8Array => signWith(null, message, pair.privateKey)

const logKey = keyNamed('example.com/ledger')
const head: Checkpoint = { origin: logKey.name, size: 42, root: sha256(utf8('root')) }

test('the example of the specification is read', () => {
  const text =
    'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
  const read = parseCheckpoint(text)
  assert.equal(read.ok && read.value.size, 20_852_163)
  assert.equal(read.ok && formatCheckpoint(read.value), text)
})

test('a checkpoint reads back as it was written', () => {
  const origin = fc.stringMatching(/^[a-z0-9./-]+$/)
  const root = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(origin, fc.maxSafeNat(), root, (name, size, hash) => {
      const value = { origin: name, size, root: hash }
      assert.deepEqual(parseCheckpoint(formatCheckpoint(value)), { ok: true, value })
    }),
  )
})

test('a signed checkpoint verifies with the key of its log', () => {
  const signed = signCheckpoint(head, logKey, sign)
  assert.deepEqual(verifyCheckpoint(signed, [logKey], verify), { ok: true, value: head })
})

test('any flipped bit of a signed checkpoint is refused', () => {
  const bytes = new TextEncoder().encode(signCheckpoint(head, logKey, sign))
  for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
    const changed = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    const note = new TextDecoder('utf-8', { ignoreBOM: true }).decode(changed)
    assert.notEqual(codeOf(verifyCheckpoint(note, [logKey], verify)), 'read', `bit ${bit}`)
  }
})

test('a checkpoint signed by another trusted key than its log is refused', () => {
  const witness = keyNamed('witness.example')
  const note = signNote(formatCheckpoint(head), witness, sign)
  assert.equal(codeOf(verifyCheckpoint(note, [logKey, witness], verify)), 'origin_mismatch')
})

test('a signed note that is no checkpoint is refused', () => {
  const note = signNote('Hello\n', logKey, sign)
  assert.equal(codeOf(verifyCheckpoint(note, [logKey], verify)), 'bad_checkpoint')
})

test('a checkpoint is signed only with the key of its own log', () => {
  assert.throws(() => signCheckpoint(head, keyNamed('example.com/other'), sign), /key of the log/)
})

test('a checkpoint that could not be read back is not written', () => {
  for (const change of [{ size: -1 }, { size: 0.5 }, { size: 2 ** 53 }, { origin: '' }]) {
    assert.throws(() => formatCheckpoint({ ...head, ...change }), /read back/)
  }
  assert.throws(() => formatCheckpoint({ ...head, root: new Uint8Array(31) }), /read back/)
  assert.throws(() => formatCheckpoint({ ...head, origin: 'two\nlines' }), /read back/)
})

test('a text that is not exactly a checkpoint is refused with its code', () => {
  const root = toBase64(head.root)
  const cases: readonly (readonly [string, string])[] = [
    ['', 'bad_checkpoint'],
    [`log\n1\n${root}`, 'bad_checkpoint'],
    [`log\n1\n${root}\n\n`, 'extension_lines'],
    [`log\n1\n${root}\nextension\n`, 'extension_lines'],
    [`log\n1\n${root}\nextension`, 'extension_lines'],
    [`\n1\n${root}\n`, 'bad_origin'],
    [`log\n01\n${root}\n`, 'bad_size'],
    [`log\n+1\n${root}\n`, 'bad_size'],
    [`log\n1e3\n${root}\n`, 'bad_size'],
    [`log\n9007199254740992\n${root}\n`, 'bad_size'],
    [`log\n12345678901234567\n${root}\n`, 'bad_size'],
    [`log\n\n${root}\n`, 'bad_size'],
    [`log\n1\n${root.slice(4)}\n`, 'bad_hash'],
    [`log\n1\n${root.replace('=', '')}\n`, 'bad_hash'],
    [`log\n1\n${root} \n`, 'bad_hash'],
  ]
  for (const [text, code] of cases) assert.equal(codeOf(parseCheckpoint(text)), code, text)
})
