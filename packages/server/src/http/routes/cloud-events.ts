/** CloudEvents 1.0, one or a batch, structured or in headers: what a queue or a broker delivers. */
import type { Result } from '@equipoise/core/values'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  type CloudEvent,
  cloudEventMode,
  EVENTS_MAX,
  parseCloudEvent,
  parseCloudEventBatch,
  readBinaryEvent,
} from '../../modules/collect/index.ts'
import type { Api } from '../api.ts'
import { answerEvents, EventsAnswer } from '../event-answer.ts'
import { bodyProblems } from './problems.ts'
import { signalsOf } from './signals.ts'

const FORM = Type.Unsafe<unknown>({ description: 'A CloudEvent, a list of them, or its data' })

/** The scope that this is called in reads bodies of every type that ends in `json`. */
export function cloudEventRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/events',
    config: { may: 'collect_events' },
    schema: {
      operationId: 'collectCloudEvents',
      tags: ['collect'],
      summary: 'Send CloudEvents: what their types mean stands in the table of events',
      description: `Structured, in headers, or at most ${EVENTS_MAX} in a batch. Source and id make each count once. What was said here decides alone.`,
      body: FORM,
      response: { 200: EventsAnswer, ...bodyProblems(409) },
    },
    handler: async (request) => {
      const events = readEvents(app, request)
      const situation = { location: undefined, signals: signalsOf(request) }
      return answerEvents(app, request, { events, situation })
    },
  })
}

function readEvents(app: App, request: FastifyRequest): readonly Result<CloudEvent>[] {
  const { body, headers } = request
  const reading = { receivedAt: app.now(), mappings: app.tongues.mappings }
  const mode = cloudEventMode(headers['content-type'])
  if (mode === 'batched') {
    const batch = parseCloudEventBatch(body, reading)
    if (batch.ok) return batch.value
    throw toError(batch.issues[0])
  }
  const sent =
    mode === 'binary' ? readBinaryEvent(headers, body) : { ok: true as const, value: body }
  const event = sent.ok ? parseCloudEvent(sent.value, reading) : sent
  // One event is taken or not; of a batch each has a fate of its own.
  if (!event.ok) throw toError(event.issues[0])
  return [event]
}

function toError(issue: { readonly code: string; readonly says: string } | undefined) {
  const code = issue?.code === 'batch_too_large' ? 'batch_too_large' : 'invalid_request'
  const says = `Cannot read the event: ${issue?.says} (${issue?.code})`
  return new EquipoiseError(code, says)
}
