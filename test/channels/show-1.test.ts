/**
 * One person, from end to end, in a real browser: an ad in a slot and others in a stream, each with
 * its why; less of it; a real mail, delivered over SMTP and opened; ended by one click. The next
 * decision and the next send obey.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Purpose, SubjectId } from '@equipoise/core/values'
import { putDocument, subscribe } from '@equipoise/server/modules/email'
import { simpleParser } from 'mailparser'
import type { Locator, Page } from 'playwright-core'
import { HOME, WAIT_MS, watchedSite } from '../browser/site.ts'
import { anItem, stock } from '../builders/catalogue.ts'
import { aCampaign, CAMPAIGN, sendNow } from '../builders/mail.ts'
import { aSigner, type Signer } from '../builders/page-person.ts'
import type { Json } from '../builders/server.ts'
import { aSmtpServer } from '../builders/smtp.ts'
import { aSubject, BOTH } from '../builders/subject.ts'

const ORIGIN = 'https://shop.example'
const GIVEN: readonly Purpose[] = [
  ...BOTH,
  ...(['device_storage', 'measurement', 'first_party_advertising', 'email_marketing'] as const),
]
const closing: (() => unknown)[] = []
after(async () => {
  for (const close of closing) await close()
})
const smtp = await aSmtpServer({ after: (close: unknown) => closing.push(close as () => unknown) })
let signer: Signer
let ann: SubjectId

const environment = {
  ...smtp.environment,
  EQUIPOISE_AUDIENCE_PEOPLE_MIN: 'floor',
  EQUIPOISE_RATE_OUTLET_PER_MINUTE: 'none',
}
const site = watchedSite({ environment }, async ({ server: { app } }) => {
  await stock(
    app,
    ['bread', 'tea'].map((id) => anItem(id, { title: `The ${id}`, categories: [id] })),
  )
  for (let n = 0; n < 60; n += 1) {
    await aSubject(`crowd-${n}`)
      .from('DE')
      .giving(...GIVEN)
      .meeting({ item: 'bread' })
      .join(app)
  }
  ann = await aSubject('ann')
    .from('DE')
    .aged('adult')
    .giving(...GIVEN)
    .meeting({ item: 'bread' })
    .join(app)
  await app.desk.putAll(ADS)
  for (const { kind, id } of ADS) {
    if (kind === 'creatives') await app.desk.review(id, { decision: 'approved' })
  }
  await app.adPeople.ready()
  await aCampaign(app, { items: 1 })
  const asked = { address: 'ann@mail.example', list: 'news', proof: 'a form' }
  await subscribe(app, { externalId: 'ann' }, asked)
  signer = await aSigner(site().server)
})

const MONEY = {
  currency: 'EUR',
  bidMinor: 400,
  spendLimitMinor: 100_000,
  startsAt: '2026-11-01T00:00:00Z',
  endsAt: '2027-01-01T00:00:00Z',
  slots: ['side', 'stream'],
  caps: [],
}
const CREATIVE = { kind: 'text', text: 'Ground today', link: 'https://mill.example/' }
const ADS = [
  { kind: 'advertisers', id: 'mill', form: { name: 'The Mill', payer: 'Mill Holding' } },
  { kind: 'advertisers', id: 'tea', form: { name: 'Tea House' } },
  { kind: 'slots', id: 'side', form: { currency: 'EUR', ceiling: 'close' } },
  { kind: 'slots', id: 'stream', form: { currency: 'EUR', adsMax: 3, ceiling: 'close' } },
  {
    kind: 'audiences',
    id: 'eaters',
    form: {
      says: 'People who looked at bread',
      conditions: [{ attribute: 'looked_at', anyOf: ['bread'] }],
    },
  },
  {
    kind: 'creatives',
    id: 'flour',
    form: {
      ...CREATIVE,
      advertiser: 'mill',
      title: 'Flour',
      items: ['bread'],
      categories: ['bread'],
    },
  },
  { kind: 'creatives', id: 'any', form: { ...CREATIVE, advertiser: 'mill', title: 'Our mill' } },
  { kind: 'creatives', id: 'leaf', form: { ...CREATIVE, advertiser: 'tea', title: 'Tea' } },
  {
    kind: 'campaigns',
    id: 'flour',
    form: {
      ...MONEY,
      advertiser: 'mill',
      audience: 'eaters',
      creatives: ['flour'],
      contextualCreatives: ['any'],
    },
  },
  {
    kind: 'campaigns',
    id: 'tea',
    form: { ...MONEY, bidMinor: 100, advertiser: 'tea', creatives: ['leaf'] },
  },
] as const

const CARD = '<template><article><a href="{link}" data-field="title"></a></article></template>'
const BODY = `${HOME}<aside data-equipoise-slot="side" data-count="1">${CARD}</aside>
  <section aria-label="Stream" data-equipoise-slot="stream" data-count="3">${CARD}</section>`

async function opened(): Promise<Page> {
  const token = await signer.sign('ann')
  const script = `data-banner="off" data-location="DE" data-subject-token="${token}"`
  site().site.put('/ann', { body: BODY, script })
  const page = await site().open('/ann')
  await page.locator('[data-equipoise-why]').nth(2).waitFor()
  // In view for a second, it counts as shown, and is reported.
  await page.waitForResponse('**/v1/impressions')
  return page
}

