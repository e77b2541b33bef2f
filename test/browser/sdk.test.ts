/** The SDK in a real browser, over the real server: what it sends, fills, holds back and stops. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { bundleUse } from '../../tools/bundle-browser.ts'
import { keptIn } from '../builders/browser.ts'
import { anItem, catalogue, stock } from '../builders/catalogue.ts'
import { aSigner } from '../builders/page-person.ts'
import { BANNER, HOME, SESSION, settled, WAIT_MS, watchedSite } from './site.ts'

const site = watchedSite({ environment: { EQUIPOISE_RATE_OUTLET_PER_MINUTE: 'none' } })

const PRIVATE = '__Host-equipoise-private'

const ROW = `<section aria-label="For you"><h2>For you</h2>
  <div data-equipoise-slot="home" data-count="3" style="min-block-size:360px">
    <template><article style="height:120px"><a href="/p/{id}" data-field="title"></a>
      <span data-field="price"></span></article></template>
  </div></section>`

/** In front of a page whose person has said yes, or no, to everything. */
async function answered(path: string, value: 'accept' | 'refuse', body = HOME): Promise<Page> {
  site().site.put(path, { body })
  const page = await site().open(path)
  await page.locator(BANNER).waitFor()
  const heard = page.waitForResponse(/\/v1\/choice$/)
  await page.locator(`${BANNER} button[value="${value}"]`).click()
  await heard
  await settled(page)
  return page
}

function run(page: Page, script: string): Promise<unknown> {
  return page.evaluate(script)
}

async function historyOf(page: Page): Promise<readonly { item: string; verb: string }[]> {
  const { server, site: shop } = site()
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const headers = { origin: shop.url, cookie }
  const { json } = await server.send('GET /v1/subjects/me/export', { key: shop.key, headers })
  return json.interactions ?? json.history
}

const callsTo = (path: string): number =>
  site().site.calls.filter((call) => call.endsWith(path)).length

