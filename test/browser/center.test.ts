/**
 * The privacy center in a real browser, over a real server: what somebody sees of themselves, that
 * each change acts on their own suggestions, and that proofs are checked without us.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { namePurposes } from '@equipoise/browser/banner'
import { directionOf, TRANSLATIONS, wordsFor } from '@equipoise/browser/languages'
import type { Region } from '@equipoise/core/values'
import { recordConsent } from '@equipoise/server/modules/consent'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { startBrowser } from '../builders/browser.ts'
import { anItem, stock } from '../builders/catalogue.ts'
import { aSigner, type Signer } from '../builders/page-person.ts'
import { type Json, serverOfFile } from '../builders/server.ts'
import { aConsent, aSubject, BOTH } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WAIT_MS = 15_000
const TARGET_PX = 44
const HOSTILE = '<img src=x onerror="document.title=1"> 🌽 \u202Eesrever'
const GIVEN = [...BOTH, 'device_storage', 'measurement', 'first_party_advertising'] as const

let browser: Browser
let signer: Signer
const faults: string[] = []

const environment = {
  EQUIPOISE_SUPPORT_PEOPLE_MIN: '50',
  EQUIPOISE_RATE_OUTLET_PER_MINUTE: 'none',
  // Somebody opens it in forty languages within a minute.
  EQUIPOISE_RATE_SUBJECT_PER_MINUTE: 'none',
}
const server = serverOfFile({ environment }, async (opened) => {
  const { app } = opened
  const items = townItems().map((id) =>
    anItem(id, { title: `The ${id}`, categories: [id.split('-')[0] ?? ''] }),
  )
  await stock(app, [...items, anItem('hostile', { title: HOSTILE, categories: ['<b>odd</b>'] })])
  for (const { externalId, deeds } of aTown(200)) {
    await aSubject(externalId)
      .meeting(...deeds)
      .join(app)
  }
  await app.trainer.train()
  signer = await aSigner(opened)
})

before(async () => {
  browser = await startBrowser()
})
after(() => browser?.close())

/** Somebody with bread and some tea, who was shown what they would like. */
async function aPerson(name: string): Promise<void> {
  const meetings = ['bread-0', 'bread-1', 'bread-2', 'tea-0', 'hostile'].map((item, n) => ({
    id: `${name}-${item}`,
    item,
    verb: 'purchase' as const,
    at: `2026-11-${10 + n}T10:00:00Z`,
  }))
  await aSubject(name)
    .from('DE')
    .aged('adult')
    .giving(...GIVEN)
    .meeting(...meetings)
    .join(server().app)
  const body = { externalId: name, slot: 'home', count: 3 }
  const { json } = await server().send('POST /v1/decide', { body })
  const impressions = json.items.map(({ token }: { token: string }) => ({ token, slot: 'home' }))
  await server().send('POST /v1/impressions', { body: { impressions } })
}

async function open(name: string | undefined, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(WAIT_MS)
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(server().url) && !/^(blob|data):/.test(url)) faults.push(url)
  })
  const token = name === undefined ? '' : `#token=${await signer.sign(name)}`
  await page.goto(`${server().url}/privacy${token}`)
  await page.waitForSelector('[data-part="suggestions"] li')
  return page
}

/** As they stand there where mail can be sent. */
const WAYS = `document.querySelector('.way').insertAdjacentHTML('afterbegin',
  '<form id="in"><button>Send</button></form>')
document.querySelector('.way').insertAdjacentHTML('afterend',
  '<section class="way out" id="out"><form><button>Out</button></form></section>')`

const textOf = async (one: Locator): Promise<string> => (await one.textContent()) ?? ''
const told = (page: Page, words: string) =>
  page.locator('.eq-told', { hasText: words }).waitFor({ timeout: WAIT_MS })
const suggested = (page: Page) => page.locator('[data-part="suggestions"] li').allTextContents()

