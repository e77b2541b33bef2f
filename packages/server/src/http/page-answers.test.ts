import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import Fastify from 'fastify'
import type { TSchema } from 'typebox'
import { EquipoiseError } from '../errors.ts'
import type { Caller } from './caller.ts'
import { writeForPages } from './page-answers.ts'
import { sendProblem } from './problem.ts'
import {
  DecideAnswer,
  ImpressionsAnswer,
  PageDecideAnswer,
  PageImpressionsAnswer,
} from './schemas.ts'

const ORIGIN = 'https://shop.example'
const PAGES: readonly Caller[] = [
  { kind: 'publishable', key: 'key', origin: ORIGIN },
  { kind: 'subject', via: 'cookie', key: 'key', origin: ORIGIN, who: { session: 's' } },
  { kind: 'subject', via: 'token', key: 'key', who: { externalId: 'ann' } },
]
const OTHERS: readonly Caller[] = [
  { kind: 'secret', key: 'key' },
  { kind: 'operator', key: 'key', role: 'administrator' },
]

/** What a view hands over that forgot to keep the exact fields out. */
const LEAKING = {
  rung: 'personal',
  items: [
    {
      id: 'tea',
      title: null,
      categories: [],
      priceMinor: null,
      currency: null,
      score: 0.123456,
      people: 4_711,
      explored: true,
      specificity: { bits: 3, rarityBits: 2, level: 'broad', source: 'observed' },
      ad: null,
      placePropensity: 0.4321,
      contributions: [
        { kind: 'item', id: 'bread', title: null, share: 0.654321, percent: 100, support: 50 },
      ],
    },
  ],
  outcome: 'permitted',
  lawOutcome: 'permitted',
  basis: 'consent',
  reasons: [],
  packs: [],
  dataUsed: { historyItems: 1, startItems: 0, page: false, popularity: true, people: 4_711 },
  change: [],
  start: null,
  reranked: [{ step: 'boost', changed: true, movedIn: ['cake'], scoreCost: 0.8765 }],
  notes: [],
  model: 'model-7',
  releasedOn: null,
}

test('a view that hands exact fields over by mistake does not send them to a page', async (t) => {
  for (const caller of PAGES) {
    const { text, json } = await answerTo(t, caller, LEAKING)
    assert.doesNotMatch(
      text,
      /score|0\.1234|share|0\.6543|model|4711|ropensity|0\.4321|cake|0\.8765/,
    )
    assert.equal(json.items[0].contributions[0].percent, 100)
  }
  for (const caller of OTHERS) {
    const { json } = await answerTo(t, caller, LEAKING)
    assert.deepEqual(
      [json.items[0].score, json.items[0].contributions[0].share, json.model],
      [0.123456, 0.654321, 'model-7'],
    )
  }
})

test('contributions that are the exact ones are not written for a page at all', async (t) => {
  const exact = { kind: 'item', id: 'bread', share: 0.654321, support: 4_711 }
  const answer = { ...LEAKING, items: [{ ...LEAKING.items[0], contributions: [exact] }] }
  for (const caller of PAGES) {
    const { status, text } = await answerTo(t, caller, answer)
    assert.equal(status, 500)
    assert.doesNotMatch(text, /0\.6543|4711|bread/)
  }
  assert.equal((await answerTo(t, OTHERS[0] ?? PAGES[0], answer)).status, 200)
})

test('what was shown is told to a page without its model', async (t) => {
  const impressions = [{ ...SHOWN, model: 'model-7' }]
  const forms = [ImpressionsAnswer, PageImpressionsAnswer] as const
  for (const caller of PAGES) {
    const { text } = await answerTo(t, caller, { impressions, nextCursor: null }, forms)
    assert.doesNotMatch(text, /model-7|"model"/)
  }
  const exact = await answerTo(t, OTHERS[0], { impressions, nextCursor: null }, forms)
  assert.equal(exact.json.impressions[0].model, 'model-7')
})

test('a problem keeps its form, whoever gets it', async (t) => {
  for (const caller of [...PAGES, ...OTHERS]) {
    const { status, json } = await answerTo(t, caller, new EquipoiseError('not_found', 'None'))
    assert.deepEqual([status, json.code, json.detail], [404, 'not_found', 'None'])
  }
})

const AT = '2026-11-24T12:00:00.000Z'
const SHOWN = {
  id: 'imp',
  item: 'tea',
  title: null,
  categories: [],
  slot: 'home',
  decidedAt: AT,
  at: AT,
  rung: 'personal',
  contributions: [],
  propensity: null,
  ad: null,
  purposes: [],
  basis: {
    decidedAt: AT,
    location: null,
    residence: null,
    ageBand: null,
    gpc: false,
    consentRecords: 1,
    rulebook: '',
    bases: {},
  },
  outcomes: [],
  reasons: [],
}

/** As the server answers it; an error is thrown. */
async function answerTo(
  t: TestContext,
  caller: Caller | undefined,
  answer: object,
  [exact, page]: readonly [TSchema, TSchema] = [DecideAnswer, PageDecideAnswer],
) {
  const api = Fastify()
  t.after(() => api.close())
  api.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  api.decorateRequest('caller')
  api.addHook('onRequest', async (request) => {
    if (caller !== undefined) request.caller = caller
  })
  writeForPages(api)
  api.route({
    method: 'GET',
    url: '/',
    config: { pageAnswer: page },
    schema: { response: { 200: exact } },
    handler: async () => {
      if (answer instanceof Error) throw answer
      return answer
    },
  })
  const { statusCode, body } = await api.inject('/')
  const json: ReturnType<typeof JSON.parse> = JSON.parse(body)
  return { status: statusCode, text: body, json }
}
