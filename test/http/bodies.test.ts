/** Bodies and heads as bytes on a wire, which no well-kept client sends. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { serverOfFile } from '../builders/server.ts'

const server = serverOfFile()
const DECIDE = JSON.stringify({ slot: 'home' })

test('a body in chunks is read as any other', async () => {
  const { status, body } = await post(['transfer-encoding: chunked'], chunked(DECIDE, 3))
  assert.deepEqual([status, body.rung], [200, 'general'])
})

test('chunks that add up to more than is taken are refused on the way', async () => {
  const { status, body } = await post(
    ['transfer-encoding: chunked'],
    chunked(' '.repeat(3_000_000), 100_000),
  )
  assert.deepEqual([status, body.code], [413, 'body_too_large'])
})

test('a body that is announced as too large is refused before it comes', async () => {
  const { status, body } = await post(['content-length: 10000000'], '')
  assert.deepEqual([status, body.code], [413, 'body_too_large'])
})

test('without a key, a body that is too large is not even looked at', async () => {
  const { status, body } = await post(['content-length: 10000000'], '', 'authorization: none')
  assert.deepEqual([status, body.code], [401, 'unauthorized'])
})

test('chunks that are no chunks are refused', async () => {
  const { status, body, type } = await post(['transfer-encoding: chunked'], 'zz\r\nmark7f3\r\n')
  assert.deepEqual([status, body.code], [400, 'invalid_request'])
  assert.equal(type, 'application/problem+json')
})

test('what is no HTTP hears a problem, and nothing of itself', async () => {
  const { status, body, text } = await speak('mark7f3 mark7f3 mark7f3\r\n\r\n')
  assert.deepEqual([status, body.code, body.status], [400, 'invalid_request', 400])
  assert.match(body.requestId, /^[0-9a-f-]{36}$/)
  assert.ok(!text.includes('mark7f3'))
})

test('a head of 100 kB is refused', async () => {
  const head = `GET / HTTP/1.1\r\nhost: x\r\nmark: ${'m'.repeat(100_000)}\r\n\r\n`
  const { status, body } = await speak(head)
  assert.deepEqual([status, body.code], [431, 'head_too_large'])
})

test('half a body is nothing, and the server goes on', async () => {
  const socket = connect(Number(new URL(server().url).port), '127.0.0.1')
  socket.write(headOf(['content-length: 500'], authorization()) + DECIDE.slice(0, 9))
  await new Promise<void>((resolve) => socket.end(() => resolve()))
  socket.destroy()
  const { status } = await post([`content-length: ${DECIDE.length}`], DECIDE)
  assert.equal(status, 200)
})

test('a byte order mark before the JSON does no harm', async () => {
  const marked = `\ufeff${DECIDE}`
  const { status } = await post([`content-length: ${Buffer.byteLength(marked)}`], marked)
  assert.equal(status, 200)
})

function post(heads: readonly string[], body: string, key: string = authorization()) {
  return speak(headOf(heads, key) + body)
}

function authorization(): string {
  return `authorization: Bearer ${server().secret}`
}

function headOf(heads: readonly string[], key: string): string {
  const first = ['POST /v1/decide HTTP/1.1', 'host: x', 'connection: close', key]
  return `${[...first, 'content-type: application/json', ...heads].join('\r\n')}\r\n\r\n`
}

function chunked(text: string, size: number): string {
  const parts = text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []
  return [...parts, ''].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')
}

/** Says these bytes, and reads the one answer to them. */
async function speak(bytes: string) {
  const socket = connect(Number(new URL(server().url).port), '127.0.0.1')
  // A server that has answered need not read the rest: writing it then fails, and that is well.
  socket.on('error', () => {})
  const text = await new Promise<string>((resolve) => {
    let heard = ''
    const done = () => resolve(heard)
    socket.on('data', (piece) => {
      heard += piece.toString()
      const [head = '', body = ''] = heard.split('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
      if (Buffer.byteLength(body) >= length) done()
    })
    socket.on('close', done)
    socket.write(bytes)
  })
  socket.destroy()
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const type = /content-type: ([\w/+]+)/i.exec(head)?.[1]
  return { text, type, status: Number(head.split(' ')[1]), body: JSON.parse(body) }
}
