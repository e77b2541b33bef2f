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
import { whoIn } from '../caller.ts'
import { DecideAnswer, DecideBody, PurposesAnswer, PurposesBody } from '../schemas.ts'
import { readRegion } from '../views.ts'
import { bodyProblems } from './problems.ts'
import { gpcOf } from './signals.ts'

export function decideRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/decide',
    config: { may: 'decide', readsOnly: true },
    schema: {
      operationId: 'decide',
      tags: ['decide'],
      summary: 'Ask what to show, and why',
      description:
        'Answers from the highest rung that consent and law permit. The shares of an item sum to its score. Deciding stores nothing, and a refusal is an answer, never an error.',
      body: DecideBody,
      response: { 200: DecideAnswer, ...bodyProblems(409) },
    },
    handler: async (request) => {
      const { body, headers } = request
      const gpc = body.signals?.gpc === true || gpcOf(headers)
      const situation = { location: readRegion(body.location), signals: { gpc } }
      const asked = toRequest(body, whoIn(request, body))
      return view(await decideSlot(app, asked, situation), asked.who)
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
      const { body, headers } = request
      const gpc = body.signals?.gpc === true || gpcOf(headers)
      const situation = { location: readRegion(body.location), signals: { gpc } }
      const who = whoIn(request, body)
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

function toRequest(body: DecideBody, who: SubjectReference | undefined): DecideRequest {
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
    },
    exclude: body.exclude ?? [],
  }
}

function view(answer: Answer, who: SubjectReference | undefined) {
  return {
    ...answer,
    items: answer.items.map(({ id, score, contributions, item }) => ({
      id,
      title: item?.title ?? null,
      categories: item?.categories ?? [],
      priceMinor: item?.priceMinor ?? null,
      currency: item?.currency ?? null,
      score,
      contributions,
    })),
    change: waysToChange(answer, who),
  }
}

/** A person is named here as the caller named them, so that no path holds an external id. */
function waysToChange({ rung, isKnown }: Answer, who: SubjectReference | undefined) {
  const id = who !== undefined && 'subject' in who ? who.subject : '{id}'
  const base = `/v1/subjects/${id}`
  const agree = 'Say yes to suggestions from what you did here'
  if (rung === 'personal') {
    return [
      { says: 'Remove one thing', method: 'POST', path: `${base}/interactions/remove` },
      { says: 'Turn these suggestions off', method: 'POST', path: `${base}/withdraw` },
      { says: 'Erase everything', method: 'POST', path: `${base}/erase` },
    ]
  }
  if (isKnown) return [{ says: agree, method: 'PUT', path: `${base}/consent` }]
  const isNamed = who !== undefined && 'externalId' in who
  return isNamed ? [{ says: agree, method: 'POST', path: '/v1/consent' }] : []
}
