/**
 * What the head of a request may be, beyond what Node's parser takes for HTTP: two readings of one
 * request (two hosts, two credentials) are refused, never resolved.
 */
import type { FastifyRequest } from 'fastify'
import { EquipoiseError } from '../../errors.ts'

/** Node would pass over those beyond its own maximum without a word. */
const HEADERS_MAX = 100

/** Each says one thing once. Node keeps the first of some and joins others. */
const SINGLE_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'origin',
  'cookie',
  'x-csrf-token',
  'equipoise-reason',
  'equipoise-subject-token',
])

/** @throws EquipoiseError `head_too_large`, `invalid_request`. */
export function checkHead({ raw }: FastifyRequest): void {
  const { rawHeaders } = raw
  if (rawHeaders.length > 2 * HEADERS_MAX) {
    throw new EquipoiseError(
      'head_too_large',
      `Cannot read the request: it has more than ${HEADERS_MAX} headers`,
    )
  }
  if (raw.httpVersionMajor !== 1) {
    throw new EquipoiseError('invalid_request', 'Cannot read the request: it is not HTTP/1.1')
  }
  if (raw.httpVersionMinor > 0 && raw.headers.host === undefined) {
    throw new EquipoiseError('invalid_request', 'Cannot read the request: it names no host')
  }
  const met = new Set<string>()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? ''
    if (!SINGLE_HEADERS.has(name)) continue
    if (met.has(name)) {
      throw new EquipoiseError('invalid_request', `Cannot read the request: "${name}" comes twice`)
    }
    met.add(name)
  }
}

/**
 * Routes of the API take no query but the one they document.
 *
 * @throws EquipoiseError `unknown_field`.
 */
export function checkQuery({ query, routeOptions }: FastifyRequest): void {
  const { url = '', schema } = routeOptions
  if (schema?.querystring !== undefined || !url.startsWith('/v1/')) return
  // Parsed from the address by the router: always an object.
  if (Object.keys(query as object).length === 0) return
  throw new EquipoiseError('unknown_field', 'Cannot take a query here: the route has none')
}

/**
 * Bodies come as they are: packed ones can be a thousand times as large as they look. That of a
 * GET is never read.
 *
 * @throws EquipoiseError `unsupported_media_type`.
 */
export function checkEncoding({ headers, method }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD') return
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding.toLowerCase() === 'identity') return
  throw new EquipoiseError('unsupported_media_type', 'Cannot read a body that is packed')
}
