/**
 * What a page may learn of others: no reason that one person more or less changes on the same day,
 * and none that fewer than k vouched people share, however many somebody invents.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PageContribution, toPageContributions } from '@equipoise/core/recommend'
import { DAY_MS, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import {
  type DecideRequest,
  decideSlot,
  NO_FILTERS,
  type Outlet,
} from '@equipoise/server/modules/decide'
import { NO_SITUATION } from '@equipoise/server/modules/law'
import { eraseSubject } from '@equipoise/server/modules/rights'
import { anApp } from './builders/app.ts'
import { anItem, stock } from './builders/catalogue.ts'
import { aPage, type Page } from './builders/page-person.ts'
import { aServer, type Json, type TestServer } from './builders/server.ts'
import { aSubject, BY_SUBJECT } from './builders/subject.ts'
import { aTown, townItems } from './builders/town.ts'

const K = 50
const ALL: readonly Purpose[] = ['device_storage', 'site_personalization', 'model_training']
const environment = {
  EQUIPOISE_SUPPORT_PEOPLE_MIN: String(K),
  EQUIPOISE_RATE_PAGE_PER_SECOND: 'none',
  EQUIPOISE_RATE_SUBJECT_PER_MINUTE: 'none',
  EQUIPOISE_RATE_OUTLET_PER_MINUTE: 'none',
}
const SHELF = ['bread-0', 'bread-1', 'bread-2', 'tea-0', 'tea-1']

/** K people share bread-0 and bread-1, and others have one of them; returns who may leave. */
async function aShopAtTheThreshold(app: App): Promise<SubjectId> {
  await stockWith(app, SHELF)
  const leaving = await joining(app, 'leaving', 'bread-0', 'bread-1')
  for (let n = 1; n < K; n += 1) await joining(app, `both-${n}`, 'bread-0', 'bread-1')
  for (let n = 0; n < K; n += 1) await joining(app, `tea-${n}`, 'bread-0', 'tea-0', 'tea-1')
  await app.trainer.train()
  return leaving
}

function stockWith(app: App, ids: readonly string[]): Promise<void> {
  return stock(
    app,
    ids.map((id) => anItem(id, { categories: [id.split('-')[0] ?? ''] })),
  )
}

function joining(app: App, externalId: string, ...items: readonly string[]): Promise<SubjectId> {
  return aSubject(externalId)
    .meeting(...items.map((item) => ({ item })))
    .join(app)
}

/** Somebody in front of a page, for whom nobody vouched. */
async function aSession(page: Page, ...items: readonly string[]): Promise<void> {
  page.cookie = undefined
  page.csrf = undefined
  await page.agree(ALL)
  const interactions = items.map((item) => ({ item, verb: 'view' }))
  const { json } = await page.send('POST /v1/interactions', { body: { interactions } })
  assert.equal(json.accepted, items.length)
}

interface Prober {
  readonly page: Page
  readonly subject: string
}

async function aProber(server: TestServer): Promise<Prober> {
  const page = await aPage(server)
  await aSession(page, 'bread-0')
  const { subject } = (await page.send('GET /v1/subjects/me/consent')).json
  return { page, subject }
}

const BODY = { slot: 'home', count: 10 }

/** Every reason that a page is given, by item. In which order they come follows the model. */
async function toldTo({ page }: Prober): Promise<Record<string, Json>> {
  const { json } = await page.send('POST /v1/decide', { body: BODY })
  assert.equal(json.rung, 'personal')
  const items = json.items.toSorted((a: Json, b: Json) => (a.id < b.id ? -1 : 1))
  return Object.fromEntries(items.map(({ id, contributions }: Json) => [id, contributions]))
}

async function exactlyTold(server: TestServer, { subject }: Prober): Promise<Json> {
  const { json } = await server.send('POST /v1/decide', { body: { ...BODY, subject } })
  return json.items
}

const namesBread = (contributions: Json): boolean =>
  contributions.some(({ kind, id }: Json) => kind === 'item' && id === 'bread-0')

async function erase(server: TestServer, subject: SubjectId): Promise<void> {
  const { json } = await server.send(`POST /v1/subjects/${subject}/erase`)
  await server.app.trainer.awaitClearance(json.id)
}

