/** What a person may ask for: see, take along, remove, erase. */
import { formatInstant, type SubjectId } from '@equipoise/core/values'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import {
  eraseSubject,
  exportSubject,
  getClearance,
  listKeptInteractions,
  removeInteraction,
} from '../../modules/rights/index.ts'
import { getSubject } from '../../modules/subjects/index.ts'
import type { Api } from '../api.ts'
import { ANY_KEY } from '../authorize.ts'
import {
  ClearanceAnswer,
  EraseAnswer,
  ErasurePath,
  ExportAnswer,
  InteractionView,
  list,
  RemoveBody,
  SubjectPath,
} from '../schemas.ts'
import { timeOrNull } from '../views.ts'
import { bodyProblems, problems } from './problems.ts'

export function rightsRoutes(api: Api, app: App): void {
  const subjectOf = (id: string): Promise<SubjectId> => getSubject(app.store, { subject: id })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/export',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'exportSubject',
      tags: ['rights'],
      summary: 'Everything that is held about a person, as one document',
      params: SubjectPath,
      response: { 200: ExportAnswer, ...problems(404, 409) },
    },
    handler: async ({ params: { id } }) => exportSubject(app, await subjectOf(id)),
  })

  api.route({
    method: 'GET',
    url: '/v1/subjects/:id/interactions',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'listInteractions',
      tags: ['rights'],
      summary: 'What the person did that is kept, latest first, and what it is kept for',
      params: SubjectPath,
      response: {
        200: Type.Object({ interactions: list(InteractionView) }),
        ...problems(404, 409),
      },
    },
    handler: async ({ params: { id } }) => {
      return { interactions: await listKeptInteractions(app, await subjectOf(id)) }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/interactions/remove',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'removeInteraction',
      tags: ['rights'],
      summary: 'Remove one thing that the person did, in the model too',
      params: SubjectPath,
      body: RemoveBody,
      response: { 200: ClearanceAnswer, ...bodyProblems(404, 409) },
    },
    handler: async ({ params: { id }, body: { interaction } }) => {
      const { clearance } = await removeInteraction(app, await subjectOf(id), interaction)
      return viewClearance(app, clearance)
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/subjects/:id/erase',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'eraseSubject',
      tags: ['rights'],
      summary: 'Erase a person: rows, key, and their part in the model',
      description:
        'Answers when the rows, the key and the log are gone. The model follows within the clearance time; ask /v1/erasures/{id}.',
      params: SubjectPath,
      response: { 200: EraseAnswer, ...bodyProblems(404, 409) },
    },
    handler: async ({ params: { id } }) => {
      const erased = await eraseSubject(app, await subjectOf(id))
      return {
        id: erased.clearance,
        erasedAt: formatInstant(erased.erasedAt),
        rows: erased.rows,
        modelClearedAt: timeOrNull(erased.modelClearedAt),
      }
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/erasures/:id',
    config: { keys: ANY_KEY },
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
