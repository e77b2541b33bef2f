/** What a person may ask for: see, take along, correct, pause, remove, erase. */
import { formatInstant, parseInstant } from '@equipoise/core/values'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  eraseSubject,
  exportSubject,
  getClearance,
  listKeptInteractions,
  type Mark,
  markWrong,
  pauseSubject,
  readInterests,
  removeInteraction,
  resumeSubject,
  unmark,
  type Wrong,
} from '../../modules/rights/index.ts'
import type { Api } from '../api.ts'
import { actingFor, subjectIn } from '../caller.ts'
import { nextCursorOf, PageQuery, pageIn } from '../paging.ts'
import { InterestsAnswer, MarkBody, PauseAnswer, PauseBody, UnmarkBody } from '../person-schemas.ts'
import {
  ClearanceAnswer,
  EraseAnswer,
  ErasurePath,
  ExportAnswer,
  InteractionsAnswer,
  RemoveBody,
  SubjectPath,
} from '../schemas.ts'
import { clearCenter, clearSession } from '../session-cookie.ts'
import { timeOrNull, withWords } from '../views.ts'
import { bodyProblems, problems } from './problems.ts'

export function rightsRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/export',
    config: { may: 'rights' },
    schema: {
      operationId: 'exportSubject',
      tags: ['rights'],
      summary: 'Everything that is held about a person, as one document',
      params: SubjectPath,
      response: { 200: ExportAnswer, ...problems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      return exportSubject(app, subject, actingFor(request))
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/interactions',
    config: { may: 'rights' },
    schema: {
      operationId: 'listInteractions',
      tags: ['rights'],
      summary: 'What the person did that is kept, what came last first, and what it is kept for',
      params: SubjectPath,
      querystring: PageQuery,
      response: {
        200: InteractionsAnswer,
        ...problems(404, 409),
      },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const kept = await listKeptInteractions(app, subject, pageIn(request.query))
      const interactions = kept.entries.map((one) => withWords(app, one))
      return { interactions, nextCursor: nextCursorOf(kept) }
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/interests',
    config: { may: 'rights' },
    schema: {
      operationId: 'readInterests',
      tags: ['rights'],
      summary: 'What is concluded of the person from what they did, and from what of it',
      description:
        'The categories of what they met, as suggestions use them. Nothing else is inferred of anybody.',
      params: SubjectPath,
      response: { 200: InterestsAnswer, ...problems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const { interests, titles, ...rest } = await readInterests(app, subject)
      const adTitles = titlesOfAds(app, rest.marks.items)
      return { interests: [...interests], titles: { ...adTitles, ...titles }, ...rest }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/interactions/remove',
    config: { may: 'rights' },
    schema: {
      operationId: 'removeInteraction',
      tags: ['rights'],
      summary: 'Remove one thing that the person did, in the model too',
      params: SubjectPath,
      body: RemoveBody,
      response: { 200: ClearanceAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const { interaction } = request.body
      const acting = actingFor(request)
      const { clearance } = await removeInteraction(app, subject, { interaction, acting })
      return viewClearance(app, clearance)
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/marks',
    config: { may: 'rights' },
    schema: {
      operationId: 'markWrong',
      tags: ['rights'],
      summary: 'Say that an interaction, an item or a whole category is wrong about the person',
      description:
        'What is kept of it goes, in the model too. From then on it is not collected, used, suggested or trained on for them, until the mark is taken back.',
      params: SubjectPath,
      body: MarkBody,
      response: { 200: ClearanceAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const wrong = wrongIn(request.body)
      const { clearance } = await markWrong(app, subject, { wrong, acting: actingFor(request) })
      return viewClearance(app, clearance)
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/marks/remove',
    config: { may: 'rights' },
    schema: {
      operationId: 'unmark',
      tags: ['rights'],
      summary: 'Take a mark back: what it was about counts again from now on',
      params: SubjectPath,
      body: UnmarkBody,
      response: { 204: Type.Null(), ...bodyProblems(404, 409) },
    },
    handler: async (request, reply) => {
      const subject = await subjectIn(app, request, request.params.id)
      await unmark(app, subject, { mark: markIn(request.body), acting: actingFor(request) })
      return reply.code(204).send(null)
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/pause',
    config: { may: 'rights' },
    schema: {
      operationId: 'pauseSubject',
      tags: ['rights'],
      summary: 'Pause until a time: nothing is collected, used or trained on meanwhile',
      description: 'What is kept stays, and counts again afterwards.',
      params: SubjectPath,
      body: PauseBody,
      response: { 200: PauseAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      const until = parseInstant(request.body.until)
      if (until === undefined) throw new EquipoiseError('invalid_request', 'Cannot read "until"')
      await pauseSubject(app, subject, { until, acting: actingFor(request) })
      return { pausedUntil: formatInstant(until) }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/resume',
    config: { may: 'rights' },
    schema: {
      operationId: 'resumeSubject',
      tags: ['rights'],
      summary: 'End a pause',
      params: SubjectPath,
      response: { 200: PauseAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const subject = await subjectIn(app, request, request.params.id)
      await resumeSubject(app, subject, { acting: actingFor(request) })
      return { pausedUntil: null }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/erase',
    config: { may: 'rights' },
    schema: {
      operationId: 'eraseSubject',
      tags: ['rights'],
      summary: 'Erase a person: rows, key, and their part in the model',
      description:
        'Answers when the rows, the key and the log are gone. The model follows within the clearance time; ask /v1/erasures/{id}.',
      params: SubjectPath,
      response: { 200: EraseAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request, reply) => {
      const subject = await subjectIn(app, request, request.params.id)
      const erased = await eraseSubject(app, subject, actingFor(request))
      const { caller } = request
      if (caller.kind === 'subject' && caller.via === 'cookie') clearSession(reply)
      if (caller.kind === 'subject' && caller.via === 'link') clearCenter(reply)
      return {
        id: erased.clearance,
        erasedAt: formatInstant(erased.erasedAt),
        rows: erased.rows,
        receipt: erased.receipt,
        modelClearedAt: timeOrNull(erased.modelClearedAt),
      }
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/erasures/:id',
    config: { may: 'clearance' },
    schema: {
      operationId: 'readErasure',
      tags: ['rights'],
      summary: 'Whether the model has followed an erasure, a removal or a withdrawal',
      params: ErasurePath,
      response: { 200: ClearanceAnswer, ...problems(404) },
    },
    handler: async ({ params: { id } }) => viewClearance(app, id),
  })
}

async function viewClearance(app: App, id: string) {
  const { at, rows, modelClearedAt } = await getClearance(app.store, id)
  return { id, at: formatInstant(at), rows, modelClearedAt: timeOrNull(modelClearedAt) }
}

type Marking = {
  readonly interaction?: string
  readonly item?: string
  readonly category?: string
}

/** The schema has seen to it that exactly one is there. */
function wrongIn({ interaction, ...mark }: Marking): Wrong {
  return interaction === undefined ? markIn(mark) : { interaction }
}

function markIn({ item, category }: Omit<Marking, 'interaction'>): Mark {
  if (item !== undefined) return { item }
  if (category !== undefined) return { category }
  throw new EquipoiseError('invalid_request', 'Name an item or a category')
}

/** An ad that somebody wants to see no more is named as they saw it. */
function titlesOfAds({ desk }: App, ids: readonly string[]): Readonly<Record<string, string>> {
  const titles = ids.flatMap((id) => {
    const title = desk.records.creatives.get(id)?.form.title
    return title === undefined ? [] : [[id, title] as const]
  })
  return Object.fromEntries(titles)
}
