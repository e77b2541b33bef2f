/**
 * The recipes for pages, as they stand, in a real browser over the real product: markup and style
 * are read off the recipe's page, scripts are the files that it shows.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { BANNER, CHOICE, settled, watchedSite } from '../browser/site.ts'
import { anItem, stock } from '../builders/catalogue.ts'
import { aSigner, type Signer } from '../builders/page-person.ts'
import { aSubject, BOTH } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'
import { parseCodeBlocks } from '../markdown.ts'
import { ROOT } from '../source-tree.ts'

const FOLDER = join(ROOT, 'docs/recipes')
const SCRIPT = { 'content-type': 'text/javascript' }
const POLICY = {
  'content-security-policy': "default-src 'self'; require-trusted-types-for 'script'",
}
const GIVEN = [...BOTH, 'device_storage', 'measurement'] as const

let signer: Signer
const site = watchedSite(
  { environment: { EQUIPOISE_SUPPORT_PEOPLE_MIN: '50' } },
  async ({ server }) => {
    const { app } = server
    const own = ['item-1', 'item-2', 'item-3', 'item-4'].map((id) => anItem(id))
    await stock(app, [...own, ...townItems().map((id) => anItem(id, { title: `The ${id}` }))])
    for (const { externalId, deeds } of aTown(200)) {
      await aSubject(externalId)
        .from('DE')
        .giving(...GIVEN)
        .meeting(...deeds)
        .join(app)
    }
    await app.trainer.train()
    signer = await aSigner(server)
  },
)

const faultless = () => assert.deepEqual(site().faults.splice(0), [])
const run = (page: Page, code: string) => page.evaluate(code)

describe('a single page', () => {
  test('each view says what is looked at, has its own row, and leaves nothing behind', async () => {
    site().site.put('/single-page.js', { whole: file('single-page.js'), headers: SCRIPT })
    site().site.put('/', { whole: shown('single-page.md', 'single-page.html') })
    const page = await site().open('/', {
      prepare: (one) => one.addInitScript(COUNT_LISTENERS),
    })
    const row = page.locator('main [data-equipoise-slot][data-rung="contextual"]')
    await row.locator('p').first().waitFor()
    await page.locator(BANNER).getByRole('button', { name: 'Accept' }).click()
    await settled(page)
    const listeners = await run(page, 'listeners')
    for (const name of ['Two', 'One', 'Two', 'One', 'Two']) {
      const asked = page.waitForResponse((answer) => answer.url().endsWith('/v1/decide'))
      await page.getByRole('link', { name, exact: true }).click()
      await asked
    }
    await page.goBack()
    await page.locator('main [data-rung]:not([data-rung=""]) p').first().waitFor()
    assert.equal(await page.locator('h1').textContent(), 'item-1')
    assert.equal(await page.locator('[data-equipoise-slot]').count(), 1)
    // Those of the row in view, at most: one an item.
    await page.waitForTimeout(300)
    assert.ok(Number(await run(page, 'listeners')) <= Number(listeners) + 3)
    const sent = page.waitForResponse((answer) => answer.url().endsWith('/v1/interactions'))
    await run(page, 'equipoise.flush()')
    assert.equal((await (await sent).json()).accepted > 0, true)
    faultless()
  })

  test('Back from the second view shows the first, and asks for nothing that is no item', async () => {
    site().site.put('/single-page.js', { whole: file('single-page.js'), headers: SCRIPT })
    site().site.put('/single-page', { whole: shown('single-page.md', 'single-page.html') })
    const page = await site().open('/single-page')
    await page.getByRole('heading', { name: 'item-1' }).waitFor()
    const decided = (isSecond: boolean) =>
      page.waitForRequest(
        (request) =>
          request.url().endsWith('/v1/decide') &&
          request.postData()?.includes('"item-2"') === isSecond,
      )
    const second = decided(true)
    await page.getByRole('link', { name: 'Two', exact: true }).click()
    await page.getByRole('heading', { name: 'item-2' }).waitFor()
    await second
    const asked = decided(false)
    await page.goBack()
    const body = (await asked).postData() ?? ''
    assert.match(body, /"item-1"/)
    assert.doesNotMatch(body, /single-page/)
    assert.equal(await page.locator('h1').textContent(), 'item-1')
    faultless()
  })
})

const COUNT_LISTENERS = `globalThis.listeners = 0
  const [add, remove] = [document.addEventListener, document.removeEventListener]
  const live = new Set()
  const tell = () => { globalThis.listeners = live.size }
  document.addEventListener = function (type, act, ...rest) {
    live.add(act); tell(); return add.call(this, type, act, ...rest)
  }
  document.removeEventListener = function (type, act, ...rest) {
    live.delete(act); tell(); return remove.call(this, type, act, ...rest)
  }`

describe('rendered on the server', () => {
  let rendered: Server
  after(() => rendered?.close())

  test('rows and banner stand without a script; with one, each says why it is there', async () => {
    const { site: shop, server } = site()
    process.env['EQUIPOISE_URL'] = server.url
    process.env['EQUIPOISE_PUBLISHABLE_KEY'] = shop.key
    process.env['SHOP_ORIGIN'] = shop.url
    rendered = (await import('../../docs/recipes/server-rendered.ts')).server
    await new Promise<void>((listening) => rendered.listen(0, 'localhost', listening))
    const { port } = rendered.address() as AddressInfo // it listens on a port
    // As a reverse proxy would: the page under the product's origin.
    const html = await (await fetch(`http://localhost:${port}/`)).text()
    site().site.put('/rendered', { whole: html })

    const bare = await site().open('/rendered', { javaScriptEnabled: false })
    assert.equal(await bare.locator('[data-equipoise-item]').count(), 3)
    assert.equal(await bare.getByRole('button', { name: /^Why/ }).count(), 0)
    assert.ok(await bare.locator(BANNER).isVisible())

    const page = await site().open('/rendered')
    await page.getByRole('button', { name: /^Why/ }).first().click()
    const why = page.locator('dialog')
    await why.getByText(/Nothing of you is used/).waitFor()
    await page.keyboard.press('Escape')
    await page.locator(BANNER).getByRole('button', { name: 'Refuse' }).click()
    await page.waitForURL(`${shop.url}/`)
    const cookies = await page.context().cookies()
    assert.deepEqual(
      cookies.map(({ name }) => name),
      [CHOICE],
    )
    faultless()
  })

  test('an act on such an item makes the row anew, by its template', async () => {
    const page = await person('rita', 'rendered-for', `{"slot":"home","count":3}`)
    const dialog = page.locator('dialog')
    await page.getByRole('button', { name: 'Why?' }).first().click()
    const before = await idsIn(page)
    await dialog.getByRole('button', { name: /^Less like this/ }).click()
    await dialog.getByText(/^Less like .* from now on/).waitFor()
    assert.ok(!(await idsIn(page)).includes(before[0] ?? ''))
    faultless()
  })

  test('without a template the page is loaded again, unless the page says otherwise', async () => {
    const page = await person('rosa', 'rendered-bare', `{"slot":"home","count":3}`, '')
    await page.getByRole('button', { name: 'Why?' }).first().click()
    const dialog = page.locator('dialog')
    await dialog.getByRole('button', { name: /^Less like this/ }).click()
    await dialog.getByText(/^Less like .* from now on/).waitFor()
    await run(page, 'globalThis.isOld = true')
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Escape')])
    assert.equal(await run(page, 'globalThis.isOld'), undefined)
    faultless()
  })

  test('an answer that cannot be read opens nothing, and breaks nothing', async () => {
    const body = `<div data-equipoise-slot="home" data-equipoise-decided="{">
      <p data-equipoise-item="x"><button data-equipoise-why hidden>Why?</button></p></div>`
    site().site.put('/unreadable', { body, script: 'data-banner="off"' })
    const page = await site().open('/unreadable')
    await settled(page)
    await page.getByRole('button', { name: 'Why?' }).click()
    await settled(page)
    assert.equal(await page.locator('dialog').count(), 0)
    faultless()
  })
})

const TEMPLATE = `<template><article><a data-field="title"></a>
  <button data-equipoise-why>Why?</button></article></template>`

/** A page that was rendered for somebody who is signed in, by what the product decided. */
async function person(name: string, path: string, request: string, template = TEMPLATE) {
  await aSubject(name)
    .from('DE')
    .aged('adult')
    .giving(...GIVEN)
    .meeting(...['bread-0', 'bread-1'].map((item) => met(name, item)))
    .join(site().server.app)
  const token = await signer.sign(name)
  const { json } = await site().server.send('POST /v1/decide', {
    key: site().site.key,
    headers: { origin: site().site.url, 'equipoise-subject-token': token },
    body: JSON.parse(request),
  })
  const items = json.items.map(
    ({ id }: { id: string }) => `<article data-equipoise-item="${id}">${id}
      <button data-equipoise-why hidden>Why?</button></article>`,
  )
  const decided = JSON.stringify(json).replaceAll('&', '&#38;').replaceAll('"', '&#34;')
  site().site.put(`/${path}`, {
    body: `<main><h1>Shoes</h1><div data-equipoise-slot="home" data-count="3"
      data-equipoise-decided="${decided}">${items.join('')}${template}</div></main>`,
    script: `data-banner="off" data-location="DE" data-subject-token="${token}"`,
  })
  const page = await site().open(`/${path}`)
  await settled(page)
  return page
}

