/**
 * Callers who mean harm, or have none to talk sense to them: over bare sockets, against limits that
 * the configuration makes short. After each of them the server answers as before, within a second.
 */
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Connection, openConnection, speak } from '../builders/connection.ts'
import { routesOf } from '../builders/open-api.ts'
import { aServer, serverOfFile, type TestServer } from '../builders/server.ts'

const HEAD_MS = 400
const REQUESTS_MAX = 40

const server = serverOfFile({
  environment: {
    EQUIPOISE_HEAD_TIMEOUT_MS: String(HEAD_MS),
    EQUIPOISE_REQUEST_TIMEOUT_MS: '800',
    EQUIPOISE_ANSWER_TIMEOUT_MS: '400',
    EQUIPOISE_IDLE_TIMEOUT_MS: '100',
    EQUIPOISE_REQUESTS_MAX: String(REQUESTS_MAX),
  },
})

/** Stands in what is sent, so that an answer which sends it back is found. */
const MARK = 'mark7f3'
const DECIDE = JSON.stringify({ slot: 'home' })
const MEBIBYTE = 1024 * 1024

afterEach(async () => {
  const { status, body } = await fetch(`${server().url}/health`, {
    signal: AbortSignal.timeout(1_000),
  })
  await body?.cancel()
  assert.equal(status, 200)
})

for (const [who, key] of [
  ['somebody with a key', undefined],
  ['somebody without', 'authorization: none'],
] as const) {
  test(`a body of a gigabyte from ${who} is cut off, and takes no memory`, async () => {
    const connection = await openHere()
    const chunk = Buffer.alloc(64 * 1024, ' ')
    const framed = Buffer.concat([Buffer.from('10000\r\n'), chunk, Buffer.from('\r\n')])
    const before = process.memoryUsage.rss()
    let peak = before
    connection.say(postHead(['transfer-encoding: chunked'], key))
    let sent = 0
    while (sent < 1024 * MEBIBYTE && connection.socket.writable) {
      sent += chunk.length
      if (connection.socket.write(framed)) continue
      await new Promise<void>((resolve) => {
        connection.socket.once('drain', resolve)
        connection.socket.once('close', () => resolve())
      })
      peak = Math.max(peak, process.memoryUsage.rss())
    }
    await connection.closed()
    assert.ok(sent < 64 * MEBIBYTE, `it took ${sent / MEBIBYTE} MiB`)
    assert.ok(peak - before < 96 * MEBIBYTE, `it grew by ${(peak - before) / MEBIBYTE} MiB`)
  })
}

test('a gigabyte that is announced is refused before it comes', async () => {
  const [answer] = await speak(server().url, postHead(['content-length: 1073741824']))
  assert.equal(answer?.json.code, 'body_too_large')
})

test('a head that comes byte by byte is waited for so long, and no longer', async () => {
  const connection = await openHere()
  const stop = drip(connection, `GET /health HTTP/1.1\r\nhost: x\r\nmark: ${'m'.repeat(500)}`)
  const [answer] = await connection.answers()
  stop()
  assert.deepEqual([answer?.status, answer?.json.code], [408, 'request_timeout'])
  await connection.closed()
})

test('a body that comes byte by byte is waited for so long, and no longer', async () => {
  const connection = await openHere()
  connection.say(postHead(['content-length: 500']))
  const stop = drip(connection, `{"slot":"${' '.repeat(480)}`)
  const [answer] = await connection.answers()
  stop()
  assert.deepEqual([answer?.status, answer?.json.code], [408, 'request_timeout'])
  await connection.closed()
})

