/** The key of the privacy center's own page: for that page alone, wherever it is reached. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverOfFile, type TestServer } from '../builders/server.ts'

const PUBLIC = 'https://privacy.shop.example'
const server = serverOfFile({ environment: { EQUIPOISE_PUBLIC_ORIGIN: PUBLIC } })

async function keyOf({ url }: TestServer): Promise<string> {
  const html = await (await fetch(`${url}/privacy`)).text()
  return /key="(eq_own_[\w-]+)"/.exec(html)?.[1] ?? assert.fail('the page has a key')
}

test('it counts from its own origin and from the public one, and from no other', async () => {
  const key = await keyOf(server())
  for (const origin of [new URL(server().url).origin, PUBLIC]) {
    const { status, json } = await server().send('GET /v1/session', { key, headers: { origin } })
    assert.deepEqual([status, json.known], [200, false], origin)
  }
  for (const origin of ['https://other.example', 'null', `${PUBLIC}.example`]) {
    await server().refuse('GET /v1/session', { key, headers: { origin } }, 'origin_refused')
  }
  await server().refuse('GET /v1/session', { key }, 'origin_refused')
})

test('it names nobody and opens nothing that is not a page’s', async () => {
  const key = await keyOf(server())
  const headers = { origin: PUBLIC }
  await server().refuse('GET /v1/keys', { key, headers }, 'forbidden')
  await server().refuse('GET /v1/subjects/me/export', { key, headers }, 'forbidden')
  const body = { externalId: 'ann', slot: 'home' }
  await server().refuse('POST /v1/decide', { key, headers, body }, 'invalid_subject')
})
