/** What answers say beside their body: to browsers, to caches, and to pages of other origins. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPage, SHOP } from '../builders/page-person.ts'
import { aServer, serverOfFile } from '../builders/server.ts'

const OWN = 'https://app.example'
const server = serverOfFile({ environment: { EQUIPOISE_ORIGINS: OWN } })

const PATHS = [
  '/v1/status',
  '/v1/items',
  '/health',
  '/ready',
  '/openapi.json',
  '/nowhere',
  '/',
  '/%zz',
]

test('no answer is kept, guessed at, framed, or told where it came from', async () => {
  for (const path of PATHS.slice(0, -1)) {
    const { headers } = await fetch(`${server().url}${path}`)
    const expected = {
      'cache-control': /^no-store$/,
      'content-security-policy': /default-src 'self';.*frame-ancestors 'none'/,
      'cross-origin-opener-policy': /^same-origin$/,
      'cross-origin-resource-policy': /^same-origin$/,
      'referrer-policy': /^no-referrer$/,
      'strict-transport-security': /^max-age=31536000/,
      'x-content-type-options': /^nosniff$/,
      'x-frame-options': /^DENY$/,
      vary: /Origin/,
    }
    for (const [name, form] of Object.entries(expected)) {
      assert.match(headers.get(name) ?? '', form, `${path} ${name}`)
    }
    for (const name of ['server', 'x-powered-by']) assert.equal(headers.get(name), null)
  }
})

test('nothing on the page may come from elsewhere, and it may use nothing of the machine', async () => {
  const { headers } = await fetch(`${server().url}/`)
  const policy = headers.get('content-security-policy') ?? ''
  assert.doesNotMatch(policy, /unsafe|https?:|\*/)
  for (const part of ["base-uri 'none'", "object-src 'none'", "script-src-attr 'none'"]) {
    assert.ok(policy.includes(part), policy)
  }
  assert.match(headers.get('permissions-policy') ?? '', /geolocation=\(\)/)
})

test('a problem says all of that too, even of a path that is none', async () => {
  const { headers, status } = await fetch(`${server().url}/%zz`)
  assert.equal(status, 400)
  for (const name of ['cache-control', 'x-content-type-options', 'x-request-id']) {
    assert.ok(headers.get(name), name)
  }
})

test('a page of an origin with a key may call, with its cookie, and sees what it needs', async () => {
  await aPage(server())
  for (const origin of [SHOP, OWN]) {
    const { headers, status } = await preflight(origin)
    assert.equal(status, 204)
    assert.equal(headers.get('access-control-allow-origin'), origin)
    assert.equal(headers.get('access-control-allow-credentials'), 'true')
    assert.equal(headers.get('access-control-max-age'), '600')
    assert.match(headers.get('vary') ?? '', /Origin/)
    const allowed = (headers.get('access-control-allow-headers') ?? '').split(', ')
    for (const name of ['authorization', 'content-type', 'x-csrf-token', 'equipoise-reason']) {
      assert.ok(allowed.includes(name), name)
    }
    const methods = headers.get('access-control-allow-methods') ?? ''
    assert.deepEqual(methods.split(', '), ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])
  }
})

test('a problem can be read by the page that met it', async () => {
  await aPage(server())
  const { headers, status } = await fetch(`${server().url}/v1/status`, {
    headers: { origin: SHOP },
  })
  assert.equal(status, 401)
  assert.equal(headers.get('access-control-allow-origin'), SHOP)
  const exposed = (headers.get('access-control-expose-headers') ?? '').split(', ')
  for (const name of ['retry-after', 'x-request-id', 'ratelimit-remaining']) {
    assert.ok(exposed.includes(name), name)
  }
})

test('a page of any other origin is told nothing, asked before or not', async () => {
  await aPage(server())
  const others = [
    'https://evil.example',
    'https://shop.example.evil.example',
    'https://evilshop.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://SHOP.example',
    'null',
    '*',
    '',
  ]
  for (const origin of others) {
    const asked = await preflight(origin)
    const answered = await fetch(`${server().url}/health`, { headers: { origin } })
    for (const { headers } of [asked, answered]) {
      const told = [...headers.keys()].filter((name) => name.startsWith('access-control-'))
      assert.deepEqual(told, [], origin)
      assert.match(headers.get('vary') ?? '', /Origin/)
    }
    assert.equal(asked.status, 404, origin)
  }
})

test('once its key is revoked, the pages of an origin may not call any more', async () => {
  const { app } = server()
  const origin = 'https://closed.example'
  const { id } = await app.keyRing.create({ kind: 'publishable', origins: [origin] })
  assert.equal((await preflight(origin)).status, 204)
  await app.keyRing.revoke(id)
  assert.equal((await preflight(origin)).status, 404)
})

function preflight(origin: string): Promise<Response> {
  return fetch(`${server().url}/v1/decide`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    },
  })
}

test('where clients send events is what was configured, and never what a header names', async (t) => {
  const path = '/v1/projects/key/settings'
  const host = { host: 'evil.example' }
  const unknown = await server().fromAfar(path, host)
  assert.equal(unknown.status, 404)
  assert.doesNotMatch(unknown.text, /evil/)
  const here = await server().fromAfar(path, { host: 'localhost:8080' })
  assert.match(here.text, /"apiHost":"localhost:8080\/v1"/)
  const environment = { EQUIPOISE_PUBLIC_ORIGIN: 'https://events.shop.example' }
  const configured = await (await aServer(t, { environment })).fromAfar(path, host)
  assert.match(configured.text, /"apiHost":"events.shop.example\/v1","protocol":"https"/)
})