test('a body that comes too slowly after it was refused hears no second answer', async () => {
  const connection = await openHere()
  connection.say(postHead(['content-length: 500'], 'authorization: none'))
  const stop = drip(connection, ' '.repeat(480))
  const heard = await connection.closed()
  stop()
  assert.deepEqual(heard.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 401'])
})

test('a connection on which nothing is said is closed in time', async () => {
  const startedAt = performance.now()
  const connection = await openHere()
  assert.match(await connection.closed(), /request_timeout/)
  assert.ok(performance.now() - startedAt < 2_000)
})

test('a connection that is kept and not used is closed in time', async () => {
  const connection = await openHere()
  connection.say('GET /health HTTP/1.1\r\nhost: x\r\n\r\n')
  await connection.closed()
  assert.equal((await connection.answers())[0]?.status, 200)
})

test('somebody who never reads what they asked for is not waited for', async () => {
  const connection = await openHere()
  connection.socket.pause()
  const ask = `GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n`
  connection.say(ask.repeat(REQUESTS_MAX * 10))
  await until(async () => (await countOf('http_connections')) > 1)
  await until(async () => (await countOf('http_connections')) === 1)
  connection.socket.destroy()
})

test('thousands of connections without a word keep nobody else out, and are closed', async () => {
  const { soft } = Object(process.report.getReport()).userLimits.open_files
  const limit = typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
  const count = Math.min(2_000, Math.floor((limit - 200) / 2))
  const connections: Connection[] = []
  while (connections.length < count) {
    // As many at a time as the system keeps waiting for a server.
    const more = Math.min(250, count - connections.length)
    connections.push(...(await Promise.all(Array.from({ length: more }, openHere))))
  }
  const startedAt = performance.now()
  assert.equal((await fetch(`${server().url}/health`)).status, 200)
  assert.ok(performance.now() - startedAt < 1_000)
  const heard = await Promise.all(connections.map((connection) => connection.closed()))
  assert.equal(heard.filter((text) => text.includes('request_timeout')).length, count)
})

test('of more connections than are taken, those beyond are closed and counted', async (t) => {
  const small = await aServer(t, { environment: { EQUIPOISE_CONNECTIONS_MAX: '3' } })
  // One of them is the client of this test, which has asked for the OpenAPI document.
  const kept = await Promise.all([1, 2].map(() => openConnection(small.url)))
  const beyond = await Promise.all([1, 2, 3].map(() => openConnection(small.url)))
  for (const connection of beyond) assert.equal(await connection.closed(), '')
  for (const connection of kept) {
    connection.say('GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    await connection.closed()
  }
  assert.equal(await countOf('http_connections_dropped_total', small), 3)
})

test('of more requests than are worked on at once, those beyond hear when to come back', async () => {
  const begun = await Promise.all(Array.from({ length: REQUESTS_MAX }, openHere))
  for (const connection of begun) {
    connection.say(postHead([`content-length: ${DECIDE.length}`]) + DECIDE.slice(0, 5))
  }
  await until(async () => (await countOf('http_requests_in_flight')) > REQUESTS_MAX)
  const { status, headers, json } = await server().send('POST /v1/decide', {
    body: { slot: 'home' },
  })
  assert.deepEqual([status, json.code], [503, 'busy'])
  assert.match(headers.get('retry-after') ?? '', /^\d+$/)
  for (const connection of begun) connection.say(DECIDE.slice(5))
  const answers = await Promise.all(begun.map((connection) => connection.answers()))
  assert.deepEqual(new Set(answers.map(([answer]) => answer?.status)), new Set([200]))
  for (const connection of begun) connection.socket.destroy()
})

test('callers who hang up in the middle leave nothing under way', async () => {
  const whole = postHead([`content-length: ${DECIDE.length}`]) + DECIDE
  const starts = [whole, whole.slice(0, -5), whole.repeat(30), whole.slice(0, 40)]
  for (let round = 0; round < 25; round += 1) {
    for (const start of starts) {
      const connection = await openHere()
      connection.say(start)
      connection.socket.resetAndDestroy()
    }
  }
  // The request that asks is one of them.
  await until(async () => (await countOf('http_requests_in_flight')) === 1)
  assert.equal((await server().send('POST /v1/decide', { body: { slot: 'home' } })).status, 200)
})

test('a flood of headers is refused', async () => {
  const flood = 'x: 1\r\n'.repeat(300)
  const [answer] = await speak(server().url, `GET /health HTTP/1.1\r\nhost: x\r\n${flood}\r\n`)
  assert.deepEqual([answer?.status, answer?.json.code], [431, 'head_too_large'])
  const long = `GET /health HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(1_000_000)}`
  const [other] = await speak(server().url, long)
  assert.equal(other?.json.code, 'head_too_large')
})

test('brackets without an end, and entries without number, are refused unread', async () => {
  const { refuse } = server()
  const headers = { 'content-type': 'application/json' }
  for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000), nested(100_000)]) {
    await refuse('POST /v1/decide', { body: text, headers }, 'body_too_deep')
  }
  const many = `[${'1,'.repeat(300_000)}1]`
  await refuse('POST /v1/decide', { body: many, headers }, 'batch_too_large')
})

