/** For those who run it: how things stand, training, keys, and the demo's people. */
import { formatInstant, toInstant } from '@equipoise/core/values'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { DEMO_FOLDER, listPersonas, readDemo } from '../../modules/demo/index.ts'
import { VERSION } from '../../version.ts'
import type { Api } from '../api.ts'
import { list, nullable, StatusAnswer, TrainAnswer } from '../schemas.ts'
import type { TrainingWatch } from '../training-watch.ts'
import { bodyProblems, problems } from './problems.ts'

export function operateRoutes(api: Api, app: App, watch: TrainingWatch): void {
  api.route({
    method: 'GET',
    url: '/v1/status',
    config: { may: 'read_status' },
    schema: {
      operationId: 'readStatus',
      tags: ['operate'],
      summary: 'How things stand: people, items, laws, model, refusals by reason',
      response: { 200: StatusAnswer, ...problems() },
    },
    handler: () => status(app),
  })

  api.route({
    method: 'POST',
    url: '/v1/train',
    config: { may: 'train' },
    schema: {
      operationId: 'train',
      tags: ['operate'],
      summary: 'Start a training; decisions go on meanwhile',
      description: 'GET /v1/train tells how far it has come.',
      response: { 202: TrainAnswer, ...bodyProblems(403, 409) },
    },
    handler: async (_, reply) => reply.code(202).send(watch.start()),
  })

  api.route({
    method: 'GET',
    url: '/v1/train',
    config: { may: 'read_status' },
    schema: {
      operationId: 'readTraining',
      tags: ['operate'],
      summary: 'How far a training has come',
      response: { 200: TrainAnswer, ...problems() },
    },
    handler: async () => watch.read(),
  })

  api.route({
    method: 'DELETE',
    url: '/v1/train',
    config: { may: 'train' },
    schema: {
      operationId: 'cancelTraining',
      tags: ['operate'],
      summary: 'End the training that was started here; the published model stays',
      description:
        'Does nothing where none runs. What follows an erasure goes on: it is owed to somebody.',
      response: { 200: TrainAnswer, ...bodyProblems(403) },
    },
    handler: () => watch.cancel(),
  })

  api.route({
    method: 'GET',
    url: '/v1/demo/personas',
    config: { may: 'demo' },
    schema: {
      operationId: 'listPersonas',
      tags: ['operate'],
      summary: 'The demo retailer’s people to try things with; none in a real directory',
      response: {
        200: Type.Object({
          personas: list(
            Type.Object({
              externalId: Type.String(),
              name: Type.String(),
              story: Type.String(),
              case: Type.String(),
              subject: nullable(Type.String()),
              region: nullable(Type.String()),
              ageBand: nullable(Type.String({ description: 'Null for an adult' })),
            }),
          ),
        }),
        ...problems(403),
      },
    },
    handler: async () => ({ personas: await personas(app) }),
  })
}

/** With the place and the age that the demo gives each: somebody not known here has neither. */
async function personas(app: App) {
  const known = await listPersonas(app.store)
  const { subjects } = known.length === 0 ? { subjects: [] } : readDemo(DEMO_FOLDER)
  return known.map((persona) => {
    const invented = subjects.find(({ externalId }) => externalId === persona.externalId)
    return { ...persona, region: invented?.region ?? null, ageBand: invented?.ageBand ?? null }
  })
}

async function status(app: App) {
  const [subjects, refusals, stale] = await Promise.all([
    app.store.read('system', async (reader) => reader.countSubjects()),
    app.store.read('system', async (reader) => reader.listRefusals()),
    app.trainer.isStale(),
  ])
  const model = app.published()?.manifest
  return {
    version: VERSION,
    subjects,
    items: app.catalogue.size,
    packs: app.gate.packs.map(({ id, version }) => `${id}@${version}`),
    supportPeopleMin: app.supportPeopleMin,
    modelClearanceSeconds: app.config.recommend.modelClearanceSeconds,
    model:
      model === undefined
        ? null
        : {
            model: model.model,
            builtAt: formatInstant(toInstant(model.builtAt)),
            subjects: model.subjects,
            items: model.items,
            stale,
          },
    refusals,
  }
}
