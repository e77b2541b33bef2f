/** Who calls: what a credential makes of a request, and whom it is about. */
import type { IncomingHttpHeaders } from 'node:http'
import type { SubjectId } from '@equipoise/core/values'
import type { FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'
import type { CenterSession } from '../modules/access/index.ts'
import type { ActingFor } from '../modules/rights/index.ts'
import { findSubject, getSubject, type SubjectReference } from '../modules/subjects/index.ts'
import type { OperatorRole } from '../store/index.ts'
import { type Credential, reachOf } from './access-table.ts'

export type Caller =
  | { readonly kind: 'none' }
  | { readonly kind: 'publishable'; readonly key: string; readonly origin: string }
  | PageSubject
  | { readonly kind: 'exchange'; readonly key: string }
  | { readonly kind: 'secret'; readonly key: string }
  | { readonly kind: 'operator'; readonly key: string; readonly role: OperatorRole }

/** The person in front of a page. */
export type PageSubject =
  | {
      readonly kind: 'subject'
      readonly via: 'token'
      readonly key: string
      readonly who: { readonly externalId: string }
    }
  | {
      readonly kind: 'subject'
      readonly via: 'cookie'
      readonly key: string
      readonly origin: string
      readonly who: { readonly session: string }
    }
  | {
      readonly kind: 'subject'
      /** By a link in a mail, at the privacy center alone. */
      readonly via: 'link'
      readonly key: string
      readonly origin: string
      readonly who: { readonly subject: SubjectId }
      readonly link: CenterSession
    }

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
    /** A session that came beside a subject token: what `identify` joins to the person. */
    session: string | undefined
  }
}

export const NO_CALLER: Caller = { kind: 'none' }

export function credentialOf(caller: Caller): Credential {
  return caller.kind === 'operator' ? caller.role : caller.kind
}

/** A page: what it sends proves nothing, and what it gets anybody may read. */
export function isPage({ kind }: Caller): boolean {
  return kind === 'publishable' || kind === 'subject'
}

/** A back end of the business, or one who runs it: what it says of people vouches for them. */
export function isBackEnd({ kind }: Caller): boolean {
  return kind === 'secret' || kind === 'operator'
}

/**
 * The person whom a path names. A page names nobody but `me`; any other id gets the answer of one
 * that does not exist, without being looked up.
 *
 * @throws EquipoiseError `not_found`.
 */
export async function subjectIn(
  app: Pick<App, 'store'>,
  { caller }: FastifyRequest,
  id: string,
): Promise<SubjectId> {
  if (!isPage(caller)) return getSubject(app.store, { subject: id })
  const found = id === 'me' ? await subjectOfPage(app, caller) : undefined
  if (found === undefined) throw new EquipoiseError('not_found', 'Cannot find the subject')
  return found
}

/** The person in front of the page; undefined where nobody known is. */
export async function subjectOfPage(
  { store }: Pick<App, 'store'>,
  caller: Caller,
): Promise<SubjectId | undefined> {
  return caller.kind === 'subject' ? findSubject(store, caller.who) : undefined
}

/** The person in front of the page, and how they are known. */
export async function inFrontOf(app: Pick<App, 'store'>, caller: Caller) {
  const via = caller.kind === 'subject' ? caller.via : null
  return { subject: await subjectOfPage(app, caller), via, session: secretOf(caller) }
}

/** The secret of the cookie that speaks for the person: CSRF tokens are derived from it. */
export function secretOf(caller: Caller): string | undefined {
  if (caller.kind !== 'subject' || caller.via === 'token') return undefined
  return caller.via === 'cookie' ? caller.who.session : caller.link.secret
}

/** How a back end names somebody: once. */
interface Named {
  readonly subject?: string
  readonly externalId?: string
  readonly anonymousId?: string
}

/**
 * Whom a body is about: the one it names, or in front of a page whoever is there.
 *
 * @throws EquipoiseError `invalid_subject` where it names two, or anybody whom it may not.
 */
export function whoIn(
  { caller, routeOptions, headers }: FastifyRequest,
  { subject, externalId, anonymousId }: Named,
): SubjectReference | undefined {
  const named = [subject, externalId, anonymousId].filter((id) => id !== undefined).length
  const { may } = routeOptions.config
  if (may === undefined || reachOf(may, credentialOf(caller)) !== 'any') {
    if (named > 0) {
      throw new EquipoiseError('invalid_subject', 'Cannot name anybody with this credential')
    }
    return caller.kind === 'subject' ? caller.who : undefined
  }
  if (named > 1) {
    const says = 'Name the subject once: subject, externalId or anonymousId'
    throw new EquipoiseError('invalid_subject', says)
  }
  if (named === 1 && caller.kind === 'operator') checkReason(headers)
  if (subject !== undefined) return { subject }
  if (externalId !== undefined) return { externalId }
  return anonymousId === undefined ? undefined : { anonymousId }
}

const REASON_LENGTH_MAX = 500

/** Why an operator acts for a person. @throws EquipoiseError `reason_missing`. */
export function checkReason(headers: IncomingHttpHeaders): string {
  const header = headers['equipoise-reason']
  const reason = typeof header === 'string' ? header.trim() : ''
  if (reason !== '' && reason.length <= REASON_LENGTH_MAX) return reason
  throw new EquipoiseError('reason_missing', 'Cannot act for a person without saying why')
}

/** For whom, and by whom, an act under somebody's rights is done: it stands in the act's leaf. */
export function actingFor({ caller, headers }: FastifyRequest): ActingFor {
  if (caller.kind === 'operator') {
    return { by: 'operator', key: caller.key, reason: checkReason(headers) }
  }
  return { by: caller.kind === 'secret' ? 'back_end' : 'subject' }
}