const met = (name: string, item: string) => ({
  id: `${name}-${item}`,
  item,
  verb: 'view' as const,
  at: '2026-11-10T10:00:00Z',
})

const idsIn = (page: Page) =>
  page
    .locator('[data-equipoise-item]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-equipoise-item') ?? ''))

test('a tag manager comes with a yes, and is told in its own words', async () => {
  site().site.put('/tag-manager.js', { whole: 'globalThis.managed = true', headers: SCRIPT })
  site().site.put('/tags', { whole: shown('tag-managers.md', 'tag-managers.html') })
  const said = `dataLayer.filter(([what]) => what === 'consent')
    .map(([, how, { analytics_storage }]) => how + ' ' + analytics_storage)`
  const page = await site().open('/tags')
  await page.locator(BANNER).waitFor()
  assert.equal(await run(page, 'globalThis.managed'), undefined)
  assert.ok((await run(page, `${said}.every((one) => one.endsWith('denied'))`)) === true)
  await page.locator(BANNER).getByRole('button', { name: 'Accept' }).click()
  await page.waitForFunction('globalThis.managed === true')
  assert.equal(await run(page, `${said}.at(-1)`), 'update granted')
  await run(page, 'equipoise.consent.withdraw()')
  assert.equal(await run(page, `${said}.at(-1)`), 'update denied')
  faultless()
})

