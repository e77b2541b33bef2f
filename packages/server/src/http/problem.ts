/**
 * Errors on the wire: `application/problem+json` (RFC 9457), from the one catalogue. What a caller
 * sent is never sent back, and an error of ours sends no detail at all.
 */
import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { EquipoiseError, ERRORS, type ErrorCode } from '../errors.ts'
import { toValidationError } from './validation-error.ts'

export const PROBLEM_TYPE = 'application/problem+json'

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  readonly instance: string
  readonly requestId: string
}

/** The framework's own errors; their messages are not sent, because some quote the path. */
const CODE_OF_FASTIFY: Readonly<Record<string, readonly [code: ErrorCode, says: string]>> = {
  FST_ERR_BAD_URL: ['invalid_request', 'Cannot read the path: it is not well-formed'],
  FST_ERR_MAX_PARAM_LENGTH: ['invalid_request', 'Cannot read the path: it is too long'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'Cannot take the body: it is too large'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Cannot read a body of this type'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_json', 'Cannot read the body: it is empty'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'invalid_request',
    'Cannot read the body: it is not as long as was announced',
  ],
  // The caller has hung up within the body: nobody hears this.
  ECONNRESET: ['invalid_request', 'Cannot read the body: it did not come whole'],
}

/** Of parts that serve files: what they refuse, they refuse by its status alone. */
const CODE_OF_STATUS: Readonly<Record<number, readonly [code: ErrorCode, says: string]>> = {
  400: ['invalid_request', 'Cannot read the path: it is not well-formed'],
  403: ['not_found', 'Cannot find the file'],
  404: ['not_found', 'Cannot find the file'],
}
const BROKEN = ['internal', 'Something broke'] as const

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the problem that it was answered with. */
    problem: ErrorCode | undefined
  }
}

/** When to come back, in seconds, where nothing better is known. */
const RETRY_AFTER_SECONDS = 1

/** What each problem says, wherever it is written. */
export const ALWAYS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

/** Refused on purpose, to stay up: counted, and no failure. */
const SHED: readonly ErrorCode[] = ['busy', 'shutting_down']

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toEquipoiseError(error)
  const { status, retry } = ERRORS[known.code]
  request.problem = known.code
  if (status >= 500 && !SHED.includes(known.code)) logFailure(request.log, error, 'request failed')
  if (retry && (status === 503 || status === 429)) {
    reply.header('retry-after', known.details['retryAfterSeconds'] ?? RETRY_AFTER_SECONDS)
  }
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  void reply
    .code(status)
    .type(PROBLEM_TYPE)
    // Of a path that is not well-formed no hook hears: what they say is said here.
    .headers({ ...ALWAYS, 'x-request-id': request.id })
    // The route's pattern, not the path, which may name a subject.
    .send({ ...toProblem(known, request.routeOptions.url ?? '', request.id), ...known.details })
}

/** How the framework's own lines tell of an error; its messages quote paths. */
export function serializeError(
  error: Error & { readonly code?: string },
): Record<'type' | 'message' | 'stack', string> {
  return { type: error.name, message: error.code ?? 'none', stack: describe(error) }
}

/** Logs what broke and where, and nothing of the data that it was about. */
export function logFailure(log: FastifyBaseLogger, error: unknown, says: string): void {
  log.error({ code: toEquipoiseError(error).code, error: describe(error) }, says)
}

export function toProblem(
  { code, message }: EquipoiseError,
  instance: string,
  requestId: string,
): Problem {
  const { status, title, remedy } = ERRORS[code]
  const detail = status >= 500 ? remedy : message
  return { type: `urn:equipoise:error:${code}`, title, status, code, detail, instance, requestId }
}

function toEquipoiseError(error: unknown): EquipoiseError {
  if (error instanceof EquipoiseError) return error
  if (!(error instanceof Error)) return new EquipoiseError('internal', 'Something broke')
  // Fastify's own errors carry a code; with validation, what was wrong with the input.
  const { code, validation, statusCode: status = 500 } = error as FastifyError
  if (validation) return toValidationError(validation)
  const [known, says] = CODE_OF_FASTIFY[code] ?? CODE_OF_STATUS[status] ?? BROKEN
  return new EquipoiseError(known, says, { cause: error })
}

/** What kind of error and where, never its message, which may quote an input. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = error.stack?.split('\n').filter((line) => line.trim().startsWith('at ')) ?? []
  const cause = error.cause instanceof Error ? `, caused by ${describe(error.cause)}` : ''
  return `${error.name} ${frames.slice(0, 6).join(' ').replace(/\s+/g, ' ')}${cause}`
}
