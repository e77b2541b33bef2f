/** Subject tokens, read by a library that did not make them. */
import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { signSubjectToken } from '@equipoise/client'
import { jwtVerify } from 'jose'

const secret = randomBytes(32)
const key = `eq_signing_${secret.toString('base64url')}`
const keyId = 'key_0123456789abcdefghjkmnpqrs'

async function read(token: string) {
  return jwtVerify(token, createSecretKey(secret), { algorithms: ['HS256'], audience: 'equipoise' })
}

test('a token says who it is about, for whom, and for how long, and nothing else', async () => {
  const token = await signSubjectToken({ key, keyId, externalId: 'c-1042' })
  const { protectedHeader, payload } = await read(token)
  assert.deepEqual(protectedHeader, { alg: 'HS256', typ: 'JWT', kid: keyId })
  const { iat = 0, exp = 0, ...claims } = payload
  assert.deepEqual(claims, { sub: 'c-1042', aud: 'equipoise' })
  assert.equal(exp - iat, 900)
  assert.ok(Math.abs(iat - Date.now() / 1_000) < 60)
})

test('any key and any id do: underscores, hyphens, other scripts', async () => {
  for (const fill of [0xff, 0xfb, 0x00]) {
    const bytes = Buffer.alloc(32, fill)
    const token = await signSubjectToken({
      key: `eq_signing_${bytes.toString('base64url')}`,
      keyId,
      externalId: 'Ærø ♥ 日本',
    })
    assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
    const { payload } = await jwtVerify(token, createSecretKey(bytes))
    assert.equal(payload.sub, 'Ærø ♥ 日本')
  }
})

test('a signed token that is changed in one letter does not hold', async () => {
  const token = await signSubjectToken({ key, keyId, externalId: 'c-1042' })
  const [head, claims, signature] = token.split('.')
  const other = Buffer.from(JSON.stringify({ sub: 'c-1043', aud: 'equipoise' })).toString(
    'base64url',
  )
  await assert.rejects(read([head, other, signature].join('.')))
  const first = signature?.startsWith('A') ? 'B' : 'A'
  await assert.rejects(read([head, claims, `${first}${signature?.slice(1)}`].join('.')))
})

test('no token for long, without ids, or with a key of another kind; the key is not quoted', async () => {
  const good = { key, keyId, externalId: 'c-1042' }
  const faults = [
    { ...good, lifetimeSeconds: 901 },
    { ...good, lifetimeSeconds: 0 },
    { ...good, lifetimeSeconds: Number.NaN },
    { ...good, externalId: '' },
    { ...good, keyId: '' },
    { ...good, key: key.replace('signing', 'secret') },
    { ...good, key: key.slice(0, -1) },
  ]
  for (const fault of faults) {
    await assert.rejects(
      signSubjectToken(fault),
      (error: unknown) => error instanceof TypeError && !error.message.includes(fault.key),
    )
  }
})