test('somebody sees what they chose, what is known, and what they were shown and why', async () => {
  await aPerson('ann')
  const page = await open('ann')
  assert.equal(await page.evaluate('location.hash'), '')
  assert.equal(await page.locator('[data-part="choices"] > .eq-choices :checked').count(), 4)
  const concluded = await page.locator('[data-part="interests"] li').allTextContents()
  assert.match(concluded[0] ?? '', /^bread60%/)
  assert.match(concluded[0] ?? '', /From 3 things you met here: Bought 3/)
  assert.equal(await page.locator('[data-part="timeline"] ol li').count(), 5)
  const received = await textOf(page.locator('[data-part="received"]'))
  assert.match(received, /YouAll of it, with receipts/)
  const shown = page.locator('.eq-shown > li').first()
  assert.match(await textOf(shown), /The bread-\d/)
  assert.match(await textOf(shown), /because you met .*people or more share this reason/)
  await shown.locator('summary').click()
  const percents = await shown.locator('.eq-figure').allTextContents()
  const sum = percents.reduce((total, one) => total + Math.abs(Number.parseInt(one, 10) || 0), 0)
  assert.ok(Math.abs(sum - 100) <= percents.length, `${percents.join(' + ')}`)
  assert.match(await textOf(shown.locator('.eq-law')), /GDPR|Regulation|Equipoise/)
})

test('turning suggestions off acts on the next list, and on is one press as well', async () => {
  await aPerson('ben')
  const page = await open('ben')
  assert.match(await textOf(page.locator('.eq-rung')), /From what you did here/)
  const toggle = page.locator('[data-focus="switch-site_personalization"]')
  await toggle.click()
  await told(page, 'off, from now on')
  assert.match(await textOf(page.locator('.eq-rung')), /The same for everybody/)
  // What is kept for other purposes stays, and is told.
  assert.equal(await page.locator('[data-part="timeline"] ol li').count(), 5)
  await toggle.click()
  await told(page, ': on.')
  assert.equal(await toggle.isChecked(), true)
})

test('one thing that is removed, or is not them, no longer speaks in their suggestions', async () => {
  await aPerson('cid')
  const page = await open('cid')
  const before = await suggested(page)
  assert.ok(before.some((one) => /bread/.test(one)))
  await page.locator('[data-focus="not-bread"]').click()
  await told(page, 'bread counts no longer')
  assert.ok((await suggested(page)).every((one) => !/bread/.test(one)))
  assert.match(await textOf(page.locator('.eq-marks')), /bread/)
  await page.locator('[data-focus="remove-cid-tea-0"]').click()
  await told(page, 'The tea-0: removed')
  assert.equal(await page.locator('[data-focus="remove-cid-tea-0"]').count(), 0)
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'H2')
  await page.locator('[data-focus="mark-bread"]').click()
  await told(page, 'bread counts again')
})

test('less personal is less of them in the very next list, by keyboard too', async () => {
  await aPerson('lea')
  const page = await open('lea')
  const slider = page.locator('[data-focus="level"]')
  assert.equal(await slider.getAttribute('aria-valuetext'), 'Everything that you agreed to')
  await slider.focus()
  await page.keyboard.press('Home')
  await told(page, 'Nothing of you is used: from the next list on')
  assert.match(await textOf(page.locator('.eq-rung')), /The same for everybody/)
  const [last] = await page.locator('.eq-receipts > li').allTextContents()
  assert.match(last ?? '', /^How personal may it be\?/)
  await page.locator('[data-focus="level"]').focus()
  await page.keyboard.press('End')
  await told(page, 'Everything that you agreed to')
  assert.match(await textOf(page.locator('.eq-rung')), /From what you did here/)
})

test('the suggestions follow while the weight of the beam is still held', async () => {
  await aPerson('jil')
  const page = await open('jil')
  const beam = await page.locator('#equipoise-level').boundingBox()
  if (beam === null) assert.fail('there is a beam')
  const [end, middle] = [beam.x + beam.width - 8, beam.y + beam.height / 2]
  await page.mouse.move(end, middle)
  await page.mouse.down()
  await page.mouse.move(beam.x + 8, middle, { steps: 6 })
  await page.locator('.eq-rung', { hasText: 'The same for everybody' }).waitFor()
  await page.mouse.move(end, middle, { steps: 6 })
  await page.locator('.eq-rung', { hasText: 'From what you did here' }).waitFor()
  await page.mouse.up()
  assert.equal(await page.locator('#equipoise-level').inputValue(), '4')
})

