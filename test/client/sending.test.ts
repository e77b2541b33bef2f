/** What the client sends, as a real server on loopback receives it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '@equipoise/client'
import { aLoopback, json, type Reply } from './loopback.ts'

const EMPTY = json(200, {})

test('a call is one request: method, path, key, body', async (t) => {
  const { url, requests } = await aLoopback(t, json(200, { rung: 'general' }))
  const equipoise = createClient({ url: `${url}/below/`, key: 'eq_secret_a' })
  const answer = await equipoise.decide({ slot: 'home', count: 3, location: undefined })
  assert.equal(answer.rung, 'general')
  const [request] = requests
  assert.deepEqual([request?.method, request?.path], ['POST', '/below/v1/decide'])
  assert.equal(request?.body, '{"slot":"home","count":3}')
  assert.equal(request?.headers.authorization, 'Bearer eq_secret_a')
  assert.equal(request?.headers['content-type'], 'application/json')
})

test('ids and questions go into the address so that they stay what they are', async (t) => {
  const { url, requests } = await aLoopback(t, EMPTY)
  const equipoise = createClient({ url })
  await equipoise.readItem('a/b?c=d&e#f ü%2e')
  await equipoise.listItems({ search: 'bread & tea', offset: 50, category: undefined })
  assert.deepEqual(
    requests.map(({ path }) => path),
    ['/v1/items/a%2Fb%3Fc%3Dd%26e%23f%20%C3%BC%252e', '/v1/items?search=bread+%26+tea&offset=50'],
  )
})

test('an id that would lead to another address is not sent', async (t) => {
  const { url, requests } = await aLoopback(t, EMPTY)
  const equipoise = createClient({ url })
  for (const id of ['', '.', '..']) {
    await assert.rejects(equipoise.deleteItem(id), /^TypeError: Cannot use "id"/)
  }
  assert.equal(requests.length, 0)
})

test('many items go as lines, whether they come as objects, as text or as bytes', async (t) => {
  const { url, requests } = await aLoopback(t, json(200, { accepted: 2, rejected: [] }))
  const equipoise = createClient({ url })
  const lines = '{"id":"bread"}\n{"id":"tea"}\n'
  await equipoise.putItems([{ id: 'bread' }, { id: 'tea' }])
  await equipoise.putItems(lines)
  await equipoise.putItems(new TextEncoder().encode(lines))
  for (const { body, headers } of requests) {
    assert.deepEqual([body, headers['content-type']], [lines, 'application/x-ndjson'])
  }
})

test('no body where none belongs, and nothing back where nothing is', async (t) => {
  const empty: Reply = (response) => response.writeHead(204).end()
  const { url, requests } = await aLoopback(t, empty)
  assert.equal(await createClient({ url }).deleteItem('bread'), undefined)
  assert.equal(requests[0]?.body, '')
  assert.equal(requests[0]?.headers['content-type'], undefined)
})

test('a subject token is asked for anew with each call', async (t) => {
  const { url, requests } = await aLoopback(t, EMPTY)
  const tokens = ['one', 'two']
  const equipoise = createClient({ url, subjectToken: async () => tokens.shift() ?? '' })
  await equipoise.readConsent('me')
  await equipoise.readConsent('me')
  assert.deepEqual(
    requests.map(({ headers }) => headers.authorization),
    ['Bearer one', 'Bearer two'],
  )
  await assert.rejects(equipoise.readConsent('me'), /Cannot use "subjectToken"/)
})

test('why an operator acts is said once for all calls, or with one', async (t) => {
  const { url, requests } = await aLoopback(t, EMPTY)
  const equipoise = createClient({ url, key: 'k', reason: 'Asked by letter' })
  await equipoise.exportSubject('sub_1')
  await equipoise.exportSubject('sub_1', { reason: 'Asked by telephone, José' })
  const [first, second] = requests.map(({ headers }) => headers['equipoise-reason'])
  assert.equal(first, 'Asked by letter')
  assert.equal(Buffer.from(String(second), 'latin1').toString('latin1'), 'Asked by telephone, José')
  await assert.rejects(equipoise.exportSubject('sub_1', { reason: 'prośba' }), /Latin-1/)
})

test('a client that could not send is not made, and its key is in no message', () => {
  const secret = 'canary\u0000ü'
  const faults = [
    { url: 'equipoise.example' },
    { url: 'ftp://equipoise.example' },
    { url: 'https://shop:canary@equipoise.example' },
    { url: 'http://localhost', key: secret },
    { url: 'http://localhost', key: '' },
    { url: 'http://localhost', key: 'a', subjectToken: 'b' },
    { url: 'http://localhost', timeoutMs: 0 },
    { url: 'http://localhost', retriesMax: 0.5 },
  ]
  for (const options of faults) {
    assert.throws(
      () => createClient(options),
      (error: unknown) => error instanceof TypeError && !error.message.includes('canary'),
      JSON.stringify(Object.keys(options)),
    )
  }
})
