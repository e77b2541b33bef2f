/** What people may ask for: to see, to take along, to remove, to be erased. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { routesOf } from '../builders/open-api.ts'
import { type Json, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'
import { ROOT } from '../source-tree.ts'

const server = serverOfFile({}, async ({ app }) => {
  await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      aSubject(`p-${n}`)
        .meeting({ item: `item-${n % 3}` }, { item: `item-${(n + 1) % 3}` }, { item: 'all' })
        .join(app),
    ),
  )
  await app.trainer.train()
})

function joined(externalId: string): Promise<string> {
  return aSubject(externalId)
    .from('DE')
    .aged('adult')
    .meeting(
      { id: `${externalId}-1`, item: 'item-0', verb: 'purchase', at: '2026-11-20T10:00:00Z' },
      { id: `${externalId}-2`, item: 'item-1', at: '2026-11-21T10:00:00Z' },
    )
    .join(server().app)
}

/** When the model was clear of an act: asked as a caller asks, once the server is at rest. */
async function clearedAt(id: Json): Promise<Json> {
  await server().app.trainer.awaitClearance(id)
  return (await server().send(`GET /v1/erasures/${id}`)).json
}

test('an export holds everything that is held, in its published form', async () => {
  const subject = await joined('ann')
  const { json } = await server().send(`GET /v1/subjects/${subject}/export`)
  const schema = JSON.parse(readFileSync(join(ROOT, 'docs/reference/export.schema.json'), 'utf8'))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  const isOfForm: boolean = ajv.validate(schema, JSON.parse(JSON.stringify(json)))
  assert.ok(isOfForm, JSON.stringify(ajv.errors))
  assert.deepEqual(json.subject, {
    id: subject,
    externalId: 'ann',
    anonymousId: null,
    region: 'DE',
    ageBand: 'adult',
    createdAt: '2026-11-24T12:00:00.000Z',
    vouched: true,
    pausedUntil: null,
    marks: { items: [], categories: [] },
    ceiling: null,
    wishes: { feedMode: null, follows: [], notForProfile: { items: [], lists: [] } },
  })
  assert.equal(json.consent.records[0].evidence, 'a form')
  assert.deepEqual(
    json.interactions.map(({ id, item, verb }: Json) => [id, item, verb]),
    [
      ['ann-1', 'item-0', 'purchase'],
      ['ann-2', 'item-1', 'view'],
    ],
  )
  assert.deepEqual(json.disclosures, [])
})

test('an export tells what the person gives to the model', async () => {
  const subject = await joined('abe')
  await server().app.trainer.train()
  const { json } = await server().send(`GET /v1/subjects/${subject}/export`)
  assert.deepEqual(json.training.items, ['item-0', 'item-1'])
})

test('what is kept is listed latest first', async () => {
  const subject = await joined('bea')
  const { json } = await server().send(`GET /v1/subjects/${subject}/interactions`)
  assert.deepEqual(
    json.interactions.map(({ id }: Json) => id),
    ['bea-2', 'bea-1'],
  )
})

test('one thing is removed, and nothing else; what is not there cannot be', async () => {
  const subject = await joined('cat')
  const route = `POST /v1/subjects/${subject}/interactions/remove`
  const { json } = await server().send(route, { body: { interaction: 'cat-1' } })
  assert.equal(json.rows, 1)
  const left = await server().send(`GET /v1/subjects/${subject}/interactions`)
  assert.deepEqual(
    left.json.interactions.map(({ id }: Json) => id),
    ['cat-2'],
  )
  for (const interaction of ['cat-1', 'dan-1', 'none']) {
    await server().refuse(route, { body: { interaction } }, 'not_found')
  }
  await server().refuse(route, { body: { interaction: 'x'.repeat(300) } }, 'invalid_id')
  await server().refuse(route, { body: {} }, 'invalid_request')
})

test('an erasure answers when it was done, and later when the model had followed', async () => {
  const subject = await joined('dan')
  await server().app.trainer.train()
  const { json } = await server().send(`POST /v1/subjects/${subject}/erase`)
  assert.match(json.id, /^era_\w{26}$/)
  assert.ok(json.rows >= 3)
  assert.equal(json.modelClearedAt, null)
  const cleared = await clearedAt(json.id)
  assert.deepEqual([cleared.at, cleared.rows], [json.erasedAt, json.rows])
  assert.ok(cleared.modelClearedAt >= json.erasedAt)
})

test('a removal and a withdrawal answer in the same way', async () => {
  const subject = await joined('eve')
  await server().app.trainer.train()
  const body = { interaction: 'eve-1' }
  const removed = await server().send(`POST /v1/subjects/${subject}/interactions/remove`, { body })
  assert.equal(removed.json.modelClearedAt, null)
  assert.ok((await clearedAt(removed.json.id)).modelClearedAt)
  const withdrawn = await server().send(`POST /v1/subjects/${subject}/withdraw`, {
    body: { purposes: ['model_training'] },
  })
  assert.equal(withdrawn.json.modelClearedAt, null)
  assert.ok((await clearedAt(withdrawn.json.clearance)).modelClearedAt)
})

test('a model that is cleared holds one person less', async () => {
  const before = (await server().send('GET /v1/status')).json
  assert.equal(before.model.stale, false)
  const { json } = await server().send('POST /v1/subjects/find', { body: { externalId: 'p-0' } })
  const erased = await server().send(`POST /v1/subjects/${json.subject}/erase`)
  await clearedAt(erased.json.id)
  const after = (await server().send('GET /v1/status')).json
  assert.equal(after.subjects, before.subjects - 1)
  assert.equal(after.model.subjects, before.model.subjects - 1)
  assert.equal(after.model.stale, false)
})