describe('what a person did', () => {
  test('is sent in a batch where they agreed, and kept as theirs', async () => {
    const page = await answered('/a', 'accept')
    site().site.calls.length = 0
    await run(
      page,
      `for (const item of ['item-1', 'item-2']) equipoise.record({ item, verb: 'view' })
       equipoise.track('Product Added', { product_id: 'item-3' })
       equipoise.flush()`,
    )
    await settled(page)
    assert.deepEqual([callsTo('/v1/interactions'), callsTo('/v1/batch')], [1, 1])
    const kept = (await historyOf(page)).map(({ item, verb }) => `${verb} ${item}`)
    assert.deepEqual(kept.toSorted(), ['add item-3', 'view item-1', 'view item-2'])
  })

  test('goes nowhere where they refused, whatever the page calls', async () => {
    const page = await answered('/b', 'refuse')
    site().site.calls.length = 0
    await run(page, EVERYTHING)
    await run(page, 'equipoise.flush()')
    await page.goto(`${site().site.url}/`)
    await settled(page)
    assert.deepEqual(
      site().site.calls.filter((call) => call.includes('/v1/')),
      [],
    )
  })

  test('is sent when the page is left', async () => {
    const page = await answered('/c', 'accept')
    await run(page, `equipoise.record({ item: 'item-9', verb: 'view' })`)
    await page.goto(`${site().site.url}/`)
    await settled(page)
    assert.deepEqual(
      (await historyOf(page)).map(({ item }) => item),
      ['item-9'],
    )
  })

  test('waits while the server is away, and arrives once', async () => {
    const page = await answered('/d', 'accept')
    site().site.reach = 'down'
    await run(page, `equipoise.record({ item: 'item-4', verb: 'view' }); equipoise.flush()`)
    await page.waitForTimeout(300)
    site().site.reach = 'up'
    await run(page, 'equipoise.flush()')
    await settled(page)
    assert.deepEqual(
      (await historyOf(page)).map(({ item }) => item),
      ['item-4'],
    )
  })

  test('is dropped at once when they take their yes back', async () => {
    const page = await answered('/e', 'accept')
    site().site.reach = 'down'
    await run(page, `equipoise.record({ item: 'item-5', verb: 'view' }); equipoise.flush()`)
    await run(page, 'equipoise.consent.withdraw()')
    site().site.reach = 'up'
    site().site.calls.length = 0
    await run(page, 'equipoise.flush()')
    await page.reload()
    await settled(page)
    assert.equal(callsTo('/v1/interactions'), 0)
  })

  test('of 10,000 events in a second the page stays quick, and so many go as are kept', async () => {
    const page = await answered('/f', 'accept')
    const ms = await run(
      page,
      `(() => { const begin = performance.now()
        for (let n = 0; n < 10000; n++) equipoise.record({ item: 'item-' + n % 7, verb: 'view' })
        return performance.now() - begin })()`,
    )
    assert.ok(Number(ms) < 1_000, `${ms} ms`)
    await run(page, 'equipoise.flush()')
    await settled(page)
    assert.ok((await historyOf(page)).length <= 1_000)
  })

  test('of somebody who says who they are is theirs', async () => {
    const page = await answered('/g', 'accept')
    const token = await (await aSigner(site().server)).sign('gus')
    await page.setExtraHTTPHeaders({ 'equipoise-subject-token': token })
    assert.equal(await run(page, 'equipoise.identify()'), true)
    const found = await site().server.send('POST /v1/subjects/find', {
      body: { externalId: 'gus' },
    })
    assert.equal(found.status, 200)
  })

  test('of somebody who signs in with another page is theirs, and goes with their no', async () => {
    const page = await answered('/h', 'accept')
    await run(page, `equipoise.record({ item: 'item-6', verb: 'view' }); equipoise.flush()`)
    await settled(page)
    const token = await (await aSigner(site().server)).sign('hal')
    site().site.put('/signed-in', { body: HOME, script: `data-subject-token="${token}"` })
    await page.goto(`${site().site.url}/signed-in`)
    await settled(page)
    assert.equal(await run(page, 'equipoise.identify()'), true)
    const named = { body: { externalId: 'hal' } }
    const { subject } = (await site().server.send('POST /v1/subjects/find', named)).json
    const { interactions } = (await site().server.send(`GET /v1/subjects/${subject}/export`)).json
    assert.deepEqual(
      interactions.map(({ item }: { item: string }) => item),
      ['item-6'],
    )
    // The name took the cookie along; one that is there again goes with a no, and what it was.
    await page.goto(`${site().site.url}/h`)
    await settled(page)
    assert.equal(
      (await keptIn(page)).cookies.some((one) => one.startsWith(`${SESSION}=`)),
      false,
    )
    await page.context().close()
    const other = await answered('/i', 'accept')
    const known = await historyOf(other)
    assert.deepEqual(known, [])
    await other.goto(`${site().site.url}/signed-in`)
    await settled(other)
    const before = (await other.context().cookies()).map(({ name, value }) => `${name}=${value}`)
    assert.equal(await run(other, 'equipoise.consent.refuse()'), true)
    const { cookies } = await keptIn(other)
    assert.equal(cookies.length, 1, cookies.join())
    assert.match(cookies[0] ?? '', /^__Host-equipoise-choice=1\.0\./)
    // Also whoever kept a copy of the cookie is nobody.
    const { url, key } = site().site
    const headers = { origin: url, cookie: before.join('; ') }
    const { json } = await site().server.send('GET /v1/session', { key, headers })
    assert.equal(json.known, false)
    await other.context().close()
  })

  test('of somebody else who signs in is asked about, whatever was answered here', async () => {
    const page = await answered('/j', 'accept')
    const token = await (await aSigner(site().server)).sign('ida')
    site().site.put('/ida', { body: HOME, script: `data-subject-token="${token}"` })
    await page.goto(`${site().site.url}/ida`)
    await page.locator(BANNER).waitFor()
    await page.context().close()
  })

  test('that cannot be written down is the page’s mistake, and costs nothing else', async () => {
    const page = await answered('/k', 'accept')
    await run(page, `equipoise.track('Loop', { n: 1n })`)
    await run(page, `equipoise.record({ item: 'item-2', verb: 'view' }); equipoise.flush()`)
    await settled(page)
    assert.equal((await historyOf(page)).length, 1)
    await page.context().close()
  })
})

/** As the built client is used, with a token that takes a while to come. */
async function withSlowToken(page: Page): Promise<void> {
  await page.route('**/sdk.js*', (route) => route.abort())
  await page.reload()
  await run(page, await bundleUse(`import { init } from './index.ts'; globalThis.start = init`))
  await run(
    page,
    `globalThis.wait = 0
     globalThis.equipoise = start({ key: '${site().site.key}', banner: false,
       subjectToken: () => new Promise((done) => setTimeout(done, wait, undefined)) })`,
  )
  await page.waitForFunction(`equipoise.consent.permits('site_personalization')`)
}

