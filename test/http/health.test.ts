/** What those who watch the server see: probes and counts, with nothing of anybody in them. */
import assert from 'node:assert/strict'
import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { createServer } from '@equipoise/server/http'
import { anApp } from '../builders/app.ts'
import { routesOf } from '../builders/open-api.ts'
import { aPage } from '../builders/page-person.ts'
import { aServer, type Json, serverOfFile, type TestServer } from '../builders/server.ts'
import { ROOT } from '../source-tree.ts'

const server = serverOfFile()

const MARK = 'mark7f3'
const GIVE = { action: 'give', purposes: ['site_personalization'], evidence: 'a form' }

test('it says that it lives, to anybody', async () => {
  const { status, json } = await look('/health')
  assert.deepEqual([status, json], [200, { status: 'ok' }])
})

test('it says that it is ready where a write becomes durable, to anybody', async () => {
  const { status, json } = await look('/ready')
  assert.deepEqual([status, json], [200, { status: 'ready' }])
})

test('while the store cannot be written it lives and is not ready, and then it is again', async (t) => {
  const own = await aServer(t)
  const other = new DatabaseSync(join(own.directory, 'equipoise.db'))
  t.after(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  const { status, json, headers } = await look('/ready', own)
  assert.deepEqual([status, json], [503, { status: 'not_ready', notReady: ['store'] }])
  assert.match(headers.get('retry-after') ?? '', /^\d+$/)
  assert.equal((await look('/health', own)).status, 200)
  other.exec('ROLLBACK')
  while ((await look('/ready', own)).status !== 200);
})

test('while a write waits for another that does not end, it is not ready', async (t) => {
  const own = await aServer(t)
  const { promise, resolve } = Promise.withResolvers<void>()
  const stuck = own.app.store.transact('system', () => promise)
  assert.deepEqual((await look('/ready', own)).json.notReady, ['store'])
  resolve()
  await stuck
  while ((await look('/ready', own)).status !== 200);
})

test('with a ledger that was cut short it is not ready', async (t) => {
  const opened = await anApp(t, { resident: true })
  const file = join(opened.directory, 'equipoise.db')
  const older = `${file}.older`
  await opened.reopen(() => copyFileSync(file, older))
  const first = await createServer({ app: opened.app, logLevel: 'silent' })
  const key = (await opened.app.keyRing.create({ kind: 'secret' })).key
  const given = await first.inject({
    method: 'POST',
    url: '/v1/consent',
    headers: { authorization: `Bearer ${key}` },
    payload: { externalId: 'ann', ...GIVE },
  })
  assert.equal(given.statusCode, 200)
  await first.close()
  await opened.reopen(() => {
    copyFileSync(older, file)
    for (const rest of ['-wal', '-shm']) rmSync(file + rest, { force: true })
  })
  const second = await createServer({ app: opened.app, logLevel: 'silent' })
  t.after(() => second.close())
  assert.deepEqual((await second.inject('/ready')).json().notReady, ['ledger'])
})

test('asking again and again writes once a second at most', async () => {
  const before = server().app.store.condition().commits
  const startedAt = performance.now()
  for (let again = 0; again < 50; again += 1) await look('/ready')
  const secondsMax = Math.ceil((performance.now() - startedAt) / 1_000)
  assert.ok(server().app.store.condition().commits - before <= secondsMax)
})

test('its counts are for those who may see how things stand', async () => {
  const page = await aPage(server())
  const statuses = await Promise.all(
    ['', page.key, server().secret, server().operator].map(async (key) => {
      const headers = { authorization: `Bearer ${key}`, origin: 'https://shop.example' }
      return (await fetch(`${server().url}/metrics`, { headers })).status
    }),
  )
  assert.deepEqual(statuses, [401, 403, 200, 200])
})

test('what is collected is counted: kept, known, refused for a reason, unreadable', async (t) => {
  const { send, ...own } = await aServer(t)
  await send('PUT /v1/items/bread', { body: { title: 'Bread' } })
  await send('POST /v1/consent', { body: { externalId: 'ann', ...GIVE } })
  const view = { externalId: 'ann', item: 'bread', verb: 'view', id: 'one' }
  const interactions = [view, view, { ...view, externalId: 'ben' }, { ...view, verb: 'look' }]
  await send('POST /v1/interactions', { body: { interactions } })
  const counts = await metricsOf({ send, ...own })
  assert.equal(counts['equipoise_interactions_total{outcome="accepted"}'], 1)
  assert.equal(counts['equipoise_interactions_total{outcome="duplicate"}'], 1)
  const [[refused, count] = []] = Object.entries(counts).filter(([name]) =>
    name.startsWith('equipoise_interactions_refused_total'),
  )
  assert.match(refused ?? '', /\{purpose="site_personalization",reason="consent_\w+"\}/)
  assert.equal(count, 1)
  const rejected = Object.keys(counts).filter((name) => name.includes('_rejected_total{'))
  assert.equal(rejected.length, 1)
})

test('requests are counted by what route took them, how they ended, and how long they took', async (t) => {
  const { send, ...own } = await aServer(t)
  await send('GET /v1/items/nothing')
  await send('GET /v1/items/nothing')
  await send('GET /nowhere')
  const counts = await metricsOf({ send, ...own })
  const route = 'route="/v1/items/:id",method="GET"'
  assert.equal(counts[`equipoise_http_requests_total{${route},status="404"}`], 2)
  assert.equal(counts[`equipoise_http_request_duration_seconds_count{${route}}`], 2)
  assert.equal(counts['equipoise_http_requests_total{route="none",method="GET",status="404"}'], 1)
  assert.equal(counts['equipoise_problems_total{code="not_found"}'], 2)
  assert.equal(counts['equipoise_http_requests_in_flight'], 1)
})

test('commits are counted, and what is in them', async (t) => {
  const { send, ...own } = await aServer(t)
  const before = await metricsOf({ send, ...own })
  await Promise.all(
    ['ann', 'ben', 'cleo'].map((externalId) =>
      send('POST /v1/consent', { body: { externalId, ...GIVE } }),
    ),
  )
  const after = await metricsOf({ send, ...own })
  const grown = (name: string) => (after[name] ?? 0) - (before[name] ?? 0)
  assert.ok(grown('equipoise_transactions_total') >= 3)
  assert.ok(grown('equipoise_commits_total') >= 1)
  assert.ok(grown('equipoise_commits_total') <= grown('equipoise_transactions_total'))
  assert.equal(after['equipoise_commit_queue_length'], 0)
  assert.equal(after['equipoise_subjects'], 3)
})

test('no count says who somebody is, or what they asked for', async (t) => {
  const { send, openApi, ...own } = await aServer(t)
  for (const { method, path } of routesOf(openApi)) {
    const filled = path.replaceAll(/\{\w+\}/g, MARK)
    const body = method === 'GET' || method === 'DELETE' ? undefined : { externalId: MARK }
    await send(`${method} ${filled}`, { ...(body === undefined ? {} : { body }) })
    await send(`${method} /v1/${MARK}?${MARK}`)
  }
  const text = await metricsText({ send, openApi, ...own })
  assert.ok(!text.includes(MARK))
  const labels = new Set([...text.matchAll(/(\w+)="[^"]*"/g)].map(([, name]) => name))
  const ours = ['code', 'kind', 'le', 'major', 'method', 'minor', 'outcome', 'patch', 'purpose']
  const others = ['quantile', 'reason', 'route', 'space', 'status', 'type', 'version']
  assert.deepEqual(
    [...labels].filter((name) => ![...ours, ...others].includes(name ?? '')),
    [],
  )
})

test('each count of ours stands in the guide, and each that stands there is counted', async () => {
  const guide = readFileSync(join(ROOT, 'docs/guide/operate.md'), 'utf8')
  const documented = [...guide.matchAll(/`(equipoise_\w+)[`{]/g)].map(([, name]) => name)
  const text = await metricsText(server())
  const counted = [...text.matchAll(/^# TYPE (equipoise_\w+) /gm)].map(([, name]) => name)
  assert.deepEqual([...new Set(documented)].toSorted(), counted.toSorted())
})

test('each answer carries the id of its request, which the caller may choose', async () => {
  const chosen = '0f9f0c1e-7a0e-4d6e-9a39-1f6f1a2b3c4d'
  const headers = { 'x-request-id': chosen }
  const { headers: answered } = await server().send('GET /v1/status', { headers })
  assert.equal(answered.get('x-request-id'), chosen)
  const problem = await server().send('GET /v1/items/none', { headers })
  assert.equal(problem.json.requestId, chosen)
  for (const given of [MARK, `${chosen}x`, chosen.toUpperCase()]) {
    const other = await server().send('GET /v1/status', { headers: { 'x-request-id': given } })
    assert.match(other.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
    assert.notEqual(other.headers.get('x-request-id'), given)
  }
})

interface Look {
  readonly status: number
  readonly headers: Headers
  readonly json: Json
}

async function look(path: string, { url }: TestServer = server()): Promise<Look> {
  const answer = await fetch(`${url}${path}`)
  return { status: answer.status, headers: answer.headers, json: await answer.json() }
}

async function metricsText({ url, operator }: TestServer): Promise<string> {
  const headers = { authorization: `Bearer ${operator}` }
  const answer = await fetch(`${url}/metrics`, { headers })
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  return answer.text()
}

/** Each sample by its name and labels; every line has to have the form that Prometheus reads. */
async function metricsOf(own: TestServer): Promise<Readonly<Record<string, number>>> {
  const lines = (await metricsText(own)).trimEnd().split('\n')
  const samples = lines.filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    samples.map((line) => {
      const [, name = '', value = ''] = /^([a-z0-9_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? []
      assert.ok(name !== '', line)
      return [name, Number(value)]
    }),
  )
}
