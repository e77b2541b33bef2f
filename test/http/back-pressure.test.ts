/** More than can be done at once: refused with the time to come back, or done; never in between. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, aServer, serverOfFile } from '../builders/server.ts'

const MARK = 'mark7f3'

const server = serverOfFile({}, async ({ send }) => {
  await send('PUT /v1/items/bread', { body: { title: 'Bread' } })
  const purposes = ['site_personalization']
  const body = { externalId: 'ann', action: 'give', purposes, evidence: 'a form' }
  await send('POST /v1/consent', { body })
})

test('while too much waits to be written, a write is refused and a read is answered', async () => {
  const { store } = server().app
  const { promise, resolve } = Promise.withResolvers<void>()
  const held = store.transact('system', () => promise)
  // The first of them has to have begun, so that all that come now wait.
  await new Promise((begun) => setImmediate(begun))
  const waiting: Promise<unknown>[] = []
  while (store.condition().waiting < 10_000) waiting.push(store.transact('system', async () => {}))
  const refused = await view('while-full')
  assert.deepEqual([refused.status, refused.json.code], [503, 'busy'])
  assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/)
  const decided = await server().send('POST /v1/decide', { body: { slot: 'home' } })
  assert.equal(decided.status, 200)
  resolve()
  await Promise.all([held, ...waiting])
  assert.equal((await view('while-full')).json.accepted, 1)
})

test('what came while nothing could be done is done, or refused, and kept as it was answered', async () => {
  const asked = Array.from({ length: 300 }, (_, index) => view(`stalled-${index}`))
  // The process does nothing at all for a while, as when its machine sleeps.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
  const answers = await Promise.all(asked)
  const done = answers.flatMap((answer, index) => (isDone(answer) ? [`stalled-${index}`] : []))
  assert.ok(done.length > 0)
  const { json } = await server().send('POST /v1/subjects/find', { body: { externalId: 'ann' } })
  const kept = await server().send(`GET /v1/subjects/${json.subject}/export`)
  const ids = new Set(kept.json.interactions.map(({ id }: { readonly id: string }) => id))
  assert.deepEqual(
    done.filter((id) => !ids.has(id)),
    [],
  )
})

test('a write that does not end in time is answered, and others go on', async (t) => {
  const lines: string[] = []
  const environment = { EQUIPOISE_REQUEST_TIMEOUT_MS: '100', EQUIPOISE_HEAD_TIMEOUT_MS: '100' }
  const slow = await aServer(t, {
    environment: { ...environment, EQUIPOISE_ANSWER_TIMEOUT_MS: '100' },
    onLog: (line) => lines.push(line),
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  const held = slow.app.store.transact('system', () => promise)
  const { status, json, headers } = await slow.send(`PUT /v1/items/${MARK}`, { body: {} })
  assert.deepEqual([status, json.code], [503, 'busy'])
  assert.match(headers.get('retry-after') ?? '', /^\d+$/)
  assert.equal((await slow.send('GET /v1/items')).status, 200)
  resolve()
  await held
  // The work comes to its end after the answer, and the framework complains that it was answered.
  while (!lines.some((line) => line.includes('ALREADY_SENT'))) {
    await new Promise((again) => setImmediate(again))
  }
  assert.deepEqual(
    lines.filter((line) => line.includes(MARK)),
    [],
  )
})

function view(id: string): Promise<Answer> {
  const interactions = [{ externalId: 'ann', item: 'bread', verb: 'view', id }]
  return server().send('POST /v1/interactions', { body: { interactions } })
}

function isDone({ status, json, headers }: Answer): boolean {
  if (status === 200) return json.accepted === 1
  assert.equal(status, 503)
  assert.ok(headers.get('retry-after'))
  return false
}
