/** Node's server with the limits of the configuration: how long it waits, how many it lets in. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { EquipoiseError } from '../../errors.ts'
import type { BrokenCalls } from './broken-calls.ts'

export interface ConnectionLimits {
  readonly connectionsMax: number
  readonly headTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly answerTimeoutMs: number
  readonly idleTimeoutMs: number
}

export interface HttpServerOptions {
  readonly limits: ConnectionLimits
  readonly brokenCalls: BrokenCalls
  /** A connection came that was one too many, and was closed. */
  readonly onDropped: () => void
}

const HEAD_BYTES_MAX = 16_384
const SECOND_MS = 1_000

/** Of each server, the connections on which no request has come yet. */
const unused = new WeakMap<Server, Set<Socket>>()

/** Callers who wait for a go-ahead before they send their body. */
const awaiting = new WeakSet<IncomingMessage>()

export function openHttpServer(
  onRequest: RequestListener,
  { limits, brokenCalls, onDropped }: HttpServerOptions,
): Server {
  const { headTimeoutMs, requestTimeoutMs, answerTimeoutMs, idleTimeoutMs } = limits
  const server = createServer({
    headersTimeout: headTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: idleTimeoutMs,
    connectionsCheckingInterval: Math.min(SECOND_MS, headTimeoutMs / 4),
    maxHeaderSize: HEAD_BYTES_MAX,
    // Told apart where every other head is: Node's own answer is no problem.
    requireHostHeader: false,
  })
  // Where nothing moves on it for longer than any request may take, the other side is gone.
  server.timeout = requestTimeoutMs + answerTimeoutMs + SECOND_MS
  server.maxConnections = limits.connectionsMax
  // Counted where they can be answered: beyond this, Node would pass over them.
  server.maxHeadersCount = 0
  server.on('drop', onDropped)
  const fresh = followUnused(server)
  const take: RequestListener = (incoming, outgoing) => {
    fresh.delete(incoming.socket)
    brokenCalls.follow(incoming, outgoing)
    onRequest(incoming, outgoing)
  }
  server.on('request', take)
  server.on('checkContinue', (incoming, outgoing) => {
    awaiting.add(incoming)
    take(incoming, outgoing)
  })
  // Any other expectation is not met, which the caller may find out from the answer.
  server.on('checkExpectation', take)
  // This is no proxy; without this, Node closes the connection without a word.
  server.on('connect', (_, socket) =>
    brokenCalls.end(new EquipoiseError('invalid_request', 'Cannot connect to anywhere'), socket),
  )
  return server
}

function followUnused(server: Server): Set<Socket> {
  const fresh = new Set<Socket>()
  unused.set(server, fresh)
  server.on('connection', (socket: Socket) => {
    fresh.add(socket)
    socket.once('close', () => fresh.delete(socket))
  })
  return fresh
}

/**
 * Closes the connections on which no request has come yet: browsers and proxies open some in
 * advance, and Node takes them for busy.
 */
export function closeUnusedConnections(server: Server): void {
  for (const socket of unused.get(server) ?? []) socket.destroy()
}

/** Tells a caller who waits to send the body; nothing where nobody does. */
export function giveGoAhead(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (awaiting.delete(incoming)) outgoing.writeContinue()
}

/** Whether the caller may yet send a body, or the next request: nobody can tell which. */
export function isAwaitingGoAhead(incoming: IncomingMessage): boolean {
  return awaiting.has(incoming)
}
