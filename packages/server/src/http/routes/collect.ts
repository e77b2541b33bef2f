/** Interactions in. */
import type { App } from '../../app.ts'
import { BATCH_MAX, collectInteractions } from '../../modules/collect/index.ts'
import type { Api } from '../api.ts'
import { isBackEnd } from '../caller.ts'
import { InteractionsForm } from '../documented-bodies.ts'
import { CollectAnswer, InteractionsBody } from '../schemas.ts'
import { readRegion } from '../views.ts'
import { bodyProblems } from './problems.ts'
import { signalsOf } from './signals.ts'

export function collectRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/interactions',
    config: { may: 'collect', documentedBody: InteractionsForm },
    schema: {
      operationId: 'collectInteractions',
      tags: ['collect'],
      summary: 'Send what people did, in batches',
      description: `At most ${BATCH_MAX} at once. What is accepted is durable when the answer comes; what nobody consented to is never stored, and the answer says why. An id that came before changes nothing.`,
      body: InteractionsBody,
      response: { 200: CollectAnswer, ...bodyProblems(409) },
    },
    handler: async (request) => {
      const { body, caller } = request
      const signals = signalsOf(request, body.signals)
      const situation = { location: readRegion(body.location), signals }
      const inFront = caller.kind === 'subject' ? caller.who : undefined
      const sender = { inFront, vouches: isBackEnd(caller) }
      return collectInteractions(app, body.interactions, situation, sender)
    },
  })
}