test('a page gets at most five reasons in whole percents, and nothing by which to compare', async (t) => {
  const server = await aServer(t, { environment })
  await aShopAtTheThreshold(server.app)
  const { page } = await aProber(server)
  await page.send('POST /v1/interactions', {
    body: { interactions: SHELF.map((item) => ({ item, verb: 'view' })) },
  })
  const { json, text } = await page.send('POST /v1/decide', { body: BODY })
  assert.equal(json.releasedOn, '2026-11-24')
  assert.ok(!/"(score|share|model)":/.test(text))
  for (const { contributions } of json.items) {
    assert.ok(contributions.length >= 1 && contributions.length <= 5)
    const percents = contributions.map(({ percent }: Json) => Math.abs(percent))
    assert.equal(percents.reduce(add, 0), 100)
    assert.ok(percents.every(Number.isInteger))
  }
})

test('who left shows in exact answers at once, and in those of pages on another day at most', async (t) => {
  const server = await aServer(t, { environment })
  const leaving = await aShopAtTheThreshold(server.app)
  const prober = await aProber(server)
  const exactBread = async (): Promise<Json> =>
    (await exactlyTold(server, prober)).find(({ id }: Json) => id === 'bread-1').contributions
  const before = await toldTo(prober)
  assert.ok(namesBread(before['bread-1']))
  assert.ok(namesBread(await exactBread()))

  await erase(server, leaving)
  assert.ok(!namesBread(await exactBread()))
  assert.equal(JSON.stringify(await toldTo(prober)), JSON.stringify(before))
  server.advance(11 * 3_600_000)
  assert.equal(JSON.stringify(await toldTo(prober)), JSON.stringify(before))

  server.advance(3_600_000)
  const nextDay = await toldTo(prober)
  assert.ok(!namesBread(nextDay['bread-1']))
})

test('who comes shows as little as who leaves', async (t) => {
  const server = await aServer(t, { environment })
  await aShopAtTheThreshold(server.app)
  const prober = await aProber(server)
  const before = await toldTo(prober)
  for (let n = 0; n < K; n += 1) {
    await joining(server.app, `new-${n}`, 'bread-0', 'bread-1', 'bread-2')
  }
  await server.app.trainer.train()
  const after = await toldTo(prober)
  for (const [id, contributions] of Object.entries(before)) {
    assert.deepEqual(after[id], contributions)
  }
  server.advance(DAY_MS)
  assert.ok(namesBread((await toldTo(prober))['bread-2']))
})

test('whatever is probed for in a town, one person who leaves changes no reason on a page', async (t) => {
  const { app } = await anApp(t, { environment, resident: true })
  await stockWith(app, townItems())
  for (const { externalId, deeds } of aTown(240)) {
    await aSubject(externalId)
      .meeting(...deeds)
      .join(app)
  }
  const leaving = await joining(app, 'leaving', 'bread-0', 'tea-3', 'wool-5', 'only theirs')
  const probers = await theProbersOf(app)
  await app.trainer.train()
  const before = await probed(app, probers)

  const { clearance } = await eraseSubject(app, leaving, BY_SUBJECT)
  await app.trainer.awaitClearance(clearance)
  const after = await probed(app, probers)

  assert.ok(before.page.size > 1_000)
  assert.deepEqual(after.page, before.page)
  // With the guard off: nearly every score, and many of the percents that exact shares come to.
  const moved = [share(before.scores, after.scores), share(before.exact, after.exact)]
  assert.ok((moved[0] ?? 0) > 0.9 && (moved[1] ?? 0) > 0.25, `${moved}`)
  t.diagnostic(`moved of scores and of exact percents: ${moved}`)
})

test('two hundred invented people make no reason appear, and nothing popular', async (t) => {
  const server = await aServer(t, { environment })
  const { app } = server
  await stockWith(app, SHELF)
  for (let n = 1; n < K; n += 1) await joining(app, `real-${n}`, 'bread-0', 'bread-1')
  const crowd = await aPage(server)
  for (let n = 0; n < 200; n += 1) await aSession(crowd, 'bread-0', 'bread-1')
  await app.trainer.train()
  const prober = await aProber(server)
  const kindsOf = (contributions: Json) => contributions.map(({ kind }: Json) => kind)
  const exact = (await exactlyTold(server, prober)).flatMap((item: Json) =>
    kindsOf(item.contributions),
  )
  const told = Object.values(await toldTo(prober)).flatMap(kindsOf)
  assert.deepEqual([...new Set([...exact, ...told])], ['rest'])
  const nobody = await aPage(server)
  const general = (await nobody.send('POST /v1/decide', { body: BODY })).json
  assert.deepEqual(
    [general.rung, general.items.flatMap((one: Json) => one.contributions)],
    ['general', []],
  )

  await joining(app, 'the last that was missing', 'bread-0', 'bread-1')
  await app.trainer.train()
  server.advance(DAY_MS)
  assert.ok(namesBread((await toldTo(prober))['bread-1']))
})

