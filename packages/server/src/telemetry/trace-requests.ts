/**
 * Spans for those who run it with OpenTelemetry: one a request, named for its method and its
 * route's pattern, with its status and nothing about anybody. It is on where an SDK is registered
 * before the server opens (`node --import ./otel.mjs`); without one, no hook is added, and nothing
 * is spent.
 */
import {
  type Context,
  context,
  isSpanContextValid,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { VERSION } from '../version.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Holds the span of the request; undefined without tracing. */
    spanContext: Context | undefined
  }
}

const NAME = 'equipoise'

export function traceRequests(api: Pick<FastifyInstance, 'addHook' | 'decorateRequest'>): void {
  const tracer = trace.getTracer(NAME, VERSION)
  if (!isTracing(tracer)) return
  api.decorateRequest('spanContext', undefined)
  api.addHook('onRequest', (request, reply, done) => {
    const within = propagation.extract(context.active(), request.headers)
    const span = startSpan(tracer, request, within)
    request.spanContext = trace.setSpan(within, span)
    // Also where the caller hangs up before the answer.
    reply.raw.once('close', () => endSpan(span, reply.statusCode))
    context.with(request.spanContext, done)
  })
  // The body came in by other events, which know nothing of the span.
  api.addHook('preHandler', ({ spanContext }, _, done) => {
    context.with(spanContext ?? context.active(), done)
  })
}

/** Without an SDK, spans have no identity. This one is never ended, so that no SDK sends it. */
function isTracing(tracer: Tracer): boolean {
  return isSpanContextValid(tracer.startSpan('probe').spanContext())
}

function startSpan(
  tracer: Tracer,
  { method, routeOptions }: FastifyRequest,
  within: Context,
): Span {
  const route = routeOptions.url ?? 'none'
  const attributes = { 'http.request.method': method, 'http.route': route }
  return tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, within)
}

function endSpan(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status)
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}