test('a web view asks the shell for a token each time, and a no acts at once', async () => {
  const made = await bundled('web-view.js')
  site().site.put('/web-view.js', { whole: made, headers: SCRIPT })
  await aSubject('wendy')
    .from('DE')
    .aged('adult')
    .giving(...GIVEN)
    .meeting(met('wendy', 'bread-0'))
    .join(site().server.app)
  const token = await signer.sign('wendy')
  const body = `<main><h1>Shoes</h1><button id="off">Off</button>
    <div data-equipoise-slot="home" data-count="3"></div></main>
    <script>document.body.dataset.key = '{key}'</script>
    <script type="module" src="/web-view.js"></script>`
  site().site.put('/web-view', { body, script: null })
  const page = await site().open('/web-view', {
    prepare: (one) =>
      one.addInitScript(`globalThis.told = []
        globalThis.asked = 0
        globalThis.shell = {
          subjectToken: () => { asked += 1; return '${token}' },
          onSuggestions: (isOn) => told.push(isOn),
        }`),
  })
  await page.locator('[data-rung="personal"]').waitFor()
  await page.waitForFunction('told.at(-1) === true')
  assert.equal(await page.locator(BANNER).count(), 0)
  const before = Number(await run(page, 'asked'))
  await page.getByRole('button', { name: 'Off' }).click()
  assert.equal(await run(page, 'told.at(-1)'), false)
  await settledNetwork(page)
  assert.ok(Number(await run(page, 'asked')) > before)
  faultless()
})

test('under the strictest policy nothing is refused', async () => {
  site().site.put('/strict-policy.js', { whole: file('strict-policy.js'), headers: SCRIPT })
  site().site.put('/strict-policy.css', {
    whole: shown('strict-policy.md', 'strict-policy.css'),
    headers: { 'content-type': 'text/css' },
  })
  site().site.put('/strict', {
    whole: shown('strict-policy.md', 'strict-policy.html'),
    headers: POLICY,
  })
  const page = await site().open('/strict', {
    prepare: (one) =>
      one.addInitScript(`globalThis.refused = []
        addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
          refused.push(violatedDirective)
        })`),
  })
  await page.locator(BANNER).getByRole('button', { name: 'Accept' }).click()
  await page
    .getByRole('button', { name: /^Why this/ })
    .first()
    .click()
  await page.locator('dialog').waitFor()
  assert.deepEqual(await run(page, 'refused'), [])
  faultless()
})

test('React: one client, one question, one showing an item, in strict mode too', async () => {
  site().site.put('/react.js', { whole: await bundled('react.jsx'), headers: SCRIPT })
  site().site.put('/react', {
    body: '<div id="root" data-key="{key}"></div><script type="module" src="/react.js"></script>',
    script: null,
  })
  const calls = site().site.calls.length
  const page = await site().open('/react')
  await page.getByRole('heading', { name: 'Liked by many' }).waitFor()
  await page.locator('[data-equipoise-item] article').nth(2).waitFor()
  await settledNetwork(page)
  const since = site().site.calls.slice(calls)
  assert.equal(since.filter((one) => one === 'POST /v1/banner/elements').length, 1)
  assert.equal(since.filter((one) => one === 'POST /v1/decide').length, 1)

  await page.locator(BANNER).getByRole('button', { name: 'Accept' }).click()
  await page.getByRole('heading', { name: 'For you' }).waitFor()
  const seen = page.waitForRequest((request) => request.url().endsWith('/v1/impressions'))
  const told = JSON.parse((await seen).postData() ?? '{}')
  const tokens = told.impressions.map(({ token }: { token: string }) => token)
  assert.deepEqual([tokens.length, new Set(tokens).size], [3, 3])
  await page.getByRole('button', { name: /^Why / }).first().click()
  await page.locator('dialog').waitFor()
  faultless()
})

