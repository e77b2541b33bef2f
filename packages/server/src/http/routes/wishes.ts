/** What a person wants of feeds and playlists for good. */
import type { App } from '../../app.ts'
import { changeSubjectWishes, readWishes, viewWishes } from '../../modules/rights/index.ts'
import type { Api } from '../api.ts'
import { actingFor, subjectIn } from '../caller.ts'
import { WishesBody, WishesView } from '../feed-schemas.ts'
import { SubjectPath } from '../schemas.ts'
import { bodyProblems, problems } from './problems.ts'

export function wishRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/wishes',
    config: { may: 'rights' },
    schema: {
      operationId: 'getWishes',
      tags: ['rights'],
      summary: 'Read how personal a feed may be, what the person follows, and what is not to count',
      params: SubjectPath,
      response: { 200: WishesView, ...problems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      return viewWishes(await readWishes(app, subject))
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/wishes',
    config: { may: 'rights' },
    schema: {
      operationId: 'changeWishes',
      tags: ['rights'],
      summary:
        'Say for good how personal a feed may be, what one follows, and what is not to count',
      description:
        'It goes for the next decision and the next event. A request may ask for a less personal feed than the person wants, never for a more personal one.',
      params: SubjectPath,
      body: WishesBody,
      response: { 200: WishesView, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const acting = actingFor(request)
      return viewWishes(await changeSubjectWishes(app, subject, { change: request.body, acting }))
    },
  })
}
