/** What a slot shows, and what may be done for which purpose. */
import { PURPOSE_TERMS, PURPOSES } from '@equipoise/core/values'
import type { App } from '../../app.ts'
import { viewConsent } from '../../modules/consent/index.ts'
import {
  type DecideAnswer as Answer,
  type DecideRequest,
  decideSlot,
} from '../../modules/decide/index.ts'
import { findSubject, type SubjectReference } from '../../modules/subjects/index.ts'
import type { Api } from '../api.ts'
import { ANY_KEY } from '../authorize.ts'
import { DecideAnswer, DecideBody, PurposesAnswer, PurposesBody } from '../schemas.ts'
import { readRegion } from '../views.ts'
import { problems } from './problems.ts'
import { gpcOf } from './signals.ts'

export function decideRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/decide',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'decide',
      tags: ['decide'],
      summary: 'Ask what to show, and why',
      description:
        'Answers from the highest rung that consent and law permit. The shares of an item sum to its score. Deciding stores nothing, and a refusal is an answer, never an error.',
      body: DecideBody,
      response: { 200: DecideAnswer, ...problems(400, 401) },
    },
    handler: async ({ body, headers }) => {
      const gpc = body.signals?.gpc === true || gpcOf(headers)
      const situation = { location: readRegion(body.location), signals: { gpc } }
      return view(await decideSlot(app, toRequest(body), situation), body.subject)
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/purposes',
    config: { keys: ANY_KEY },
    schema: {
      operationId: 'decidePurposes',
      tags: ['decide'],
      summary: 'Ask what may be done with what a person did, purpose by purpose, and why',
      description:
        'What the person said, and what the gate makes of it here and now: the law of the place, age and signals count too. Asking stores nothing.',
      body: PurposesBody,
      response: { 200: PurposesAnswer, ...problems(400, 401) },
    },
    handler: async ({ body, headers }) => {
      const gpc = body.signals?.gpc === true || gpcOf(headers)
      const situation = { location: readRegion(body.location), signals: { gpc } }
      const who = whoIn(body)
      const subject = who === undefined ? undefined : await findSubject(app.store, who)
      const person = await app.gate.open(subject, situation)
      const state = viewConsent(person)
      const purposes = PURPOSES.map((purpose) => {
        const { outcome, lawOutcome, reasons } = person.decide(purpose)
        const { says } = PURPOSE_TERMS[purpose]
        return { purpose, says, status: state[purpose], outcome, lawOutcome, reasons }
      })
      return { purposes }
    },
  })
}

function toRequest(body: DecideBody): DecideRequest {
  const { filters = {}, page = {} } = body
  return {
    who: whoIn(body),
    slot: body.slot,
    count: body.count ?? 10,
    page: { item: page.item, categories: page.categories ?? [] },
    filters: {
      categories: filters.categories ?? [],
      priceMinorMin: filters.priceMinorMin,
      priceMinorMax: filters.priceMinorMax,
      attributes: filters.attributes ?? {},
    },
    exclude: body.exclude ?? [],
  }
}

/** A subject id speaks before an external one; nobody is named where neither is given. */
function whoIn({
  subject,
  externalId,
}: Pick<DecideBody, 'subject' | 'externalId'>): SubjectReference | undefined {
  if (subject !== undefined) return { subject }
  return externalId === undefined ? undefined : { externalId }
}

function view({ items, ...answer }: Answer, subject: string | undefined) {
  return {
    ...answer,
    items: items.map(({ id, score, contributions, item }) => ({
      id,
      title: item?.title ?? null,
      categories: item?.categories ?? [],
      priceMinor: item?.priceMinor ?? null,
      currency: item?.currency ?? null,
      score,
      contributions,
    })),
    change: subject === undefined ? [] : waysToChange(answer.rung, subject),
  }
}

function waysToChange(rung: Answer['rung'], subject: string) {
  const consent = `/v1/subjects/${subject}/consent`
  if (rung !== 'personal') {
    return [{ says: 'Say yes to suggestions from what you did here', method: 'PUT', path: consent }]
  }
  const base = `/v1/subjects/${subject}`
  return [
    { says: 'Remove one thing', method: 'POST', path: `${base}/interactions/remove` },
    { says: 'Turn these suggestions off', method: 'POST', path: `${base}/withdraw` },
    { says: 'Erase everything', method: 'POST', path: `${base}/erase` },
  ]
}