test('a line of brackets without an end costs no other line', async () => {
  const deep = `{"id":"tea","attributes":${nested(100_000)}}`
  const body = `{"id":"bread","title":"Bread"}\n${deep}\n${'['.repeat(100_000)}\n{"id":"rye"}\n`
  const headers = { 'content-type': 'application/x-ndjson' }
  const { json } = await server().send('POST /v1/items/bulk', { body, headers })
  assert.equal(json.accepted, 2)
})

test('names that reach for the prototype change nothing, wherever they stand', async () => {
  const { send, openApi, operator } = server()
  const reach = `{"__proto__":{"${MARK}":1},"constructor":{"prototype":{"${MARK}":1}}}`
  const bodies = [
    reach,
    `[${reach}]`,
    `{"slot":"home","filters":{"attributes":${reach}}}`,
    `{"interactions":[${reach}]}`,
    `{"title":"Tea","attributes":{"__proto__":"a","constructor":"b","prototype":"c"}}`,
    `{"\\u005f_proto__":{"${MARK}":1}}`,
  ]
  const before = Reflect.ownKeys(Object.prototype)
  for (const { method, path } of routesOf(openApi)) {
    const filled = path.replaceAll(/\{\w+\}/g, '__proto__')
    for (const body of method === 'GET' || method === 'DELETE' ? [undefined] : bodies) {
      for (const type of ['application/json', 'application/x-ndjson']) {
        const headers = { 'content-type': type }
        const sending = body === undefined ? {} : { body, headers }
        await send(`${method} ${filled}`, { key: operator, ...sending })
      }
    }
    await send(`${method} ${filled}?__proto__[${MARK}]=1&constructor.prototype.${MARK}=1`)
  }
  assert.deepEqual(Reflect.ownKeys(Object.prototype), before)
  assert.equal(Reflect.get({}, MARK), undefined)
})

/** Each could be read as one request or as two: the second must never be. */
const SMUGGLED: Readonly<Record<string, string>> = {
  'two lengths': request(['content-length: 2', 'content-length: 45'], '{}'),
  'two equal lengths': request(['content-length: 2', 'content-length: 2'], '{}'),
  'a list of lengths': request(['content-length: 2, 2'], '{}'),
  'a length and chunks': request(['content-length: 2', 'transfer-encoding: chunked'], '0\r\n\r\n'),
  'chunks and a length': request(['transfer-encoding: chunked', 'content-length: 2'], '0\r\n\r\n'),
  'an unknown coding': request(['transfer-encoding: xchunked'], '0\r\n\r\n'),
  'chunked and then something': request(['transfer-encoding: chunked, identity'], '0\r\n\r\n'),
  'chunked twice': request(
    ['transfer-encoding: chunked', 'transfer-encoding: x, chunked'],
    '0\r\n\r\n',
  ),
  'a length with a sign': request(['content-length: +2'], '{}'),
  'a length below nothing': request(['content-length: -2'], '{}'),
  'a length in hexadecimal': request(['content-length: 0x2'], '{}'),
  'a length past counting': request([`content-length: ${'9'.repeat(30)}`], '{}'),
  'a space before the colon': request(['content-length : 2'], '{}'),
  'a folded header': request(['mark: a', ' transfer-encoding: chunked', 'content-length: 2'], '{}'),
  'a line that ends in a bare line feed': request(['mark: a\ncontent-length: 2'], '{}'),
  'a chunk of a signed size': request(['transfer-encoding: chunked'], '+2\r\n{}\r\n0\r\n\r\n'),
  'a chunk longer than its size': request(['transfer-encoding: chunked'], '2\r\n{}x\r\n0\r\n\r\n'),
  'a NUL in a header': request(['mark: a\u0000b', 'content-length: 2'], '{}'),
}

for (const [what, bytes] of Object.entries(SMUGGLED)) {
  test(`${what}: one problem and the end, and nothing of what was hidden behind`, async () => {
    const hidden = `GET /hidden-${MARK} HTTP/1.1\r\nhost: x\r\n\r\n`
    const answers = await speak(server().url, bytes + hidden)
    const [answer, ...more] = answers
    assert.deepEqual(more, [])
    // Without a key, a body that turns out to be none may not even have been looked at.
    assert.ok(answer && ['invalid_request', 'unauthorized'].includes(answer.json.code))
    assert.ok(!answer.text.includes(MARK))
  })
}

