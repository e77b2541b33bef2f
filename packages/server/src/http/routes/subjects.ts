/** Finding a person, and what they said about purposes. */
import type { ConsentAction } from '@equipoise/core/consent'
import { NO_SIGNALS } from '@equipoise/core/signals'
import type { SubjectId } from '@equipoise/core/values'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import { csrfTokenOf } from '../../modules/access/index.ts'
import {
  listRecords,
  noticeShown,
  recordConsent,
  viewAsking,
  viewConsent,
} from '../../modules/consent/index.ts'
import { getSubject, type SubjectReference } from '../../modules/subjects/index.ts'
import type { Cleared } from '../../modules/train/index.ts'
import type { Page } from '../../store/index.ts'
import type { Api } from '../api.ts'
import { isPage, subjectIn, whoIn } from '../caller.ts'
import { consentFromPage } from '../consent-from-page.ts'
import { nextCursorOf, PageQuery, pageIn } from '../paging.ts'
import {
  ConsentAnswer,
  ConsentBody,
  FindAnswer,
  FindBody,
  FirstConsentBody,
  SubjectPath,
  WithdrawBody,
} from '../schemas.ts'
import { readRegion, timeOrNull } from '../views.ts'
import { bodyProblems, problems } from './problems.ts'
import { signalsOf } from './signals.ts'

export function subjectRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/subjects/find',
    config: { may: 'find' },
    schema: {
      operationId: 'findSubject',
      tags: ['people'],
      summary: 'Find our id of a person by yours',
      body: FindBody,
      response: { 200: FindAnswer, ...bodyProblems(404) },
    },
    handler: async (request) => {
      const who = whoIn(request, request.body)
      if (who === undefined) throw new EquipoiseError('invalid_subject', 'Name the person')
      return { subject: await getSubject(app.store, who) }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/consent',
    config: { may: 'consent' },
    schema: {
      operationId: 'recordConsent',
      tags: ['consent'],
      summary: 'Record a yes or a no, also of somebody not known yet',
      description:
        'A back end names the person by its own id, and a yes by what proves it. A page names nobody: a yes needs the nonce of the notice shown, a no nothing.',
      body: FirstConsentBody,
      response: { 200: ConsentAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request, reply) => {
      const { externalId, anonymousId, ...said } = request.body
      const who = whoIn(request, {
        ...(externalId === undefined ? {} : { externalId }),
        ...(anonymousId === undefined ? {} : { anonymousId }),
      })
      if (isPage(request.caller)) return fromPage(app, { request, reply }, said)
      if (who === undefined) throw new EquipoiseError('invalid_subject', 'Name the person')
      return record(app, { request, who }, said)
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/consent',
    config: { may: 'consent' },
    schema: {
      operationId: 'readConsent',
      tags: ['consent'],
      summary: 'What stands, purpose by purpose, and the records of it, latest first',
      params: SubjectPath,
      querystring: PageQuery,
      response: { 200: ConsentAnswer, ...problems(404, 409) },
    },
    handler: async (request) => {
      const page = pageIn(request.query)
      const subject = await subjectIn(app, request, request.params.id)
      return viewSubject(app, subject, { request, page })
    },
  })

  api.route({
    method: 'PUT',
    url: '/v1/subjects/:id/consent',
    config: { may: 'consent' },
    schema: {
      operationId: 'changeConsent',
      tags: ['consent'],
      summary: 'Record a yes, a no or a withdrawal',
      params: SubjectPath,
      body: ConsentBody,
      response: { 200: ConsentAnswer, ...bodyProblems(404, 409) },
    },
    handler: (request, reply) => change(app, { request, reply }, request.body),
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/withdraw',
    config: { may: 'consent' },
    schema: {
      operationId: 'withdrawConsent',
      tags: ['consent'],
      summary: 'Withdraw purposes; what was kept for them alone is deleted',
      params: SubjectPath,
      body: WithdrawBody,
      response: { 200: ConsentAnswer, ...bodyProblems(404, 409) },
    },
    handler: (request, reply) =>
      change(app, { request, reply }, { action: 'withdraw', purposes: request.body.purposes }),
  })
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** What somebody says who is known already. */
async function change(app: App, exchange: Exchange, said: ConsentBody) {
  const { request } = exchange
  // Both routes that come here have an id in their path.
  const { id } = request.params as { readonly id: string }
  const subject = await subjectIn(app, request, id)
  return isPage(request.caller)
    ? fromPage(app, exchange, said)
    : record(app, { request, who: { subject } }, said)
}

async function fromPage(app: App, exchange: Exchange, said: ConsentBody) {
  const { recorded, session } = await consentFromPage(app, exchange, said)
  const csrfToken = session === undefined ? null : csrfTokenOf(app.root, session)
  const { subject, cleared } = recorded ?? {}
  const { request } = exchange
  return { ...(await viewSubject(app, subject, { request, cleared })), csrfToken }
}

interface Recording {
  readonly request: FastifyRequest
  readonly who: SubjectReference
}

async function record(app: App, { request, who }: Recording, act: ConsentBody) {
  // A no counts whatever it was asked with.
  const asked = act.action === 'give' ? act.purposes : []
  const { subject, cleared } = await recordConsent(app, who, {
    action: act.action satisfies ConsentAction,
    purposes: act.purposes,
    evidence: act.evidence ?? '',
    by: act.by ?? 'subject',
    explicit: act.explicit ?? false,
    method: act.method ?? 'other',
    notice: act.notice && (await noticeShown(app, act.notice, asked)),
    region: readRegion(act.region),
    ageBand: act.ageBand,
    // A device is nobody yet whom a back end has spoken for.
    vouched: !('anonymousId' in who),
  })
  return viewSubject(app, subject, { request, cleared })
}

interface Viewed {
  readonly request: FastifyRequest
  readonly cleared?: Cleared | undefined
  /** The latest records where it is left out. */
  readonly page?: Page
}

async function viewSubject(
  app: App,
  subject: SubjectId | undefined,
  { request, cleared, page = pageIn({}) }: Viewed,
) {
  // A back end's own headers say nothing of the person.
  const signals = isPage(request.caller) ? signalsOf(request) : NO_SIGNALS
  const person = await app.gate.open(subject, { location: undefined, signals })
  const isReadable = person.consentOf('measurement').status !== 'invalidated'
  const { entries, next } =
    subject !== undefined && isReadable ? await listRecords(app, subject, page) : NO_RECORDS
  return {
    subject: subject ?? null,
    state: viewConsent(person),
    asking: viewAsking(person),
    records: entries,
    nextCursor: nextCursorOf({ next }),
    clearance: cleared?.clearance ?? null,
    modelClearedAt: timeOrNull(cleared?.modelClearedAt),
    csrfToken: null,
  }
}

const NO_RECORDS = { entries: [], next: undefined }
