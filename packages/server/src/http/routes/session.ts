/** Who is in front of a page, as far as anybody knows, and who that turns out to be. */
import type { FastifyRequest } from 'fastify'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import { csrfTokenOf } from '../../modules/access/index.ts'
import { viewAsking, viewAskingAfterNo, viewConsent } from '../../modules/consent/index.ts'
import { identifySubject } from '../../modules/identify/index.ts'
import type { Api } from '../api.ts'
import { actingFor, subjectOfPage } from '../caller.ts'
import { choiceOf } from '../choice-cookie.ts'
import { IdentifyAnswer, IdentifyBody, SessionAnswer, SessionQuery } from '../person-schemas.ts'
import { clearSession } from '../session-cookie.ts'
import { readRegion, timeOrNull } from '../views.ts'
import { bodyProblems, problems } from './problems.ts'
import { gpcOf } from './signals.ts'

export function sessionRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/v1/session',
    config: { may: 'notice' },
    schema: {
      operationId: 'readSession',
      tags: ['consent'],
      summary: 'Who is in front of the page, as far as anybody knows, and what they said',
      querystring: SessionQuery,
      response: { 200: SessionAnswer, ...problems() },
    },
    handler: async (request) => {
      const { caller, headers, query } = request
      const subject = await subjectOfPage(app, caller)
      const isCookie = caller.kind === 'subject' && caller.via === 'cookie'
      const csrfToken = isCookie ? csrfTokenOf(app.root, caller.who.session) : null
      const via = caller.kind === 'subject' ? caller.via : null
      const signals = { gpc: gpcOf(headers) }
      const person = await app.gate.open(subject, { location: readRegion(query.location), signals })
      const choice = subject === undefined ? choiceOf(request) : undefined
      return {
        known: subject !== undefined,
        via,
        csrfToken,
        state: subject === undefined ? null : viewConsent(person),
        pausedUntil: timeOrNull(person.pausedUntil),
        choice: choice ?? null,
        asking: choice === undefined ? viewAsking(person) : viewAskingAfterNo(person),
      }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/identify',
    config: { may: 'identify' },
    schema: {
      operationId: 'identifySubject',
      tags: ['people'],
      summary: 'Say who an anonymous person is',
      description:
        'The stricter of what the two said counts. A back end names both ids. A page sends a subject token beside our cookie, and nothing in the body.',
      body: IdentifyBody,
      response: { 200: IdentifyAnswer, ...bodyProblems(409) },
    },
    handler: async (request, reply) => {
      const { anonymous, externalId } = identityOf(request)
      if (anonymous === undefined) return { outcome: 'nobody_there', moved: 0 } as const
      const acting = actingFor(request)
      const { outcome, moved } = await identifySubject(app, { anonymous, externalId }, acting)
      if ('session' in anonymous) clearSession(reply)
      return { outcome, moved }
    },
  })
}

type Identifying = FastifyRequest & {
  readonly body: { readonly externalId?: string; readonly anonymousId?: string }
}

function identityOf({ caller, session, body }: Identifying) {
  const { externalId, anonymousId } = body
  if (caller.kind === 'secret') {
    if (externalId !== undefined && anonymousId !== undefined) {
      return { anonymous: { anonymousId }, externalId }
    }
    throw new EquipoiseError('invalid_subject', 'Name both: externalId and anonymousId')
  }
  if (externalId !== undefined || anonymousId !== undefined) {
    throw new EquipoiseError('invalid_subject', 'Cannot name anybody with the credential of a page')
  }
  if (caller.kind !== 'subject' || caller.via !== 'token') {
    throw new EquipoiseError('identity_unproven', 'Cannot know who this is without a subject token')
  }
  const anonymous = session === undefined ? undefined : { session }
  return { anonymous, externalId: caller.who.externalId }
}