describe('what waits for a token', () => {
  for (const end of ['consent.withdraw', 'pause']) {
    test(`does not leave after ${end}`, async () => {
      const page = await answered(`/slow-${end}`, 'accept')
      await withSlowToken(page)
      site().site.calls.length = 0
      await run(
        page,
        `wait = 400
         equipoise.record({ item: 'item-8', verb: 'view' })
         void equipoise.flush()
         new Promise((done) => setTimeout(done, 100)).then(() => { void equipoise.${end}() })`,
      )
      await page.waitForTimeout(900)
      assert.equal(callsTo('/v1/interactions'), 0)
      await page.context().close()
    })
  }
})

describe('a slot', () => {
  test('is filled from the template, with room kept from the start', async () => {
    await stock(site().server.app, catalogue(10))
    site().site.put('/slots', { body: `${HOME}${ROW}<p>Below</p>` })
    const page = await site().open('/slots', {
      prepare: (one) =>
        one.addInitScript(`new PerformanceObserver((list) => {
          for (const { value } of list.getEntries()) window.shift = (window.shift ?? 0) + value
        }).observe({ type: 'layout-shift', buffered: true })`),
    })
    await page.locator('[data-equipoise-item]').first().waitFor()
    assert.equal(await page.locator('[data-equipoise-item]').count(), 3)
    const link = page.locator('[data-equipoise-item] a').first()
    assert.match((await link.getAttribute('href')) ?? '', /^\/p\/item-\d$/)
    assert.match((await link.textContent()) ?? '', /^Product item-\d$/)
    assert.equal(await page.locator('[data-equipoise-item] span').first().textContent(), '€10.00')
    assert.ok(Number((await run(page, 'window.shift ?? 0')) ?? 0) < 0.01)
  })

  test('shows a title as text, whatever it holds', async () => {
    const title = '<img src=x onerror="document.title=1"> 🌽 & \u202Eesrever <b>bold</b>'
    await stock(site().server.app, [anItem('"><script>alert(1)</script>', { title })])
    const body = `<div data-equipoise-slot="home" data-count="20"></div>`
    site().site.put('/title', { body: HOME + body })
    const page = await site().open('/title')
    const item = page.locator('[data-equipoise-item]', { hasText: 'onerror' })
    await item.waitFor()
    assert.equal(await item.textContent(), title)
    assert.equal(await item.getAttribute('dir'), 'auto')
    assert.equal(await page.locator('[data-equipoise-slot] :is(img, b, script)').count(), 0)
    assert.equal(await page.title(), 'The Shop')
  })

  test('keeps what stood in it where nothing is to be shown', async () => {
    const body = `<div data-equipoise-slot="home" data-categories="none-of-ours" data-count="3">
      <p>Our favourites</p></div>`
    site().site.put('/kept', { body: HOME + body })
    const page = await site().open('/kept', {
      prepare: (one) =>
        one.route('**/v1/decide', (route) =>
          route.fulfill({ json: { rung: 'general', items: [] } }),
        ),
    })
    await page.locator('[data-rung="general"]').waitFor()
    assert.equal(await page.getByText('Our favourites').count(), 1)
  })

  test('reports what was in view for a second, and no more, where they agreed', async () => {
    const page = await answered('/seen', 'accept')
    site().site.put('/seen', { body: HOME + ROW })
    await page.reload()
    await page.locator('[data-equipoise-item]').first().waitFor()
    await page.waitForTimeout(1_300)
    await run(page, 'equipoise.flush()')
    await settled(page)
    const { server, site: shop } = site()
    const cookies = await page.context().cookies()
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const headers = { origin: shop.url, cookie }
    const path = 'GET /v1/subjects/me/impressions'
    const { json } = await server.send(path, { key: shop.key, headers })
    assert.equal(json.impressions.length, 3)
    assert.ok(json.impressions.every(({ slot }: { slot: string }) => slot === 'home'))
  })

  test('that a server rendered is watched and left as it is', async () => {
    const body = `<div data-equipoise-slot="home">
      <p data-equipoise-item="item-1" data-equipoise-token="made up">Rendered</p></div>`
    site().site.put('/ssr', { body: HOME + body })
    const page = await site().open('/ssr')
    await settled(page)
    assert.equal(await page.getByText('Rendered').count(), 1)
    assert.equal(callsTo('/v1/decide') > 0, true)
  })

  test('shows nothing more often than the cap says, without keeping who it was', async () => {
    const page = await answered('/cap', 'refuse')
    site().site.put('/cap', { body: HOME + ROW, script: 'data-cap="1"' })
    await page.reload()
    const ids = () =>
      page
        .locator('[data-equipoise-item]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-equipoise-item')))
    await page.locator('[data-equipoise-item]').first().waitFor()
    const first = await ids()
    await page.waitForTimeout(1_300)
    await run(page, `document.querySelector('[data-equipoise-slot]').removeAttribute('data-rung')`)
    await run(
      page,
      `document.querySelectorAll('[data-equipoise-item]').forEach((one) => one.remove());
       equipoise.fill()`,
    )
    await page.locator('[data-equipoise-item]').first().waitFor()
    assert.deepEqual(
      (await ids()).filter((id) => first.includes(id)),
      [],
    )
    assert.deepEqual((await keptIn(page)).storage, [])
  })
})

