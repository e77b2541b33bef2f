/** What people ask for under a law, and what came of it. */
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import {
  answerRequest,
  listRequests,
  OUTCOMES,
  PERSON_REQUESTS,
  receiveRequest,
  WHY_LENGTH_MAX,
} from '../../modules/rights/index.ts'
import type { Api } from '../api.ts'
import { actingFor, subjectIn } from '../caller.ts'
import { list, nullable, SubjectPath, Time } from '../schemas.ts'
import { bodyProblems, problems } from './problems.ts'

const CLOSED = { additionalProperties: false }

const RightsRequest = Type.Object({
  request: Type.Integer({ description: 'Names it: the number of its leaf' }),
  right: Type.String(),
  receivedAt: Time,
  respondBy: nullable({
    ...Time,
    description: 'By when the strictest law wants an answer; null where none sets a day',
  }),
  outcome: Type.Unsafe<'received' | 'fulfilled' | 'rejected'>({
    type: 'string',
    enum: ['received', ...OUTCOMES],
    description: 'How it stands',
  }),
  answeredAt: nullable(Time),
  why: nullable(Type.String()),
})
const RequestBody = Type.Object(
  {
    right: Type.Unsafe<(typeof PERSON_REQUESTS)[number]>({
      type: 'string',
      enum: [...PERSON_REQUESTS],
      description: 'What is asked for',
    }),
  },
  CLOSED,
)
const AnswerBody = Type.Object(
  {
    request: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Which one; the latest that is open where left out',
      }),
    ),
    outcome: Type.Unsafe<(typeof OUTCOMES)[number]>({
      type: 'string',
      enum: [...OUTCOMES],
      description: 'What came of it',
    }),
    why: Type.Optional(
      Type.String({ maxLength: WHY_LENGTH_MAX, description: 'To the person; a no needs it' }),
    ),
  },
  CLOSED,
)
export function requestRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/requests',
    config: { may: 'rights' },
    schema: {
      operationId: 'receiveRequest',
      tags: ['rights'],
      summary: 'Take in a request under a law that is not done by a call of its own',
      description:
        'It gets a leaf, a receipt, and the day by which it has to be answered. One of the same right that is open is the one that stands.',
      params: SubjectPath,
      body: RequestBody,
      response: { 200: RightsRequest, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const { right } = request.body
      return receiveRequest(app, subject, { right, acting: actingFor(request) })
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/requests',
    config: { may: 'rights' },
    schema: {
      operationId: 'listRequests',
      tags: ['rights'],
      summary: 'What the person asked for, and what came of it, latest first',
      params: SubjectPath,
      response: { 200: Type.Object({ requests: list(RightsRequest) }), ...problems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      return { requests: await listRequests(app, subject) }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/requests/answer',
    config: { may: 'answer_requests' },
    schema: {
      operationId: 'answerRequest',
      tags: ['rights'],
      summary: 'Say what came of a request: the answer has a leaf and a receipt, too',
      params: SubjectPath,
      body: AnswerBody,
      response: { 200: RightsRequest, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const { why = '', ...answer } = request.body
      return answerRequest(app, subject, { ...answer, why, acting: actingFor(request) })
    },
  })
}
