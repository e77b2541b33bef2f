/** Sends answers: pages, pictures, redirections. */
import type { ServerResponse } from 'node:http'

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const

export interface Answered {
  readonly type: string
  readonly body: string | Uint8Array
  readonly status?: number
  /** Kept by browsers for ever; without it, not at all. */
  readonly lasts?: boolean
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

export function send(response: ServerResponse, answered: Answered): void {
  const { type, body, status = 200, lasts = false, headers = {} } = answered
  response.writeHead(status, {
    ...HEADERS,
    'content-type': type,
    'cache-control': lasts ? 'public, max-age=31536000, immutable' : 'private, no-store',
    ...(headers as Record<string, string | string[]>), // only made mutable
  })
  response.end(body)
}

export function redirect(
  response: ServerResponse,
  location: string,
  cookies: readonly string[] = [],
): void {
  response.writeHead(303, { ...HEADERS, location, 'set-cookie': [...cookies] }).end()
}

/** Pictures bring their own style, which has nothing of anybody in it. */
export function sendArt(response: ServerResponse, svg: string): void {
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  const headers = { 'content-security-policy': policy }
  send(response, { type: 'image/svg+xml', body: svg, lasts: true, headers })
}