/** What is no request of ours: each is a problem with that status. */
const ODD: Readonly<Record<string, readonly [statuses: readonly number[], bytes: string]>> = {
  'a method of no kind': [[400], `${MARK.toUpperCase()} / HTTP/1.1\r\nhost: x\r\n\r\n`],
  'a method in small letters': [[400], 'get /health HTTP/1.1\r\nhost: x\r\n\r\n'],
  'a method that no route has': [[404], 'PROPFIND /v1/items HTTP/1.1\r\nhost: x\r\n\r\n'],
  'a call to trace': [[404], 'TRACE / HTTP/1.1\r\nhost: x\r\n\r\n'],
  'a call to go on elsewhere': [[400], 'CONNECT mark7f3.example:443 HTTP/1.1\r\nhost: x\r\n\r\n'],
  'no host': [[400], 'GET /health HTTP/1.1\r\n\r\n'],
  'two hosts': [[400], 'GET /health HTTP/1.1\r\nhost: x\r\nHost: mark7f3\r\n\r\n'],
  'two credentials': [
    [400],
    'GET /v1/status HTTP/1.1\r\nhost: x\r\nauthorization: Bearer a\r\nauthorization: Bearer b\r\n\r\n',
  ],
  'HTTP of another age': [[400], 'GET /health HTTP/2.0\r\nhost: x\r\n\r\n'],
  'the beginning of HTTP/2': [[400], 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  'a TLS greeting': [[400], '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'],
  'a NUL in the path': [[400], 'GET /mark7f3\u0000 HTTP/1.1\r\nhost: x\r\n\r\n'],
  'a NUL in the path, escaped': [[401], 'GET /v1/items/%00 HTTP/1.1\r\nhost: x\r\n\r\n'],
  'a path that is not well-formed': [[400], 'GET /v1/items/%zz HTTP/1.1\r\nhost: x\r\n\r\n'],
  'every path at once': [[404], 'OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n'],
  'an address of another server': [
    [404],
    'GET http://mark7f3.example/secret HTTP/1.1\r\nhost: x\r\n\r\n',
  ],
  'a file above the page': [[404], 'GET /page/../../app.ts HTTP/1.1\r\nhost: x\r\n\r\n'],
  'a file above the page, escaped': [
    [404],
    'GET /page/..%2f..%2fapp.ts HTTP/1.1\r\nhost: x\r\n\r\n',
  ],
  'a file above the reference': [
    [400, 403, 404],
    'GET /reference/static/../../../../package.json HTTP/1.1\r\nhost: x\r\n\r\n',
  ],
  'a file above the reference, escaped': [
    [400, 403, 404],
    'GET /reference/static/..%2f..%2f..%2fpackage.json HTTP/1.1\r\nhost: x\r\n\r\n',
  ],
  'a file above the reference, escaped twice': [
    [400, 403, 404],
    'GET /reference/static/%252e%252e/%252e%252e/package.json HTTP/1.1\r\nhost: x\r\n\r\n',
  ],
  'a file of the machine': [[400, 404], 'GET //etc/passwd HTTP/1.1\r\nhost: x\r\n\r\n'],
}

for (const [what, [statuses, bytes]] of Object.entries(ODD)) {
  test(`${what} is a problem, and says nothing of itself`, async () => {
    const connection = await openHere()
    connection.say(bytes)
    const [answer] = await connection.answers()
    connection.socket.destroy()
    assert.ok(answer && statuses.includes(answer.status), JSON.stringify(answer))
    assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/)
    assert.match(answer.headers['x-request-id'] ?? '', /^[0-9a-f-]{36}$/)
    assert.ok(!answer.text.includes(MARK), answer.text)
  })
}

test('a query that a route does not take is refused', async () => {
  await server().refuse(`GET /v1/status?${MARK}=1`, {}, 'unknown_field')
  await server().refuse(`POST /v1/decide?slot=${MARK}`, { body: { slot: 'home' } }, 'unknown_field')
})

