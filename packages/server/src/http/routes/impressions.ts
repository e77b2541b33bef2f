/** What was shown, and what came of it. */
import { type Instant, parseInstant } from '@equipoise/core/values'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  type Reporter,
  recordImpressions,
  recordOutcomes,
} from '../../modules/impressions/index.ts'
import { listImpressions } from '../../modules/rights/index.ts'
import type { Api } from '../api.ts'
import { isPage, subjectIn, subjectOfPage } from '../caller.ts'
import { nextCursorOf, PageQuery, pageIn } from '../paging.ts'
import { ImpressionsBody, OutcomesBody, ReportAnswer } from '../person-schemas.ts'
import { ImpressionsAnswer, PageImpressionsAnswer, SubjectPath } from '../schemas.ts'
import type { SignalsBody } from '../signal-schemas.ts'
import { withTitle, withWords } from '../views.ts'
import { bodyProblems, problems } from './problems.ts'
import { signalsOf } from './signals.ts'

export function impressionRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/impressions',
    config: { may: 'collect' },
    schema: {
      operationId: 'recordImpressions',
      tags: ['decide'],
      summary: 'Report what was really shown, by the tokens of the decision',
      description:
        'A report passes the gate again: whoever said no, paused or left since is not written about. A token counts once, for its own person, for a day.',
      body: ImpressionsBody,
      response: { 200: ReportAnswer, ...bodyProblems(409) },
    },
    handler: async (request) => {
      const reports = request.body.impressions.map(({ token, at, slot }) => ({
        token,
        at: timeIn(at),
        slot,
      }))
      return recordImpressions(app, reports, await reporterOf(app, request), situationOf(request))
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/outcomes',
    config: { may: 'collect' },
    schema: {
      operationId: 'recordOutcomes',
      tags: ['decide'],
      summary: 'Report what came of an impression: a click, a purchase, a dislike',
      description: 'It is also an interaction with the item, kept as such where that is permitted.',
      body: OutcomesBody,
      response: { 200: ReportAnswer, ...bodyProblems(409) },
    },
    handler: async (request) => {
      const reports = request.body.outcomes.map(({ token, verb, at, slot }) => ({
        token,
        verb,
        at: timeIn(at),
        slot,
      }))
      return recordOutcomes(app, reports, await reporterOf(app, request), situationOf(request))
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/impressions',
    config: { may: 'rights', pageAnswer: PageImpressionsAnswer },
    schema: {
      operationId: 'listImpressions',
      tags: ['rights'],
      summary: 'What the person was shown: when, why, on what basis, latest first',
      description: 'To a page without the name of the model.',
      params: SubjectPath,
      querystring: PageQuery,
      response: { 200: ImpressionsAnswer, ...problems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const shown = await listImpressions(app, subject, pageIn(request.query))
      const impressions = shown.entries.map((one) => ({
        ...withWords(app, one),
        contributions: one.contributions.map((part) => withTitle(app, part)),
      }))
      return { impressions, nextCursor: nextCursorOf(shown) }
    },
  })
}

/** A page reports for the person in front of it; a back end for whoever the token names. */
async function reporterOf(app: App, { caller }: FastifyRequest): Promise<Reporter> {
  return isPage(caller) ? { subject: await subjectOfPage(app, caller) } : 'back end'
}

function situationOf(request: FastifyRequest<{ Body: { readonly signals?: SignalsBody } }>) {
  return { location: undefined, signals: signalsOf(request, request.body.signals) }
}

/** The schema has checked the form. */
function timeIn(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined
  const at = parseInstant(text)
  if (at === undefined) throw new EquipoiseError('invalid_request', 'Cannot read a time')
  return at
}