test('how personal a feed may be is one press, by keyboard too, and the next feed obeys', async () => {
  await aPerson('wim')
  await wish('wim', { follow: [{ by: 'category', value: 'tea' }] })
  const page = await open('wim')
  assert.equal(await pressedMode(page), 'From what you did here')
  await page.locator('[data-focus="feed-chronological"]').focus()
  await page.keyboard.press('Enter')
  await told(page, 'The newest first: from the next list on')
  assert.equal(await pressedMode(page), 'The newest first')
  assert.equal(await page.evaluate('document.activeElement.dataset.focus'), 'feed-chronological')
  const asked = { mode: 'personal' }
  const newest = await feedOf({ externalId: 'wim' }, asked)
  assert.deepEqual([newest.mode, newest.settledBy], ['chronological', 'wish'])
  await page.locator('[data-focus="feed-expressed"]').click()
  await told(page, 'Only what you follow or liked: from the next list on')
  assert.equal((await feedOf({ externalId: 'wim' }, asked)).mode, 'expressed')
  const acts = await textOf(page.locator('[data-part="receipts"]'))
  assert.match(acts, /You said what you want of lists/)
})

test('what they follow, and what is not for their profile, is taken back with one press', async () => {
  await aPerson('xia')
  const before = await textOf((await open('xia')).locator('[data-part="interests"]'))
  assert.doesNotMatch(before, /What you follow|Not for your profile/)
  const maker = { by: 'maker', value: HOSTILE }
  const follow = [maker, { by: 'category', value: 'tea' }]
  await wish('xia', { follow, notForProfile: { items: ['tea-2'], lists: ['for-ann'] } })
  const page = await open('xia')
  const part = page.locator('[data-part="interests"]')
  const rows = await part.locator('.eq-marks li').allTextContents()
  assert.deepEqual(rows, [
    `${HOSTILE}makerStop following ${HOSTILE}`,
    'teaStop following tea',
    'for-annPlaylistUndo for-ann',
    'The tea-2Undo The tea-2',
  ])
  await page.locator('[data-focus="unfollow-category-tea"]').click()
  await told(page, 'tea: off, from now on')
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'H2')
  await page.locator('[data-focus="apart-lists-for-ann"]').click()
  await told(page, 'for-ann counts again')
  await page.locator('[data-focus="apart-items-tea-2"]').click()
  await told(page, 'The tea-2 counts again')
  assert.doesNotMatch(await textOf(part), /Not for your profile/)
  const { follows, notForProfile } = await wish('xia', {})
  assert.deepEqual([follows, notForProfile], [[maker], { items: [], lists: [] }])
})

test('a mode that a law closes says so with its citation, and a press does nothing', async () => {
  await aSubject('yan')
    .from('US-CA')
    .aged('16_17')
    .giving(...GIVEN)
    .meeting({ item: 'tea-1' })
    .join(server().app)
  const page = await open('yan')
  const personal = page.locator('[data-focus="feed-personal"]')
  assert.equal(await personal.getAttribute('aria-disabled'), 'true')
  assert.equal(await pressedMode(page), 'The newest first')
  await page.locator('[data-focus="feed-closed"]').click()
  const why = page.locator('[data-keep="feed-closed"]')
  assert.match(
    await textOf(why),
    /From what you did here.*27001.*Only what you follow.*nothing yet/,
  )
  // Forced: a click waits for what is enabled.
  await personal.click({ force: true })
  assert.equal((await wish('yan', {})).feedMode, null)
  // Even a wish for more opens nothing that the law closes.
  await wish('yan', { feedMode: 'personal' })
  assert.equal(await pressedMode(await open('yan')), 'The newest first')
})

const pressedMode = (page: Page) => textOf(page.locator('.eq-modes [aria-pressed="true"]'))

const MANY_WISHES = {
  follow: Array.from({ length: 12 }, (_, n) => ({ by: 'maker', value: `Maker ${n}` })),
  notForProfile: { items: ['tea-2', HOSTILE], lists: ['for-the-party'] },
}

/** Says it for them; what is left out stays. @returns what they wish now. */
async function wish(externalId: string, body: object): Promise<Json> {
  const found = await server().send('POST /v1/subjects/find', { body: { externalId } })
  const path = `POST /v1/subjects/${found.json.subject}/wishes`
  const { json, status, text } = await server().send(path, { body })
  assert.equal(status, 200, text)
  return json
}

