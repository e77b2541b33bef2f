/**
 * What anybody may see of ads without a key: the repository (DSA Art. 39), and the frame that shows
 * a creative of HTML, alone on its page and in a sandbox that runs and loads nothing.
 */
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import { listRepository } from '../../modules/ads/index.ts'
import { AdPath, RepositoryAnswer } from '../ad-schemas.ts'
import type { Api } from '../api.ts'
import { nextCursorOf, PageQuery, pageIn } from '../paging.ts'
import { problems } from './problems.ts'

const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox"

export function publicAdRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/ads/repository',
    schema: {
      operationId: 'listRepository',
      tags: ['ads'],
      summary: 'Every ad of the last year: what, on whose behalf, who paid, when, how it was aimed',
      description: 'Nothing in it is about anybody who saw one. Who may: anybody, without a key.',
      security: [{}],
      querystring: PageQuery,
      response: { 200: RepositoryAnswer, ...problems() },
    },
    handler: async ({ query }, reply) => {
      const page = await listRepository(app, pageIn(query))
      reply.header('access-control-allow-origin', '*')
      return { ads: page.entries, nextCursor: nextCursorOf(page) }
    },
  })

  api.route({
    method: 'GET',
    url: '/ads/creatives/:id/frame',
    schema: { hide: true, params: AdPath },
    handler: async ({ params: { id } }, reply) => {
      const creative = app.desk.records.creatives.get(id)
      const html = creative?.review?.state === 'approved' ? creative.form.html : undefined
      if (html === undefined) throw new EquipoiseError('not_found', 'Cannot find the creative')
      reply.header('content-security-policy', FRAME_POLICY)
      reply.removeHeader('x-frame-options')
      reply.header('cross-origin-resource-policy', 'cross-origin')
      return reply.type('text/html; charset=utf-8').send(`<!doctype html>\n${html}\n`)
    },
  })
}
