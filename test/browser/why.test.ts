/**
 * Why this, in a real browser over the real server: what is said of an item and of an ad, that the
 * parts sum to the whole, and that each act stands and the next list obeys it.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { directionOf, TRANSLATIONS, wordsFor } from '@equipoise/browser/languages'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { anItem, stock } from '../builders/catalogue.ts'
import { aSigner, type Signer } from '../builders/page-person.ts'
import { aKey, type TestServer } from '../builders/server.ts'
import { aSubject, BOTH } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'
import { HOME, WAIT_MS, watchedSite } from './site.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TARGET_PX = 44
const HOSTILE = '<img src=x onerror="document.title=1"> 🌽 \u202Eesrever'
const GIVEN = [...BOTH, 'device_storage', 'measurement', 'first_party_advertising'] as const
const STRICT = {
  'content-security-policy': "default-src 'self'; require-trusted-types-for 'script'",
}

const environment = { EQUIPOISE_SUPPORT_PEOPLE_MIN: '50', EQUIPOISE_RATE_OUTLET_PER_MINUTE: 'none' }
let signer: Signer

const site = watchedSite({ environment }, async ({ server }) => {
  const { app } = server
  const titleOf = (id: string): string => (id === 'bread-3' ? HOSTILE : `The ${id}`)
  await stock(
    app,
    townItems().map((id) => anItem(id, { title: titleOf(id), categories: [categoryOf(id)] })),
  )
  for (const { externalId, deeds } of aTown(200)) {
    await aSubject(externalId)
      .from('DE')
      .giving(...GIVEN)
      .meeting(...deeds)
      .join(app)
  }
  await app.trainer.train()
  signer = await aSigner(server)
  await setUpAds(server)
})

const categoryOf = (id: string): string => id.split('-')[0] ?? ''

const TIMES = { startsAt: '2026-11-01T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' }
const ADS: Readonly<Record<string, object>> = {
  'advertisers/mill': { name: 'The Mill', payer: `Mill Holding ${HOSTILE}` },
  'slots/side': { currency: 'EUR', adsMax: 1, ceiling: 'close' },
  'audiences/eaters': {
    says: 'People who looked at bread',
    conditions: [{ attribute: 'looked_at', anyOf: ['bread'] }],
  },
  'creatives/flour': {
    advertiser: 'mill',
    kind: 'text',
    title: 'Flour for bread',
    text: 'Ground today',
    link: 'https://mill.example/',
    items: ['bread-0'],
    categories: ['bread'],
  },
  'campaigns/flour': {
    currency: 'EUR',
    bidMinor: 400,
    spendLimitMinor: 100_000,
    ...TIMES,
    advertiser: 'mill',
    slots: ['side'],
    audience: 'eaters',
    creatives: ['flour'],
    contextualCreatives: [],
    caps: [{ scope: 'campaign', per: 'day', most: 9 }],
  },
}

async function setUpAds(server: TestServer): Promise<void> {
  for (const [path, body] of Object.entries(ADS)) {
    const { status, text } = await server.send(`PUT /v1/${path}`, { body })
    assert.equal(status, 200, `${path}: ${text}`)
  }
  const key = await aKey(server.app, { kind: 'operator', role: 'privacy_officer' })
  const body = { decision: 'approved' }
  await server.send('POST /v1/creatives/flour/review', { body, key })
  await server.app.adPeople.ready()
}

const ROW = `<section aria-label="For you"><h2>For you</h2>
  <div data-equipoise-slot="home" data-count="4" data-why style="min-block-size:480px">
    <template><article style="min-block-size:120px"><a href="/p/{id}" data-field="title"></a>
    </article></template>
  </div></section>`
const SIDE = `<aside aria-label="Ad"><div data-equipoise-slot="side" data-count="1">
    <template><article><a href="{link}" data-field="title"></a><p data-field="text"></p>
      <button data-equipoise-why>Why?</button></article></template>
  </div></aside>`

/** Somebody who looked at bread and some tea, in front of a row, under a strict policy. */
async function opened(
  name: string | undefined,
  body: string = ROW,
  { direction = 'ltr', ...options }: BrowserContextOptions & { direction?: string } = {},
): Promise<Page> {
  if (name !== undefined) await aPerson(name)
  const token = name && `data-subject-token="${await signer.sign(name)}"`
  site().site.put(`/${name}`, {
    body: HOME + body,
    script: `data-banner="off" data-location="DE" ${token ?? ''}`,
    headers: STRICT,
  })
  const page = await site().open(`/${name}`, {
    ...options,
    prepare: (one) =>
      one.addInitScript(`addEventListener('DOMContentLoaded', () => {
        document.documentElement.dir = '${direction}' })`),
  })
  await page
    .locator('[data-equipoise-item]:not([aria-hidden]) [data-equipoise-why]')
    .first()
    .waitFor()
  await page.waitForLoadState('networkidle')
  return page
}

