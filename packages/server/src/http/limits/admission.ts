/**
 * How much is worked on at once. A request beyond that is answered 503 with the time to come back,
 * before its body is read; so is every request once the server is told to stop. What is counted is
 * work: a caller who hangs up frees no place until the work for them has ended.
 */
import type { FastifyRequest } from 'fastify'
import { EquipoiseError } from '../../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It is answered however busy the server is, and while it stops: probes are. */
    always?: boolean
  }
  interface FastifyRequest {
    /** The bytes of a body that are set aside for it; undefined where it is not under way. */
    bytesSetAside: number | undefined
  }
}

/** Bodies that are held in memory at once, as announced. */
const BODY_BYTES_AT_ONCE = 256 * 1024 * 1024

export class Admission {
  readonly #requestsMax: number
  #inFlight = 0
  #bodyBytes = 0
  #isStopping = false

  constructor(requestsMax: number) {
    this.#requestsMax = requestsMax
  }

  get inFlight(): number {
    return this.#inFlight
  }

  get isStopping(): boolean {
    return this.#isStopping
  }

  /** From now on nothing new is begun. */
  stop(): void {
    this.#isStopping = true
  }

  /** @throws EquipoiseError `busy`, `shutting_down`. */
  enter(request: FastifyRequest): void {
    const { config, bodyLimit } = request.routeOptions
    const bytes = announcedBytes(request, bodyLimit)
    if (config.always !== true) this.#refuse(bytes)
    this.#inFlight += 1
    this.#bodyBytes += bytes
    request.bytesSetAside = bytes
  }

  /** Says that the work for a request has ended; a second time changes nothing. */
  leave(request: FastifyRequest): void {
    if (request.bytesSetAside === undefined) return
    this.#inFlight -= 1
    this.#bodyBytes -= request.bytesSetAside
    request.bytesSetAside = undefined
  }

  #refuse(bytes: number): void {
    if (this.#isStopping) {
      throw new EquipoiseError('shutting_down', 'Cannot begin anything now')
    }
    const isFull = this.#inFlight >= this.#requestsMax
    if (isFull || this.#bodyBytes + bytes > BODY_BYTES_AT_ONCE) {
      throw new EquipoiseError('busy', 'Cannot take the request now: too many are under way')
    }
  }
}

/** What a body in chunks will be, nobody knows before. */
function announcedBytes({ headers }: FastifyRequest, bodyLimit: number): number {
  if (headers['transfer-encoding'] !== undefined) return bodyLimit
  return Math.min(Number(headers['content-length'] ?? 0), bodyLimit)
}
