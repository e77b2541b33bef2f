/** What the law and our own rules make of some facts, about nobody in particular. */
import type { App } from '../../app.ts'
import { askLaw } from '../../modules/law/index.ts'
import type { Api } from '../api.ts'
import { LawAnswer, LawFacts } from '../law-schemas.ts'
import { bodyProblems } from './problems.ts'

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
    handler: async ({ body }) => askLaw(body, app.gate.packs, app.now()),
  })
}
