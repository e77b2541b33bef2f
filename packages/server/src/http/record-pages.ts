/** The style of the records' pages, and the header that lets this one style in and nothing else. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyReply } from 'fastify'

const FOLDER = join(import.meta.dirname, '../page')

/** A page carries its style, so that it looks the same as a file that was sent on. */
export const RECORD_STYLE: string = ['tokens.css', 'records.css']
  .map((name) => readFileSync(join(FOLDER, name), 'utf8'))
  .join('\n')

const STYLE_HASH = createHash('sha256').update(RECORD_STYLE).digest('base64')

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(html)
}