test('unknown, erased and malformed ids answer alike on every route of a person', async () => {
  const erased = await joined('fay')
  await server().send(`POST /v1/subjects/${erased}/erase`)
  const ids = [erased, `sub_${'0'.repeat(26)}`, 'sub_short', 'fay', '%00', 'x'.repeat(4_000)]
  const bodies: Readonly<Record<string, object>> = {
    changeConsent: { action: 'refuse', purposes: ['measurement'] },
    withdrawConsent: { purposes: ['measurement'] },
    removeInteraction: { interaction: 'fay-1' },
    markWrong: { item: 'bread' },
    unmark: { item: 'bread' },
    pauseSubject: { until: '2027-01-01T00:00:00Z' },
    setCeiling: { ceiling: 'broad' },
    changeWishes: { feedMode: 'chronological' },
    receiveRequest: { right: 'access' },
    answerRequest: { outcome: 'fulfilled' },
  }
  const routes = routesOf(server().openApi).filter(({ path }) => path.includes('/subjects/{id}'))
  assert.equal(routes.length, 22)
  for (const { method, path, operation } of routes) {
    const body = bodies[operation.operationId]
    const answers = await Promise.all(
      ids.map((id) => server().send(`${method} ${path.replace('{id}', id)}`, body ? { body } : {})),
    )
    const told = answers.map(({ json }) => JSON.stringify({ ...json, requestId: '' }))
    assert.equal(new Set(told).size, 1, `${method} ${path}`)
    assert.equal(answers[0]?.json.code, 'not_found')
  }
  await server().refuse('POST /v1/subjects/find', { body: { externalId: 'fay' } }, 'not_found')
})

test('the same external id may come back, as somebody new without a past', async () => {
  const before = await joined('gus')
  await server().send(`POST /v1/subjects/${before}/erase`)
  const body = { externalId: 'gus', action: 'give', purposes: ['measurement'], evidence: 'again' }
  const { json } = await server().send('POST /v1/consent', { body })
  assert.notEqual(json.subject, before)
  assert.equal(json.records.length, 1)
  assert.equal(json.state.site_personalization, 'unknown')
  const kept = await server().send(`GET /v1/subjects/${json.subject}/interactions`)
  assert.deepEqual(kept.json.interactions, [])
  await server().refuse(`GET /v1/subjects/${before}/export`, {}, 'not_found')
})

test('two erasures at once of one person: one erases, the other finds nobody', async () => {
  const subject = await joined('hal')
  const answers = await Promise.all(
    [1, 2, 3].map(() => server().send(`POST /v1/subjects/${subject}/erase`)),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404, 404])
})

test('what is asked of a clearance leads to nobody', async () => {
  const subject = await joined('ida')
  const { json } = await server().send(`POST /v1/subjects/${subject}/erase`)
  const { text } = await server().send(`GET /v1/erasures/${json.id}`)
  assert.ok(!text.includes(subject) && !text.includes('ida'))
  for (const id of ['era_', subject, `era_${'0'.repeat(26)}`, '%00']) {
    await server().refuse(`GET /v1/erasures/${id}`, {}, 'not_found')
  }
})

test('what is concluded of somebody is what they did, by category, and no more', async () => {
  await listed('lamp', ['Lighting', 'Home'])
  const subject = await aSubject('ida')
    .meeting(
      { id: 'ida-1', item: 'lamp', verb: 'purchase', at: '2026-11-20T10:00:00Z' },
      { id: 'ida-2', item: 'lamp', verb: 'view', at: '2026-11-22T10:00:00Z' },
      { id: 'ida-3', item: 'unlisted', verb: 'purchase', at: '2026-11-22T11:00:00Z' },
    )
    .join(server().app)
  const { json } = await server().send(`GET /v1/subjects/${subject}/interests`)
  const acts = { purchase: 1, view: 1 }
  const lastAt = '2026-11-22T10:00:00.000Z'
  assert.deepEqual(json, {
    interests: [
      { category: 'Home', share: 0.5, items: 1, acts, lastAt, sensitive: false },
      { category: 'Lighting', share: 0.5, items: 1, acts, lastAt, sensitive: false },
    ],
    marks: { items: [], categories: [] },
    pausedUntil: null,
    ceiling: null,
    wishes: { feedMode: null, follows: [], notForProfile: { items: [], lists: [] } },
    titles: {},
  })
})

test('a category that somebody marked as wrong is concluded no longer, and the mark is told', async () => {
  await listed('drill', ['Tools'])
  const subject = await aSubject('ivo').meeting({ item: 'drill' }).join(server().app)
  const before = await server().send(`GET /v1/subjects/${subject}/interests`)
  assert.equal(before.json.interests[0].category, 'Tools')
  await server().send(`POST /v1/subjects/${subject}/marks`, { body: { category: 'Tools' } })
  const { json } = await server().send(`GET /v1/subjects/${subject}/interests`)
  assert.deepEqual([json.interests, json.marks.categories], [[], ['Tools']])
})

test('lists say what their items are called, as far as the catalogue knows', async () => {
  await listed('lamp', ['Lighting', 'Home'])
  const subject = await aSubject('ike')
    .meeting({ id: 'ike-1', item: 'unlisted' }, { id: 'ike-2', item: 'lamp' })
    .join(server().app)
  const { json } = await server().send(`GET /v1/subjects/${subject}/interactions`)
  assert.deepEqual(
    json.interactions.map(({ title, categories }: Json) => [title, categories]),
    [
      ['The lamp', ['Lighting', 'Home']],
      [null, []],
    ],
  )
})

async function listed(id: string, categories: string[]): Promise<void> {
  await server().send(`PUT /v1/items/${id}`, {
    body: { title: `The ${id}`, categories },
  })
}
