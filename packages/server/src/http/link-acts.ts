/**
 * What somebody may do who came by a link in a mail: verification in proportion to the act.
 * Whoever has the mailbox may see and say no; what cannot be undone, or leaves, takes a link that
 * was opened a moment ago in the browser that asked for it; all else is for other credentials.
 *
 * GDPR Art. 12(2), (6) and recital 64 (reasonable measures, no more data than needed); EDPB
 * Guidelines 01/2022 on access, section 3.3 (proportionate to what is asked and to the harm).
 */
import type { FastifyRequest } from 'fastify'
import { EquipoiseError } from '../errors.ts'

type Needs = 'link' | 'fresh_link'

/** By method and route. What is not named here is not for whoever came by a link. */
export const LINK_ACTS: Readonly<Record<string, Needs>> = {
  'GET /v1/session': 'link',
  'POST /v1/purposes': 'link',
  'POST /v1/banner': 'link',
  'POST /v1/decide': 'link',
  'GET /v1/subjects/:id/interests': 'link',
  'GET /v1/subjects/:id/follow': 'link',
  'GET /v1/subjects/:id/interactions': 'link',
  'GET /v1/subjects/:id/impressions': 'link',
  'GET /v1/subjects/:id/receipts': 'link',
  'GET /v1/subjects/:id/receipt': 'link',
  'GET /v1/subjects/:id/requests': 'link',
  'GET /v1/erasures/:id': 'link',
  'POST /v1/choice': 'link',
  'POST /v1/subjects/:id/interactions/remove': 'link',
  'POST /v1/subjects/:id/marks': 'link',
  'POST /v1/subjects/:id/marks/remove': 'link',
  'PUT /v1/subjects/:id/ceiling': 'link',
  'POST /v1/subjects/:id/wishes': 'link',
  'POST /v1/subjects/:id/pause': 'link',
  'POST /v1/subjects/:id/resume': 'link',
  'POST /v1/subjects/:id/requests': 'fresh_link',
  'GET /v1/subjects/:id/export': 'fresh_link',
  'POST /v1/subjects/:id/erase': 'fresh_link',
}

/** @throws EquipoiseError `forbidden`, `fresh_link_needed`. */
export function checkLinkAct(request: FastifyRequest): void {
  const { caller, method } = request
  if (caller.kind !== 'subject' || caller.via !== 'link') return
  const needs = LINK_ACTS[`${method === 'HEAD' ? 'GET' : method} ${request.routeOptions.url}`]
  if (needs === undefined) {
    throw new EquipoiseError('forbidden', 'Cannot do that by a link from a mail')
  }
  if (needs === 'fresh_link') checkFresh(request)
}

/** For a yes, and a more personal feed: mails are passed on, and nobody agrees for another. */
export function checkFresh({ caller }: FastifyRequest): void {
  if (caller.kind !== 'subject' || caller.via !== 'link' || caller.link.isFresh) return
  throw new EquipoiseError('fresh_link_needed', 'Cannot do that without a fresh link')
}
