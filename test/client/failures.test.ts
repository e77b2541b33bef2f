/** What the client says when something goes wrong: the right error, and no secret. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { createClient, EquipoiseProblem, EquipoiseUnreachable } from '@equipoise/client'
import { aLoopback, cut, cutInside, hang, json, problem, type Reply, text } from './loopback.ts'

const KEY = 'eq_secret_canary-of-the-key'
const PERSON = 'canary-of-the-person'

/** What a decision about a person fails with. */
async function failureOf(url: string, options: object = {}): Promise<unknown> {
  const equipoise = createClient({ url, key: KEY, retriesMax: 0, ...options })
  return equipoise.decide({ externalId: PERSON, slot: 'home' }).then(
    () => assert.fail('it went well'),
    (error: unknown) => error,
  )
}

async function problemOf(url: string): Promise<EquipoiseProblem> {
  const error = await failureOf(url)
  assert.ok(error instanceof EquipoiseProblem, inspect(error))
  return error
}

async function unreachableOf(url: string, options = {}): Promise<EquipoiseUnreachable> {
  const error = await failureOf(url, options)
  assert.ok(error instanceof EquipoiseUnreachable, inspect(error))
  return error
}

test('a no of the server comes with all that it says', async (t) => {
  const reasons = [{ code: 'consent_absent', says: 'Nobody asked' }]
  const more = { requestId: 'r-1', reasons }
  const { url } = await aLoopback(t, problem(429, 'busy', { 'retry-after': '7' }, more))
  const { status, code, title, detail, requestId, retryAfterMs, ...rest } = await problemOf(url)
  assert.deepEqual([status, code, title, detail], [429, 'busy', 'Said no', 'Here'])
  assert.deepEqual([requestId, retryAfterMs, rest.reasons], ['r-1', 7_000, reasons])
})

test('a date to wait until is read against the clock of who says it', async (t) => {
  const date = 'Tue, 24 Nov 2015 12:00:00 GMT'
  const until = 'Tue, 24 Nov 2015 12:00:09 GMT'
  const { url } = await aLoopback(t, problem(503, 'busy', { 'retry-after': until, date }))
  assert.equal((await problemOf(url)).retryAfterMs, 9_000)
})

test('what something in between answers is no problem of ours, and is not repeated', async (t) => {
  const page = text(502, `<h1>Bad gateway</h1>${PERSON}`)
  const redirect: Reply = (response) => response.writeHead(302, { location: '/else' }).end()
  const { url } = await aLoopback(t, page, redirect, json(403, { code: PERSON }))
  for (const status of [502, 302, 403]) {
    const found = await problemOf(url)
    assert.deepEqual([found.status, found.code], [status, 'not_a_problem'])
    assert.doesNotMatch(inspect(found), new RegExp(PERSON))
  }
})

test('a redirect is not followed: the key goes nowhere else', async (t) => {
  const other = await aLoopback(t, json(200, {}))
  const redirect: Reply = (response) => response.writeHead(307, { location: other.url }).end()
  const { url } = await aLoopback(t, redirect)
  assert.equal((await problemOf(url)).status, 307)
  assert.equal(other.requests.length, 0)
})

test('no answer, half an answer, none in time, none that can be read', async (t) => {
  const cases: readonly [Reply, EquipoiseUnreachable['why']][] = [
    [cut, 'network'],
    [cutInside, 'network'],
    [hang, 'timeout'],
    [text(200, '{"half":', 'application/json'), 'unreadable'],
  ]
  for (const [reply, why] of cases) {
    const { url } = await aLoopback(t, reply)
    assert.equal((await unreachableOf(url, { timeoutMs: 250 })).why, why)
  }
})

test('a server that is not there is named by the code of the system', async (t) => {
  const { url, close } = await aLoopback(t, cut)
  await close()
  const { why, systemCode, message } = await unreachableOf(url)
  assert.deepEqual([why, systemCode], ['network', 'ECONNREFUSED'])
  assert.equal(message, 'POST /v1/decide: Equipoise cannot be reached (ECONNREFUSED)')
})

test('an answer larger than allowed is left unread, also one without an end', async (t) => {
  const endless = Promise.withResolvers<void>()
  const { url } = await aLoopback(t, (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = () => {
      while (response.write('x'.repeat(1_000)));
    }
    response.on('drain', more).on('close', endless.resolve)
    more()
  })
  assert.equal((await unreachableOf(url, { answerBytesMax: 100_000 })).why, 'too_large')
  await endless.promise
})

test('no failure says the key, the person or what was sent', async (t) => {
  const replies = [cut, cutInside, hang, text(500, PERSON), problem(400, 'invalid_request')]
  for (const reply of replies) {
    const { url } = await aLoopback(t, reply)
    const error = await failureOf(url, { timeoutMs: 250 })
    const told = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)
    assert.doesNotMatch(told, /canary/)
  }
  const equipoise = createClient({ url: 'http://127.0.0.1', key: KEY })
  assert.doesNotMatch(inspect(equipoise, { depth: 9, showHidden: true }), /canary/)
})

test('a header that cannot be sent is not quoted', async (t) => {
  const { url } = await aLoopback(t, json(200, {}))
  const call = createClient({ url }).readStatus({ headers: { 'x-csrf-token': `${KEY}\nx` } })
  await assert.rejects(call, (error: unknown) => !/canary/.test(inspect(error)))
})
