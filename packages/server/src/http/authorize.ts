/**
 * Checks who calls and whether they may, before a route runs: credential, origin, CSRF, the access
 * table, the rate, and an operator's reason.
 *
 * A credential is one of: `Authorization: Bearer KEY`, `Authorization: Bearer TOKEN` (a subject
 * token), or `Authorization: Basic` with the key as its name, as Segment's clients send it. Where a
 * route reads a body with a `writeKey`, that counts where there is no header. Beside a publishable
 * key a subject token in `Equipoise-Subject-Token`, or our cookie, says who is in front of the
 * page.
 */
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'
import {
  CENTER_COOKIE,
  findCenterSession,
  isCsrfToken,
  isKeyForm,
  isSessionForm,
  SESSION_COOKIE,
} from '../modules/access/index.ts'
import { findSubject } from '../modules/subjects/index.ts'
import { type Action, needsReason, reachOf } from './access-table.ts'
import { type Caller, checkReason, credentialOf, inFrontOf, NO_CALLER, secretOf } from './caller.ts'
import { checkLinkAct } from './link-acts.ts'
import { isLoopback, type OwnKeys } from './page-key.ts'
import { checkPrivateSession } from './private-session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route lets one do; every route under /v1 says so. */
    may?: Action
    /** Whether the page's own key counts here, where an administrator's does: it does. */
    fromPage?: boolean
    /** It changes nothing, though it is a POST: a cookie then needs no CSRF token. */
    readsOnly?: boolean
    /** The browser's word for the page's origin stands for a CSRF token: a form has no headers. */
    originSuffices?: boolean
    /** The key may stand in the body: it is checked once that has been read. */
    keyInBody?: boolean
  }
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A hook of the framework's that says when it is done: mostly at once, without a promise. */
type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void

export interface Authorizer {
  /** Runs before the body is read. */
  readonly onRequest: Hook
  /** Runs after it has been, for routes whose key may stand there. */
  readonly preHandler: Hook
}

/** @param take takes one request of the caller's rate; throws `too_many_requests`. */
export function authorizer(
  app: App,
  ownKeys: OwnKeys,
  take: (request: FastifyRequest, caller: Caller) => void,
): Authorizer {
  const admit = (
    request: FastifyRequest,
    caller: Caller,
    { may, fromPage }: { readonly may: Action; readonly fromPage: boolean },
  ): void | Promise<void> => {
    request.caller = caller
    take(request, caller)
    if (caller.kind === 'none') {
      throw new EquipoiseError('unauthorized', 'Cannot serve without a valid key')
    }
    const isPageKey = caller.kind === 'operator' && caller.key === PAGE
    if (reachOf(may, credentialOf(caller)) === undefined || (isPageKey && !fromPage)) {
      throw new EquipoiseError('forbidden', `Cannot do that as ${credentialOf(caller)}`)
    }
    checkLinkAct(request)
    checkPrivateSession(request, may)
    checkCsrf(app, request)
    return logReason(app, request, may)
  }
  const authorize = (
    request: FastifyRequest,
    { may, perAddress, fromPage = true }: FastifyContextConfig,
  ): void | Promise<void> => {
    if (may === undefined) {
      if (perAddress !== undefined) take(request, NO_CALLER)
      return
    }
    // Whoever tries tokens or origins out is counted too.
    const refuse = (error: unknown): never => {
      take(request, NO_CALLER)
      throw error
    }
    const caller = attempt(() => callerOf(app, ownKeys, request), refuse)
    const asked = { may, fromPage }
    if (!(caller instanceof Promise)) return admit(request, caller, asked)
    return caller.catch(refuse).then((found) => admit(request, found, asked))
  }
  return {
    onRequest(request, _, done) {
      request.caller = NO_CALLER
      request.session = undefined
      const { config } = request.routeOptions
      if (config.keyInBody === true) done()
      else settle(() => authorize(request, config), done)
    },
    preHandler(request, _, done) {
      const { config } = request.routeOptions
      if (config.keyInBody !== true) done()
      else settle(() => authorize(request, config), done)
    },
  }
}