async function aPerson(name: string): Promise<void> {
  const met = ['bread-0', 'bread-1', 'bread-2', 'tea-0'].map((item, n) => ({
    id: `${name}-${item}`,
    item,
    verb: 'view' as const,
    at: `2026-11-${10 + n}T10:00:00Z`,
  }))
  await aSubject(name)
    .from('DE')
    .aged('adult')
    .giving(...GIVEN)
    .meeting(...met)
    .join(site().server.app)
  await site().server.app.adPeople.ready()
}

async function ask(page: Page, at = 0): Promise<Locator> {
  await page.locator('[data-equipoise-why]').nth(at).click()
  const dialog = page.locator('dialog[open]')
  await dialog.waitFor()
  return dialog
}

const textOf = async (one: Locator): Promise<string> => (await one.textContent()) ?? ''
const idsIn = (page: Page) =>
  page
    .locator('[data-equipoise-item]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-equipoise-item') ?? ''))
const told = (page: Page, says: string) =>
  page.locator('dialog [role="status"]', { hasText: says }).waitFor({ timeout: WAIT_MS })

async function interestsOf(name: string) {
  const find = await site().server.send('POST /v1/subjects/find', { body: { externalId: name } })
  const path = `GET /v1/subjects/${find.json.subject ?? find.json.id}/interests`
  const headers = { 'equipoise-reason': 'test' }
  return (await site().server.send(path, { headers })).json
}

