/** What advertising is made of, kind by kind; the review of creatives; export and import. */

import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import { AD_FORMS, exportAds, ReviewForm, viewAdRecord } from '../../modules/ads/index.ts'
import { AD_RECORD_KINDS, type AdRecordKind } from '../../store/index.ts'
import { AD_ANSWERS, AdBody, AdPath, AdSet, AdSetAnswer } from '../ad-schemas.ts'
import type { Api } from '../api.ts'
import { nextCursorOf, PageQuery, pageIn, pageOf } from '../paging.ts'
import { list, NextCursor } from '../schemas.ts'
import { bodyProblems, problems } from './problems.ts'

const IMPORT_BYTES_MAX = 32 * 1024 * 1024

const SAYS: Readonly<Record<AdRecordKind, { readonly one: string; readonly says: string }>> = {
  advertisers: { one: 'Advertiser', says: 'on whose behalf ads are shown, and who pays' },
  slots: { one: 'Slot', says: 'a place where ads are shown' },
  audiences: { one: 'Audience', says: 'conditions on what people agreed to have used' },
  creatives: { one: 'Creative', says: 'what is shown, once it is approved' },
  campaigns: { one: 'Campaign', says: 'what is shown where, to whom, when and for how much' },
  experiments: { one: 'Experiment', says: 'arms of a slot that are compared' },
}

export function adRoutes(api: Api, app: App): void {
  for (const kind of AD_RECORD_KINDS) kindRoutes(api, app, kind)
  reviewRoute(api, app)
  setRoutes(api, app)
}

function kindRoutes(api: Api, app: App, kind: AdRecordKind): void {
  const { one, says } = SAYS[kind]
  const name = one.toLowerCase()
  // Its answers differ by kind, which the types of a loop cannot follow: the schemas do.
  const Answer = Type.Unsafe<Record<string, unknown>>(AD_ANSWERS[kind])

  api.route({
    method: 'PUT',
    url: `/v1/${kind}/:id`,
    config: { may: 'write_ads', documentedBody: AD_FORMS[kind] },
    schema: {
      operationId: `put${one}`,
      tags: ['ads'],
      summary: `Set up ${article(name)} ${name}, or change it: ${says}`,
      description: 'It replaces what had this id, and counts in the next decision.',
      params: AdPath,
      body: AdBody,
      response: { 200: Answer, ...bodyProblems(409) },
    },
    handler: async ({ params: { id }, body }) => {
      await app.desk.put(kind, id, body)
      return viewAdRecord(app, kind, id)
    },
  })

  api.route({
    method: 'GET',
    url: `/v1/${kind}/:id`,
    config: { may: 'read_ads' },
    schema: {
      operationId: `read${one}`,
      tags: ['ads'],
      summary: `Read ${article(name)} ${name}`,
      params: AdPath,
      response: { 200: Answer, ...problems(404) },
    },
    handler: async ({ params: { id } }) => viewAdRecord(app, kind, id),
  })

  api.route({
    method: 'GET',
    url: `/v1/${kind}`,
    config: { may: 'read_ads' },
    schema: {
      operationId: `list${one}s`,
      tags: ['ads'],
      summary: `List ${kind}, the last one set up first`,
      querystring: PageQuery,
      response: {
        200: Type.Object({ [kind]: list(Answer), nextCursor: NextCursor }),
        ...problems(),
      },
    },
    handler: async ({ query }) => {
      const ids = [...app.desk.records[kind].keys()]
      const page = pageOf(ids, pageIn(query))
      const views = await Promise.all(page.entries.map((id) => viewAdRecord(app, kind, id)))
      return { [kind]: views, nextCursor: nextCursorOf(page) }
    },
  })

  api.route({
    method: 'DELETE',
    url: `/v1/${kind}/:id`,
    config: { may: 'write_ads' },
    schema: {
      operationId: `delete${one}`,
      tags: ['ads'],
      summary: `Remove ${article(name)} ${name} that nothing names any more`,
      params: AdPath,
      response: { 204: Type.Null(), ...bodyProblems(404, 409) },
    },
    handler: async ({ params: { id } }, reply) => {
      await app.desk.remove(kind, id)
      return reply.code(204).send(null)
    },
  })
}

function article(name: string): string {
  return /^[aeiou]/.test(name) ? 'an' : 'a'
}

function reviewRoute(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/creatives/:id/review',
    config: { may: 'review_ads' },
    schema: {
      operationId: 'reviewCreative',
      tags: ['ads'],
      summary: 'Approve or reject a creative: none is shown before',
      description: 'Once anything of it is changed, it waits for a review again.',
      params: AdPath,
      body: ReviewForm,
      response: { 200: AD_ANSWERS.creatives, ...bodyProblems(404) },
    },
    handler: async ({ params: { id }, body }) => {
      const { form, review } = await app.desk.review(id, body)
      if (review === undefined) throw new EquipoiseError('internal', 'A creative has its review')
      return { id, ...form, review }
    },
  })
}

function setRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/v1/ads/export',
    config: { may: 'read_ads' },
    schema: {
      operationId: 'exportAds',
      tags: ['ads'],
      summary: 'All that advertising is made of, in an order in which it can be taken in',
      response: { 200: AdSetAnswer, ...problems() },
    },
    handler: async () => ({ ads: exportAds(app.desk.records) }),
  })

  api.route({
    method: 'POST',
    url: '/v1/ads/import',
    bodyLimit: IMPORT_BYTES_MAX,
    config: { may: 'write_ads' },
    schema: {
      operationId: 'importAds',
      tags: ['ads'],
      summary: 'Take in what an export wrote, all of it or nothing',
      description: 'Creatives that are new or changed wait for their review.',
      body: AdSet,
      response: { 200: Type.Object({ taken: Type.Integer() }), ...bodyProblems(409) },
    },
    handler: async ({ body: { ads } }) => {
      await app.desk.putAll(ads)
      return { taken: ads.length }
    },
  })
}