function attempt<T>(act: () => T, onError: (error: unknown) => never): T {
  try {
    return act()
  } catch (error) {
    return onError(error)
  }
}

/** Tells how an act ended: at once, where it needs no promise. */
function settle(act: () => void | Promise<void>, done: (error?: Error) => void): void {
  let pending: void | Promise<void>
  try {
    pending = act()
  } catch (error) {
    done(toError(error))
    return
  }
  if (pending === undefined) done()
  else
    pending.then(
      () => done(),
      (error: unknown) => done(toError(error)),
    )
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('Cannot authorize', { cause: error })
}

const PAGE = 'page'
const CENTER = 'privacy_center'

function callerOf(
  app: App,
  { page, center }: OwnKeys,
  request: FastifyRequest,
): Caller | Promise<Caller> {
  const credential = credentialIn(request)
  if (credential === '') return NO_CALLER
  if (page.matches(credential)) {
    const isHere = isLoopback(request.ip)
    return isHere ? { kind: 'operator', key: PAGE, role: 'administrator' } : NO_CALLER
  }
  const cookie = request.cookies[SESSION_COOKIE]
  const session = isSessionForm(cookie) ? cookie : undefined
  request.session = session !== undefined && isOwnPage(app, request, session) ? session : undefined
  if (credential.split('.').length === 3) return callerByToken(app, credential)
  if (center.matches(credential)) {
    return callerInCenter(app, request, session)
  }
  const key = app.keyRing.find(credential)
  if (key === undefined) return NO_CALLER
  const { id, kind, role = 'viewer' } = key
  if (kind === 'secret') return { kind, key: id }
  if (kind === 'exchange') return { kind, key: id }
  if (kind === 'operator') return { kind, key: id, role }
  return callerOnPage(app, request, key, session)
}

/** At the privacy center a link from a mail counts too, and only there. */
async function callerInCenter(
  app: App,
  request: FastifyRequest,
  session: string | undefined,
): Promise<Caller> {
  const origins = ownOrigins(app, request)
  const isSignedIn = request.headers['equipoise-subject-token'] !== undefined
  const link = isSignedIn ? undefined : await findCenterSession(app, request.cookies[CENTER_COOKIE])
  if (link === undefined) return callerOnPage(app, request, { id: CENTER, origins }, session)
  const origin = originOf(request, origins)
  const who = { subject: link.subject }
  return { kind: 'subject', via: 'link', key: CENTER, origin, who, link }
}

/** Where our own pages are: as the request came, and as a proxy that speaks TLS shows it. */
export function ownOrigins({ config }: App, { protocol, host }: FastifyRequest): readonly string[] {
  const { publicOrigin } = config.http
  const asked = `${protocol}://${host}`
  return publicOrigin === undefined ? [asked] : [asked, publicOrigin]
}

/** Who is in front of a page, by a token beside its key or by our cookie. */
function callerOnPage(
  app: App,
  request: FastifyRequest,
  { id, origins }: { readonly id: string; readonly origins: readonly string[] },
  session: string | undefined,
): Caller | Promise<Caller> {
  const origin = originOf(request, origins)
  const token = request.headers['equipoise-subject-token']
  if (typeof token === 'string') return callerByToken(app, token)
  const nobody = { kind: 'publishable', key: id, origin } as const
  if (session === undefined) return nobody
  const somebody = { kind: 'subject', via: 'cookie', key: id, origin, who: { session } } as const
  return mayBeKnown(app, session).then((isKnown) => (isKnown ? somebody : nobody))
}

/** Whoever took back being known by the cookie is not, whatever the browser still sends. */
async function mayBeKnown({ store, gate }: App, session: string): Promise<boolean> {
  const person = await gate.open(await findSubject(store, { session }))
  return person.consentOf('device_storage').status === 'given'
}

/**
 * Whether the request comes from a page of an allowed origin that could read the session's CSRF
 * token: only then does a cookie count beside a subject token, so that no other page of the site
 * can hand the person of the cookie to somebody else.
 */
