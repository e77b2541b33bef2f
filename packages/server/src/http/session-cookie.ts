/**
 * The one cookie: set when somebody agrees to be known again, taken away when they no longer do.
 */
import '@fastify/cookie'
import type { FastifyReply } from 'fastify'
import { SESSION_COOKIE, SESSION_LIFETIME_DAYS } from '../modules/access/index.ts'

const LIFETIME_SECONDS = SESSION_LIFETIME_DAYS * 86_400

/** `__Host-`: over TLS or on this machine alone, for this host alone, for all of its paths. */
const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const

export function setSession(reply: FastifyReply, session: string): void {
  reply.setCookie(SESSION_COOKIE, session, { ...ATTRIBUTES, maxAge: LIFETIME_SECONDS })
}

export function clearSession(reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, ATTRIBUTES)
}
