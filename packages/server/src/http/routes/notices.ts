/** Notices: registered, read, retired, and asked with. */
import { formatInstant } from '@equipoise/core/values'
import type { App } from '../../app.ts'
import {
  getNotice,
  issueNonce,
  listNotices,
  type Notice,
  registerNotice,
  retireNotice,
} from '../../modules/consent/index.ts'
import type { Api } from '../api.ts'
import { checkPrompt } from '../check-prompt.ts'
import { askedOf } from '../consent-from-page.ts'
import {
  NonceAnswer,
  NonceBody,
  NoticeAnswer,
  NoticeBody,
  NoticePath,
  NoticeQuery,
  NoticesAnswer,
  RetireBody,
} from '../notice-schemas.ts'
import { nextCursorOf, PageQuery, pageIn } from '../paging.ts'
import { timeOrNull } from '../views.ts'
import { bodyProblems, problems } from './problems.ts'

export function noticeRoutes(api: Api, app: App): void {
  api.route({
    method: 'PUT',
    url: '/v1/notices/:id',
    config: { may: 'notices' },
    schema: {
      operationId: 'registerNotice',
      tags: ['consent'],
      summary: 'Register a version of a notice, word for word',
      description:
        'A version never changes: the same content again is answered as it is kept, any other is refused. Everybody may read it, also once it is retired.',
      params: NoticePath,
      body: NoticeBody,
      response: { 200: NoticeAnswer, ...bodyProblems(409) },
    },
    handler: async ({ params: { id }, body: { explicit = false, rendering = {}, ...body } }) =>
      view(await registerNotice(app, { id, explicit, rendering, ...body })),
  })

  api.route({
    method: 'GET',
    url: '/v1/notices',
    config: { may: 'notices' },
    schema: {
      operationId: 'listNotices',
      tags: ['consent'],
      summary: 'Every version of every notice, latest first',
      querystring: PageQuery,
      response: { 200: NoticesAnswer, ...problems() },
    },
    handler: async ({ query }) => {
      const notices = await listNotices(app, pageIn(query))
      return { notices: notices.entries.map(view), nextCursor: nextCursorOf(notices) }
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/notices/:id',
    config: { may: 'read_notice' },
    schema: {
      operationId: 'readNotice',
      tags: ['consent'],
      summary: 'Read a notice: the version that a record names, or the latest in use',
      params: NoticePath,
      querystring: NoticeQuery,
      response: { 200: NoticeAnswer, ...problems(404) },
    },
    handler: async ({ params: { id }, query: { version } }) =>
      view(await getNotice(app, id, version)),
  })

  api.route({
    method: 'POST',
    url: '/v1/notices/:id/retire',
    config: { may: 'notices' },
    schema: {
      operationId: 'retireNotice',
      tags: ['consent'],
      summary: 'Retire a version: from now on nobody is asked with it',
      params: NoticePath,
      body: RetireBody,
      response: { 200: NoticeAnswer, ...bodyProblems(404) },
    },
    handler: async ({ params: { id }, body: { version } }) =>
      view(await retireNotice(app, id, version)),
  })

  api.route({
    method: 'POST',
    url: '/v1/notices/:id/nonce',
    config: { may: 'notice', readsOnly: true },
    schema: {
      operationId: 'askForNonce',
      tags: ['consent'],
      summary: 'Say which notice is shown, and get the nonce that a yes to it needs',
      description: 'Good for one yes and half an hour. It is kept nowhere. A no needs none.',
      params: NoticePath,
      body: NonceBody,
      response: { 200: NonceAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const { version, language, purposes, prompted = false } = request.body
      const named = { id: request.params.id, version, language, purposes }
      if (prompted) await checkPrompt(app, request, named)
      const { nonce, expiresAt } = await issueNonce(app, named, askedOf(request))
      return { nonce, expiresAt: formatInstant(expiresAt) }
    },
  })
}

function view({ registeredAt, retiredAt, ...notice }: Notice) {
  return {
    ...notice,
    // Copies, because the answer's type is one that may be written to.
    purposes: [...notice.purposes],
    texts: Object.fromEntries(
      Object.entries(notice.texts).map(([language, text]) => [
        language,
        { ...text, sections: [...text.sections] },
      ]),
    ),
    registeredAt: formatInstant(registeredAt),
    retiredAt: timeOrNull(retiredAt),
  }
}
