/** Receipts: what a person takes along as proof of what they said, asked for and got. */
import { PURPOSES } from '@equipoise/core/values'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { getReceipt, listReceipts, refuseAnonymously } from '../../modules/receipts/index.ts'
import type { Api } from '../api.ts'
import { isPage, subjectIn } from '../caller.ts'
import { keepChoice } from '../choice-cookie.ts'
import { nextCursorOf, PageQuery, pageIn } from '../paging.ts'
import { list, NextCursor, SubjectPath } from '../schemas.ts'
import { bodyProblems, problems } from './problems.ts'

const ReceiptAnswer = Type.Object({
  receipt: Type.String({ description: 'A c2sp.org/tlog-proof: keep it as a file' }),
})
const ReceiptQuery = Type.Object(
  {
    leaf: Type.Optional(
      Type.String({
        pattern: '^(0|[1-9][0-9]{0,14})$',
        description: 'Of which act; the latest where left out',
      }),
    ),
  },
  { additionalProperties: false },
)
const RefusalBody = Type.Object(
  {
    purposes: Type.Array(Type.Enum([...PURPOSES]), {
      minItems: 1,
      maxItems: PURPOSES.length,
      uniqueItems: true,
    }),
  },
  { additionalProperties: false },
)

export function receiptRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/receipts',
    config: { may: 'rights' },
    schema: {
      operationId: 'listReceipts',
      tags: ['ledger'],
      summary: 'What there are receipts of, latest first',
      params: SubjectPath,
      querystring: PageQuery,
      response: {
        200: Type.Object({
          receipts: list(
            Type.Object({
              leaf: Type.Integer(),
              kind: Type.String(),
              act: Type.String(),
              at: Type.String(),
            }),
          ),
          nextCursor: NextCursor,
        }),
        ...problems(404, 409),
      },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const listed = await listReceipts(app, subject, pageIn(request.query))
      return { receipts: [...listed.entries], nextCursor: nextCursorOf(listed) }
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/receipt',
    config: { may: 'rights' },
    schema: {
      operationId: 'readReceipt',
      tags: ['ledger'],
      summary: 'The receipt of one act, proven under the latest checkpoint',
      params: SubjectPath,
      querystring: ReceiptQuery,
      response: { 200: ReceiptAnswer, ...problems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const { leaf } = request.query
      return {
        receipt: await getReceipt(app, subject, leaf === undefined ? undefined : Number(leaf)),
      }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/receipts/refusal',
    config: { may: 'consent', perAddress: 'refusal' },
    schema: {
      operationId: 'refuseWithReceipt',
      tags: ['ledger'],
      summary: 'Refuse without being known, and take the receipt along',
      description:
        'The record names nobody. Of a page the browser keeps what was refused and on which day, and nothing else. The receipt is given this once: what opens its leaf is kept nowhere.',
      body: RefusalBody,
      response: { 200: ReceiptAnswer, ...bodyProblems() },
    },
    handler: async (request, reply) => {
      const { purposes } = request.body
      const receipt = await refuseAnonymously(app, purposes)
      const said = { give: [], refuse: purposes }
      if (isPage(request.caller)) await keepChoice(app, { request, reply }, said)
      return { receipt }
    },
  })
}
