/**
 * Events in the form of Segment's clients, which send them here unmodified: from a back end with a
 * secret key, from a page with a publishable key and whoever our cookie or a subject token says is
 * in front of it. `identify` and `alias` of a back end join an anonymous person to a known one.
 */
import type { Result } from '@equipoise/core/values'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  CALLS_MAX,
  type IdentityAct,
  parseSegmentBatch,
  parseSegmentCall,
  SEGMENT_PATHS,
  type SegmentCall,
  type SegmentKind,
  type SegmentReading,
} from '../../modules/collect/index.ts'
import { identifySubject } from '../../modules/identify/index.ts'
import type { Api } from '../api.ts'
import { actingFor } from '../caller.ts'
import { answerEvents, EventsAnswer } from '../event-answer.ts'
import { isLocalHost } from '../page-key.ts'
import { clearSession } from '../session-cookie.ts'
import { bodyProblems } from './problems.ts'
import { signalsOf } from './signals.ts'

const FORM = Type.Object({}, { additionalProperties: true })
const NAMES: Readonly<Record<SegmentKind, string>> = {
  track: 'Track',
  page: 'Page',
  screen: 'Screen',
  identify: 'Identify',
  alias: 'Alias',
  group: 'Group',
}

/** Bodies come as `text/plain` from browsers: the scope that this is called in reads them so. */
export function segmentRoutes(api: Api, app: App): void {
  for (const [path, kind] of Object.entries(SEGMENT_PATHS)) {
    const isShort = path !== kind
    api.route({
      method: 'POST',
      url: `/v1/${path}`,
      config: { may: 'collect_events', keyInBody: true },
      schema: {
        hide: isShort,
        operationId: isShort ? `segment${NAMES[kind]}Short` : `segment${NAMES[kind]}`,
        tags: ['collect'],
        summary: `Send one call of Segment’s kind “${kind}”`,
        description:
          'What the event means stands in the table of events. context.consent.categoryPreferences only narrows what the person said here: absent is a no.',
        body: FORM,
        response: { 200: EventsAnswer, ...bodyProblems(409) },
      },
      handler: async (request, reply) => {
        const call = parseSegmentCall(request.body, readingOf(app), kind)
        return takeCalls(app, { request, reply }, [call])
      },
    })
  }

  for (const path of ['batch', 'b']) {
    api.route({
      method: 'POST',
      url: `/v1/${path}`,
      config: { may: 'collect_events', keyInBody: true },
      schema: {
        hide: path !== 'batch',
        operationId: path === 'batch' ? 'segmentBatch' : 'segmentBatchShort',
        tags: ['collect'],
        summary: 'Send calls of Segment’s kinds, in a batch',
        description: `At most ${CALLS_MAX} at once. messageId makes each count once.`,
        body: FORM,
        response: { 200: EventsAnswer, ...bodyProblems(409) },
      },
      handler: async (request, reply) => {
        const calls = parseSegmentBatch(request.body, readingOf(app))
        if (!calls.ok) throw toError(calls.issues[0])
        return takeCalls(app, { request, reply }, calls.value)
      },
    })
  }

  api.route({
    method: 'GET',
    url: '/v1/projects/:key/settings',
    schema: { hide: true },
    handler: async ({ params, protocol, host }) => {
      // The route names it. A key that stands in a page is no secret.
      const { key } = params as { readonly key: string }
      const { publicOrigin } = app.config.http
      const origin = publicOrigin ?? (isLocalHost(host) ? `${protocol}://${host}` : undefined)
      // Left out, the client would send everything to Segment; echoed, to whomever a header names.
      if (origin === undefined) {
        throw new EquipoiseError(
          'not_found',
          'Cannot say where to send events: EQUIPOISE_PUBLIC_ORIGIN is not set',
        )
      }
      const [scheme = '', address = ''] = origin.split('://')
      const segment = {
        apiKey: key,
        apiHost: `${address}/v1`,
        protocol: scheme,
        addBundledMetadata: false,
      }
      return { integrations: { 'Segment.io': segment }, metrics: { sampleRate: 0 } }
    },
  })
}

function readingOf({ now, tongues }: App): SegmentReading {
  return { receivedAt: now(), ...tongues }
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** In their order: what was done before somebody was named is theirs as what was done after. */
async function takeCalls(
  app: App,
  { request, reply }: Exchange,
  calls: readonly Result<SegmentCall>[],
): Promise<EventsAnswer> {
  const situation = { location: undefined, signals: signalsOf(request) }
  const answers: EventsAnswer[] = []
  let done = 0
  for (const end of [...endsOfRuns(calls), calls.length]) {
    const events = calls.slice(done, end)
    answers.push(shifted(await answerEvents(app, request, { events, situation }), done))
    const last = calls[end - 1]
    const act = last?.ok === true ? last.value.identity : undefined
    if (act !== undefined && end > done) await join(app, { request, reply }, act)
    done = end
  }
  return answers.reduce(added)
}

/** Where somebody is named: after that call the next run begins. */
function endsOfRuns(calls: readonly Result<SegmentCall>[]): readonly number[] {
  return calls.flatMap((call, index) =>
    call.ok && call.value.identity !== undefined ? [index + 1] : [],
  )
}

function shifted(answer: EventsAnswer, by: number): EventsAnswer {
  return {
    ...answer,
    refused: answer.refused.map((one) => ({ ...one, index: one.index + by })),
    rejected: answer.rejected.map((one) => ({ ...one, index: one.index + by })),
  }
}

function added(a: EventsAnswer, b: EventsAnswer): EventsAnswer {
  return {
    success: true,
    accepted: a.accepted + b.accepted,
    duplicates: a.duplicates + b.duplicates,
    unmapped: a.unmapped + b.unmapped,
    refused: [...a.refused, ...b.refused],
    rejected: [...a.rejected, ...b.rejected],
  }
}

/**
 * Joins whom a call says are one, as far as the caller is to be believed: a back end about anybody,
 * a page about the person of its token and the one of its cookie.
 */
async function join(app: App, { request, reply }: Exchange, act: IdentityAct): Promise<void> {
  const { caller, session } = request
  const acting = actingFor(request)
  const { externalId } = act
  if (caller.kind === 'secret') {
    const anonymousId = act.kind === 'alias' ? act.previousId : act.anonymousId
    await identifySubject(app, { anonymous: { anonymousId }, externalId }, acting)
  }
  const isTheirs =
    caller.kind === 'subject' && caller.via === 'token' && caller.who.externalId === externalId
  if (!isTheirs || session === undefined) return
  await identifySubject(app, { anonymous: { session }, externalId }, acting)
  clearSession(reply)
}

function toError(issue: { readonly code: string; readonly says: string } | undefined) {
  const code = issue?.code === 'batch_too_large' ? 'batch_too_large' : 'invalid_request'
  return new EquipoiseError(code, `Cannot read the batch: ${issue?.says}`)
}