async function feedOf(who: object, feed: object): Promise<Json> {
  const { json } = await server().send('POST /v1/decide', { body: { slot: 'feed', ...who, feed } })
  return json.feed
}

test('a pause stops what is recorded, says until when, and can be ended', async () => {
  await aPerson('dan')
  const page = await open('dan')
  await page.locator('[data-focus="pause-7"]').click()
  await told(page, 'Paused')
  assert.match(await textOf(page.locator('[data-part="pause"]')), /Paused until/)
  assert.match(await textOf(page.locator('.eq-rung')), /The same for everybody/)
  await page.locator('[data-focus="resume"]').click()
  await told(page, 'The pause is over')
  assert.match(await textOf(page.locator('.eq-rung')), /From what you did here/)
})

test('in a pause each choice says that it is why, in its place and in their language', async () => {
  await aPerson('pia')
  const page = await open('pia', { locale: 'de-DE' })
  const { words } = wordsFor(['de'])
  const here = page.locator('[data-part="choices"] > .eq-choices > li')
  await page.locator('[data-focus="switch-measurement"]').click()
  await told(page, ': aus, ab jetzt.')
  const before = await here.locator('strong').allTextContents()
  await page.locator('[data-focus="pause-1"]').click()
  await told(page, words.paused)
  const saysWhy = /Es ist aus\. Pause bis .*20\d\d.*\. Nichts wird gesammelt oder verwendet\.$/
  for (const said of await here.locator('p.eq-muted').allTextContents()) {
    assert.match(said, saysWhy)
  }
  assert.deepEqual(await here.locator('strong').allTextContents(), before)
})

test('what is not asked here has a name in their language, too', async () => {
  await aPerson('nia')
  const page = await open('nia', { locale: 'de-DE' })
  const others = page.locator('[data-part="choices"] > details > .eq-choices strong')
  const { names } = namePurposes(['de'])
  const all = await page.locator('[data-part="choices"] strong').allTextContents()
  assert.deepEqual(all.toSorted(), Object.values(names).toSorted())
  assert.ok((await others.allTextContents()).includes('Angebote per E-Mail'))
  assert.equal(await page.locator('[data-part="choices"] strong [lang="en"]').count(), 0)
})

test('where only a guardian can say yes, that is what stands there', async () => {
  const child = { ...aConsent('refuse', ['measurement']), region: 'DE' as Region }
  await recordConsent(server().app, { externalId: 'kid' }, { ...child, ageBand: '13_15' })
  const page = await open('kid')
  const said = await page.locator('[data-part="choices"] p.eq-muted').allTextContents()
  const own = said.filter((one) => one.startsWith('You said no'))
  assert.deepEqual(own, [
    'You said no. It is off. At your age only a parent or guardian can say yes.',
  ])
  assert.ok(!said.some((one) => one.includes('we ask you first')))
})

test('another language keeps who came by a token, and says so when a reload does not', async () => {
  await aPerson('tok')
  const page = await open('tok')
  const { words } = wordsFor(['ar'])
  await page.locator('#lang').selectOption('ar')
  await page.locator('form.language button').click()
  await page.locator('[data-part="timeline"] ol li').first().waitFor()
  await page.locator('h2', { hasText: words.interests }).waitFor()
  assert.equal(await page.locator('html[lang="ar"][dir="rtl"] header h1').count(), 1)
  assert.equal(await textOf(page.locator('h1')), words.pageTitle)
  assert.equal(await page.title(), words.pageTitle)
  assert.equal(await page.evaluate('location.pathname + location.search'), '/privacy?lang=ar')
  // Once more, by the form that came with it.
  await page.locator('#lang').selectOption('de')
  await page.locator('form.language button').press('Enter')
  await page.locator('html[lang="de"][dir="ltr"] h2', { hasText: 'Was wir schließen' }).waitFor()
  await page.locator('nav a[href="#equipoise-erase"]').click()
  await page.waitForURL('**#equipoise-erase')
  await page.reload()
  const choices = page.locator('[data-part="choices"]')
  await choices.locator('.eq-lead', { hasText: 'nicht mehr angemeldet' }).waitFor()
  assert.doesNotMatch(await textOf(choices), /noch nicht gefragt/)
})

