/** What the law and our own rules make of some facts, about nobody in particular. */
import { isPlace } from '@equipoise/core/law'
import { isPurpose, type Region } from '@equipoise/core/values'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  askLaw,
  endRelaxation,
  listRelaxations,
  relaxLaw,
  viewRelaxation,
} from '../../modules/law/index.ts'
import type { Api } from '../api.ts'
import type { Caller } from '../caller.ts'
import { LawAnswer, LawFacts, Relaxation, RelaxationsAnswer, RelaxBody } from '../law-schemas.ts'
import { bodyProblems, problems } from './problems.ts'

export function lawRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/law/decide',
    config: { may: 'ask_law', readsOnly: true },
    schema: {
      operationId: 'decideLaw',
      tags: ['law'],
      summary: 'Ask what the law makes of some facts, with citations',
      description:
        'What is missing is unknown. The facts are about nobody in particular and nothing is kept. Both outcomes stand in the answer: ours, and what the law alone would say. This is no legal advice.',
      body: LawFacts,
      response: { 200: LawAnswer, ...bodyProblems() },
    },
    handler: async ({ body }) => {
      const { packs, deployment } = app.gate
      return askLaw(body, { packs, now: app.now(), relaxed: deployment.relaxed })
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/law/relaxations',
    config: { may: 'relax_law' },
    schema: {
      operationId: 'listRelaxations',
      tags: ['law'],
      summary: 'Where our opt-in default gives way to the law, each with its assessment',
      response: { 200: RelaxationsAnswer, ...problems() },
    },
    handler: async () => ({ relaxations: (await listRelaxations(app.store)).map(viewRelaxation) }),
  })

  api.route({
    method: 'POST',
    url: '/v1/law/relaxations',
    config: { may: 'relax_law' },
    schema: {
      operationId: 'relaxLaw',
      tags: ['law'],
      summary: 'Have our opt-in default give way to the law for a purpose in some places',
      description:
        'The assessment is kept, and a leaf of the ledger commits to it. Laws themselves, signals, sensitive data, political ads and minors are never relaxed.',
      body: RelaxBody,
      response: { 200: Relaxation, ...bodyProblems() },
    },
    handler: async ({ body, caller }) => {
      const relaxed = await relaxLaw(app, {
        ...body,
        places: body.places.map(placeOf),
        ...by(caller),
      })
      await app.gate.refresh()
      return viewRelaxation(relaxed)
    },
  })

  api.route({
    method: 'DELETE',
    url: '/v1/law/relaxations/:purpose',
    config: { may: 'relax_law' },
    schema: {
      operationId: 'restoreLaw',
      tags: ['law'],
      summary: 'End every relaxation of a purpose: our opt-in default counts again',
      params: Type.Object({ purpose: Type.String({ description: 'A purpose' }) }),
      response: { 200: Type.Object({ ended: Type.Integer() }), ...bodyProblems() },
    },
    handler: async ({ params, caller }) => {
      const { purpose } = params
      if (!isPurpose(purpose))
        throw new EquipoiseError('unknown_purpose', 'Cannot read the purpose')
      const ended = await endRelaxation(app, purpose, by(caller).by)
      await app.gate.refresh()
      return { ended }
    },
  })
}

/** @throws EquipoiseError `invalid_region` for a place that there is not. */
function placeOf(text: string): Region {
  if (isPlace(text)) return text
  throw new EquipoiseError('invalid_region', 'Cannot relax there: no such place')
}

function by(caller: Caller): { readonly by: string } {
  return { by: caller.kind === 'operator' ? caller.key : caller.kind }
}