test('React: an ad says that it is one', async () => {
  site().site.put('/react.js', { whole: await bundled('react.jsx'), headers: SCRIPT })
  site().site.put('/react-ad', {
    body: '<div id="root" data-key="{key}"></div><script type="module" src="/react.js"></script>',
    script: null,
  })
  const page = await site().open('/react-ad', {
    prepare: (one) =>
      one.route('**/v1/decide', async (route) => {
        const answer = await route.fetch()
        const decided = await answer.json()
        const [first, ...rest] = decided.items
        const ad = { ...first, ad: { behalf: 'Mill', payer: 'Mill', parameters: [], labels: [] } }
        await route.fulfill({ response: answer, json: { ...decided, items: [ad, ...rest] } })
      }),
  })
  await page.locator('[data-equipoise-item]').nth(2).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Ad', exact: true }).count(), 1)
  faultless()
})

test('React: whoever signs in next does not act as the one before', async () => {
  const contents = `
    import { EquipoiseProvider, useDecision } from '@equipoise/browser/react'
    import { createElement, useState } from 'react'
    import { createRoot } from 'react-dom/client'
    const root = document.querySelector('#root')
    const Row = ({ who }) => (useDecision({ slot: 'home' }, who.length), null)
    function Shop() {
      const [who, setWho] = useState('ann')
      const options = { key: root.dataset.key, banner: false, subjectToken: () => who }
      const next = createElement('button', { onClick: () => setWho('bernard') }, 'Next')
      return createElement(EquipoiseProvider, { options }, createElement(Row, { who }), next)
    }
    createRoot(root).render(createElement(Shop))`
  site().site.put('/react-next.js', {
    whole: await bundle({ stdin: { contents, resolveDir: FOLDER } }),
    headers: SCRIPT,
  })
  site().site.put('/react-next', {
    body: '<div id="root" data-key="{key}"></div><script type="module" src="/react-next.js"></script>',
    script: null,
  })
  const page = await site().open('/react-next')
  await settledNetwork(page)
  const asked = page.waitForRequest((request) => request.url().endsWith('/v1/decide'))
  await page.getByRole('button', { name: 'Next' }).click()
  assert.equal((await asked).headers()['equipoise-subject-token'], 'bernard')
  // Neither is the token of anybody.
  site().faults.splice(0)
})

test('React on a server is what stands there before an answer', async () => {
  // By ways that the compiler does not follow: these types are a browser's.
  const load = createRequire(import.meta.url)
  const [{ createElement }, { renderToString }] = [load('react'), load('react-dom/server')]
  const { EquipoiseProvider, Slot } = await import(`@equipoise/browser/${'react'}`)
  const slot = createElement(Slot, { slot: 'home', fallback: 'Picks' }, () => 'never')
  const html = renderToString(createElement(EquipoiseProvider, { options: { key: 'none' } }, slot))
  assert.equal(html, '<div>Picks</div>')
})

/** Until nothing is under way, on a page whose client has no name. */
async function settledNetwork(page: Page): Promise<void> {
  await page.waitForTimeout(100)
  await page.waitForLoadState('networkidle')
}

/** A block of a recipe's page. */
function shown(page: string, name: string): string {
  const blocks = parseCodeBlocks(readFileSync(join(FOLDER, page), 'utf8'))
  const found = blocks.find(({ marks }) => marks.includes(`file=${name}`))
  return found?.code ?? assert.fail(`${page} shows no ${name}`)
}

function file(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8')
}

const bundled = (name: string): Promise<string> => bundle({ entryPoints: [join(FOLDER, name)] })

/** As a business's own bundler does. */
async function bundle(options: Parameters<typeof build>[0]): Promise<string> {
  const { outputFiles = [] } = await build({
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    conditions: ['@equipoise/source'],
    loader: { '.css': 'text' },
    define: { 'process.env.NODE_ENV': '"development"' },
    ...options,
  })
  return outputFiles[0]?.text ?? assert.fail('nothing was bundled')
}