describe('an item', () => {
  test('says because of what, with parts that sum to the whole, and on what basis', async () => {
    const page = await opened('ann')
    const dialog = await ask(page)
    const says = await textOf(dialog)
    assert.match(says, /It comes from what you did here\./)
    assert.match(says, /We suggest this because you met .*people or more share this reason/)
    assert.match(says, /Legal basis: your consent\./)
    const percents = (await dialog.locator('.eq-figure').allTextContents()).map((one) =>
      Math.abs(Number.parseInt(one.replace('−', '-'), 10)),
    )
    assert.equal(
      percents.reduce((sum, one) => sum + one, 0),
      100,
      percents.join(' + '),
    )
    const drawn = await page.evaluate(
      `[...document.querySelectorAll('dialog .eq-part')].map((one) => +getComputedStyle(one).flexGrow)`,
    )
    assert.deepEqual(drawn, percents)
    assert.equal(await dialog.locator('.eq-law').isVisible(), false)
    await dialog.locator('summary').click()
    assert.match(await textOf(dialog.locator('.eq-law')), /GDPR|Regulation|Art/)
    assert.equal(await dialog.locator('a').getAttribute('href'), `${site().site.url}/privacy`)
  })

  test('is asked about by keyboard, and the focus goes back to where it came from', async () => {
    const page = await opened('bea')
    const button = page.locator('[data-equipoise-why]').nth(1)
    await button.focus()
    await page.keyboard.press('Enter')
    await page.locator('dialog[open]').waitFor()
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'H2')
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    const isBack = `[...document.querySelectorAll('[data-equipoise-why]')].indexOf(document.activeElement)`
    assert.equal(await page.evaluate(isBack), 1)
    const { pathname } = new URL(page.url())
    assert.equal(pathname, '/bea')
  })

  test('less like this marks it, the next list is without it, and it can be undone', async () => {
    const page = await opened('cid')
    const [first = ''] = await idsIn(page)
    const dialog = await ask(page)
    await dialog.locator('[data-act="less"]').click()
    await told(page, 'from now on')
    assert.ok(!(await idsIn(page)).includes(first))
    assert.deepEqual((await interestsOf('cid')).marks.items, [first])
    await dialog.getByText('Undo').click()
    await told(page, 'counts again')
    assert.deepEqual((await interestsOf('cid')).marks.items, [])
    await dialog.getByText('Close').click()
    await page.locator('[data-equipoise-why]:focus').waitFor()
  })

  test('not this reason: what was met is a reason no longer, for anything', async () => {
    const page = await opened('dan')
    const dialog = await ask(page)
    const name = (await textOf(dialog.locator('[data-act="not"]').first())).split(': ')[1] ?? ''
    await dialog.locator('[data-act="not"]').first().click()
    await told(page, 'is a reason no longer')
    const { items } = (await interestsOf('dan')).marks
    assert.deepEqual(items, [name.replace('The ', '')])
    await dialog.getByText('Close').click()
    for (let at = 0; at < 4; at += 1) {
      const again = await ask(page, at)
      assert.ok(!(await again.locator('th').allTextContents()).some((one) => one.includes(name)))
      await page.keyboard.press('Escape')
    }
  })

  test('turned off: from then on nothing of the person is used, and that is said', async () => {
    const page = await opened('eva')
    const dialog = await ask(page)
    await dialog.locator('[data-act="off"]').click()
    await told(page, 'Off: from now on')
    await page.locator('[data-rung="general"]').waitFor()
    assert.equal(await page.evaluate(`equipoise.consent.permits('site_personalization')`), false)
    await dialog.getByText('Close').click()
    const again = await ask(page)
    const says = await textOf(again)
    assert.match(says, /Nothing of you is used: everybody sees the same/)
    assert.equal(await again.locator('[data-act="off"]').count(), 0)
  })

  test('of somebody unknown uses nothing of them, and there is nothing to mark', async () => {
    const page = await opened(undefined)
    const dialog = await ask(page)
    assert.match(await textOf(dialog), /Nothing of you is used/)
    assert.equal(await dialog.locator('[data-act]').count(), 0)
    assert.deepEqual(await page.context().cookies(), [])
  })

  test('of a page’s own row says what it has in common, and no deed of anybody’s', async () => {
    const row = `<div data-equipoise-slot="item" data-item="bread-0" data-like="bread-0"
      data-only="bread" data-count="3" data-why></div>`
    const page = await opened(undefined, row)
    const ids = await idsIn(page)
    assert.ok(ids.length > 0 && ids.every((id) => /^bread-[1-9]/.test(id)), ids.join())
    const says = await textOf(await ask(page))
    assert.match(says, /It goes with this page\. Nothing of you is used/)
    assert.match(says, /because it is bread/)
    assert.doesNotMatch(says, /you met/i)
  })

  test('of a page’s row nothing comes that it left out, and one of each group', async () => {
    const row = (more: string) => `<div data-equipoise-slot="item" data-item="bread-0"
      data-like="bread-0" data-count="3" data-why ${more}></div>`
    const page = await opened(undefined, row('data-only="bread" data-except="bread-1,bread-2"'))
    const ids = await idsIn(page)
    assert.ok(ids.length > 0 && !ids.some((id) => /^bread-[012]$/.test(id)), ids.join())
    const each = await idsIn(await opened(undefined, row('data-one-each="category"')))
    const groups = each.map((id) => id.split('-')[0])
    assert.ok(groups.length > 1 && new Set(groups).size === groups.length, each.join())
  })

  test('where no answer comes it says so, and nothing is taken as done', async () => {
    const page = await opened('fay')
    const before = await idsIn(page)
    const dialog = await ask(page)
    await page.route('**/v1/**', (route) => route.abort())
    await dialog.locator('[data-act="less"]').click()
    await told(page, 'No answer came')
    assert.deepEqual(await idsIn(page), before)
  })
})

test('an ad is marked as one also where the page asks for no button', async () => {
  const page = await opened('jon', '<div data-equipoise-slot="side" data-count="1"></div>')
  assert.equal(await textOf(page.locator('[data-equipoise-why]')), 'Ad · Why this?')
})

test('what we add to an item, and the dialog, are said in every language', async () => {
  const page = await opened('kim', ROW + SIDE, {
    viewport: { width: 360, height: 780 },
    bypassCSP: true,
  })
  await page.addScriptTag({ content: AXE })
  for (const { language, words } of TRANSLATIONS) {
    await page.evaluate(`document.documentElement.lang = '${language}'`)
    const dialog = await ask(page, 4)
    const says = await textOf(dialog)
    assert.ok(says.includes(words.isAd) && says.includes(words.basisConsent), language)
    assert.equal(await dialog.getAttribute('lang'), language)
    assert.equal(await dialog.getAttribute('dir'), directionOf(language))
    await dialog.locator('summary').click()
    await assertInOrder(page, language)
    await page.keyboard.press('Escape')
  }
  // Filled anew, as after an act.
  await page.evaluate("document.documentElement.lang = 'uk'")
  const again = await ask(page, 0)
  await again.locator('[data-act="less"]').click()
  await page.locator('[data-equipoise-why][lang="uk"]').first().waitFor()
  const labels = await page.locator('[data-equipoise-why]').allTextContents()
  assert.equal(labels[0], 'Чому це?')
  assert.equal(labels.at(-1), 'Реклама · Why?')
  // What is an ad is marked as one also where no words come.
  await page.route('**/sdk/words?*', (route) => route.fulfill({ status: 500, json: {} }))
  await page.evaluate("document.documentElement.lang = 'fi'")
  await again.getByText(wordsFor(['uk']).words.undo).click()
  await page.locator('[data-equipoise-why][lang="en"]').first().waitFor()
  const last = await page.locator('[data-equipoise-why]').allTextContents()
  assert.deepEqual([last[0], last.at(-1)], ['Why this?', 'Ad · Why?'])
})

