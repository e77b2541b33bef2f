/**
 * Segment's own clients, unmodified and set up by their public options alone: from a back end, and
 * from a page in a real browser. With consent given, denied, absent, and of somebody unknown.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Analytics } from '@segment/analytics-node'
import packedChromium from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'
import { aSigner, NOTICE, NOTICE_BODY } from '../builders/page-person.ts'
import { aKey, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'
import { ROOT } from '../source-tree.ts'

const ROUTES = 'packages/server/src/http/routes/segment.ts'
const skip = existsSync(join(ROOT, ROUTES)) ? false : `${ROUTES} is not there yet`
const WAIT_MS = 10_000
const CLIENT = createRequire(import.meta.url).resolve('@segment/analytics-next/dist/umd/index.js')
const PURPOSES = ['device_storage', 'site_personalization']
const ASKED = { version: NOTICE.version, language: NOTICE.language, purposes: PURPOSES }

const server = serverOfFile({}, async ({ app, send }) => {
  await send(`PUT /v1/notices/${NOTICE.id}`, { body: NOTICE_BODY })
  for (const name of ['ann', 'ben', 'cat', 'dan', 'fay']) await aSubject(name).join(app)
  await aSubject('eve').giving('measurement').join(app)
})

interface Kept {
  readonly id: string
  readonly item: string
  readonly verb: string
}

async function keptOf(externalId: string): Promise<readonly string[]> {
  const { send } = server()
  const found = await send('POST /v1/subjects/find', { body: { externalId } })
  const { json } = await send(`GET /v1/subjects/${found.json.subject}/interactions`)
  const kept: readonly Kept[] = json.interactions
  return kept.map(({ verb, item }) => `${verb} ${item}`).sort()
}

const consenting = (categoryPreferences: object) => ({
  context: { consent: { categoryPreferences } },
})
const GIVEN = consenting({ site_personalization: true, model_training: true })
const DENIED = consenting({ site_personalization: false, model_training: false })

describe('the client for back ends', { skip }, () => {
  test('what a person said yes to is kept, and a repeated message once', async () => {
    const viewed = { userId: 'ann', event: 'Product Viewed', properties: { product_id: 'tea' } }
    for (const messageId of ['one', 'one', 'two']) {
      assert.deepEqual(await send((client) => client.track({ ...viewed, ...GIVEN, messageId })), [])
    }
    assert.deepEqual(await keptOf('ann'), ['view tea', 'view tea'])
  })

  test('a batch of all kinds of calls is taken; only what means something is kept', async () => {
    const userId = 'ben'
    const products = [{ product_id: 'tea' }, { product_id: 'bread' }]
    const faults = await send((client) => {
      client.track({ userId, event: 'Order Completed', properties: { products }, ...GIVEN })
      client.track({ userId, event: 'Order Refunded', properties: { products }, ...GIVEN })
      client.page({ userId, name: 'Tea', properties: { product_id: 'tea' }, ...GIVEN })
      client.screen({ userId, name: 'Tea', ...GIVEN })
      client.identify({ userId, traits: { email: 'ben@example.org' }, ...GIVEN })
      client.group({ userId, groupId: 'tea drinkers', ...GIVEN })
    })
    assert.deepEqual(faults, [])
    assert.deepEqual(await keptOf('ben'), ['purchase bread', 'purchase tea'])
  })

  test('without a yes in the call, or with a no, nothing is kept', async () => {
    const viewed = { userId: 'cat', event: 'Product Viewed', properties: { product_id: 'tea' } }
    const faults = await send((client) => {
      client.track(viewed)
      client.track({ ...viewed, ...DENIED })
    })
    assert.deepEqual([faults, await keptOf('cat')], [[], []])
  })

  test('a call narrows what is kept to what it allows', async () => {
    const only = consenting({ site_personalization: true, model_training: false })
    const properties = { product_id: 'tea' }
    await send((client) =>
      client.track({ userId: 'dan', event: 'Product Viewed', properties, ...only }),
    )
    const { send: ask } = server()
    const found = await ask('POST /v1/subjects/find', { body: { externalId: 'dan' } })
    const { json } = await ask(`GET /v1/subjects/${found.json.subject}/interactions`)
    assert.deepEqual(json.interactions[0].purposes, ['site_personalization'])
  })

  test('a yes in the call grants nothing: not against the record, not to somebody new', async () => {
    const viewed = { event: 'Product Viewed', properties: { product_id: 'tea' }, ...GIVEN }
    const faults = await send((client) => {
      client.track({ ...viewed, userId: 'eve' })
      client.track({ ...viewed, userId: 'nobody' })
      client.track({ ...viewed, anonymousId: 'nobody either' })
    })
    assert.deepEqual([faults, await keptOf('eve')], [[], []])
    const body = { externalId: 'nobody' }
    assert.equal((await server().send('POST /v1/subjects/find', { body })).status, 404)
  })

  test('a key that does not count is told so, and nothing is sent twice', async () => {
    const faults = await send((client) => client.track({ userId: 'ann', event: 'E' }), 'wrong')
    assert.match(faults.join(), /401/)
  })
})

/** What the client complained about. */
async function send(
  say: (client: Analytics) => void,
  writeKey: string = server().secret,
): Promise<readonly string[]> {
  const client = new Analytics({ writeKey, host: server().url, path: '/v1/batch', maxRetries: 0 })
  const faults: string[] = []
  client.on('error', ({ reason }) => faults.push(String(reason)))
  say(client)
  await client.closeAndFlush({ timeout: WAIT_MS })
  return faults
}