test('an item is never read as a script or as HTML, whatever a template does with its title', async () => {
  const title = `');document.title='read';('$&`
  const template = `<template><article><button onclick="void('{title}')" srcdoc="{title}"
    aria-label="{title}">Look</button></article></template>`
  const body = `${HOME}<div data-equipoise-slot="home" data-count="1">${template}</div>`
  site().site.put('/hostile-template', { body })
  const page = await site().open('/hostile-template', {
    prepare: (one) =>
      one.route('**/v1/decide', async (route) => {
        const answer = await route.fetch()
        const json = await answer.json()
        json.items = json.items.slice(0, 1).map((item: object) => ({ ...item, title }))
        await route.fulfill({ response: answer, json })
      }),
  })
  const button = page.locator('[data-equipoise-item] button')
  await button.click()
  assert.notEqual(await page.title(), 'read')
  assert.equal(await button.getAttribute('srcdoc'), '{title}')
  assert.equal(await button.getAttribute('aria-label'), title)
  await page.context().close()
})

describe('a gate', () => {
  const GATED = `${HOME}
    <script type="text/plain" data-purpose="measurement">window.measured = true</script>
    <script type="text/plain" data-purpose="measurement, unheard_of">window.unheard = true</script>
    <template data-purpose="measurement"><p id="released">Released</p></template>
    <iframe title="Map" data-purpose="site_personalization" data-src="/framed"></iframe>`

  test('stays shut before an answer and after a no', async () => {
    site().site.put('/framed', { body: 'Framed', script: null })
    const page = await answered('/gate-no', 'refuse', GATED)
    assert.equal(await run(page, 'window.measured'), undefined)
    assert.equal(await page.locator('#released').count(), 0)
    assert.equal(await page.locator('iframe').getAttribute('src'), null)
  })

  test('opens with a yes, for purposes that there are, and shuts frames with a no', async () => {
    const page = await answered('/gate-yes', 'accept', GATED)
    assert.equal(await run(page, 'window.measured'), true)
    assert.equal(await run(page, 'window.unheard'), undefined)
    assert.equal(await page.locator('#released').count(), 1)
    assert.equal(await page.locator('iframe').getAttribute('src'), '/framed')
    await run(page, 'equipoise.consent.withdraw()')
    assert.equal(await page.locator('iframe').getAttribute('src'), null)
  })

  test('shuts in every tab with a no, though the server is away', async () => {
    const page = await answered('/gate-tabs', 'accept', GATED)
    const other = await site().open('/gate-tabs', { beside: page })
    await other.locator('iframe[src="/framed"]').waitFor()
    site().site.reach = 'down'
    await run(page, 'void equipoise.consent.withdraw()')
    await other.locator('iframe:not([src])').waitFor({ state: 'attached' })
    site().site.reach = 'up'
    await page.context().close()
  })

  test('and all else works where tabs may not talk to each other', async () => {
    site().site.put('/alone', { body: HOME })
    const page = await site().open('/alone', {
      prepare: (one) =>
        one.addInitScript(`BroadcastChannel = class { constructor() { throw new Error('no') } }`),
    })
    await page.locator(BANNER).waitFor()
    await page.context().close()
  })
})

