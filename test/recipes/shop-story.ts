/**
 * What each recipe has to do, tried on the recipe itself against the real product: rows that are
 * somebody's, a yes, a no, purchases, a token, and a page that never breaks.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createClient, signSubjectToken } from '@equipoise/client'
import { NOON } from '../builders/app.ts'
import { aServer, type TestServer } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'
import { aRelay, type Relay } from './relay.ts'

export interface Shop {
  ask(path: string, init?: RequestInit): Promise<Response>
  /** What a page shows, in any form that has the titles in it. */
  readonly home: string
  readonly api: string
  readonly sessions: Map<string, string>
  stop(): Promise<void>
}

const FALLEN_BACK = /Rye bread.*Assam tea/s

/** @param open loads the recipe, once the environment tells where the product is. */
export function shopStory(open: () => Promise<Shop>): void {
  const closing: (() => unknown)[] = []
  // The hooks that come here take no context.
  const context = { after: (close: unknown) => closing.push(close as () => unknown) }
  let server: TestServer
  let relay: Relay
  let shop: Shop

  before(async () => {
    server = await aServer(context, { environment: { EQUIPOISE_SUPPORT_PEOPLE_MIN: '50' } })
    // The recipe's clock is the machine's.
    server.advance(Date.now() - NOON)
    await seed(server)
    relay = await aRelay(context, server.url)
    const signing = await server.app.keyRing.create({ kind: 'signing' })
    Object.assign(process.env, {
      EQUIPOISE_URL: relay.url,
      EQUIPOISE_KEY: server.secret,
      EQUIPOISE_SIGNING_KEY: signing.key,
      EQUIPOISE_SIGNING_KEY_ID: signing.id,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
    })
    console.warn = () => {}
    shop = await open()
    for (const person of ['ann', 'ben', 'cleo']) shop.sessions.set(`session-${person}`, person)
  })
  after(async () => {
    await shop.stop()
    for (const close of closing.reverse()) await close()
  })

  const as = (person: string, more: Record<string, string> = {}) => ({
    headers: { cookie: `a=b; session=session-${person}`, ...more },
  })
  const post = (person: string, path: string, body: object) =>
    shop.ask(`${shop.api}${path}`, {
      ...as(person, { 'content-type': 'application/json' }),
      method: 'POST',
      body: JSON.stringify(body),
    })
  const home = async (init?: RequestInit) => (await shop.ask(shop.home, init)).text()
  /** The page, asked for again where a busy machine made it fall back. */
  const rows = (init?: RequestInit) =>
    until(async () => {
      const page = await home(init)
      return FALLEN_BACK.test(page) ? undefined : page
    })

  test('rows become somebody’s with their yes, and are no longer with their no', async () => {
    const said = await post('ann', '/consent', { suggestions: true })
    assert.deepEqual(await said.json(), { suggestions: 'given' })
    await meet(server, 'ann', ['tea-0', 'tea-1', 'tea-2'])
    const own = await rows(as('ann'))
    assert.match(own, /Fine tea/)
    assert.doesNotMatch(own, /Fine bread/)
    assert.match(await rows(as('ann', { 'sec-gpc': '1' })), /Fine/)
    await post('ann', '/consent', { suggestions: false })
    assert.equal(await rows(as('ann')), await rows())
  })

  test('what is somebody’s is cached for nobody', async () => {
    const { headers } = await shop.ask(shop.home, as('ann'))
    assert.equal(headers.get('cache-control'), 'private, no-store')
  })

  test('purchases are kept where that is agreed to, and nowhere else', async () => {
    await post('ben', '/consent', { suggestions: true })
    for (const person of ['ben', 'cleo']) {
      const answer = await post(person, '/orders', { items: ['tea-0', 'wool-1'] })
      assert.equal(answer.status, 201)
    }
    const kept = await until(async () => {
      const { interactions } = await product(server).listInteractions(await idOf(server, 'ben'))
      return interactions.length === 2 ? interactions : undefined
    })
    assert.deepEqual(kept.map(({ item }) => item).sort(), ['tea-0', 'wool-1'])
    assert.ok(kept.every(({ verb, id }) => verb === 'purchase' && /^order-.*-[12]$/.test(id)))
    await assert.rejects(idOf(server, 'cleo'), /not_found/)
  })

  test('a page acts for whoever is signed in, with a token; for nobody without', async () => {
    const answer = await shop.ask(`${shop.api}/equipoise-token`, as('ben'))
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const { token } = JSON.parse(await answer.text())
    const page = createClient({ url: server.url, subjectToken: token })
    assert.equal((await page.readConsent('me')).state['site_personalization'], 'given')
    await assert.rejects(page.readConsent(await idOf(server, 'ann')), /not_found/)
    const key = `eq_signing_${'A'.repeat(43)}`
    const keyId = process.env['EQUIPOISE_SIGNING_KEY_ID'] ?? ''
    const forged = await signSubjectToken({ key, keyId, externalId: 'ben' })
    const other = createClient({ url: server.url, subjectToken: forged })
    await assert.rejects(other.readConsent('me'), /token_invalid/)
  })

  test('whoever is not signed in is nobody', async () => {
    const token = await shop.ask(`${shop.api}/equipoise-token`)
    const consent = await post('nobody', '/consent', { suggestions: true })
    const order = await post('nobody', '/orders', { items: ['tea-0'] })
    assert.deepEqual([token.status, consent.status, order.status], [401, 401, 401])
  })

  test('without the product the page is as it was, at once; a choice is not pretended', async () => {
    for (const manner of ['closed', 'silent'] as const) {
      relay.set(manner)
      const startedAt = performance.now()
      const page = await home(as('ben'))
      assert.match(page, FALLEN_BACK)
      assert.ok(performance.now() - startedAt < 2_000)
    }
    relay.set('closed')
    const failed = await post('ben', '/consent', { suggestions: false }).catch(() => undefined)
    assert.ok(failed === undefined || failed.status >= 500)
    relay.set('open')
    assert.match(await rows(as('ben')), /Fine/)
  })
}

function product({ url, secret }: TestServer) {
  return createClient({ url, key: secret })
}

async function idOf(server: TestServer, externalId: string): Promise<string> {
  return (await product(server).findSubject({ externalId })).subject
}

async function meet(server: TestServer, externalId: string, items: readonly string[]) {
  const interactions = items.map((item) => ({ externalId, item, verb: 'view' as const }))
  await product(server).collectInteractions({ interactions })
}

/** A town whose people share their tastes, a catalogue, and a model of them. */
async function seed(server: TestServer): Promise<void> {
  const items = townItems().map((id) => ({ id, title: `Fine ${id.split('-')[0]} ${id}` }))
  await product(server).putItems(items)
  await Promise.all(
    aTown(180).map(({ externalId, deeds }) =>
      aSubject(externalId)
        .meeting(...deeds)
        .join(server.app),
    ),
  )
  await server.app.trainer.train()
}

/** What comes about in the background, as soon as it has. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
  }
}
