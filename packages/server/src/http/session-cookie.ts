/**
 * The cookie that is set when somebody agrees to be known again, and taken away when they no longer
 * do. And two of the privacy center, for somebody who asks for a link by mail: they are what was
 * asked for (Directive 2002/58/EC Art. 5(3)), name nobody to a script, and go within the hour.
 */
import '@fastify/cookie'
import type { FastifyReply } from 'fastify'
import {
  ASKED_COOKIE,
  CENTER_COOKIE,
  CENTER_MINUTES,
  SESSION_COOKIE,
  SESSION_LIFETIME_DAYS,
} from '../modules/access/index.ts'
import { LINK_MINUTES } from '../modules/email/index.ts'

const LIFETIME_SECONDS = SESSION_LIFETIME_DAYS * 86_400

/** `__Host-`: over TLS or on this machine alone, for this host alone, for all of its paths. */
const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const

export function setSession(reply: FastifyReply, session: string): void {
  reply.setCookie(SESSION_COOKIE, session, { ...ATTRIBUTES, maxAge: LIFETIME_SECONDS })
}

export function clearSession(reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, ATTRIBUTES)
}

/** Of the browser that asks for a link, so that it is known when that is opened. */
export function setAsked(reply: FastifyReply, secret: string): void {
  reply.setCookie(ASKED_COOKIE, secret, { ...ATTRIBUTES, maxAge: LINK_MINUTES * 60 })
}

export function setCenter(reply: FastifyReply, secret: string): void {
  reply.clearCookie(ASKED_COOKIE, ATTRIBUTES)
  reply.setCookie(CENTER_COOKIE, secret, { ...ATTRIBUTES, maxAge: CENTER_MINUTES * 60 })
}

export function clearCenter(reply: FastifyReply): void {
  reply.clearCookie(CENTER_COOKIE, ATTRIBUTES)
}
