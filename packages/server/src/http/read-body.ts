/**
 * Bodies: valid UTF-8 or refused, and whole JSON of a bounded depth and length or refused, each
 * with its own code. Bytes that are no text, and JSON where lines are wanted, are refused by their
 * type alone.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { EquipoiseError } from '../errors.ts'
import { checkJsonExtent } from './limits/json-limits.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

export const LINES_TYPE = 'application/x-ndjson'

/** Replaces the framework's own parsers, which take invalid UTF-8. */
export function readJsonBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    // Without a promise: it is read as soon as it is there.
    (_: FastifyRequest, body: Buffer, done: (error: Error | null, read?: unknown) => void) => {
      let read: unknown
      try {
        read = readJson(body)
      } catch (error) {
        done(error instanceof Error ? error : new Error('Cannot read the body', { cause: error }))
        return
      }
      done(null, read)
    },
  )
}

/** For routes that take lines: the bytes as they are, because one bad line costs no other. */
export function readLinesBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    LINES_TYPE,
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => body,
  )
}

/** For routes that browsers send JSON to as plain text, so as not to be asked beforehand. */
export function readTextBodies(server: FastifyInstance): void {
  server.addContentTypeParser(
    'text/plain',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => readJson(body),
  )
}

/** For routes that take JSON under types of its own, such as `application/cloudevents+json`. */
export function readTypedJsonBodies(server: FastifyInstance): void {
  server.addContentTypeParser(
    /^[a-z]+\/[\w.-]+\+json/,
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => readJson(body),
  )
}

/** For pages of ours without a script: a form of either kind, read where it matters. */
export function readFormBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => new URLSearchParams(body.toString('utf8')),
  )
}

/** What a form says; nothing where none came. */
export function formIn({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams()
}

function readJson(body: Buffer): unknown {
  const text = decode(body)
  checkJsonExtent(body)
  return parseJson(text)
}

function decode(body: Buffer): string {
  try {
    return decoder.decode(body)
  } catch {
    throw new EquipoiseError('invalid_utf8', 'Cannot read the body: it is not UTF-8')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new EquipoiseError('malformed_json', 'Cannot read the body: it is not one JSON value')
  }
}