test('no way in stands above who is signed in, and no way out above who is erased', async () => {
  await aPerson('way')
  const page = await open('way')
  await page.evaluate(WAYS)
  const shown = () => page.locator('#in:visible, #out:visible, main > .way > p:visible').count()
  // The way out, whoever may hold it, and the address to write to.
  assert.equal(await page.locator('#in').isVisible(), false)
  assert.equal(await shown(), 2)
  await page.locator('[data-focus="erase"]').click()
  await page.locator('[data-focus="erase-yes"]').click()
  await told(page, 'The model is clear of you')
  assert.equal(await page.locator('#out').isVisible(), false)
  assert.equal(await page.locator('#in').isVisible(), true)
})

test('nobody known changes the language by the form alone', async () => {
  const page = await open(undefined)
  await page.locator('#lang').selectOption('de')
  await Promise.all([page.waitForEvent('load'), page.locator('form.language button').click()])
  await page.locator('html[lang="de"] [data-part="choices"] .eq-lead').waitFor()
  assert.match(await textOf(page.locator('[data-part="choices"]')), /niemand bekannt/)
})

test('a receipt is good in the browser, and one byte else it is not', async () => {
  await aPerson('eva')
  const page = await open('eva')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-focus^="keep-"]').first().click(),
  ])
  const receipt = readFileSync(await download.path(), 'utf8')
  const first = page.locator('.eq-receipts > li').first()
  await first.locator('[data-focus^="check-"]').click()
  await first.locator('[role="status"]', { hasText: 'Good. You said yes' }).waitFor()
  const answer = page.locator('.eq-check [role="status"]')
  const checking = async (text: string): Promise<void> =>
    page
      .locator('[data-focus="check-file"]')
      .setInputFiles({ name: 'r.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await checking(receipt)
  await answer.filter({ hasText: 'Good.' }).waitFor()
  await checking(receipt.replace(/index (\d)/, (_, digit) => `index ${(Number(digit) + 1) % 10}`))
  await answer.filter({ hasText: 'Not good' }).waitFor()
})

test('what is asked for stands there with its day, its answer and its receipt', async () => {
  await aPerson('gil')
  const page = await open('gil')
  await page.locator('[data-focus="ask"]').click()
  await page.locator('[data-focus="ask-right"]').selectOption('objection')
  await page.locator('[data-focus="ask-now"]').click()
  await told(page, 'Your request is there.')
  const first = page.locator('.eq-requests > li').first()
  assert.match(await textOf(first), /^You asked: ObjectionAsked .*You get an answer by .*20\d\d/)
  // A request is nothing that was done at once.
  const receipt = await textOf(page.locator('.eq-receipts > li').first())
  assert.match(receipt, /^You asked for something/)
  assert.doesNotMatch(receipt, /Done at once/)
  const { json } = await server().send('POST /v1/subjects/find', { body: { externalId: 'gil' } })
  const answer = { outcome: 'rejected', why: 'Nothing rests on a legitimate interest' }
  const path = `POST /v1/subjects/${json.subject}/requests/answer` as const
  assert.equal((await server().send(path, { body: answer })).status, 200)
  const again = await open('gil')
  await again.locator('.eq-requests [lang="en"]', { hasText: answer.why }).waitFor()
})

test('an erasure asks once, gives its receipt, and then nobody is known', async () => {
  await aPerson('fay')
  const page = await open('fay')
  await page.locator('[data-focus="erase"]').click()
  assert.equal(await page.evaluate('document.activeElement.dataset.focus'), 'erase-yes')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-focus="erase-yes"]').click(),
  ])
  assert.equal(download.suggestedFilename(), 'erasure-receipt.txt')
  await told(page, 'The model is clear of you')
  assert.match(await textOf(page.locator('[data-part="choices"]')), /Nobody here is known/)
  assert.equal(await page.locator('[data-part="timeline"]').count(), 0)
  const find = await server().send('POST /v1/subjects/find', { body: { externalId: 'fay' } })
  assert.equal(find.status, 404)
  // The proof is good on the same page, of somebody who is no longer there.
  await page.locator('[data-focus="check-file"]').setInputFiles(await download.path())
  await page.locator('.eq-check [role="status"]', { hasText: 'Good. You were erased' }).waitFor()
})

