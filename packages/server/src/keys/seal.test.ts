import assert from 'node:assert/strict'
import { hkdfSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { deriveKey, SealError, seal, sealParts, unseal } from './seal.ts'

const KEY = Buffer.alloc(32, 7)
const BOUND = Buffer.from('tenant|subject|table|column|1')
const bytes = fc.uint8Array({ maxLength: 200 })

test('what was sealed opens with the same key in the same place', () => {
  fc.assert(
    fc.property(bytes, bytes, (plain, bound) => {
      assert.deepEqual(unseal(KEY, seal(KEY, plain, bound), bound), Buffer.from(plain))
    }),
  )
})

test('what was sealed in parts opens as the parts together', () => {
  const large = Buffer.alloc(3 * 2 ** 20 + 5, 'a')
  fc.assert(
    fc.property(fc.array(bytes), bytes, (parts, bound) => {
      const sealed = Buffer.concat([...sealParts(KEY, [...parts, large], bound)])
      assert.ok(unseal(KEY, sealed, bound).equals(Buffer.concat([...parts, large])))
    }),
    { numRuns: 20 },
  )
})

test('sealing the same twice looks different, so that equal values do not show', () => {
  const sealed = Array.from({ length: 100 }, () => seal(KEY, Buffer.from('x'), BOUND))
  assert.equal(new Set(sealed.map((one) => Buffer.from(one).toString('hex'))).size, 100)
})

test('a flip of any bit of any byte is refused', () => {
  const sealed = seal(KEY, Buffer.from('what a person did'), BOUND)
  for (let at = 0; at < sealed.length; at += 1) {
    for (let bit = 1; bit < 256; bit <<= 1) {
      const altered = Uint8Array.from(sealed)
      altered[at] = (altered[at] ?? 0) ^ bit
      assert.throws(() => unseal(KEY, altered, BOUND), SealError, `byte ${at}`)
    }
  }
})

test('a value that was cut short or grew is refused', () => {
  const sealed = seal(KEY, Buffer.from('what a person did'), BOUND)
  for (let length = 0; length < sealed.length; length += 1) {
    assert.throws(() => unseal(KEY, sealed.subarray(0, length), BOUND), SealError)
  }
  assert.throws(() => unseal(KEY, Buffer.concat([sealed, Buffer.of(0)]), BOUND), SealError)
})

test('another key and another place open nothing', () => {
  const sealed = seal(KEY, Buffer.from('what a person did'), BOUND)
  assert.throws(() => unseal(Buffer.alloc(32, 8), sealed, BOUND), SealError)
  assert.throws(() => unseal(KEY, sealed, Buffer.from('tenant|subject|table|other|1')), SealError)
  assert.throws(() => unseal(KEY, sealed, Buffer.alloc(0)), SealError)
})

test('keys derived for different names are different', () => {
  const names = ['equipoise/field@1|acts.sealed', 'equipoise/field@1|profiles.sealed', '']
  const keys = new Set(names.map((name) => Buffer.from(deriveKey(KEY, name)).toString('hex')))
  assert.equal(keys.size, names.length)
})

interface Case {
  readonly tcId: number
  readonly comment: string
  readonly result: 'valid' | 'invalid'
  readonly [field: string]: string | number
}

interface Group {
  readonly tests: readonly Case[]
  readonly [field: string]: unknown
}

const SHARED = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../../../shared')
const VECTORS = join(SHARED, 'vectors/wycheproof')
const skip = existsSync(VECTORS) ? false : `no Wycheproof vectors in ${VECTORS}`

test('Wycheproof, AES-256-GCM with our nonce and tag', { skip }, () => {
  const groups = groupsOf('aes_gcm_test.json').filter(
    ({ ivSize, keySize, tagSize }) => ivSize === 96 && keySize === 256 && tagSize === 128,
  )
  const cases = groups.flatMap(({ tests }) => tests)
  assert.ok(cases.length > 60)
  for (const { tcId, comment, result, ...hex } of cases) {
    const sealed = hexOf(hex, 'iv', 'ct', 'tag')
    const open = () =>
      unseal(hexOf(hex, 'key'), Buffer.concat([Buffer.of(1), sealed]), hexOf(hex, 'aad'))
    if (result === 'invalid') assert.throws(open, SealError, `${tcId} ${comment}`)
    else assert.deepEqual(open(), hexOf(hex, 'msg'), `${tcId} ${comment}`)
  }
})

test('Wycheproof, HKDF-SHA-256 without salt, to 32 bytes', { skip }, () => {
  const cases = groupsOf('hkdf_sha256_test.json')
    .flatMap(({ tests }) => tests)
    .filter(({ salt, size, info, result }) => {
      const isText =
        Buffer.from(Buffer.from(`${info}`, 'hex').toString('utf8')).toString('hex') === info
      return salt === '' && Number(size) >= 32 && isText && result === 'valid'
    })
  assert.ok(cases.length > 0)
  for (const { tcId, ...hex } of cases) {
    // HKDF's first 32 bytes do not depend on how many more are asked for.
    const derived = deriveKey(hexOf(hex, 'ikm'), hexOf(hex, 'info').toString('utf8'))
    assert.deepEqual(Buffer.from(derived), hexOf(hex, 'okm').subarray(0, 32), `${tcId}`)
  }
})

function groupsOf(file: string): readonly Group[] {
  const { testGroups } = JSON.parse(readFileSync(join(VECTORS, file), 'utf8'))
  return testGroups
}

function hexOf(fields: Readonly<Record<string, string | number>>, ...names: string[]): Buffer {
  return Buffer.concat(names.map((name) => Buffer.from(`${fields[name]}`, 'hex')))
}

test('a derived key is that of HKDF-SHA-256 without salt', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.string(), (key, info) => {
      const expected = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), info, 32))
      assert.deepEqual(new Uint8Array(deriveKey(key, info)), expected)
    }),
  )
})
