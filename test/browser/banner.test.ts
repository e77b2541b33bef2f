/** The banner in a real browser, over the real server: what it asks, keeps, and looks like. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { LANGUAGES } from '@equipoise/browser/banner'
import type { Region } from '@equipoise/core/values'
import { relaxLaw } from '@equipoise/server/modules/law'
import type { Page } from 'playwright-core'
import { assertAccessible, keptIn } from '../builders/browser.ts'
import { aSigner } from '../builders/page-person.ts'
import { BANNER, CHOICE, HOME, SESSION, settled, WAIT_MS, watchedSite } from './site.ts'

const RESOLVED = createRequire(import.meta.url).resolve('@duckduckgo/autoconsent')
const AUTOCONSENT = readFileSync(join(dirname(RESOLVED), 'autoconsent.standalone.js'), 'utf8')
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true }
const GPC = `Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`

const site = watchedSite()

const choose = (page: Page) => page.locator('.choose > summary')
const answer = (page: Page, value: string) =>
  page.locator(`${BANNER} button[value="${value}"]:not([hidden])`)

async function asked(path?: string, options?: Parameters<ReturnType<typeof site>['open']>[1]) {
  const page = await site().open(path, options)
  await page.locator(BANNER).waitFor()
  return page
}

async function said(page: Page, value: string): Promise<void> {
  const heard = page.waitForResponse(/\/v1\/choice$/)
  await answer(page, value).click()
  await heard
  await page.locator(BANNER).waitFor({ state: 'detached' })
}

/** Where everything in it stands, in whole pixels. */
function boxesOf(page: Page): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll('${BANNER}, ${BANNER} *')].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect()
    return [one.tagName, ...[x, y, width, height].map(Math.round)].join(' ')
  })`)
}

function stateOf(page: Page): Promise<Record<string, unknown>> {
  return page.evaluate('equipoise.consent.state()')
}

describe('before anybody answers', () => {
  test('nothing is kept and nobody else is asked', async () => {
    const page = await asked()
    assert.deepEqual(await keptIn(page), { cookies: [], storage: [] })
    assert.deepEqual((await stateOf(page))['permitted'], [])
  })

  test('nothing is ticked, and no answer is made of Escape, Enter, a scroll or a click beside it', async () => {
    const page = await asked()
    await choose(page).click()
    assert.equal(await page.locator(`${BANNER} input:checked`).count(), 0)
    await page.keyboard.press('Escape')
    await page.getByLabel('Suggestions for you').press('Enter')
    await page.mouse.wheel(0, 500)
    await page.mouse.click(900, 100)
    assert.equal(await page.locator(BANNER).count(), 1)
    assert.deepEqual((await keptIn(page)).cookies, [])
  })

  test('yes and no look the same, and stand on one line', async () => {
    for (const options of [{}, PHONE, { colorScheme: 'dark' as const }]) {
      const page = await asked('/', options)
      const looks = await Promise.all(['accept', 'refuse'].map((value) => lookOf(page, value)))
      assert.deepEqual(looks[0], looks[1])
    }
  })

  test('a page’s own style for forms and headings leaves it as it is, open and closed', async () => {
    const style = `form { display: flex; inline-size: 200px; margin: 40px; padding: 40px;
      border: 9px solid; background: #f0f } h2, p { text-transform: uppercase; margin: 40px }`
    site().site.put('/styled', { body: `<style>${style}</style>${HOME}` })
    const boxes = async (path: string) => {
      const page = await asked(path)
      const closed = await boxesOf(page)
      await choose(page).click()
      // What can be opened is made when it is.
      await page.getByLabel('Suggestions for you').waitFor()
      return { closed, open: await boxesOf(page) }
    }
    assert.deepEqual(await boxes('/styled'), await boxes('/'))
  })

  test('the keyboard goes through it in its order and out again', async () => {
    const page = await asked()
    const focused = () =>
      page.evaluate('document.activeElement?.value ?? document.activeElement?.tagName')
    const order: unknown[] = []
    for (let presses = 0; presses < 4; presses += 1) {
      await page.keyboard.press('Tab')
      order.push(await focused())
    }
    assert.deepEqual(order, ['accept', 'refuse', 'SUMMARY', 'BODY'])
  })

  test('what the keyboard goes to is never hidden behind it, and the page gets its room back', async () => {
    const links = Array.from({ length: 30 }, (_, n) => `<p><a href="#${n}">Path ${n}</a></p>`)
    const after = '<p style="block-size:600px">So far</p>'
    site().site.put('/paths', { body: `<main>${links.join('')}${after}</main>` })
    const page = await asked('/paths', PHONE)
    const room = () => page.evaluate('document.documentElement.style.scrollPaddingBlockEnd')
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Tab')
    for (const _ of links) {
      await page.keyboard.press('Tab')
      const seen = await page.evaluate(`(() => {
        const { left, top, width, height } = document.activeElement.getBoundingClientRect()
        return document.elementFromPoint(left + width / 2, top + height / 2)?.outerHTML
      })()`)
      const link = await page.evaluate('document.activeElement.outerHTML')
      assert.equal(seen, link)
    }
    assert.match(String(await room()), /^\d{3}px$/)
    await page.evaluate(`document.querySelector('${BANNER}').remove()`)
    await page.keyboard.press('Tab')
    assert.equal(await room(), '')
  })
})

