/** Who is in front of a page, as far as anybody knows, and who that turns out to be. */

import { formatChoice } from '@equipoise/core/consent'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import { viewAsking } from '../../modules/consent/index.ts'
import { identifySubject } from '../../modules/identify/index.ts'
import type { Api } from '../api.ts'
import { inFrontHere } from '../authorize.ts'
import { actingFor } from '../caller.ts'
import { choiceIn } from '../choice-cookie.ts'
import { IdentifyAnswer, IdentifyBody, SessionAnswer, SessionQuery } from '../person-schemas.ts'
import { clearSession } from '../session-cookie.ts'
import { viewSession } from '../session-view.ts'
import { situationOf } from '../situation.ts'
import { bodyProblems, problems } from './problems.ts'

export function sessionRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/v1/session',
    config: { may: 'notice' },
    schema: {
      operationId: 'readSession',
      tags: ['consent'],
      summary: 'Who is in front of the page, as far as anybody knows, and what they said',
      description:
        'And what the gate permits of that person here and now, and whether one may ask, purpose by purpose.',
      querystring: SessionQuery,
      response: { 200: SessionAnswer, ...problems() },
    },
    handler: async (request) => {
      const inFront = await inFrontHere(app, request)
      const situation = situationOf(request, request.query.location)
      const person = await app.gate.open(inFront.subject, situation)
      const choice = inFront.subject === undefined ? choiceIn(request) : undefined
      return structuredClone({
        ...viewSession(app, inFront, person),
        choice: choice === undefined ? null : formatChoice(choice),
        asking: viewAsking(person, choice?.refused),
      })
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
