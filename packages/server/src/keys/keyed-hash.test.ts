import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { hmacOnce, textHash } from './keyed-hash.ts'

const SHARED = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../../../shared')
const VECTORS = join(SHARED, 'vectors/wycheproof/hmac_sha256_test.json')
const skip = existsSync(VECTORS) ? false : `no Wycheproof vectors in ${VECTORS}`

interface Case {
  readonly tcId: number
  readonly result: 'valid' | 'invalid'
  readonly [field: string]: string | number
}

test('Wycheproof, HMAC-SHA-256 of what is a text, under keys of a block at most', { skip }, () => {
  const { testGroups } = JSON.parse(readFileSync(VECTORS, 'utf8'))
  const cases: Case[] = testGroups
    .filter(({ tagSize }: { tagSize: number }) => tagSize === 256)
    .flatMap(({ tests }: { tests: Case[] }) => tests)
    .filter(({ key, msg }: Case) => bytesOf(key).length <= 64 && isText(bytesOf(msg)))
  assert.ok(cases.length > 20)
  for (const { tcId, key, msg, tag, result } of cases) {
    const hashed = Buffer.from(textHash(bytesOf(key))(bytesOf(msg).toString('utf8')), 'binary')
    assert.equal(hashed.toString('hex') === tag, result === 'valid', `${tcId}`)
  }
})

test('RFC 4231, test case 2', () => {
  const hashed = textHash(Buffer.from('Jefe'))('what do ya want for nothing?')
  assert.equal(
    Buffer.from(hashed, 'latin1').toString('hex'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

test('whatever the text and however long, it is the HMAC of its UTF-8', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 250, maxLength: 500, size: 'max' }),
    fc.nat({ max: 3_000 }).map((length) => '€'.repeat(length)),
  )
  const key = fc.uint8Array({ minLength: 1, maxLength: 64 })
  fc.assert(
    fc.property(key, fc.array(text, { minLength: 1, maxLength: 5 }), (bytes, texts) => {
      const hashed = textHash(bytes)
      for (const one of texts) {
        assert.equal(hashed(one), createHmac('sha256', bytes).update(one).digest('binary'))
      }
    }),
  )
})

function bytesOf(hex: string | number | undefined): Buffer {
  return Buffer.from(`${hex}`, 'hex')
}

function isText(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes)
}

test('under a key of one use it is the HMAC too, whatever was hashed before', () => {
  const key = fc.uint8Array({ maxLength: 80 })
  fc.assert(
    fc.property(key, fc.uint8Array({ maxLength: 300 }), fc.nat(40), (key, part, times) => {
      const message = Buffer.concat(Array.from({ length: times }, () => part))
      const expected = createHmac('sha256', key).update(message).digest('binary')
      assert.equal(hmacOnce(key, message), expected)
    }),
  )
})
