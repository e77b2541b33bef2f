/** When the client sends again, and when it must not. Waits are drawn as nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ClientOptions, createClient, EquipoiseProblem } from '@equipoise/client'
import { aLoopback, cut, cutInside, hang, json, problem, type Reply } from './loopback.ts'

const GOOD = json(200, { accepted: 1, duplicates: 0, refused: [], rejected: [] })
const BUSY = problem(503, 'busy')
const soon = (url: string, options: Partial<ClientOptions> = {}) =>
  createClient({ url, random: () => 0, ...options })

const named = { id: 'order-1', externalId: 'c-1', item: 'bread', verb: 'purchase' } as const
const nameless = { externalId: 'c-1', item: 'bread', verb: 'purchase' } as const

test('what passes is waited out: 503, 429, 408, a gateway, a cut, half an answer', async (t) => {
  const { url, requests } = await aLoopback(
    t,
    ...[BUSY, problem(429, 'too_many_requests'), problem(408, 'request_timeout')],
    ...[json(502, {}), cut, cutInside, GOOD],
  )
  await soon(url, { retriesMax: 6 }).decide({ slot: 'home' })
  assert.equal(requests.length, 7)
  assert.equal(new Set(requests.map(({ body }) => body)).size, 1)
})

test('a hanging server is asked again after the timeout, as often as allowed', async (t) => {
  const { url, requests } = await aLoopback(t, hang)
  const call = soon(url, { timeoutMs: 60, retriesMax: 2 }).readStatus()
  await assert.rejects(call, /EquipoiseUnreachable: GET \/v1\/status: No answer came in time/)
  assert.equal(requests.length, 3)
})

test('a no that stays a no is not asked again', async (t) => {
  const { url, requests } = await aLoopback(t, problem(409, 'consent_changed'))
  await assert.rejects(soon(url).readStatus(), EquipoiseProblem)
  assert.equal(requests.length, 1)
})

test('interactions are sent again where each has an id, and only then', async (t) => {
  const { url, requests } = await aLoopback(t, cut, GOOD)
  await soon(url).collectInteractions({ interactions: [named] })
  assert.equal(requests.length, 2)
  const other = await aLoopback(t, BUSY)
  for (const interactions of [[nameless], [named, nameless], [{ ...named, id: '' }]]) {
    await assert.rejects(soon(other.url).collectInteractions({ interactions }))
  }
  assert.equal(other.requests.length, 3)
})

test('what changes something is sent once: who knows what became of it?', async (t) => {
  const { url, requests } = await aLoopback(t, cut)
  const equipoise = soon(url)
  const purposes = ['site_personalization'] as const
  const calls = [
    () => equipoise.recordConsent({ externalId: 'c-1', action: 'give', purposes }),
    () => equipoise.changeConsent('sub_1', { action: 'give', purposes }),
    () => equipoise.withdrawConsent('sub_1', { purposes }),
    () => equipoise.eraseSubject('sub_1'),
    () => equipoise.createKey({ kind: 'secret' }),
  ]
  for (const call of calls) await assert.rejects(call)
  assert.equal(requests.length, calls.length)
})

test('Retry-After is waited for', async (t) => {
  const { url, requests } = await aLoopback(t, problem(503, 'busy', { 'retry-after': '1' }), GOOD)
  const startedAt = performance.now()
  await soon(url).readStatus()
  assert.ok(performance.now() - startedAt >= 999)
  assert.equal(requests.length, 2)
})

test('a wait that ends after the deadline is not begun', async (t) => {
  const { url, requests } = await aLoopback(t, problem(429, 'busy', { 'retry-after': '3600' }))
  const startedAt = performance.now()
  await assert.rejects(soon(url).readStatus(), EquipoiseProblem)
  assert.ok(performance.now() - startedAt < 5_000)
  assert.equal(requests.length, 1)
})

test('the deadline ends an attempt that could have taken longer', async (t) => {
  const { url, requests } = await aLoopback(t, hang)
  const call = soon(url).readStatus({ deadlineMs: 60 })
  await assert.rejects(call, /No answer came in time/)
  assert.equal(requests.length, 1)
})

test('waits double, each drawn between nothing and its bound', async (t) => {
  const { url } = await aLoopback(t, BUSY, BUSY, GOOD)
  const drawn: number[] = []
  const startedAt = performance.now()
  const random = () => {
    drawn.push(0.1)
    return 0.1
  }
  await soon(url, { random }).readStatus()
  assert.equal(drawn.length, 2)
  // A tenth of 200 and of 400 milliseconds; timers may be early by a part of one.
  assert.ok(performance.now() - startedAt >= 58)
})

test('a signal ends a call: before it, within it, and between its attempts', async (t) => {
  const over = new Error('The person left')
  const { url, requests } = await aLoopback(t, hang)
  const before = AbortSignal.abort(over)
  await assert.rejects(soon(url).readStatus({ signal: before }), over)
  assert.equal(requests.length, 0)

  const within = new AbortController()
  const leaving: Reply = () => within.abort(over)
  const first = await aLoopback(t, leaving)
  await assert.rejects(soon(first.url).readStatus({ signal: within.signal }), over)
  assert.equal(first.requests.length, 1)

  const between = new AbortController()
  const busy = await aLoopback(t, problem(503, 'busy', { 'retry-after': '20' }))
  const random = () => {
    queueMicrotask(() => between.abort(over))
    return 0
  }
  const waiting = createClient({ url: busy.url, random }).readStatus({ signal: between.signal })
  await assert.rejects(waiting, over)
  assert.equal(busy.requests.length, 1)
})
