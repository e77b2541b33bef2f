/** The catalogue over HTTP. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverOfFile } from '../builders/server.ts'

const server = serverOfFile()
const LINES = { 'content-type': 'application/x-ndjson' }
const BREAD = {
  id: 'bread',
  title: 'Rye bread',
  categories: ['Bakery', 'Food'],
  attributes: { grain: 'rye' },
  priceMinor: 300,
  currency: 'EUR',
  available: true,
  sensitive: [],
}

function bulk(body: string | Uint8Array) {
  return server().send('POST /v1/items/bulk', { body, headers: LINES })
}

test('an item that is put is read again, and put anew is another', async () => {
  const { id, ...body } = BREAD
  assert.deepEqual((await server().send(`PUT /v1/items/${id}`, { body })).json, BREAD)
  assert.deepEqual((await server().send(`GET /v1/items/${id}`)).json, BREAD)
  const bare = { id, categories: [], attributes: {}, available: false, sensitive: [] }
  const put = await server().send(`PUT /v1/items/${id}`, { body: { available: false } })
  assert.deepEqual(put.json, bare)
  await server().send(`PUT /v1/items/${id}`, { body: BREAD })
})

test('an id is any text without control characters: it goes into the path encoded', async () => {
  for (const id of ['a/b', 'ä ö?#%', '../..', 'bulk ', '🍞', 'x'.repeat(256), '漢'.repeat(256)]) {
    const path = `/v1/items/${encodeURIComponent(id)}`
    assert.equal((await server().send(`PUT ${path}`, { body: {} })).json.id, id)
    assert.equal((await server().send(`GET ${path}`)).json.id, id)
    assert.equal((await server().send(`DELETE ${path}`)).status, 204)
    await server().refuse(`GET ${path}`, {}, 'not_found')
  }
})

test('names of attributes that a machine might trip over are names', async () => {
  const body = '{"attributes":{"__proto__":"a","constructor":"b","toString":"c"}}'
  const headers = { 'content-type': 'application/json' }
  await server().send('PUT /v1/items/odd', { body, headers })
  const { text } = await server().send('GET /v1/items/odd')
  assert.match(text, /"attributes":\{"__proto__":"a","constructor":"b","toString":"c"\}/)
  await server().send('DELETE /v1/items/odd')
})

test('good lines are kept and bad ones are named, whatever is wrong with them', async () => {
  const lines = [
    '{"id":"l1","title":"One"}',
    '{"id":"l2",',
    '',
    '{"title":"nameless"}',
    '{"id":"l3","colour":"red"}',
    '["l4"]',
    '{"id":"l5","priceMinor":-1}',
    '{"id":"a\\u0007"}',
    'INVALID',
    '{"id":"l6","title":"Six"}\r',
    '{"id":"l1","title":"One again"}',
  ]
  const [before = '', after = ''] = lines.join('\n').split('INVALID')
  const bytes = Buffer.concat([
    Buffer.from(`\ufeff${before}{"id":"`),
    Buffer.of(0xff, 0xfe),
    Buffer.from(`"}${after}`),
  ])
  const { json } = await bulk(bytes)
  assert.equal(json.accepted, 3)
  assert.deepEqual(
    json.rejected.map(({ line, code }: { line: number; code: string }) => [line, code]),
    [
      [2, 'malformed_json'],
      [4, 'id_missing'],
      [5, 'unknown_field'],
      [6, 'not_an_object'],
      [7, 'invalid_field'],
      [8, 'id_malformed'],
      [9, 'invalid_utf8'],
    ],
  )
  assert.equal((await server().send('GET /v1/items/l1')).json.title, 'One again')
  assert.equal((await server().send('GET /v1/items/l6')).json.title, 'Six')
})

test('10,000 lines are taken, with an end or without; 10,001 are none', async () => {
  const lines = Array.from({ length: 10_001 }, (_, n) => `{"id":"many-${n % 10}"}`)
  const full = lines.slice(1).join('\n')
  for (const text of [full, `${full}\n`]) assert.equal((await bulk(text)).json.accepted, 10_000)
  const { json } = await bulk(lines.join('\n'))
  assert.equal(json.code, 'batch_too_large')
})

test('no lines are none', async () => {
  assert.deepEqual((await bulk('')).json, { accepted: 0, rejected: [] })
})

test('items are found by text and by category, page by page', async () => {
  for (const n of [1, 2, 3]) {
    const body = { title: `Green Tea ${n}`, categories: ['Tea'] }
    await server().send(`PUT /v1/items/tea-${n}`, { body })
  }
  const { json } = await server().send('GET /v1/items?search=green%20tea&count=2')
  assert.deepEqual([json.total, json.items.length], [3, 2])
  const next = await server().send('GET /v1/items?category=Tea&offset=2&count=2')
  assert.deepEqual([next.json.total, next.json.items.length], [3, 1])
  const past = await server().send('GET /v1/items?category=Tea&offset=9')
  assert.deepEqual([past.json.total, past.json.items.length], [3, 0])
})

test('what is not there cannot be taken off twice', async () => {
  await server().send('PUT /v1/items/gone', { body: {} })
  assert.equal((await server().send('DELETE /v1/items/gone')).text, '')
  await server().refuse('DELETE /v1/items/gone', {}, 'not_found')
})
