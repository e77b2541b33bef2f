/** A real HTTP server on loopback that answers as a test says, request by request. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Reply = (response: ServerResponse, request: Received) => void

export interface Loopback {
  readonly url: string
  /** In the order in which they came. */
  readonly requests: readonly Received[]
  /** Nobody listens there from then on. */
  close(): Promise<void>
}

/** The last reply goes on for all that come after. */
export async function aLoopback(
  t: Pick<TestContext, 'after'>,
  ...replies: readonly Reply[]
): Promise<Loopback> {
  const requests: Received[] = []
  const server = createServer(async (incoming, response) => {
    const { method = '', url: path = '', headers } = incoming
    const chunks: Buffer[] = await incoming.toArray()
    const received = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') }
    const reply = replies[Math.min(requests.length, replies.length - 1)]
    requests.push(received)
    reply?.(response, received)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  t.after(close)
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, requests, close }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

export function problem(
  status: number,
  code: string,
  headers: Record<string, string> = {},
  more: object = {},
): Reply {
  const body = { type: 'about:blank', title: 'Said no', status, code, detail: 'Here', ...more }
  return json(status, body, { 'content-type': 'application/problem+json', ...headers })
}

export function text(status: number, body: string, type = 'text/html'): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': type })
    response.end(body)
  }
}

/** Never answers. */
export const hang: Reply = () => {}

/** Ends the connection before any answer. */
export const cut: Reply = (response) => {
  response.socket?.destroy()
}

/** Says that more is to come, and ends the connection. */
export const cutInside: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
  response.write('{"half":')
  response.flushHeaders()
  setImmediate(() => response.socket?.destroy())
}
