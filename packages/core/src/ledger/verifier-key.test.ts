import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatVerifierKey, isKeyName, parseVerifierKey, toVerifierKey } from './verifier-key.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())

/** The key of Go's public checksum database. */
const SUM_DB = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'

test('the key of a public log is read, with the plus signs of its base64', () => {
  const read = parseVerifierKey(SUM_DB, sha256)
  assert.ok(read.ok)
  assert.equal(read.value.name, 'sum.golang.org')
  assert.equal(formatVerifierKey(read.value), SUM_DB)
})

test('a key reads back as it was written', () => {
  const publicKey = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }).filter(isKeyName), publicKey, (name, bytes) => {
      const key = toVerifierKey(name, bytes, sha256)
      assert.deepEqual(parseVerifierKey(formatVerifierKey(key), sha256), { ok: true, value: key })
    }),
  )
})

test('any changed character of a key is refused', () => {
  for (let at = 0; at < SUM_DB.length; at += 1) {
    for (const character of 'A0a+ .') {
      if (SUM_DB[at] === character) continue
      const changed = SUM_DB.slice(0, at) + character + SUM_DB.slice(at + 1)
      assert.equal(parseVerifierKey(changed, sha256).ok, false, changed)
    }
  }
})

test('a key that cannot be used is refused with its code', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', 'bad_key_name'],
    ['two words+033de0ae+AAAA', 'bad_key_name'],
    ['sum.golang.org', 'bad_public_key'],
    [SUM_DB.replace('Ac4', 'Bc4'), 'bad_public_key'],
    [SUM_DB.slice(0, -4), 'bad_public_key'],
    [SUM_DB.replace('033d', '033D'), 'bad_key_id'],
    [SUM_DB.replace('sum', 'son'), 'bad_key_id'],
  ]
  for (const [text, code] of cases) {
    const read = parseVerifierKey(text, sha256)
    assert.equal(!read.ok && read.issues[0]?.code, code, text)
  }
})

test('a key is made only from a usable name and 32 bytes', () => {
  assert.throws(() => toVerifierKey('a+b', new Uint8Array(32), sha256), /key name/)
  assert.throws(() => toVerifierKey('a', new Uint8Array(31), sha256), /32 bytes/)
})
