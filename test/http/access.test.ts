/** Who may call what: keys, and the page's own key, which counts on this machine alone. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { DEMO_SETTING } from '@equipoise/server/modules/demo'
import { aServer, serverOfFile, type TestServer } from '../builders/server.ts'

const server = serverOfFile()
const KEY = /<meta name="equipoise-key" content="([^"]*)">/

async function makeDemo({ app }: TestServer): Promise<void> {
  await app.store.transact('system', async (writer) => writer.putSetting(DEMO_SETTING, 'true'))
}

/** `fetch` sets the Host header itself. */
function pageFor(url: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers: { host } }, (response) => {
      let text = ''
      response.on('data', (piece: Buffer) => {
        text += piece.toString()
      })
      response.on('end', () => resolve(text))
    })
    asking.on('error', reject)
    asking.end()
  })
}

async function pageKey({ url }: TestServer, host: string = '127.0.0.1'): Promise<string> {
  return (
    KEY.exec(await pageFor(`${url}/`, host))?.[1] ?? assert.fail('the page has no place for it')
  )
}

test('a key that was made opens at once what its kind may', async () => {
  const { operator, send } = server()
  for (const [kind, status] of [
    ['secret', 403],
    ['operator', 201],
  ] as const) {
    const { json } = await send('POST /v1/keys', { key: operator, body: { kind } })
    assert.match(json.key, new RegExp(`^eq_${kind}_[\\w-]{43}$`))
    const made = await send('POST /v1/keys', { key: json.key, body: { kind: 'secret' } })
    assert.equal(made.status, status)
    assert.equal((await send('GET /v1/status', { key: json.key })).status, 200)
  }
})

test('the scheme is read whatever its case, and a key changed by a letter is none', async () => {
  const { secret, send } = server()
  const headers = { authorization: `bEaReR ${secret}` }
  assert.equal((await send('GET /v1/status', { key: '', headers })).status, 200)
  const other = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`
  assert.equal((await send('GET /v1/status', { key: other })).status, 401)
})

test('in a real directory the page comes without a key', async () => {
  assert.equal(await pageKey(server()), '')
  const { json } = await server().send('GET /v1/demo/personas', { key: server().operator })
  assert.deepEqual(json.personas, [])
})

test('in the demo’s directory the page comes with an operator’s key, over loopback', async (t) => {
  const demo = await aServer(t)
  await makeDemo(demo)
  const key = await pageKey(demo)
  assert.match(key, /^eq_page_/)
  assert.equal((await demo.send('GET /v1/demo/personas', { key })).status, 200)
  for (const host of ['localhost', 'localhost:8787', '[::1]:8787', '127.0.0.1:1']) {
    assert.equal(await pageKey(demo, host), key, host)
  }
})

test('a page elsewhere that points its name here gets no key', async (t) => {
  const demo = await aServer(t)
  await makeDemo(demo)
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80']) {
    assert.equal(await pageKey(demo, host), '', host)
  }
})

test('from another machine the page comes without a key, and its key opens nothing', async (t) => {
  const demo = await aServer(t)
  await makeDemo(demo)
  const key = await pageKey(demo)
  const { text } = await demo.fromAfar('/', { host: 'localhost' })
  assert.equal(KEY.exec(text)?.[1], '')
  const authorization = `Bearer ${key}`
  assert.equal((await demo.fromAfar('/v1/status', { authorization })).status, 401)
  assert.equal(
    (await demo.fromAfar('/v1/status', { authorization: `Bearer ${demo.secret}` })).status,
    200,
  )
})

test('the page is kept nowhere, and says where its parts may come from', async () => {
  const response = await fetch(`${server().url}/`)
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'self'/)
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
})

test('a part of the page that is not there is a problem, whatever it is called', async () => {
  for (const name of ['none.ts', '..%2F..%2Fapp.ts', '__proto__', 'x'.repeat(1_000)]) {
    const response = await fetch(`${server().url}/page/${name}`)
    assert.equal(response.status, 404, name)
    assert.match(response.headers.get('content-type') ?? '', /problem\+json/)
  }
})