describe('a private session', () => {
  test('takes the question away: no answer to it would go out', async () => {
    site().site.put('/private-asked', { body: HOME + ROW })
    const page = await site().open('/private-asked')
    await page.locator(BANNER).waitFor()
    await run(page, 'equipoise.pause()')
    await page.locator(BANNER).waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('records nothing, sends nothing, says so, and lasts over pages', async () => {
    const page = await answered('/private', 'accept', HOME + ROW)
    await run(page, 'equipoise.pause()')
    const says = page.getByText('Private session: nothing is recorded, nothing leaves.')
    await says.waitFor()
    site().site.calls.length = 0
    await run(page, EVERYTHING)
    await run(page, 'equipoise.flush()')
    await page.reload()
    await says.waitFor()
    await run(page, EVERYTHING)
    await run(page, 'equipoise.flush()')
    assert.deepEqual(
      site().site.calls.filter((call) => call.includes('/v1/')),
      [],
    )
    assert.equal((await historyOf(page)).length, 0)
    await page.getByText('End it').click()
    await says.waitFor({ state: 'detached' })
    await page.waitForFunction(`equipoise.consent.permits('site_personalization')`, undefined, {
      timeout: WAIT_MS,
    })
    const kept = await keptIn(page)
    assert.deepEqual(kept.storage, [])
    assert.equal(
      kept.cookies.some((one) => one.startsWith(PRIVATE)),
      false,
    )
  })

  test('holds in tabs that were open and that are opened meanwhile, until it is ended in one', async () => {
    const first = await answered('/private-tabs', 'accept')
    const says = (page: Page) => page.getByText('Private session: nothing is recorded')
    const open = await site().open('/private-tabs', { beside: first })
    await settled(open)
    await run(first, 'equipoise.pause()')
    const late = await site().open('/private-tabs', { beside: first })
    site().site.calls.length = 0
    for (const page of [open, late]) {
      await says(page).waitFor()
      await run(page, EVERYTHING)
      await run(page, 'equipoise.flush()')
    }
    assert.deepEqual(
      site().site.calls.filter((call) => call.includes('/v1/')),
      [],
    )
    assert.equal((await keptIn(late)).cookies.includes(`${PRIVATE}=1`), true)
    await late.getByText('End it').click()
    for (const page of [first, open, late]) await says(page).waitFor({ state: 'detached' })
    assert.equal((await historyOf(first)).length, 0)
    await first.context().close()
  })

  test('that was begun on a page before leaves this one whole once it is ended', async () => {
    const page = await answered('/private-before', 'accept', HOME + ROW)
    await run(page, 'equipoise.pause()')
    await page.reload()
    await page.getByText('End it').click()
    await page.locator('[data-equipoise-item]').first().waitFor()
    await run(page, `equipoise.record({ item: 'item-3', verb: 'view' }); equipoise.flush()`)
    await settled(page)
    assert.deepEqual(
      (await historyOf(page)).map(({ item }) => item),
      ['item-3'],
    )
    await page.context().close()
  })

  test('does not end with a mark that is lost, and no question comes in it', async () => {
    site().site.put('/private-lost', { body: HOME })
    const page = await site().open('/private-lost', {
      prepare: (one) =>
        one.route('**/v1/banner/elements', async (route) => {
          await new Promise((done) => setTimeout(done, 700))
          await route.continue()
        }),
    })
    await run(page, 'equipoise.pause()')
    await page.getByText('End it').waitFor()
    await page.context().clearCookies()
    await page.waitForTimeout(1_000)
    assert.equal(await page.locator(BANNER).count(), 0)
    assert.equal(await run(page, 'equipoise.consent.state().paused'), true)
    await page.context().close()
  })

  test('is said on a page that lays its body out its own way, in reach and in its own tongue', async () => {
    const style = '<style>body{display:flex}</style>'
    site().site.put('/private-flex', { body: style + HOME, language: 'ar' })
    const page = await site().open('/private-flex')
    await settled(page)
    await run(page, 'equipoise.pause()')
    const bar = page.locator('#equipoise-private[lang="ar"]')
    await bar.waitFor()
    const box = await bar.boundingBox()
    const size = page.viewportSize()
    assert.deepEqual([box?.x, box?.width], [0, size?.width])
    assert.ok(box && size && box.height < 120 && box.y + box.height <= size.height)
    assert.equal(await bar.getAttribute('dir'), 'rtl')
    await page.context().close()
  })

  test('says so in the person’s language, and in English where its words do not come', async () => {
    site().site.put('/private-german', { body: HOME, language: 'de' })
    const page = await site().open('/private-german')
    await settled(page)
    await run(page, 'equipoise.pause()')
    await page.getByRole('button', { name: 'Beenden' }).waitFor()
    await page.route('**/sdk/words?*', (route) => route.abort())
    await page.reload()
    await page.getByRole('button', { name: 'End it' }).waitFor()
    await page.context().close()
  })
})

test('all the while nothing went to anybody else, and no error reached a page', () => {
  assert.deepEqual(site().faults, [])
})

const EVERYTHING = `
  equipoise.record({ item: 'item-1', verb: 'view' })
  equipoise.track('Product Viewed', { product_id: 'item-1' })
  equipoise.page({ product_id: 'item-1' })
  equipoise.outcome('token', 'click')`
