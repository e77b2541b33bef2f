/** The server as a process, and commands beside it: one directory, one holder, one socket. */
import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  aFolder,
  done,
  equipoise,
  refused,
  type Serving,
  serve,
  townLines,
  writeLines,
} from '../builders/command-line.ts'
import type { Json } from '../builders/server.ts'
import { aTown } from '../builders/town.ts'

const EVIDENCE = ['--consent-evidence', 'a form']
const SOCKET = 'equipoise.sock'

async function post({ url }: Serving, path: string, key: string, body: object): Promise<Json> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'equipoise-reason': 'a test',
  }
  const options = { method: 'POST', headers, body: JSON.stringify(body) }
  return (await fetch(`${url}${path}`, options)).json()
}

test('ready, it says where it is, and on the first run alone its operator key', async (t) => {
  const data = aFolder(t)
  const first = await serve(t, data)
  assert.deepEqual(Object.keys(first.ready), ['url', 'pid', 'operatorKey'])
  assert.match(first.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  const headers = { authorization: `Bearer ${first.ready.operatorKey}` }
  assert.equal((await fetch(`${first.url}/v1/status`, { headers })).status, 200)
  assert.equal(await first.stop(), 0)
  const second = await serve(t, data)
  assert.deepEqual(Object.keys(second.ready), ['url', 'pid'])
  assert.equal((await fetch(`${second.url}/v1/status`, { headers })).status, 200)
})

test('while it runs, the same commands go through it, and count in it at once', async (t) => {
  const folder = aFolder(t)
  const data = join(folder, 'data')
  const path = writeLines(join(folder, 'deeds.jsonl'), townLines(aTown(30)))
  const server = await serve(t, data)
  const key = server.ready.operatorKey
  const imported = await done(['import', 'interactions', 'deeds.jsonl', ...EVIDENCE], data, {
    cwd: folder,
  })
  assert.equal(imported.interactions, townLines(aTown(30)).length, path)
  const trained = await done(['train'], data)
  const status = await fetch(`${server.url}/v1/status`, {
    headers: { authorization: `Bearer ${key}` },
  })
  const { model, subjects }: Json = await status.json()
  assert.deepEqual([model.model, subjects], [trained.model, 30])
  const body = { externalId: 'p-0', slot: 'home', count: 3 }
  const [here, there] = await Promise.all([
    done(['decide', '--subject', 'p-0', '--count', '3'], data),
    post(server, '/v1/decide', key, body),
  ])
  assert.deepEqual(
    here.items.map(({ id, score, contributions }: Json) => ({ id, score, contributions })),
    there.items.map(({ id, score, contributions }: Json) => ({ id, score, contributions })),
  )
  const erased = await done(['erase', '--subject', 'p-0', '--wait'], data)
  assert.ok(erased.modelClearedAt >= erased.erasedAt)
  assert.equal((await post(server, '/v1/subjects/find', key, { externalId: 'p-0' })).status, 404)
  assert.ok((await done(['ledger', 'verify'], data)).valid)
  const made = await done(['keys', 'create', '--kind', 'secret'], data)
  assert.equal((await post(server, '/v1/decide', made.key, body)).rung, 'general')
})

test('errors come through it as they are: code, exit code and sentence', async (t) => {
  const data = aFolder(t)
  await serve(t, data)
  assert.deepEqual(await refused(['erase', '--subject', 'nobody'], data), [1, 'not_found'])
  const give = ['consent', 'give', '--subject', 'x', '--purpose', 'measurement']
  assert.deepEqual(await refused(give, data), [1, 'evidence_missing'])
  const roof = ['decide', '--subject', 'x', '--slot', 'roof']
  assert.deepEqual(await refused(roof, data), [2, 'unknown_slot'])
  const none = ['import', 'interactions', 'none.jsonl', ...EVIDENCE]
  assert.deepEqual(await refused(none, data), [1, 'file_unreadable'])
})

test('a second server on the directory is refused, and the first one does not notice', async (t) => {
  const data = aFolder(t)
  const first = await serve(t, data)
  const { status, stdout, stderr } = await equipoise(['serve', '--port', '0', '--data', data])
  assert.deepEqual([status, stdout], [1, ''])
  assert.match(stderr, /^Another process has this data directory: .+\nStop it first\n$/)
  assert.deepEqual(await refused(['serve', '--port', '0'], data), [1, 'directory_in_use'])
  assert.equal((await fetch(`${first.url}/openapi.json`)).status, 200)
  assert.ok((await done(['doctor'], data)).ok)
})

test('two directories have a server each, and know nothing of one another', async (t) => {
  const folder = aFolder(t)
  const [one, two] = [join(folder, 'one'), join(folder, 'two')]
  const servers = await Promise.all([serve(t, one), serve(t, two)])
  assert.notEqual(servers[0].url, servers[1].url)
  const give = ['consent', 'give', '--subject', 'ann', '--purpose', 'measurement']
  await done([...give, '--evidence', 'a form'], one)
  assert.deepEqual(await refused(['consent', 'show', '--subject', 'ann'], two), [1, 'not_found'])
  const foreign = { authorization: `Bearer ${servers[0].ready.operatorKey}` }
  const { status } = await fetch(`${servers[1].url}/v1/status`, { headers: foreign })
  assert.equal(status, 401)
})

test('a path that is too long for a socket is none for a directory', async (t) => {
  for (const name of ['long-'.repeat(30), 'ä'.repeat(60)]) {
    const data = join(aFolder(t), name, 'data')
    const server = await serve(t, data)
    assert.ok(!existsSync(join(data, SOCKET)))
    assert.ok((await done(['doctor'], data)).ok)
    assert.deepEqual(await refused(['serve', '--port', '0'], data), [1, 'directory_in_use'])
    assert.equal(await server.stop(), 0)
  }
})

test('told to stop by either signal, it does, and takes its socket away', async (t) => {
  const data = aFolder(t)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const server = await serve(t, data)
    assert.equal(statSync(join(data, SOCKET)).mode & 0o777, 0o600)
    assert.equal(await server.stop(signal), 0)
    assert.ok(!existsSync(join(data, SOCKET)))
    await assert.rejects(fetch(server.url))
  }
  assert.ok((await done(['doctor'], data)).ok)
})

