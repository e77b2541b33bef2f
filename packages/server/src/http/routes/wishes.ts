/** What a person wants of feeds and playlists for good. */
import { type FeedMode, lessPersonal, type WishChange } from '@equipoise/core/channels'
import type { App } from '../../app.ts'
import { changeSubjectWishes, readWishes, viewWishes } from '../../modules/rights/index.ts'
import type { Api } from '../api.ts'
import { actingFor, subjectIn } from '../caller.ts'
import { WishesBody, WishesView } from '../feed-schemas.ts'
import { checkFresh } from '../link-acts.ts'
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
      const before = await readWishes(app, subject)
      if (wantsMore(before.feedMode, request.body.feedMode)) checkFresh(request)
      return viewWishes(await changeSubjectWishes(app, subject, { change: request.body, acting }))
    },
  })
}

/**
 * Whether a feed may become more personal by it, which some laws take as a yes: South Carolina's
 * is off for minors until they turn it on. Who said nothing may be held to the order of time.
 */
function wantsMore(before: FeedMode | undefined, wanted: WishChange['feedMode']): boolean {
  if (wanted === undefined) return false
  const most = wanted ?? 'personal'
  return lessPersonal(most, before ?? 'chronological') !== most
}