function isOwnPage(app: App, { headers }: FastifyRequest, session: string): boolean {
  const { origin } = headers
  const token = headers['x-csrf-token']
  const isAllowed = origin !== undefined && app.keyRing.isAllowedOrigin(origin)
  return isAllowed && typeof token === 'string' && isCsrfToken(app.root, session, token)
}

async function callerByToken({ subjectTokens }: App, token: string): Promise<Caller> {
  const holder = await subjectTokens.verify(token)
  if (holder === undefined) {
    throw new EquipoiseError('token_invalid', 'Cannot accept the subject token')
  }
  const { key, externalId } = holder
  return { kind: 'subject', via: 'token', key, who: { externalId } }
}

/** The key or token that came with the request; empty where there is none. */
function credentialIn(request: FastifyRequest): string {
  const { headers, body } = request
  const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ')
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() === 'basic') {
    return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? ''
  }
  const { keyInBody } = request.routeOptions.config
  if (keyInBody !== true || typeof body !== 'object' || body === null) return ''
  const writeKey = Object.hasOwn(body, 'writeKey') ? Reflect.get(body, 'writeKey') : ''
  // A key alone: whoever could send a token in a simple request could send another's.
  return typeof writeKey === 'string' && isKeyForm(writeKey) ? writeKey : ''
}

/**
 * The page's origin, which has to be one of the key's.
 *
 * @throws EquipoiseError `origin_refused`.
 */
function originOf(request: FastifyRequest, allowed: readonly string[]): string {
  const origin = originSaid(request)
  if (allowed.includes(origin)) return origin
  throw new EquipoiseError('origin_refused', 'Cannot use this key from that origin')
}

/** A browser leaves it out where it reads from its own origin, and then says so. */
function originSaid({ headers, host, protocol }: FastifyRequest): string {
  const isOwn = headers['sec-fetch-site'] === 'same-origin'
  // A form of a page without a referrer comes with the origin "null".
  const said = isOwn && headers.origin === 'null' ? undefined : headers.origin
  return said ?? (isOwn ? `${protocol}://${host}` : '')
}

/** As `inFrontOf`, with the session that comes beside what says who it is. */
export async function inFrontHere(app: App, request: FastifyRequest) {
  const found = await inFrontOf(app, request.caller)
  return { ...found, session: found.session ?? (await sessionBeside(app, request)) }
}

/**
 * The session of our cookie beside a subject token, where the page is of an allowed origin and the
 * person may be known by it: such a page is given its CSRF token, with which it can say that the
 * two are one and the same person.
 */
async function sessionBeside(app: App, request: FastifyRequest): Promise<string | undefined> {
  const { caller, cookies } = request
  const cookie = cookies[SESSION_COOKIE]
  const isBeside = caller.kind === 'subject' && caller.via === 'token' && isSessionForm(cookie)
  if (!isBeside || !app.keyRing.isAllowedOrigin(originSaid(request))) return undefined
  return (await mayBeKnown(app, cookie)) ? cookie : undefined
}

/** A write that our cookie speaks for has to come from a page of ours. */
function checkCsrf({ root }: App, request: FastifyRequest): void {
  const { caller, method, headers } = request
  const secret = secretOf(caller)
  if (secret === undefined) return
  const { readsOnly = false, originSuffices = false } = request.routeOptions.config
  // Whoever got here by cookie came from an allowed origin, by the browser's own word.
  if (SAFE_METHODS.has(method) || readsOnly || originSuffices) return
  const token = headers['x-csrf-token']
  const isOurs = typeof token === 'string' && isCsrfToken(root, secret, token)
  if (headers.origin === undefined || !isOurs) {
    throw new EquipoiseError('csrf_refused', 'Cannot write for the person without a CSRF token')
  }
}

/** Whoever runs it says why they act for a person, and it is logged before it is done. */
function logReason(
  { store, now }: App,
  request: FastifyRequest,
  may: Action,
): void | Promise<void> {
  const { caller, headers } = request
  if (caller.kind !== 'operator' || !needsReason(may)) return
  const reason = checkReason(headers)
  const { method, url } = request.routeOptions
  const act = `${method} ${url}`
  return store.transact('system', async (writer) =>
    writer.appendOperatorAct({ at: now(), key: caller.key, act, reason }),
  )
}