describe('a no', () => {
  test('is kept without an identifier, and nobody is made of it', async () => {
    const page = await asked()
    await said(page, 'refuse')
    const { cookies, storage } = await keptIn(page)
    assert.deepEqual(storage, [])
    assert.equal(cookies.length, 1)
    assert.match(cookies[0] ?? '', new RegExp(`^${CHOICE}=1\\.0\\.[0-9a-f]+\\.\\d{5}$`))
    const [cookie] = await page.context().cookies()
    assert.ok((cookie?.expires ?? 0) > Date.now() / 1000 + 150 * 86_400)
    assert.equal((await site().server.send('GET /v1/status')).json.subjects, 0)
  })

  test('is the same for two people who say it on one day', async () => {
    const pages = [await asked(), await asked()]
    for (const page of pages) await said(page, 'refuse')
    const [one, other] = await Promise.all(pages.map(keptIn))
    assert.deepEqual(one, other)
  })

  test('ends asking, and costs no request about the person on later pages', async () => {
    const page = await asked()
    await said(page, 'refuse')
    site().site.calls.length = 0
    await page.reload()
    await settled(page)
    assert.equal(await page.locator(BANNER).count(), 0)
    const { calls } = site().site
    assert.deepEqual(
      calls.filter((call) => call.includes('/v1/')),
      [],
    )
  })
})

describe('a yes', () => {
  test('is recorded with the very text that was shown', async () => {
    const page = await asked()
    const title = await page.locator(`${BANNER} h2`).textContent()
    await said(page, 'accept')
    const { cookies } = await keptIn(page)
    assert.deepEqual(cookies.map((cookie) => cookie.split('=')[0]).toSorted(), [SESSION, CHOICE])
    const { permitted } = await stateOf(page)
    assert.ok(Array.isArray(permitted) && permitted.includes('site_personalization'))
    const json = await ownConsent(page)
    const { notice } = json.records[0]
    assert.match(notice.id, /^banner-en$/)
    const path = `/v1/notices/${notice.id}?version=${notice.version}`
    const kept = (await site().server.send(`GET ${path}`)).json
    assert.equal(kept.texts.en.title, title)
    assert.equal(kept.digest, notice.digest)
  })

  test('counts also after the page was open for longer than a nonce is good', async () => {
    const page = await asked()
    site().server.advance(31 * 60_000)
    await answer(page, 'accept').click()
    await page.waitForFunction(`equipoise.consent.permits('site_personalization')`)
  })

  test('to some switches is a no to the others', async () => {
    const page = await asked()
    await choose(page).click()
    await page.getByLabel('Suggestions for you').check()
    await said(page, 'save')
    const { state } = await ownConsent(page)
    assert.deepEqual(
      [state.device_storage, state.site_personalization, state.model_training, state.measurement],
      ['given', 'given', 'refused', 'refused'],
    )
  })

  test('to none is a no to all', async () => {
    const page = await asked()
    await choose(page).click()
    await said(page, 'save')
    assert.deepEqual(
      (await keptIn(page)).cookies.map((cookie) => cookie.split('=')[0]),
      [CHOICE],
    )
  })

  test('is taken back as easily: a click, and the browser knows them no more', async () => {
    site().site.put('/footer', { body: `${HOME}<button data-equipoise-withdraw>No more</button>` })
    const page = await asked('/footer')
    await said(page, 'accept')
    const heard = page.waitForResponse(/\/v1\/choice$/)
    await page.getByText('No more').click()
    await heard
    assert.deepEqual((await stateOf(page))['permitted'], [])
    assert.deepEqual(
      (await keptIn(page)).cookies.map((cookie) => cookie.split('=')[0]),
      [CHOICE],
    )
  })

  test('is not saved by the second tap of two on "Choose"', async () => {
    for (const width of [360, 1280]) {
      const page = await asked('/', { viewport: { width, height: 640 } })
      await choose(page).dblclick({ delay: 20 })
      await page.waitForTimeout(300)
      assert.equal(await page.locator(BANNER).count(), 1)
      await page.context().close()
    }
  })

  test('is shown again to whoever looks at their choices, and can be changed there', async () => {
    site().site.put('/again', { body: `${HOME}<button data-equipoise-choices>Choices</button>` })
    const page = await asked('/again')
    await said(page, 'accept')
    await page.getByText('Choices').click()
    await page.locator(BANNER).waitFor()
    assert.equal(await page.getByText('Nothing is on').count(), 0)
    assert.equal(await page.getByLabel('Suggestions for you').isChecked(), true)
    await page.getByLabel('Suggestions for you').uncheck()
    await said(page, 'save')
    const { permitted } = await stateOf(page)
    assert.ok(Array.isArray(permitted) && !permitted.includes('site_personalization'))
    assert.ok(permitted.includes('measurement'))
    assert.equal(await page.evaluate('document.activeElement?.textContent'), 'Choices')
  })
})