test('somebody for whom a back end speaks counts from the next training on', async (t) => {
  const server = await aServer(t, { environment })
  const { app } = server
  await stockWith(app, SHELF)
  for (let n = 1; n < K; n += 1) await joining(app, `real-${n}`, 'bread-0', 'bread-1')
  const { page, subject } = await aProber(server)
  const interactions = [{ item: 'bread-1', verb: 'view' }]
  await page.send('POST /v1/interactions', { body: { interactions } })
  await app.trainer.train()
  assert.equal(app.release(), undefined)
  const before = await app.trainer.stateDigest()
  await server.send(`PUT /v1/subjects/${subject}/consent`, {
    body: { action: 'give', purposes: ALL, evidence: 'a form' },
  })
  await app.trainer.train()
  assert.notEqual(await app.trainer.stateDigest(), before)
  assert.deepEqual(app.release()?.ids, ['bread-0', 'bread-1'])
})

test('without a catalogue a page is shown no item that fewer than k people have', async (t) => {
  const { app } = await anApp(t, { environment })
  for (let n = 0; n < K; n += 1) await joining(app, `both-${n}`, 'bread-0', 'bread-1')
  await joining(app, 'somebody', 'bread-0', 'bread-1', 'order-4711')
  await aProberWith(app, 'prober', 'bread-0')
  await app.trainer.train()
  for (const who of ['prober', 'nobody']) {
    const idsFor = async (outlet: Outlet) => {
      const { items } = await decideSlot(app, { ...askFor(who), outlet }, NO_SITUATION)
      return items.map(({ id }) => id).toSorted()
    }
    assert.deepEqual(await idsFor('exact'), ['bread-0', 'bread-1', 'order-4711'])
    assert.deepEqual(await idsFor('page'), ['bread-0', 'bread-1'])
  }
})

/** People who give nothing to the model, each with another short history. */
async function theProbersOf(app: App): Promise<readonly string[]> {
  const items = townItems()
  const histories = items.flatMap((item, at) => [
    [item],
    [item, items[(at * 7 + 3) % items.length] ?? ''],
    Array.from({ length: 6 }, (_, n) => items[(at + n * 5) % items.length] ?? ''),
  ])
  return Promise.all(
    histories.map((history, at) => aProberWith(app, `prober-${at}`, ...new Set(history))),
  )
}

async function aProberWith(app: App, name: string, ...items: readonly string[]): Promise<string> {
  await aSubject(name)
    .giving('site_personalization')
    .meeting(...items.map((item) => ({ item })))
    .join(app)
  return name
}

interface Probed {
  readonly page: ReadonlyMap<string, readonly PageContribution[]>
  /** What whole percents of the exact shares would be, and the scores. */
  readonly exact: ReadonlyMap<string, unknown>
  readonly scores: ReadonlyMap<string, unknown>
}

async function probed(app: App, probers: readonly string[]): Promise<Probed> {
  const [page, exact, scores] = [new Map(), new Map(), new Map()]
  for (const prober of probers) {
    const asked = askFor(prober)
    const told = await decideSlot(app, { ...asked, outlet: 'page' }, NO_SITUATION)
    for (const { id, shown } of told.items) page.set(`${prober} ${id}`, shown)
    const { items } = await decideSlot(app, { ...asked, outlet: 'exact' }, NO_SITUATION)
    for (const { id, score, contributions } of items) {
      scores.set(`${prober} ${id}`, score)
      exact.set(`${prober} ${id}`, toPageContributions(contributions))
    }
  }
  return { page, exact, scores }
}

function askFor(externalId: string): Omit<DecideRequest, 'outlet'> {
  return {
    who: { externalId },
    slot: 'home',
    count: 100,
    page: { item: undefined, categories: [] },
    filters: NO_FILTERS,
    exclude: [],
  }
}

/** How many of the entries of one are others in the other, 0 to 1. */
function share(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): number {
  const moved = [...one].filter(
    ([key, value]) => JSON.stringify(other.get(key)) !== JSON.stringify(value),
  )
  return moved.length / one.size
}

function add(a: number, b: number): number {
  return a + b
}