describe('the client for pages', { skip }, () => {
  let browser: Browser
  let site: Server
  let page: Page
  let key: string
  const complaints: string[] = []

  before(async () => {
    site = createServer(({ url }, answer) => {
      const isClient = url === '/client.js'
      answer.setHeader('content-type', isClient ? 'text/javascript' : 'text/html')
      answer.end(isClient ? readFileSync(CLIENT) : '<script src="/client.js"></script>')
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    const origin = `http://localhost:${portOf(site)}`
    key = await aKey(server().app, { kind: 'publishable', origins: [origin] })
    browser = await chromium.launch({
      executablePath: await packedChromium.executablePath(),
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    })
    page = await browser.newPage()
    page.on('pageerror', ({ message }) => complaints.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('request', (request) => {
      if (new URL(request.url()).hostname !== 'localhost') complaints.push(request.url())
    })
    await page.goto(origin)
  })

  after(async () => {
    await browser?.close()
    site?.close()
  })

  test('before anybody said anything nothing is kept, and the page sees no error', async () => {
    await load({})
    await track('Product Viewed', { product_id: 'tea' }, GIVEN.context)
    assert.deepEqual(complaints, [])
    assert.equal((await call('GET', '/v1/session'))['known'], false)
  })

  test('once the person said yes, what they do is kept where the call says so', async () => {
    const notice = await call('POST', `/v1/notices/${NOTICE.id}/nonce`, ASKED)
    const yes = { action: 'give', purposes: PURPOSES, nonce: notice['nonce'] }
    assert.equal((await call('POST', '/v1/consent', yes))['status'], 200)
    await load({ 'X-CSRF-Token': await csrfToken() })
    await track('Product Viewed', { product_id: 'tea' }, GIVEN.context)
    await track('Product Viewed', { product_id: 'bread' }, DENIED.context)
    await track('Product Viewed', { product_id: 'milk' }, {})
    assert.deepEqual(await keptHere(), ['view tea'])
  })

  test('a name that nothing proves is refused, so that nobody gets what another did', async () => {
    await page.evaluate("analytics.identify('ann', { email: 'ann@example.org' })")
    await track('Product Added', { product_id: 'rice' }, GIVEN.context)
    assert.deepEqual(await keptHere(), ['view tea'])
    assert.ok(!(await keptOf('ann')).includes('add rice'))
    await page.evaluate('analytics.reset()')
  })

  test('a batch from a page is read as its calls are one by one', async () => {
    await load({ 'X-CSRF-Token': await csrfToken() }, { strategy: 'batching', size: 2 })
    const sent = page.waitForResponse(/\/v1\/b$/, { timeout: WAIT_MS })
    await page.evaluate(`(async () => {
      const context = ${JSON.stringify(GIVEN.context)}
      await analytics.track('view_item', { items: [{ item_id: 'oats' }] }, { context })
      await analytics.track('No Meaning', {}, { context })
    })()`)
    assert.equal((await sent).status(), 200)
    assert.deepEqual(await keptHere(), ['view oats', 'view tea'])
  })

  test('a name with a token joins the person of this page to the one it names', async () => {
    const signer = await aSigner(server())
    const token = await signer.sign('fay')
    const csrf = await csrfToken()
    await load({ 'Equipoise-Subject-Token': token, 'X-CSRF-Token': csrf })
    const joined = page.waitForResponse(/\/v1\/i$/, { timeout: WAIT_MS })
    await page.evaluate("analytics.identify('fay')")
    assert.equal((await joined).status(), 200)
    await track('Product Added', { product_id: 'rice' }, GIVEN.context)
    assert.deepEqual(await keptOf('fay'), ['add rice', 'view oats', 'view tea'])
    assert.equal((await call('GET', '/v1/session'))['known'], false)
  })

  test('the client left nothing in the browser, and all the while nothing failed', async () => {
    const stored = await page.evaluate('[localStorage.length, document.cookie]')
    assert.deepEqual(stored, [0, ''])
    assert.deepEqual(complaints, [])
  })

  /** The client with its public options; its settings come from the server. */
  async function load(headers: object, { strategy = 'standard', size = 1 } = {}): Promise<void> {
    const config = { credentials: 'include', headers, size }
    const settings = { writeKey: key, cdnURL: apiUrl() }
    const options = {
      disableClientPersistence: true,
      integrations: { 'Segment.io': { deliveryStrategy: { strategy, config } } },
    }
    await page.reload()
    await page.evaluate(
      `window.analytics = AnalyticsNext.AnalyticsBrowser.load(
        ${JSON.stringify(settings)}, ${JSON.stringify(options)}
      )`,
    )
  }

  async function track(event: string, properties: object, context: object): Promise<void> {
    const sent = page.waitForResponse(/\/v1\/t$/, { timeout: WAIT_MS })
    const said = [event, properties, { context }].map((part) => JSON.stringify(part)).join()
    await page.evaluate(`analytics.track(${said})`)
    assert.equal((await sent).status(), 200)
  }

  /** What the page itself asks, beside the client. */
  async function call(method: string, path: string, body?: object) {
    const headers: Record<string, string> = { Authorization: `Bearer ${key}` }
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const asked = { method, headers, credentials: 'include', body: JSON.stringify(body) }
    return page.evaluate<Record<string, unknown>>(
      `(async () => {
        const answer = await fetch(${JSON.stringify(apiUrl() + path)}, ${JSON.stringify(asked)})
        return { status: answer.status, ...(await answer.json()) }
      })()`,
    )
  }

  async function csrfToken(): Promise<string> {
    return String((await call('GET', '/v1/session'))['csrfToken'])
  }

  async function keptHere(): Promise<readonly string[]> {
    const answer = await call('GET', '/v1/subjects/me/interactions')
    // The route's own documented form.
    const kept = answer['interactions'] as readonly Kept[]
    return kept.map(({ verb, item }) => `${verb} ${item}`).sort()
  }

  /** Under the page's own host, so that the cookie is the same site's. */
  function apiUrl(): string {
    return server().url.replace('127.0.0.1', 'localhost')
  }
})

function portOf(listening: Server): number {
  // It listens on a port of this machine.
  return (listening.address() as AddressInfo).port
}