describe('where there is nothing to ask', () => {
  test('none appears where the law asks for no consent and the business follows it', async () => {
    const { server } = site()
    const places = ['US-CA' as Region] // a literal, known good
    const assessment = 'California lets this rest on notice; people expect it here.'
    const purposes = [
      'site_personalization',
      'model_training',
      'measurement',
      'first_party_advertising',
    ] as const
    for (const purpose of purposes) await relaxLaw(server.app, { purpose, places, assessment })
    await server.app.gate.refresh()
    site().site.put('/ca', { body: HOME, script: 'data-location="US-CA"' })
    const page = await site().open('/ca')
    await settled(page)
    assert.equal(await page.locator(BANNER).count(), 0)
    const { permitted } = await stateOf(page)
    assert.ok(Array.isArray(permitted) && permitted.includes('measurement'))
    assert.deepEqual(await keptIn(page), { cookies: [], storage: [] })
  })

  test('somebody signed in who answered elsewhere is not asked', async () => {
    const token = await (await aSigner(site().server)).sign('ann')
    await site().server.send('POST /v1/consent', {
      body: {
        externalId: 'ann',
        action: 'give',
        purposes: [
          'device_storage',
          'site_personalization',
          'model_training',
          'measurement',
          'first_party_advertising',
        ],
        evidence: 'in the app',
      },
    })
    site().site.put('/ann', { body: HOME, script: `data-subject-token="${token}"` })
    const page = await site().open('/ann')
    await settled(page)
    assert.equal(await page.locator(BANNER).count(), 0)
    const { permitted } = await stateOf(page)
    assert.ok(Array.isArray(permitted) && permitted.includes('site_personalization'))
    assert.deepEqual(await keptIn(page), { cookies: [], storage: [] })
  })
})

describe('the opt-out signal', () => {
  const signalled = {
    extraHTTPHeaders: { 'sec-gpc': '1' },
    prepare: (page: Page) => page.addInitScript(GPC),
  }

  test('is confirmed in the banner', async () => {
    const page = await asked('/', signalled)
    const says = await page.locator(`${BANNER} [role="status"]`).textContent()
    assert.match(says ?? '', /^Opt-out request honoured/)
  })

  test('counts also where the page alone sees it', async () => {
    const page = await asked('/', { prepare: (one) => one.addInitScript(GPC) })
    await page.getByText(/^Opt-out request honoured/).waitFor()
  })

  test('is confirmed where no banner is, in the place that the page has for it', async () => {
    site().site.put('/signal', { body: `${HOME}<p data-equipoise-signal></p>` })
    const page = await asked('/signal', signalled)
    await said(page, 'refuse')
    await page.reload()
    await page.getByText(/^Opt-out request honoured/).waitFor()
    assert.equal(await page.locator('[data-equipoise-signal]').count(), 1)
  })

  test('outdoes an earlier yes at once', async () => {
    const page = await asked()
    await said(page, 'accept')
    const later = await site().open('/', { ...signalled, beside: page })
    await settled(later)
    const { permitted, gpc } = await stateOf(later)
    assert.equal(gpc, true)
    assert.ok(Array.isArray(permitted) && !permitted.includes('cross_context_advertising'))
  })
})