test('a directory whose server was killed opens again, with all that was acknowledged', async (t) => {
  const data = aFolder(t)
  const server = await serve(t, data)
  const key = server.ready.operatorKey
  const consent = { action: 'give', purposes: ['site_personalization'], evidence: 'a form' }
  await post(server, '/v1/consent', key, { externalId: 'ann', ...consent })
  const interactions = [{ externalId: 'ann', item: 'bread', verb: 'view', id: 'durable' }]
  assert.equal((await post(server, '/v1/interactions', key, { interactions })).accepted, 1)
  process.kill(server.pid, 'SIGKILL')
  assert.notEqual(await server.stop(), 0)
  assert.ok(existsSync(join(data, SOCKET)), 'a killed server leaves its socket file')
  const { interactions: kept } = await done(['export', '--subject', 'ann'], data)
  assert.equal(kept[0].id, 'durable')
  const again = await serve(t, data)
  assert.ok((await done(['doctor'], data)).ok)
  assert.equal(await again.stop(), 0)
})

test('a port that is taken is said to be so, and costs no operator key', async (t) => {
  const data = aFolder(t)
  const taken = createServer().listen(0, '127.0.0.1')
  t.after(() => taken.close())
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  assert.deepEqual(await refused(['serve', '--port', port], data), [1, 'config_invalid'])
  const { ready } = await serve(t, data)
  assert.match(ready.operatorKey, /^eq_operator_/)
})

test('a call that cannot be meant so does not start a server', async (t) => {
  const data = aFolder(t)
  for (const port of ['-1', '65536', 'http']) {
    assert.deepEqual(await refused(['serve', '--port', port], data), [2, 'usage'])
  }
  assert.deepEqual(await refused(['serve', 'now'], data), [2, 'usage'])
})

test('logs go to the error stream: the standard output has its one line', async (t) => {
  const data = aFolder(t)
  const server = await serve(t, data, { env: { EQUIPOISE_LOG_LEVEL: 'info' } })
  await fetch(`${server.url}/v1/status`)
  assert.equal(await server.stop(), 0)
  assert.deepEqual(server.heard.stdout.trimEnd().split('\n').length, 1)
  const logged = server.heard.stderr.split('\n').find((line) => line.includes('/v1/status'))
  assert.equal(JSON.parse(logged ?? '{}').status, 401)
})

test('without its root key a directory stays closed, and where none can be none is made', async (t) => {
  const folder = aFolder(t)
  const data = join(folder, 'data')
  const env = { EQUIPOISE_ROOT_KEY: 'a'.repeat(64) }
  const begin = ['keys', 'create', '--kind', 'secret']
  await done(begin, data, { env })
  const other = { env: { EQUIPOISE_ROOT_KEY: 'b'.repeat(64) } }
  assert.deepEqual(await refused(['doctor'], data, other), [1, 'root_key_wrong'])
  assert.deepEqual(await refused(['doctor'], data), [1, 'key_missing'])
  assert.ok((await done(['doctor'], data, { env })).ok)
  const file = writeLines(join(folder, 'file'), [])
  assert.deepEqual(await refused(begin, join(file, 'data')), [1, 'store_unavailable'])
})

test('a command that only looks begins no directory where there is none', async (t) => {
  const data = join(aFolder(t), 'typing-error')
  for (const command of [['doctor'], ['ledger', 'verify'], ['train'], ['model', 'digest']]) {
    assert.deepEqual(await refused(command, data), [1, 'directory_unknown'])
  }
  assert.equal(existsSync(data), false)
})
