/**
 * Who calls. In this version: secret keys for servers, operator keys for people at the console, and
 * for the page at `/` a key of this process alone, which counts only over loopback.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'
import { findAccessKeyKind } from '../modules/access/index.ts'
import type { AccessKeyKind } from '../store/index.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the page's own key counts here, where the route takes operator keys: it does. */
    fromPage?: boolean
    /** Which kinds of key may call the route; every route under /v1 says so. */
    keys?: readonly AccessKeyKind[]
  }
}

export const ANY_KEY: readonly AccessKeyKind[] = ['secret', 'operator']
export const OPERATOR_KEY: readonly AccessKeyKind[] = ['operator']

/** Makes the check that runs before every route that names `keys`. */
export function authorizer(
  app: App,
  pageKey: PageKey,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request) => {
    const { keys, fromPage = true } = request.routeOptions.config
    if (!keys) return
    const kind = await kindOf(app, pageKey, request)
    if (kind === undefined)
      throw new EquipoiseError('unauthorized', 'Cannot serve without a valid key')
    if (!keys.includes(kind) || (!fromPage && isFromPage(pageKey, request))) {
      throw new EquipoiseError('forbidden', `Cannot do that with a ${kind} key`)
    }
  }
}

function isFromPage(pageKey: PageKey, { headers }: FastifyRequest): boolean {
  return pageKey.matches(bearerKey(headers.authorization))
}

/** The key of `Authorization: Bearer KEY`; empty where there is none. */
function bearerKey(authorization: string = ''): string {
  const [scheme = '', key = ''] = authorization.split(' ')
  return scheme.toLowerCase() === 'bearer' ? key : ''
}

async function kindOf(
  app: App,
  pageKey: PageKey,
  { headers, ip }: FastifyRequest,
): Promise<AccessKeyKind | undefined> {
  const key = bearerKey(headers.authorization)
  if (key === '') return undefined
  if (pageKey.matches(key)) return isLoopback(ip) ? 'operator' : undefined
  return findAccessKeyKind(app, key)
}

/** The page's key: made at start, kept in memory, gone with the process. */
export interface PageKey {
  readonly key: string
  matches(key: string): boolean
}

export function makePageKey(): PageKey {
  const key = `eq_page_${randomBytes(32).toString('base64url')}`
  const expected = Buffer.from(key)
  return {
    key,
    matches(given) {
      const bytes = Buffer.from(given)
      return bytes.length === expected.length && timingSafeEqual(bytes, expected)
    },
  }
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
}

/**
 * Whether the request was meant for this machine: a page elsewhere cannot pass for it (rebinding).
 */
export function isLocalHost(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '')
  return name === 'localhost' || name === '127.0.0.1' || name === '[::1]'
}