describe('without a script', () => {
  async function rendered(javaScriptEnabled = false): Promise<Page> {
    const { site: shop, server } = site()
    const { html } = (
      await server.send('POST /v1/banner/html', {
        key: shop.key,
        headers: { origin: shop.url },
        body: { languages: ['en'], return: `${shop.url}/plain` },
      })
    ).json
    shop.put('/plain', { body: html + HOME, script: javaScriptEnabled ? '' : null })
    return asked('/plain', { javaScriptEnabled })
  }

  test('a no is a form post, and comes back to the page', async () => {
    const page = await rendered()
    await Promise.all([page.waitForNavigation(), answer(page, 'refuse').click()])
    assert.equal(new URL(page.url()).pathname, '/plain')
    const [cookie, ...more] = await page.context().cookies()
    assert.deepEqual([cookie?.name, more], [CHOICE, []])
    assert.match(cookie?.value ?? '', /^1\.0\./)
  })

  test('a yes is one too', async () => {
    const page = await rendered()
    await Promise.all([page.waitForNavigation(), answer(page, 'accept').click()])
    const names = (await page.context().cookies()).map(({ name }) => name)
    assert.deepEqual(names.toSorted(), [SESSION, CHOICE])
  })

  test('so is a choice: what is on is a yes, the rest a no', async () => {
    const page = await rendered()
    await choose(page).click()
    await page.getByLabel('Make this site better').check()
    await Promise.all([page.waitForNavigation(), answer(page, 'save').click()])
    const choice = (await page.context().cookies()).find(({ name }) => name === CHOICE)
    // device_storage, model_training, measurement; site_personalization, first_party_advertising
    assert.match(choice?.value ?? '', /^1\.45\.a\./)
  })

  test('Enter on a switch is no yes to all', async () => {
    const page = await rendered()
    await choose(page).click()
    const one = page.getByLabel('Make this site better')
    await one.check()
    await Promise.all([page.waitForNavigation(), one.press('Enter')])
    const choice = (await page.context().cookies()).find(({ name }) => name === CHOICE)
    assert.match(choice?.value ?? '', /^1\.45\.a\./)
  })

  test('with a script beside it, it is left as it is and works', async () => {
    const page = await rendered(true)
    await settled(page)
    assert.equal(await page.locator(BANNER).count(), 1)
    await Promise.all([page.waitForNavigation(), answer(page, 'refuse').click()])
    assert.equal((await page.context().cookies())[0]?.name, CHOICE)
  })

  test('a form from another site is refused, and leads nowhere', async () => {
    const { site: shop, server } = site()
    const body = new URLSearchParams({
      writeKey: shop.key,
      answer: 'refuse',
      asked: 'measurement',
      return: 'https://elsewhere.example/',
    }).toString()
    const post = (origin: string) =>
      fetch(`${server.url}/v1/choice/form`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
        body,
      })
    assert.equal((await post('https://elsewhere.example')).status, 403)
    const own = await post(shop.url)
    assert.deepEqual([own.status, own.headers.get('location')], [303, `${shop.url}/`])
  })
})

