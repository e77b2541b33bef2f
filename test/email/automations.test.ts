/** Mails that follow from what a person did: once, rarely, and never after they bought it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordConsent } from '@equipoise/server/modules/consent'
import { putDocument, watchItem } from '@equipoise/server/modules/email'
import { simpleParser } from 'mailparser'
import { anApp, type TestApp } from '../builders/app.ts'
import { aCampaign, aReader } from '../builders/mail.ts'
import { aSmtpServer, type TestSmtp } from '../builders/smtp.ts'
import { aConsent, meet } from '../builders/subject.ts'

const HOUR_MS = 3_600_000
const BOTH = ['email_marketing', 'site_personalization'] as const

interface Opened {
  readonly opened: TestApp
  readonly smtp: TestSmtp
}

async function open(
  t: Parameters<typeof anApp>[0],
  automation: Readonly<Record<string, unknown>>,
): Promise<Opened> {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, { environment: smtp.environment })
  await aCampaign(opened.app)
  await opened.app.catalogue.putAll(
    ['shoes', 'hat'].map((id) => ({
      id,
      title: id === 'shoes' ? 'Trail shoes' : 'A hat',
      categories: [id],
      attributes: {},
      priceMinor: 9_900,
      currency: 'EUR',
      available: id === 'shoes',
      sensitive: [],
    })),
  )
  await putDocument(opened.app, 'automation', 'follow', {
    list: 'news',
    template: 'plain',
    variables: { greeting: 'look' },
    enabled: true,
    delayMinutes: 240,
    ...automation,
  })
  return { opened, smtp }
}

/** Looks as a server would, hour by hour. */
async function pass({ opened }: Opened, hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    opened.advance(HOUR_MS)
    await opened.app.mailer.run()
  }
}

async function putInBasket({ opened: { app } }: Opened, name: string): Promise<void> {
  const at = new Date(app.now()).toISOString()
  await meet(app, name, [{ item: 'shoes', verb: 'add', id: `${name}-${at}`, at }])
}

test('a basket is reminded of after four hours, with what was left in it', async (t) => {
  const both = await open(t, { kind: 'basket_reminder' })
  await aReader(both.opened.app, 'alice', { purposes: BOTH })
  await putInBasket(both, 'alice')
  await pass(both, 3)
  assert.equal(both.smtp.received.length, 0)
  await pass(both, 30)
  assert.equal(both.smtp.received.length, 1)
  const { text } = await simpleParser(both.smtp.received[0]?.raw ?? '')
  assert.match(String(text), /Trail shoes/)
})

test('the shoes do not follow: put in daily for thirty days, twice in any seven', async (t) => {
  const both = await open(t, { kind: 'basket_reminder' })
  await aReader(both.opened.app, 'alice', { purposes: BOTH })
  const days: number[] = []
  for (let day = 0; day < 30; day += 1) {
    await putInBasket(both, 'alice')
    const before = both.smtp.received.length
    await pass(both, 24)
    if (both.smtp.received.length > before) days.push(day)
    assert.ok(both.smtp.received.length - before <= 1)
  }
  assert.ok(days.length > 2, days.join())
  for (const day of days) {
    assert.ok(days.filter((one) => one >= day && one < day + 7).length <= 2, days.join())
  }
})

test('nobody is reminded of what they bought, or without both permissions', async (t) => {
  const both = await open(t, { kind: 'basket_reminder' })
  const { app } = both.opened
  await aReader(app, 'alice', { purposes: BOTH })
  await aReader(app, 'bob', { purposes: BOTH })
  for (const name of ['alice', 'bob']) await putInBasket(both, name)
  await meet(app, 'alice', [{ item: 'shoes', verb: 'purchase', id: 'bought' }])
  await recordConsent(app, { externalId: 'bob' }, aConsent('withdraw', ['site_personalization']))
  await pass(both, 48)
  assert.equal(both.smtp.received.length, 0)
})

test('a welcome comes once', async (t) => {
  const both = await open(t, { kind: 'welcome', delayMinutes: 30 })
  await aReader(both.opened.app, 'alice')
  await pass(both, 48)
  assert.equal(both.smtp.received.length, 1)
})

test('whoever asked is told once when an item is back', async (t) => {
  const both = await open(t, { kind: 'back_in_stock', delayMinutes: 0 })
  const { app } = both.opened
  const subject = await aReader(app, 'alice')
  await watchItem(app, subject, 'hat')
  await pass(both, 5)
  assert.equal(both.smtp.received.length, 0)
  const hat = app.catalogue.find('hat')
  assert.ok(hat)
  await app.catalogue.put({ ...hat, available: true })
  await pass(both, 48)
  assert.equal(both.smtp.received.length, 1)
  assert.match(String((await simpleParser(both.smtp.received[0]?.raw ?? '')).text), /A hat/)
})

test('an automation that is switched off sends nothing, also what it had planned', async (t) => {
  const both = await open(t, { kind: 'welcome', delayMinutes: 180 })
  await aReader(both.opened.app, 'alice')
  await pass(both, 1)
  await putDocument(both.opened.app, 'automation', 'follow', {
    kind: 'welcome',
    list: 'news',
    template: 'plain',
    variables: { greeting: 'look' },
    enabled: false,
  })
  await pass(both, 24)
  assert.equal(both.smtp.received.length, 0)
})
