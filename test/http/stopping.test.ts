/** Told to stop, the server ends what it began, begins nothing, and loses nothing. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createServer, stopServer } from '@equipoise/server/http'
import { anApp, type TestApp } from '../builders/app.ts'
import { aFolder, done, serve, townLines, writeLines } from '../builders/command-line.ts'
import { type Connection, openConnection } from '../builders/connection.ts'
import { aKey } from '../builders/server.ts'
import { aTown } from '../builders/town.ts'

const LONG_MS = 60_000
const GIVE = { action: 'give', purposes: ['site_personalization'], evidence: 'a form' }

test('what is under way ends, what comes meanwhile is refused, and then all is closed', async (t) => {
  const { url, api, head } = await aStoppable(t)
  const body = JSON.stringify({ externalId: 'ann', ...GIVE })
  const begun = await begin(url, head('POST /v1/consent', body) + body.slice(0, 9))
  const fresh = await Promise.all([openConnection(url), openConnection(url), openConnection(url)])
  await until(() => connectionsOf(api).then((count) => count === 4))
  const stopped = stopServer(api, { withinMs: LONG_MS })
  const asked = ['GET /ready', 'GET /health', 'POST /v1/decide']
  const answers = await Promise.all(
    fresh.map(async (connection, index) => {
      connection.say(`${head(asked[index] ?? '', '{}')}{}`)
      await connection.closed()
      return (await connection.answers())[0]
    }),
  )
  const [ready, alive, decided] = answers
  assert.deepEqual(ready?.json, { status: 'not_ready', notReady: ['stopping'] })
  assert.deepEqual(alive?.json, { status: 'ok' })
  assert.deepEqual([decided?.status, decided?.json.code], [503, 'shutting_down'])
  for (const answer of answers) assert.equal(answer?.headers['connection'], 'close')
  for (const answer of [ready, decided]) assert.match(answer?.headers['retry-after'] ?? '', /^\d+$/)
  begun.say(body.slice(9))
  const [answer] = await begun.answers()
  assert.deepEqual([answer?.status, answer?.headers['connection']], [200, 'close'])
  await stopped
  const late = await openConnection(url)
  assert.equal(await late.closed(), '')
})

test('connections that are kept and not used do not hold it up', async (t) => {
  const { url, api } = await aStoppable(t)
  const kept = await openConnection(url)
  kept.say('GET /health HTTP/1.1\r\nhost: x\r\n\r\n')
  await kept.answers()
  await stopServer(api, { withinMs: LONG_MS })
  await kept.closed()
})

test('connections that were opened in advance do not hold it up either', async (t) => {
  const { url, api } = await aStoppable(t)
  const advance = await openConnection(url)
  await until(() => connectionsOf(api).then((count) => count === 1))
  await stopServer(api, { withinMs: LONG_MS })
  assert.equal(await advance.closed(), '')
})

test('what does not end in time is cut off', async (t) => {
  const { url, api, head } = await aStoppable(t)
  const endless = await begin(url, head('POST /v1/decide', '{"slot":"home"}'))
  await stopServer(api, { withinMs: 50 })
  assert.equal(await endless.closed(), '')
})

test('whoever is in a hurry does not have to wait', async (t) => {
  const { url, api, head } = await aStoppable(t)
  const endless = await begin(url, head('POST /v1/decide', '{"slot":"home"}'))
  const { promise, resolve } = Promise.withResolvers<void>()
  const stopped = stopServer(api, { withinMs: LONG_MS, hurry: promise })
  resolve()
  await stopped
  assert.equal(await endless.closed(), '')
})

test('a signal ends a server that is answering, and what it answered is there', async (t) => {
  const data = aFolder(t)
  const server = await serve(t, data)
  const body = JSON.stringify({ externalId: 'ann', ...GIVE })
  const head = headFor(server.ready.operatorKey)('POST /v1/consent', body)
  const begun = await begin(server.url, head + body.slice(0, 9))
  const ended = server.stop()
  await until(() => isDeaf(server.url))
  begun.say(body.slice(9))
  assert.equal((await begun.answers())[0]?.status, 200)
  assert.equal(await ended, 0)
  const shown = await done(['consent', 'show', '--subject', 'ann'], data)
  assert.equal(shown.state.site_personalization, 'given')
})

test('a server that waits for somebody slow ends in the time that is set', async (t) => {
  const env = { EQUIPOISE_SHUTDOWN_TIMEOUT_MS: '100' }
  const server = await serve(t, aFolder(t), { env })
  const head = headFor(server.ready.operatorKey)('POST /v1/decide', '{"slot":"home"}')
  const endless = await begin(server.url, head)
  assert.equal(await server.stop(), 0)
  assert.equal(await endless.closed(), '')
})

test('a second signal, some time after the first, ends it at once', async (t) => {
  const env = { EQUIPOISE_SHUTDOWN_TIMEOUT_MS: String(LONG_MS) }
  const server = await serve(t, aFolder(t), { env })
  const head = headFor(server.ready.operatorKey)('POST /v1/decide', '{"slot":"home"}')
  const endless = await begin(server.url, head)
  const ended = server.stop()
  const again = setInterval(() => process.kill(server.pid, 'SIGTERM'), 100)
  t.after(() => clearInterval(again))
  await endless.closed()
  clearInterval(again)
  assert.equal(await ended, 0)
})

test('a training that runs is ended, and the directory opens as it was', async (t) => {
  const folder = aFolder(t)
  const data = aFolder(t, 'data')
  const path = writeLines(`${folder}/deeds.jsonl`, townLines(aTown(400)))
  await done(['import', 'interactions', path, '--consent-evidence', 'a form'], data)
  const server = await serve(t, data)
  const { operatorKey } = server.ready
  const key = operatorKey ?? (await done(['keys', 'create', '--kind', 'operator'], data)).key
  const headers = { authorization: `Bearer ${key}` }
  const started = await fetch(`${server.url}/v1/train`, { method: 'POST', headers })
  assert.equal(started.status, 202)
  assert.equal(await server.stop(), 0)
  assert.ok((await done(['doctor'], data)).ok)
})

interface Stoppable extends TestApp {
  readonly url: string
  readonly api: Awaited<ReturnType<typeof createServer>>
  readonly head: (route: string, body: string) => string
}

async function aStoppable(t: TestContext): Promise<Stoppable> {
  const opened = await anApp(t, { resident: true })
  const api = await createServer({ app: opened.app, logLevel: 'silent' })
  t.after(() => api.close())
  const url = await api.listen({ host: '127.0.0.1', port: 0 })
  return { ...opened, url, api, head: headFor(await aKey(opened.app, { kind: 'secret' })) }
}

function headFor(key: string): (route: string, body: string) => string {
  return (route, body) => {
    const lines = [
      `${route} HTTP/1.1`,
      'host: x',
      `authorization: Bearer ${key}`,
      'equipoise-reason: a test',
      'content-type: application/json',
      `content-length: ${body.length}`,
    ]
    return `${lines.join('\r\n')}\r\n\r\n`
  }
}

/** Says the beginning of a request, and waits until the server is at it: it asks for the rest. */
async function begin(url: string, bytes: string): Promise<Connection> {
  const connection = await openConnection(url)
  connection.say(bytes.replace('host: x', 'host: x\r\nexpect: 100-continue'))
  await connection.answers()
  connection.forget()
  return connection
}

function connectionsOf(api: Stoppable['api']): Promise<number> {
  return new Promise((resolve) => {
    api.server.getConnections((_, count) => resolve(count))
  })
}

/** Whether nobody hears a new caller there. */
async function isDeaf(url: string): Promise<boolean> {
  try {
    await (await fetch(`${url}/health`)).text()
    return false
  } catch {
    return true
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const startedAt = performance.now()
  while (!(await isSo())) {
    assert.ok(performance.now() - startedAt < 5_000, 'it has not come to be so in five seconds')
    await new Promise((resolve) => setImmediate(resolve))
  }
}
