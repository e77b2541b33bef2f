/**
 * Errors on the wire: `application/problem+json` (RFC 9457), from the one catalogue. What a caller
 * sent is never sent back, and an error of ours sends no detail at all.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { EquipoiseError, ERRORS, type ErrorCode } from '../errors.ts'

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

/** What a validation error is called, by the end of the path it is about. */
const CODE_OF_FIELD: Readonly<Record<string, ErrorCode>> = {
  slot: 'unknown_slot',
  count: 'invalid_count',
  purposes: 'unknown_purpose',
  region: 'invalid_region',
  location: 'invalid_region',
  subject: 'invalid_subject',
  externalId: 'invalid_subject',
}

const CODE_OF_FASTIFY: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toEquipoiseError(error)
  const { code } = known
  const { status, title, remedy, retry } = ERRORS[code]
  const problem: Problem = {
    type: `urn:equipoise:error:${code}`,
    title,
    status,
    code,
    detail: status >= 500 ? remedy : known.message,
    // The route's pattern, not the path, which may name a subject.
    instance: request.routeOptions.url ?? '',
    requestId: request.id,
  }
  if (status >= 500) request.log.error({ code, error: describe(error) }, 'request failed')
  if (retry && status === 503) reply.header('retry-after', '1')
  void reply
    .code(status)
    .type(PROBLEM_TYPE)
    .send({ ...problem, ...known.details })
}

function toEquipoiseError(error: unknown): EquipoiseError {
  if (error instanceof EquipoiseError) return error
  if (!(error instanceof Error)) return new EquipoiseError('internal', 'Something broke')
  // Fastify's own errors carry a code; with validation, what was wrong with the input.
  const { code, validation } = error as FastifyError
  if (validation) return validationError(validation)
  const mapped = CODE_OF_FASTIFY[code]
  if (mapped) return new EquipoiseError(mapped, ERRORS[mapped].title, { cause: error })
  return new EquipoiseError('internal', 'Something broke', { cause: error })
}

function validationError(validation: NonNullable<FastifyError['validation']>): EquipoiseError {
  const [first] = validation
  if (!first) return new EquipoiseError('invalid_request', 'The request is not of this form')
  const path = first.instancePath.slice(1).replaceAll('/', '.')
  if (first.keyword === 'additionalProperties') {
    return new EquipoiseError('unknown_field', `There is a field${at(path)} that is not known here`)
  }
  if (first.keyword === 'required') {
    const missing = first.params['missingProperty']
    return new EquipoiseError('invalid_request', `Want "${missing}"${at(path)}`)
  }
  const field = path.split('.').find((part) => CODE_OF_FIELD[part] !== undefined) ?? ''
  const code = CODE_OF_FIELD[field] ?? 'invalid_request'
  return new EquipoiseError(code, `Cannot read${at(path)}: ${first.message ?? 'not of this form'}`)
}

function at(path: string): string {
  return path === '' ? '' : ` "${path}"`
}

/** For the log: what kind of error and where, never its message, which may quote an input. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = error.stack?.split('\n').filter((line) => line.trim().startsWith('at ')) ?? []
  const cause = error.cause instanceof Error ? `, caused by ${describe(error.cause)}` : ''
  return `${error.name} ${frames.slice(0, 6).join(' ').replace(/\s+/g, ' ')}${cause}`
}
