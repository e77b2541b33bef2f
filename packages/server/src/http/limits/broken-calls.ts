/**
 * Calls that reach no route: what is no HTTP, what takes too long to arrive, what is no request.
 * They are answered on the bare socket in the form of every other problem, never in the place of
 * the answer to another request on the same connection, and are logged nowhere.
 */
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { EquipoiseError, type ErrorCode } from '../../errors.ts'
import { ALWAYS, PROBLEM_TYPE, toProblem } from '../problem.ts'

/** How long the answer may take to get out. */
const LINGER_MS = 1_000

/** What Node's parser and its timers say. */
const PROBLEM_OF_NODE: Readonly<Record<string, readonly [code: ErrorCode, says: string]>> = {
  HPE_HEADER_OVERFLOW: ['head_too_large', 'Cannot read the request: its head is too large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    'body_too_large',
    'Cannot take the body: its chunks carry too much',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    'request_timeout',
    'Cannot wait for the request any longer: it came too slowly',
  ],
}
const NO_HTTP = ['invalid_request', 'Cannot read the request: it is not whole HTTP'] as const

interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

export class BrokenCalls {
  /** The last one on each connection. */
  readonly #exchanges = new WeakMap<Duplex, Exchange>()
  readonly #onBroken: (code: ErrorCode) => void

  constructor(onBroken: (code: ErrorCode) => void) {
    this.#onBroken = onBroken
  }

  /** Notes which exchange a connection is in. */
  follow(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.#exchanges.set(incoming.socket, { incoming, outgoing })
  }

  end(error: Error & { readonly code?: string }, socket: Duplex): void {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const known = toKnown(error)
    this.#onBroken(known.code)
    const { incoming, outgoing } = this.#exchanges.get(socket) ?? {}
    if (incoming && outgoing && incoming.complete && !outgoing.writableFinished) {
      // The one before it has no answer yet: that one goes out, and no other.
      outgoing.once('finish', () => endSoon(socket))
    } else if (incoming?.complete === false && outgoing?.headersSent) {
      // It broke within a body, and whoever sent that has the answer.
      endSoon(socket)
    } else {
      answerProblem(socket, known)
    }
  }
}

function toKnown(error: Error & { readonly code?: string }): EquipoiseError {
  if (error instanceof EquipoiseError) return error
  const [code, says] = PROBLEM_OF_NODE[error.code ?? ''] ?? NO_HTTP
  return new EquipoiseError(code, says)
}

function answerProblem(socket: Duplex, error: EquipoiseError): void {
  const problem = toProblem(error, '', randomUUID())
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(ALWAYS).map(([name, value]) => `${name}: ${value}`),
    `x-request-id: ${problem.requestId}`,
    'connection: close',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  endSoon(socket)
}

/** Lets out what was written, and waits no longer for the other side than that takes. */
function endSoon(socket: Duplex): void {
  const lingering = setTimeout(() => socket.destroy(), LINGER_MS)
  lingering.unref()
  socket.once('close', () => clearTimeout(lingering))
  socket.end()
}
