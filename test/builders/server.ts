/**
 * The product behind its real server on loopback. Every answer is held to the OpenAPI document: a
 * status that is not documented there, or a body of another form, fails the test that asked.
 */
import assert from 'node:assert/strict'
import { after, before, type TestContext } from 'node:test'
import type { App } from '@equipoise/server/app'
import { createServer } from '@equipoise/server/http'
import type { NewKey } from '@equipoise/server/modules/access'
import { type AppBuilder, anApp, type TestApp } from './app.ts'
import { answerChecker, type OpenApi } from './open-api.ts'

export interface Sending {
  /** Sent as JSON, where it is no text and no bytes. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Undefined for the secret key; empty for none. */
  readonly key?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** What the text says, `null` for none. The tests look at it as they expect it to be. */
  readonly json: Json
}

export type Json = ReturnType<typeof JSON.parse>

export interface AnswerFromAfar {
  readonly status: number
  readonly text: string
}

export interface TestServer extends TestApp {
  readonly url: string
  readonly secret: string
  readonly operator: string
  readonly openApi: OpenApi
  /** @param route `METHOD /path`. */
  send(route: string, sending?: Sending): Promise<Answer>
  /** Answers a request that did not come over loopback. */
  fromAfar(path: string, headers?: Readonly<Record<string, string>>): Promise<AnswerFromAfar>
  /** As `send`, and a problem of that code has to come. */
  refuse(route: string, sending: Sending, code: string): Promise<Answer>
}

export interface ServerBuilder extends AppBuilder {
  /** Hears every line that is logged; without it, none is. */
  readonly onLog?: (line: string) => void
}

/** One server for the tests of a file: its own `before` opens it, its own `after` closes it. */
export function serverOfFile(
  builder: ServerBuilder = {},
  prepare: (server: TestServer) => Promise<void> = async () => {},
): () => TestServer {
  const closing: (() => unknown)[] = []
  let server: TestServer | undefined
  before(async () => {
    // The hooks that come here take no context.
    server = await aServer({ after: (close) => closing.push(close as () => unknown) }, builder)
    await prepare(server)
  })
  after(async () => {
    for (const close of closing.reverse()) await close()
  })
  return () => server ?? assert.fail('the server is not there before the first test')
}

/** A key of that kind, as its holder has it. */
export async function aKey({ keyRing }: App, asked: NewKey): Promise<string> {
  return (await keyRing.create(asked)).key ?? assert.fail('the key is shown')
}

export async function aServer(
  t: Pick<TestContext, 'after'>,
  { onLog, ...builder }: ServerBuilder = {},
): Promise<TestServer> {
  const opened = await anApp(t, { resident: true, ...builder })
  const { app } = opened
  const log = onLog && { logLevel: 'trace', logTo: { write: onLog } }
  const server = await createServer({ app, logLevel: 'silent', ...log })
  t.after(() => server.close())
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const secret = await aKey(app, { kind: 'secret' })
  const operator = await aKey(app, { kind: 'operator' })
  const openApi = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi
  const check = answerChecker(openApi)

  async function send(route: string, { body, headers = {}, key }: Sending = {}): Promise<Answer> {
    const [method = '', path = ''] = route.split(' ')
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(key === '' ? {} : { authorization: `Bearer ${key ?? secret}` }),
        ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? new Blob([body]) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json: Json = text === '' ? null : JSON.parse(text)
    const answer = { status: response.status, headers: response.headers, text, json }
    check(method, path, answer)
    return answer
  }

  return {
    ...opened,
    app,
    url,
    secret,
    operator,
    openApi,
    send,
    async fromAfar(path, headers = {}) {
      const remoteAddress = '192.0.2.7'
      const answer = await server.inject({ method: 'GET', url: path, remoteAddress, headers })
      return { status: answer.statusCode, text: answer.body }
    },
    async refuse(route, sending, code) {
      const answer = await send(route, sending)
      assert.equal(answer.json.code, code, `${route}: ${answer.text}`)
      return answer
    },
  }
}