async function shownIn(page: Page, slot: string): Promise<readonly string[]> {
  const items = page.locator(`[data-equipoise-slot="${slot}"] [data-equipoise-item] a`)
  return items.allTextContents()
}

async function why(page: Page): Promise<Locator> {
  await page.locator('[data-equipoise-slot="side"] [data-equipoise-why]').click()
  const dialog = page.locator('dialog[open]')
  await dialog.waitFor()
  return dialog
}

const told = (page: Page, says: string) =>
  page.locator('dialog [role="status"]', { hasText: says }).waitFor({ timeout: WAIT_MS })

async function decided(): Promise<Json> {
  const body = { slot: 'side', externalId: 'ann', location: 'DE', count: 1 }
  return (await site().server.send('POST /v1/decide', { body })).json
}

test('an ad says why, and less of it is less of it from the next decision on', async () => {
  const page = await opened()
  assert.deepEqual(await shownIn(page, 'side'), ['Flour'])
  assert.deepEqual(await shownIn(page, 'stream'), ['Flour', 'Tea'])
  const dialog = await why(page)
  const says = (await dialog.textContent()) ?? ''
  assert.match(says, /This is an ad\.On behalf ofThe MillPaid byMill Holding/)
  assert.match(says, /because it is for People who looked at bread/)
  await dialog.locator('[data-act="less"]').click()
  await told(page, 'from now on')
  const { rung, items } = await decided()
  assert.deepEqual([rung, items[0].id], ['general', 'any'])
  const again = await opened()
  assert.deepEqual(await shownIn(again, 'side'), ['Our mill'])
  assert.deepEqual(await shownIn(again, 'stream'), ['Our mill', 'Tea'])
  assert.match((await (await why(again)).textContent()) ?? '', /Nothing of you is used/)
})

test('what was seen is theirs to see, and counted of nobody', async () => {
  const { server } = site()
  const { json } = await server.send(`GET /v1/subjects/${ann}/impressions`)
  assert.ok(json.impressions.some(({ slot }: Json) => slot === 'stream'))
  const { ads } = (await server.send('GET /ads/repository')).json
  assert.ok(ads.some(({ ad }: Json) => ad.content.title === 'Flour'))
  assert.doesNotMatch(JSON.stringify(ads), /ann|sub_/)
})

test('a mail says why, is ended by one click, and the next send obeys', async () => {
  const { app, url } = site().server
  await sendNow(app)
  assert.deepEqual(
    smtp.received.map(({ to }) => to),
    ['ann@mail.example'],
  )
  const { html, subject } = await simpleParser(smtp.received[0]?.raw ?? '')
  assert.equal(subject, 'News for you')
  const page = await site().browser.newPage()
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  // The public name of the server leads to this one here.
  await page.setContent(String(html).replaceAll(ORIGIN, url))
  assert.deepEqual(fetched, [], 'nobody learns that it was opened')
  await page.getByText('Why this mail, and your choices').click()
  await page.getByRole('heading', { name: 'Why this mail' }).waitFor()
  assert.match((await page.locator('main').textContent()) ?? '', /Our news/)
  await page.goBack()
  await page.setContent(String(html).replaceAll(ORIGIN, url))
  await page.getByText('Stop', { exact: true }).click()
  await page.getByRole('button').click()
  await page.getByRole('heading', { name: /no more/ }).waitFor()
  await putDocument(app, 'campaign', 'summer', CAMPAIGN)
  await sendNow(app, 'summer')
  assert.equal(smtp.received.length, 1)
  const person = await app.gate.open(ann)
  assert.equal(person.consentOf('email_marketing').status, 'withdrawn')
  // A no to mail is no no to anything else.
  assert.equal(person.consentOf('first_party_advertising').status, 'given')
})

test('no page made an error or spoke to anybody else', () => {
  assert.deepEqual(site().faults, [])
})