test('requests one behind another are answered one behind another', async () => {
  const connection = await openHere()
  const ids = Array.from(
    { length: 30 },
    (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  )
  const asked = ids.map(
    (id) => postHead([`content-length: ${DECIDE.length}`, `x-request-id: ${id}`]) + DECIDE,
  )
  connection.say(asked.join(''))
  const answers = await connection.answers(ids.length)
  assert.deepEqual(
    answers.map(({ status, headers }) => [status, headers['x-request-id']]),
    ids.map((id) => [200, id]),
  )
  connection.socket.destroy()
})

test('hundreds of requests one behind another are each answered, if only with 503', async () => {
  const connection = await openHere()
  connection.say((postHead([`content-length: ${DECIDE.length}`]) + DECIDE).repeat(300))
  const answers = await connection.answers(300)
  connection.socket.destroy()
  assert.equal(answers.length, 300)
  for (const { status, headers } of answers) {
    assert.ok(status === 200 || status === 503)
    if (status === 503) assert.ok(headers['retry-after'])
  }
})

test('after a request that is no HTTP, the one before it has its answer, and no more come', async () => {
  const whole = postHead([`content-length: ${DECIDE.length}`]) + DECIDE
  const answers = await speak(server().url, `${whole}${MARK} ${MARK}\r\n\r\n`)
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200],
  )
})

test('somebody who has said all and closes their side still gets the answer', async () => {
  const connection = await openHere()
  connection.socket.end(postHead([`content-length: ${DECIDE.length}`]) + DECIDE)
  const [answer] = await connection.answers()
  assert.equal(answer?.status, 200)
  await connection.closed()
})

test('a packed body is refused, however well it is packed', async () => {
  for (const encoding of ['gzip', 'br', 'deflate, gzip', 'GZIP']) {
    const headers = { 'content-type': 'application/json', 'content-encoding': encoding }
    const body = gzipSync(DECIDE)
    await server().refuse('POST /v1/decide', { body, headers }, 'unsupported_media_type')
  }
})

test('somebody who waits for a go-ahead gets it where the body is wanted', async () => {
  const connection = await openHere()
  connection.say(postHead(['expect: 100-continue', `content-length: ${DECIDE.length}`]))
  assert.equal((await connection.answers())[0]?.status, 100)
  connection.say(DECIDE)
  const [, answer] = await connection.answers(2)
  assert.equal(answer?.status, 200)
  connection.socket.destroy()
})

test('somebody who waits for a go-ahead and is refused is not asked for the body', async () => {
  const expecting = 'expect: 100-continue'
  for (const [head, status] of [
    [postHead([expecting, 'content-length: 500'], 'authorization: none'), 401],
    [postHead([expecting, 'content-length: 5000000']), 413],
    [postHead([expecting, 'content-length: 500', 'content-encoding: gzip']), 415],
  ] as const) {
    const answers = await speak(server().url, head)
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [status],
    )
  }
})

test('in the end nothing is under way', async () => {
  await until(async () => (await countOf('http_requests_in_flight')) === 1)
  await until(async () => (await countOf('http_connections')) <= 2)
})

function openHere(): Promise<Connection> {
  return openConnection(server().url)
}

function postHead(heads: readonly string[], key?: string): string {
  const authorization = key ?? `authorization: Bearer ${server().secret}`
  const first = ['POST /v1/decide HTTP/1.1', 'host: x', authorization]
  return `${[...first, 'content-type: application/json', ...heads].join('\r\n')}\r\n\r\n`
}

function request(heads: readonly string[], body: string): string {
  const first = ['POST /v1/decide HTTP/1.1', 'host: x', 'content-type: application/json']
  return `${[...first, ...heads].join('\r\n')}\r\n\r\n${body}`
}

function nested(levels: number): string {
  return `${'['.repeat(levels)}${']'.repeat(levels)}`
}

/** Says one byte after another until it is stopped. */
function drip({ socket }: Connection, bytes: string): () => void {
  let at = 0
  const dripping = setInterval(() => {
    if (socket.writable) socket.write(bytes[at % bytes.length] ?? '')
    at += 1
  }, 10)
  return () => clearInterval(dripping)
}

async function countOf(name: string, { url, operator }: TestServer = server()): Promise<number> {
  const headers = { authorization: `Bearer ${operator}` }
  const text = await (await fetch(`${url}/metrics`, { headers })).text()
  return Number(new RegExp(`^equipoise_${name} (\\d+)$`, 'm').exec(text)?.[1])
}

/** Asks until it is so, each time as soon as the answer to the last has come. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const startedAt = performance.now()
  while (!(await isSo())) {
    assert.ok(performance.now() - startedAt < 5_000, 'it has not come to be so in five seconds')
  }
}
