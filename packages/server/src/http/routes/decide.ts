/** What a slot shows, and what may be done for which purpose. */
import {
  type Instant,
  PURPOSE_TERMS,
  PURPOSES,
  parseInstant,
  toInstant,
} from '@equipoise/core/values'
import type { App } from '../../app.ts'
import { viewAskingOf, viewConsent } from '../../modules/consent/index.ts'
import { type DecideRequest, decideSlot } from '../../modules/decide/index.ts'
import { findSubject, type SubjectReference } from '../../modules/subjects/index.ts'
import type { Metrics } from '../../telemetry/metrics.ts'
import type { Api } from '../api.ts'
import { isPage, whoIn } from '../caller.ts'
import { choiceIn } from '../choice-cookie.ts'
import { tokensOf, viewDecided, viewDecidedForPage } from '../decide-views.ts'
import {
  DecideAnswer,
  DecideBody,
  PageDecideAnswer,
  PurposesAnswer,
  PurposesBody,
} from '../schemas.ts'
import { readRegion } from '../views.ts'
import { writeDecided } from '../write-decided.ts'
import { bodyProblems } from './problems.ts'
import { signalsOf } from './signals.ts'

export function decideRoutes(api: Api, app: App, metrics: Pick<Metrics, 'countDecided'>): void {
  api.route({
    method: 'POST',
    url: '/v1/decide',
    config: {
      may: 'decide',
      readsOnly: true,
      pageAnswer: PageDecideAnswer,
      writeAnswer: writeDecided,
    },
    schema: {
      operationId: 'decide',
      tags: ['decide'],
      summary: 'Ask what to show, and why',
      description:
        'Answers from the highest rung that consent and law permit. To a secret or operator key exactly: the shares of an item sum to its score. To a page as whoever reads it may be told: at most five contributions in whole percents, and no score. Deciding keeps nothing about anybody, and a refusal is an answer, never an error. A list that starts from items goes by the model where the person permits it, or a secret or operator key asks for nobody known.',
      body: DecideBody,
      response: { 200: DecideAnswer, ...bodyProblems(409) },
    },
    handler: async (request) => {
      const { body } = request
      const signals = signalsOf(request, body.signals)
      const situation = { location: readRegion(body.location), signals }
      const outlet = isPage(request.caller) ? 'page' : 'exact'
      const asked = { ...toRequest(body, whoIn(request, body)), outlet } as const
      const answer = await decideSlot(app, asked, situation)
      metrics.countDecided(answer.items)
      const { slot, who } = asked
      const { location } = situation
      const tokens = body.tokens === false ? undefined : tokensOf(app, answer, { slot, location })
      return answer.outlet === 'page'
        ? viewDecidedForPage(app, answer, tokens)
        : viewDecided(answer, who, tokens)
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/purposes',
    config: { may: 'decide', readsOnly: true },
    schema: {
      operationId: 'decidePurposes',
      tags: ['decide'],
      summary: 'Ask what may be done with what a person did, purpose by purpose, and why',
      description:
        'What the person said, and what the gate makes of it here and now: the law of the place, age and signals count too. Asking stores nothing.',
      body: PurposesBody,
      response: { 200: PurposesAnswer, ...bodyProblems() },
    },
    handler: async (request) => {
      const { body } = request
      const signals = signalsOf(request, body.signals)
      const situation = { location: readRegion(body.location), signals }
      const who = whoIn(request, body)
      const subject = who === undefined ? undefined : await findSubject(app.store, who)
      const person = await app.gate.open(subject, situation)
      const state = viewConsent(person)
      const isHere = subject === undefined && isPage(request.caller)
      // What somebody unknown refused stands in their browser alone.
      const refused = isHere ? (choiceIn(request)?.refused ?? []) : []
      const purposes = PURPOSES.map((purpose) => {
        const { outcome, lawOutcome, reasons } = person.decide(purpose)
        const { says } = PURPOSE_TERMS[purpose]
        const asking = viewAskingOf(person, purpose)
        const status = refused.includes(purpose) ? ('refused' as const) : state[purpose]
        return { purpose, says, status, outcome, lawOutcome, reasons, asking }
      })
      return { purposes }
    },
  })
}

/** The schema has checked the form; what is no time counts as none. */
function timeOf(text: string): Instant {
  return parseInstant(text) ?? toInstant(0)
}

function toRequest(
  body: DecideBody,
  who: SubjectReference | undefined,
): Omit<DecideRequest, 'outlet'> {
  const { filters = {}, page = {} } = body
  return {
    who,
    slot: body.slot,
    count: body.count ?? 10,
    page: { item: page.item, categories: page.categories ?? [] },
    filters: {
      categories: filters.categories ?? [],
      priceMinorMin: filters.priceMinorMin,
      priceMinorMax: filters.priceMinorMax,
      attributes: filters.attributes ?? {},
      where: filters.where,
      unless: filters.unless,
    },
    exclude: body.exclude ?? [],
    contributionsMax: body.contributionsMax,
    from: body.from,
    rerank: body.rerank,
    feed: body.feed,
    playlist: body.playlist,
    seen: body.seen?.map(({ at, ...one }) => ({ ...one, at: timeOf(at), items: [] })),
  }
}