test('a title is text, whatever it holds', async () => {
  const page = await opened('gil')
  const at = (await idsIn(page)).indexOf('bread-3')
  assert.ok(at >= 0, 'what they have not is suggested')
  const dialog = await ask(page, at)
  assert.ok((await textOf(dialog.locator('h2'))).includes(HOSTILE))
  assert.equal(await dialog.locator('img').count(), 0)
  assert.equal(await page.title(), 'The Shop')
})

test('an ad says that it is one, for whom, who paid, and is turned off', async () => {
  const page = await opened('hal', SIDE)
  assert.match(await textOf(page.locator('[data-equipoise-why]')), /^Ad · /)
  const link = page.locator('[data-equipoise-item] a')
  assert.equal(await link.getAttribute('href'), 'https://mill.example/')
  assert.equal(await link.textContent(), 'Flour for bread')
  const dialog = await ask(page)
  const says = await textOf(dialog)
  assert.match(says, /This is an ad\.On behalf ofThe MillPaid byMill Holding <img/)
  assert.match(says, /because it is for People who looked at bread/)
  assert.match(says, /Legal basis: your consent/)
  assert.equal(await dialog.locator('img').count(), 0)
  await dialog.locator('[data-act="off"]').click()
  await told(page, 'no ad comes from what you did')
  assert.equal(await page.locator('[data-equipoise-item]').count(), 0)
  assert.equal(await page.evaluate(`equipoise.consent.permits('first_party_advertising')`), false)
  assert.equal(await page.evaluate(`equipoise.consent.permits('site_personalization')`), true)
})

const SHAPES = [
  ['wide and light', { viewport: { width: 1280, height: 900 } }],
  ['narrow and dark', { viewport: { width: 360, height: 780 }, colorScheme: 'dark' }],
] as const

for (const [name, options] of SHAPES) {
  for (const direction of ['ltr', 'rtl']) {
    test(`${name}, ${direction}: nothing that axe finds, too small, or cut off`, async () => {
      const person = `ida-${options.viewport.width}-${direction}`
      const page = await opened(person, ROW + SIDE, { ...options, direction, bypassCSP: true })
      await page.addScriptTag({ content: AXE })
      const count = await page.locator('[data-equipoise-why]').count()
      assert.equal(count, 5, 'four items and an ad')
      for (const at of [0, count - 1]) {
        const dialog = await ask(page, at)
        await dialog.locator('summary').click()
        await assertInOrder(page, name)
        await page.keyboard.press('Escape')
      }
    })
  }
}

/** Nothing that axe finds, too small to hit, or cut off. */
async function assertInOrder(page: Page, name: string): Promise<void> {
  const { violations } = Object(await page.evaluate("axe.run({ resultTypes: ['violations'] })"))
  const found = violations.map(({ id, nodes }: Found) => `${id}: ${nodes[0]?.html}`)
  assert.deepEqual(found, [], name)
  assert.deepEqual(await page.evaluate(TOO_SMALL), [], name)
  assert.equal(await page.evaluate(OVERFLOWS), false, name)
}

interface Found {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

const OVERFLOWS = `document.documentElement.scrollWidth > document.documentElement.clientWidth ||
  document.querySelector('dialog').scrollWidth > document.querySelector('dialog').clientWidth`
const TOO_SMALL = `[...document.querySelectorAll('dialog :is(button, summary, a), [data-equipoise-why]')]
  .filter((one) => one.checkVisibility() && (({ width, height }) =>
    Math.min(width, height) < ${TARGET_PX - 0.5})(one.getBoundingClientRect()))
  .map((one) => one.outerHTML.slice(0, 120))`

test('no page made an error or spoke to anybody else', () => {
  assert.deepEqual(site().faults, [])
})
