/**
 * Bodies: valid UTF-8 or refused, and whole JSON or refused, each with its own code. Bytes that are
 * no text, and JSON where lines are wanted, are refused by their type alone.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { EquipoiseError } from '../errors.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

export const LINES_TYPE = 'application/x-ndjson'

/** Replaces the framework's own parsers, which take invalid UTF-8. */
export function readJsonBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => parseJson(decode(body)),
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
