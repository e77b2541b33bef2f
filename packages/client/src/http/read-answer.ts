import type { Reason } from '../generated/schemas.ts'
import { EquipoiseProblem } from './equipoise-problem.ts'
import { EquipoiseUnreachable } from './equipoise-unreachable.ts'

/** Problems are small; what is longer is something else. */
const PROBLEM_BYTES_MAX = 64 * 1024

/** What is read of an answer, and under which name it is spoken of. */
export interface Reading {
  readonly operation: string
  readonly bytesMax: number
}

/**
 * The body of a good answer: JSON as its value, text as it is, anything else as bytes, nothing as
 * undefined.
 *
 * @throws EquipoiseProblem where the server said no.
 * @throws EquipoiseUnreachable where the answer is too large or cannot be read.
 */
export async function readAnswer(response: Response, reading: Reading): Promise<unknown> {
  if (!response.ok) throw await readProblem(response, reading)
  const bytes = await readBytes(response, reading)
  const type = mediaTypeOf(response)
  if (bytes.length === 0) return undefined
  if (type === 'application/json') return parseJson(bytes, reading)
  return /^text\/|ndjson$/.test(type) ? decode(bytes, reading) : bytes
}

async function readProblem(response: Response, reading: Reading): Promise<EquipoiseProblem> {
  const { status, headers } = response
  const retryAfterMs = readRetryAfter(headers)
  const given = await readProblemBody(response, reading)
  const text = (name: string, otherwise: string) => {
    const value = given[name]
    return typeof value === 'string' ? value : otherwise
  }
  // The server's own list, which its document describes.
  const reasons = (Array.isArray(given['reasons']) ? given['reasons'] : []) as readonly Reason[]
  return new EquipoiseProblem(reading.operation, {
    status,
    code: text('code', 'not_a_problem'),
    title: text('title', `HTTP ${status}`),
    detail: text('detail', ''),
    requestId: text('requestId', '') || undefined,
    retryAfterMs,
    reasons,
  })
}

/** Empty for what is no problem: its text may be anything, and is told to nobody. */
async function readProblemBody(
  response: Response,
  reading: Reading,
): Promise<Readonly<Record<string, unknown>>> {
  if (mediaTypeOf(response) !== 'application/problem+json') {
    await response.body?.cancel()
    return {}
  }
  const bytes = await readBytes(response, { ...reading, bytesMax: PROBLEM_BYTES_MAX })
  const value = parseJson(bytes, reading)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** Seconds or a date (RFC 9110); a date is read against the server's own clock. */
export function readRetryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after') ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000
  const at = Date.parse(text)
  const here = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(at) ? undefined : Math.max(0, at - (Number.isNaN(here) ? Date.now() : here))
}

async function readBytes(
  { body }: Response,
  { operation, bytesMax }: Reading,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array()
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value)
    size += part.value.length
    if (size > bytesMax) {
      await reader.cancel()
      throw new EquipoiseUnreachable(operation, 'too_large')
    }
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function parseJson(bytes: Uint8Array, reading: Reading): unknown {
  const text = decode(bytes, reading)
  try {
    return JSON.parse(text)
  } catch {
    throw new EquipoiseUnreachable(reading.operation, 'unreadable')
  }
}

function decode(bytes: Uint8Array, { operation }: Reading): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new EquipoiseUnreachable(operation, 'unreadable')
  }
}

function mediaTypeOf({ headers }: Response): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}
