/**
 * What every request passes, whatever its route: is there room, is its head in order, may its body
 * come; and what every answer says.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { EquipoiseError } from '../../errors.ts'
import { answerBytes } from '../answer-bytes.ts'
import type { Api } from '../api.ts'
import type { Admission } from './admission.ts'
import { setRateHeaders } from './caller-rates.ts'
import { checkEncoding, checkHead, checkQuery } from './check-head.ts'
import { giveGoAhead, isAwaitingGoAhead } from './http-server.ts'

declare module 'fastify' {
  interface FastifyInstance {
    admission: Admission
  }
  interface FastifyRequest {
    /** Answers in its stead, where it is not answered in time. */
    late: NodeJS.Timeout | undefined
  }
}

export interface Guard {
  readonly admission: Admission
  /** Within how long after its head a request is answered. */
  readonly withinMs: number
}

/** A page of ours uses none of it. */
const PERMISSIONS_POLICY = 'browsing-topics=(), camera=(), geolocation=(), microphone=()'

export function guardRequests(api: Api, { admission, withinMs }: Guard): void {
  api.decorate('admission', admission)
  for (const name of ['bytesSetAside', 'late', 'problem', 'taken']) {
    api.decorateRequest(name, undefined)
  }
  api.addHook('onRequest', (request, reply, done) => {
    admission.enter(request)
    request.late = setTimeout(() => answerLate(reply), withinMs).unref()
    checkHead(request)
    done()
  })
  api.addHook('preParsing', (request, reply, body, done) => {
    checkEncoding(request)
    const { bodyLimit } = request.routeOptions
    // A body that is announced as too large is refused before it comes.
    if (!(Number(request.headers['content-length']) > bodyLimit)) {
      giveGoAhead(request.raw, reply.raw)
    }
    done(null, body)
  })
  api.addHook('preValidation', (request, _, done) => {
    checkQuery(request)
    done()
  })
  api.addHook('onSend', (request, reply, payload, done) => {
    clearTimeout(request.late)
    admission.leave(request)
    setHeaders(admission, request, reply)
    // As bytes: Node would count a text's, set aside three times as many, and write it once more.
    done(null, typeof payload === 'string' ? answerBytes([payload]) : payload)
  })
  api.addHook('preClose', (done) => {
    admission.stop()
    done()
  })
}

/** Whether a body still comes that may be any length: Node would read it to its end, for nobody. */
function isBodyWithoutEnd({ raw, headers, routeOptions }: FastifyRequest): boolean {
  if (raw.complete) return false
  const isChunked = headers['transfer-encoding'] !== undefined
  return isChunked || Number(headers['content-length'] ?? 0) > routeOptions.bodyLimit
}

/**
 * The framework's own `handlerTimeout` ends with the body of a request, long before the work does
 * (fastify/fastify#6725). What is being done goes on: a write that comes to its end is kept.
 */
function answerLate(reply: FastifyReply): void {
  if (reply.sent || reply.raw.headersSent) return
  void reply.send(new EquipoiseError('busy', 'Cannot answer in time'))
}

function setHeaders(admission: Admission, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id)
  setRateHeaders(request, reply)
  const isRefusedBody = reply.statusCode >= 400 && isBodyWithoutEnd(request)
  if (admission.isStopping || isRefusedBody || isAwaitingGoAhead(request.raw)) {
    reply.header('connection', 'close')
  }
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  if (String(reply.getHeader('content-type')).startsWith('text/html')) {
    reply.header('permissions-policy', PERMISSIONS_POLICY)
  }
}