describe('how it looks', () => {
  const LOOKS = [
    { name: 'wide light', options: { colorScheme: 'light' as const } },
    { name: 'wide dark', options: { colorScheme: 'dark' as const } },
    { name: 'phone light', options: { ...PHONE, colorScheme: 'light' as const } },
    { name: 'phone dark', options: { ...PHONE, colorScheme: 'dark' as const } },
  ]
  const TONGUES = ['en', 'de', 'ar', 'ja', 'el', 'hu']

  for (const language of TONGUES) {
    test(`${language}: accessible in every state, wide and narrow, light and dark`, async () => {
      for (const { name, options } of LOOKS) {
        site().site.put(`/${language}`, { body: HOME, language })
        const page = await asked(`/${language}`, options)
        await assertAccessible(page, `${language} ${name}`)
        await picture(page, `${language}-${name}`)
        await choose(page).click()
        await assertAccessible(page, `${language} ${name}, choosing`)
        await picture(page, `${language}-${name}-choosing`)
        await openAll(page)
        await assertAccessible(page, `${language} ${name}, explained`)
        await page.context().close()
      }
    })
  }

  test('every language fits a narrow phone, answers in view, accessible when all is open', async () => {
    for (const { language } of LANGUAGES) {
      site().site.put('/narrow', { body: HOME, language })
      const page = await asked('/narrow', { viewport: { width: 320, height: 640 } })
      const box = await answer(page, 'refuse').boundingBox()
      assert.ok(box && box.y > 0 && box.y + box.height <= 640, language)
      await openAll(page)
      await assertAccessible(page, language)
      await page.context().close()
    }
  })
})

describe('an independent extension', () => {
  for (const language of ['en', 'de', 'fr', 'fr-CA', 'nl', 'es', 'es-MX', 'pl', 'it']) {
    test(`refuses on it in ${language}, unmodified`, async () => {
      site().site.put(`/auto-${language}`, { body: HOME, language })
      const page = await asked(`/auto-${language}`)
      await refuseByExtension(page)
      const choice = (await page.context().cookies()).find(({ name }) => name === CHOICE)
      assert.match(choice?.value ?? '', /^1\.0\.[0-9a-f]+\./)
      await page.context().close()
    })
  }

  test('refuses for somebody signed in, and the ledger shows it', async () => {
    const { server } = site()
    const token = await (await aSigner(server)).sign('bea')
    const before = (await server.app.store.verifyLedger()).entries
    const page = await asked('/', { extraHTTPHeaders: { 'equipoise-subject-token': token } })
    await refuseByExtension(page)
    await settled(page)
    const { subject } = (
      await server.send('POST /v1/subjects/find', { body: { externalId: 'bea' } })
    ).json
    const { state } = (await server.send(`GET /v1/subjects/${subject}/consent`)).json
    assert.equal(state.site_personalization, 'refused')
    assert.equal((await server.app.store.verifyLedger()).entries, before + 1)
  })
})

test('all the while nothing went to anybody else, and no error reached a page', () => {
  assert.deepEqual(site().faults, [])
})

async function refuseByExtension(page: Page): Promise<void> {
  await page.evaluate(AUTOCONSENT)
  await page.waitForFunction(
    `autoconsentStandalone.messages.some(({ type, result }) => type === 'optOutResult' && result)`,
    undefined,
    { timeout: WAIT_MS },
  )
  await page.locator(BANNER).waitFor({ state: 'detached' })
  await page.waitForLoadState('networkidle')
}

/** What can be opened is made when it is: layer by layer. */
async function openAll(page: Page): Promise<void> {
  for (const layer of ['.choose', '.group details']) {
    await page.locator(`${BANNER} ${layer} > summary`).first().waitFor()
    const details = `[...document.querySelectorAll('${BANNER} ${layer}')]`
    await page.evaluate(`${details}.forEach((one) => { one.open = true })`)
    await page.waitForFunction(`${details}.every(({ children }) => children.length > 1)`)
  }
}

async function ownConsent(page: Page) {
  const { server, site: shop } = site()
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const headers = { origin: shop.url, cookie }
  return (await server.send('GET /v1/subjects/me/consent', { key: shop.key, headers })).json
}

function lookOf(page: Page, value: string): Promise<unknown> {
  return page.evaluate(`(() => {
    const element = document.querySelector('${BANNER} button[value="${value}"]')
    const { width, height, y } = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    const names = 'color backgroundColor borderTopColor borderTopWidth borderRadius fontWeight ' +
      'fontSize fontFamily textDecorationLine opacity boxShadow padding'
    return [Math.round(width), height, y, ...names.split(' ').map((name) => style[name])]
  })()`)
}

/** Kept where somebody asks for them: EQUIPOISE_PICTURES names the folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}