test('somebody unknown sees their choices, can agree, and is then known by a cookie', async () => {
  const page = await open(undefined)
  assert.deepEqual(await page.context().cookies(), [])
  assert.match(await textOf(page.locator('.eq-rung')), /The same for everybody/)
  await page.locator('[data-focus="switch-site_personalization"]').click()
  await told(page, ': on.')
  const names = (await page.context().cookies()).map(({ name }) => name).sort()
  assert.deepEqual(names, ['__Host-equipoise', '__Host-equipoise-choice'])
  assert.match(await textOf(page.locator('[data-part="timeline"]')), /Nothing that you did/)
  await page.locator('[data-focus="refuse-all"]').click()
  await told(page, 'Everything is off')
  const kept = (await page.context().cookies()).map(({ name }) => name)
  assert.deepEqual(kept, ['__Host-equipoise-choice'])
})

test('titles are text, and a server that does not answer is said so', async () => {
  await aPerson('ira')
  const page = await open('ira')
  assert.equal(await page.locator('equipoise-privacy-center img').count(), 0)
  assert.ok((await textOf(page.locator('[data-part="timeline"]'))).includes('<img src=x'))
  await page.route('**/v1/**', (route) => route.abort())
  await page.locator('[data-focus="pause-1"]').click()
  await told(page, 'No answer came')
})

for (const [name, options] of [
  ['wide and light', { viewport: { width: 1280, height: 900 } }],
  ['narrow and dark', { viewport: { width: 360, height: 780 }, colorScheme: 'dark' }],
] as const) {
  for (const direction of ['ltr', 'rtl']) {
    test(`${name}, ${direction}: nothing that axe finds, nothing too small or cut off`, async () => {
      await aPerson(`hal-${options.viewport.width}-${direction}`)
      await wish(`hal-${options.viewport.width}-${direction}`, MANY_WISHES)
      const page = await open(`hal-${options.viewport.width}-${direction}`, {
        ...options,
        bypassCSP: true,
      })
      await page.evaluate(`document.documentElement.dir = '${direction}'`)
      await assertInOrder(page, name)
    })
  }
}

test('in every language, narrow: said in it, in its direction, and in order', async () => {
  await aPerson('lin')
  await wish('lin', { notForProfile: MANY_WISHES.notForProfile })
  const page = await open('lin', { viewport: { width: 360, height: 780 }, bypassCSP: true })
  const token = await signer.sign('lin')
  for (const { language, words } of TRANSLATIONS) {
    await page.goto(`${server().url}/privacy?lang=${language}#token=${token}`)
    await page.waitForSelector('[data-part="suggestions"] li')
    const direction = directionOf(language)
    for (const one of ['html', 'equipoise-privacy-center']) {
      const said = page.locator(`${one}[lang="${language}"][dir="${direction}"]`)
      assert.equal(await said.count(), 1, `${one} in ${language}`)
    }
    assert.equal(await page.title(), words.pageTitle)
    const headings = await page.locator('equipoise-privacy-center h2').allTextContents()
    assert.ok(headings.includes(words.interests) && headings.includes(words.now), language)
    await assertInOrder(page, language)
  }
})

/** With everything open: nothing that axe finds, too small to hit, or cut off. */
async function assertInOrder(page: Page, name: string): Promise<void> {
  await page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
  await page.addScriptTag({ content: AXE })
  const { violations } = Object(await page.evaluate("axe.run({ resultTypes: ['violations'] })"))
  const found = violations.map(({ id, nodes }: Found) => `${id}: ${nodes[0]?.html}`)
  assert.deepEqual(found, [], name)
  assert.deepEqual(await page.evaluate(TOO_SMALL), [], name)
  const [width, most] = (await page.evaluate(WIDTHS)) as [number, number]
  assert.ok(width <= most, `${name}: ${width} px of ${most}`)
}

interface Found {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

const WIDTHS = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]'
const TOO_SMALL = `[...document.querySelectorAll('button, summary, input, select, nav a')]
  .filter((one) => one.checkVisibility() && (({ width, height }) =>
    Math.min(width, height) < ${TARGET_PX - 0.5})(one.getBoundingClientRect()))
  .map((one) => one.outerHTML.slice(0, 120))`

test('no page made an error or spoke to anybody else', () => {
  assert.deepEqual(faults, [])
})
