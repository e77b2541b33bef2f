/** How close what a person is shown may come to them, and how often it did. */
import { formatInstant } from '@equipoise/core/values'
import type { App } from '../../app.ts'
import { listFollowCounts, setCeiling } from '../../modules/rights/index.ts'
import { CeilingAnswer, CeilingBody, FollowAnswer } from '../ad-schemas.ts'
import type { Api } from '../api.ts'
import { actingFor, subjectIn } from '../caller.ts'
import { SubjectPath } from '../schemas.ts'
import { bodyProblems, problems } from './problems.ts'

export function ceilingRoutes(api: Api, app: App): void {
  api.route({
    method: 'PUT',
    url: '/v1/subjects/:id/ceiling',
    config: { may: 'rights' },
    schema: {
      operationId: 'setCeiling',
      tags: ['rights'],
      summary: 'Say how specific at most, on every channel, what the person is shown may be',
      description: 'It goes for the next decision. Null leaves it to each channel.',
      params: SubjectPath,
      body: CeilingBody,
      response: { 200: CeilingAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const { ceiling } = request.body
      const acting = actingFor(request)
      await setCeiling(app, subject, { ceiling: ceiling ?? undefined, acting })
      return { ceiling }
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/follow',
    config: { may: 'rights' },
    schema: {
      operationId: 'listFollowCounts',
      tags: ['rights'],
      summary: 'Of what the person looked at: how often it was shown to them, and may be',
      params: SubjectPath,
      response: { 200: FollowAnswer, ...problems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const items = await listFollowCounts(app, subject)
      return { items, countedAt: formatInstant(app.now()) }
    },
  })
}
