/**
 * What every request passes, whatever its route: is there room, is its head in order, may its body
 * come; and what every answer says.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import type { Admission } from './admission.ts'
import { setRateHeaders } from './caller-rates.ts'
import { checkEncoding, checkHead, checkQuery } from './check-head.ts'
import { giveGoAhead, isAwaitingGoAhead } from './http-server.ts'

declare module 'fastify' {
  interface FastifyInstance {
    admission: Admission
  }
}

/** A page of ours uses none of it. */
const PERMISSIONS_POLICY = 'browsing-topics=(), camera=(), geolocation=(), microphone=()'

export function guardRequests(api: Api, admission: Admission): void {
  api.decorate('admission', admission)
  for (const name of ['bytesSetAside', 'problem', 'taken']) api.decorateRequest(name, undefined)
  api.addHook('onRequest', (request, _, done) => {
    admission.enter(request)
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
    admission.leave(request)
    setHeaders(admission, request, reply)
    done(null, payload)
  })
  api.addHook('preClose', (done) => {
    admission.stop()
    done()
  })
}

function setHeaders(admission: Admission, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id)
  setRateHeaders(request, reply)
  if (admission.isStopping || isAwaitingGoAhead(request.raw)) reply.header('connection', 'close')
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  if (String(reply.getHeader('content-type')).startsWith('text/html')) {
    reply.header('permissions-policy', PERMISSIONS_POLICY)
  }
}
