import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONTRIBUTION_KINDS } from '@equipoise/core/recommend'
import fc from 'fast-check'
import Fastify from 'fastify'
import type { Static } from 'typebox'
import { DecideAnswer } from './schemas.ts'
import { writeDecided } from './write-decided.ts'

type View = Static<typeof DecideAnswer>

const texts = fc.string({ unit: 'binary', maxLength: 8 })
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true })
const counts = fc.nat(1e6)
const some = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 4 })

const contributions = fc.record({
  kind: fc.constantFrom(...CONTRIBUTION_KINDS),
  id: fc.option(texts),
  share: numbers,
  support: fc.option(counts),
})
const items = fc.record(
  {
    id: texts,
    explored: fc.constant(false),
    specificity: fc.record({
      bits: numbers,
      rarityBits: numbers,
      level: fc.constantFrom('general', 'topical', 'close'),
      source: fc.constantFrom('observed', 'stated', null),
    }),
    ad: fc.constant(null),
    token: fc.base64String(),
    title: fc.option(texts),
    categories: some(texts),
    priceMinor: fc.option(counts),
    currency: fc.option(fc.constantFrom('EUR', 'USD')),
    score: numbers,
    contributions: some(contributions),
  },
  {
    requiredKeys: [
      ...(['id', 'explored', 'specificity', 'ad', 'title', 'categories'] as const),
      ...(['priceMinor', 'currency', 'score', 'contributions'] as const),
    ],
  },
)
/** What may change of an item while its explanation stands. */
const changes = {
  ...{ id: texts, title: fc.option(texts), categories: some(texts), priceMinor: fc.option(counts) },
  ...{
    currency: fc.constantFrom('EUR', 'USD', null),
    score: fc.nat(9),
    token: fc.constant(undefined),
  },
  specificity: fc.record({
    bits: fc.nat(3),
    rarityBits: fc.nat(3),
    level: fc.constantFrom('general', 'close'),
    source: fc.constantFrom('observed', null),
  }),
}
const reasons = fc.record({
  code: fc.constantFrom('paused', 'consent_given'),
  pack: texts,
  rule: texts,
  citation: texts,
  says: texts,
  advisory: fc.boolean(),
})
const views = fc.record(
  {
    rung: fc.constantFrom('personal', 'contextual', 'general'),
    items: some(items),
    outcome: fc.constantFrom('permitted', 'refused'),
    lawOutcome: fc.constantFrom('permitted', 'refused'),
    basis: fc.constantFrom('consent', 'none'),
    reasons: some(reasons),
    packs: some(texts),
    dataUsed: fc.record({
      historyItems: counts,
      startItems: counts,
      page: fc.boolean(),
      popularity: fc.boolean(),
    }),
    change: some(fc.record({ says: texts, method: texts, path: texts })),
    model: fc.option(texts),
    start: fc.constant(null),
    reranked: fc.constant([]),
    notes: fc.constant([]),
  },
  { noNullPrototype: true },
) as fc.Arbitrary<View> // codes of reasons are any text to the generator

const server = Fastify()
let view: unknown
server.get('/', { schema: { response: { 200: DecideAnswer } } }, async () => view)

function textOf(answer: View): string {
  return writeDecided(answer)?.toString() ?? ''
}

/** By the schema alone, which leaves out what it does not know. */
async function bySchema(answer: View): Promise<string> {
  view = { ...answer, items: answer.items.map((item) => ({ ...item, secret: 1 })) }
  return (await server.inject('/')).body
}

test('an answer is written as its schema writes it, and once more from what is kept', async () => {
  await fc.assert(
    fc.asyncProperty(views, async (answer) => {
      const expected = await bySchema(answer)
      const told = answer.items.map((item) => ({ ...item, secret: 1 }))
      assert.equal(textOf({ ...answer, items: told }), expected)
      assert.equal(textOf(answer), expected)
    }),
  )
})

test('what an item says now is written, whatever was kept with its explanation', () => {
  fc.assert(
    fc.property(
      views,
      items,
      fc.array(fc.record(changes, { requiredKeys: [] })),
      (answer, one, all) => {
        for (const change of [{}, ...all]) {
          // The very same explanation, and the form of an item with its parts changed.
          const told = { ...answer, items: [{ ...one, ...change }] } as View
          assert.deepEqual(JSON.parse(textOf(told)), JSON.parse(JSON.stringify(told)))
        }
      },
    ),
  )
})

test('each field of the schema is written, or has the schema write it', () => {
  const answer = Object.keys(DecideAnswer.properties)
  const { items: item } = DecideAnswer.properties.items as unknown as {
    items: { properties: Record<string, { items?: { properties: object } }> }
  }
  const told = item.properties['contributions']?.items?.properties ?? {}
  assert.deepEqual(answer.sort(), [
    ...['basis', 'change', 'dataUsed', 'feed', 'items', 'lawOutcome', 'model', 'notes', 'outcome'],
    ...['packs', 'playlist', 'reasons', 'releasedOn', 'reranked', 'rung', 'start'],
  ])
  assert.deepEqual(Object.keys(item.properties).sort(), [
    ...['ad', 'categories', 'contributions', 'currency', 'explored', 'id', 'placePropensity'],
    ...['priceMinor', 'propensity', 'score', 'specificity', 'title', 'token'],
  ])
  // A title and percents are for pages alone.
  assert.deepEqual(Object.keys(told), ['kind', 'id', 'title', 'share', 'percent', 'support'])
})

test('an answer with anything rarer is left to the schema', () => {
  const [answer] = fc.sample(views, { numRuns: 1, seed: 1 })
  const [item] = fc.sample(items, { numRuns: 1, seed: 1 })
  assert.ok(answer && item)
  const rarer = [
    { notes: [{ code: 'shorter_than_asked', says: 'There is no more' }] },
    { start: { kind: 'like', by: 'model' } },
    { releasedOn: null },
    { items: [{ ...item, propensity: 0.5 }] },
    { items: [{ ...item, score: undefined }] },
  ]
  for (const part of rarer) {
    // Parts of answers in their own form.
    assert.equal(writeDecided({ ...answer, ...part } as unknown as View), undefined)
  }
})
