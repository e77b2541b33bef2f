/** Wycheproof's cases for the two primitives of the ledger, over the functions that it uses. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { hmacSha256, sha256 } from './ledger-rows.ts'
import { verifyEd25519 } from './ledger-signer.ts'

interface Case {
  readonly tcId: number
  readonly comment: string
  readonly result: 'valid' | 'invalid'
  readonly [field: string]: string | number
}

interface Group {
  readonly tests: readonly Case[]
  readonly tagSize?: number
  readonly publicKey?: { readonly pk: string }
}

const SHARED =
  process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../../../../shared')
const VECTORS = join(SHARED, 'vectors/wycheproof')
const skip = existsSync(VECTORS) ? false : `no Wycheproof vectors in ${VECTORS}`

test('Wycheproof, HMAC-SHA-256 whole', { skip }, () => {
  const cases = groupsOf('hmac_sha256_test.json')
    .filter(({ tagSize }) => tagSize === 256)
    .flatMap(({ tests }) => tests)
  assert.ok(cases.length > 80)
  for (const { tcId, comment, result, ...hex } of cases) {
    const tag = Buffer.from(hmacSha256(hexOf(hex, 'key'), hexOf(hex, 'msg'))).toString('hex')
    assert.equal(tag === hex['tag'], result === 'valid', `${tcId} ${comment}`)
  }
})

test('Wycheproof, Ed25519: each signature is taken or refused as it should be', { skip }, () => {
  const groups = groupsOf('ed25519_test.json')
  assert.ok(groups.flatMap(({ tests }) => tests).length > 100)
  for (const { publicKey, tests } of groups) {
    const key = Buffer.from(publicKey?.pk ?? '', 'hex')
    for (const { tcId, comment, result, ...hex } of tests) {
      const taken = verifyEd25519(hexOf(hex, 'msg'), hexOf(hex, 'sig'), key)
      assert.equal(taken, result === 'valid', `${tcId} ${comment}`)
    }
  }
})

test('SHA-256 of nothing is what FIPS 180-4 says', () => {
  const digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  assert.equal(Buffer.from(sha256(new Uint8Array(0))).toString('hex'), digest)
})

function groupsOf(file: string): readonly Group[] {
  const { testGroups } = JSON.parse(readFileSync(join(VECTORS, file), 'utf8'))
  return testGroups
}

function hexOf(fields: Readonly<Record<string, string | number>>, name: string): Buffer {
  return Buffer.from(`${fields[name]}`, 'hex')
}
