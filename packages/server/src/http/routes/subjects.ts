/** Finding a person, and what they said about purposes. */
import type { ConsentAction } from '@equipoise/core/consent'
import type { SubjectId } from '@equipoise/core/values'
import type { App } from '../../app.ts'
import { recordConsent, viewConsent, viewRecords } from '../../modules/consent/index.ts'
import { getSubject, type SubjectReference } from '../../modules/subjects/index.ts'
import type { Cleared } from '../../modules/train/index.ts'
import type { Api } from '../api.ts'
import { ANY_KEY } from '../authorize.ts'
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

export function subjectRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/subjects/find',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'findSubject',
      tags: ['people'],
      summary: 'Find our id of a person by yours',
      body: FindBody,
      response: { 200: FindAnswer, ...bodyProblems(404) },
    },
    handler: async ({ body }) => ({ subject: await getSubject(app.store, body) }),
  })

  api.route({
    method: 'POST',
    url: '/v1/consent',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'recordConsent',
      tags: ['consent'],
      summary: 'Record a yes or a no under your own id of the person',
      description:
        'Somebody not known yet is made known by it. A yes needs evidence, a no nothing.',
      body: FirstConsentBody,
      response: { 200: ConsentAnswer, ...bodyProblems(404, 409) },
    },
    handler: async ({ body: { externalId, ...act } }) => record(app, { externalId }, act),
  })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/consent',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'readConsent',
      tags: ['consent'],
      summary: 'What stands, purpose by purpose, and every record of it',
      params: SubjectPath,
      response: { 200: ConsentAnswer, ...problems(404) },
    },
    handler: async ({ params: { id } }) =>
      viewSubject(app, await getSubject(app.store, { subject: id }), undefined),
  })

  api.route({
    method: 'PUT',
    url: '/v1/subjects/:id/consent',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'changeConsent',
      tags: ['consent'],
      summary: 'Record a yes, a no or a withdrawal',
      params: SubjectPath,
      body: ConsentBody,
      response: { 200: ConsentAnswer, ...bodyProblems(404, 409) },
    },
    handler: async ({ params: { id }, body }) => record(app, { subject: id }, body),
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/withdraw',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'withdrawConsent',
      tags: ['consent'],
      summary: 'Withdraw purposes; what was kept for them alone is deleted',
      params: SubjectPath,
      body: WithdrawBody,
      response: { 200: ConsentAnswer, ...bodyProblems(404, 409) },
    },
    handler: async ({ params: { id }, body: { purposes } }) =>
      record(app, { subject: id }, { action: 'withdraw', purposes }),
  })
}

async function record(app: App, who: SubjectReference, act: ConsentBody) {
  const { subject, cleared } = await recordConsent(app, who, {
    action: act.action satisfies ConsentAction,
    purposes: act.purposes,
    evidence: act.evidence ?? '',
    by: act.by ?? 'subject',
    explicit: act.explicit ?? false,
    region: readRegion(act.region),
    ageBand: act.ageBand,
  })
  return viewSubject(app, subject, cleared)
}

async function viewSubject(app: App, subject: SubjectId, cleared: Cleared | undefined) {
  const person = await app.gate.open(subject)
  return {
    subject,
    state: viewConsent(person),
    records: viewRecords(person),
    clearance: cleared?.clearance ?? null,
    modelClearedAt: timeOrNull(cleared?.modelClearedAt),
  }
}
