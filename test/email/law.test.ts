/** Mail under the law: when, with what mark, on what ground. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RulePack } from '@equipoise/core/law'
import { type Region, toInstant } from '@equipoise/core/values'
import { recordConsent } from '@equipoise/server/modules/consent'
import { putDocument, readSend, subscribe } from '@equipoise/server/modules/email'
import { loadPacks, relaxLaw } from '@equipoise/server/modules/law'
import { simpleParser } from 'mailparser'
import { anApp, NOON } from '../builders/app.ts'
import { aCampaign, aReader, sendNow } from '../builders/mail.ts'
import { aSmtpServer } from '../builders/smtp.ts'
import { aConsent, aSubject } from '../builders/subject.ts'

const HOUR_MS = 3_600_000

test('each gets it in the morning of their own day', async (t) => {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, { environment: smtp.environment })
  const window = { from: '09:00', to: '10:00' }
  await aCampaign(opened.app, { window })
  await aReader(opened.app, 'berlin', { zone: 'Europe/Berlin' })
  await aReader(opened.app, 'york', { region: 'US-NY' })
  await aReader(opened.app, 'tokyo', { zone: 'Asia/Tokyo' })
  await sendNow(opened.app)
  const at = new Map<string, string>()
  smtp.onMessage = ({ to }) => {
    at.set(to.split('@')[0] ?? '', new Date(opened.app.now()).toISOString().slice(0, 16))
    return undefined
  }
  assert.equal(smtp.received.length, 0)
  for (let quarter = 0; quarter < 100; quarter += 1) {
    opened.advance(HOUR_MS / 4)
    await opened.app.mailer.run()
  }
  assert.deepEqual(Object.fromEntries(at), {
    york: '2026-11-24T14:00',
    tokyo: '2026-11-25T00:00',
    berlin: '2026-11-25T08:00',
  })
})

test('a local time is each recipient’s own, across the end of a month', async (t) => {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, { environment: smtp.environment })
  await aCampaign(opened.app, { sendAt: '2026-12-01T00:30' })
  await aReader(opened.app, 'kiritimati', { zone: 'Pacific/Kiritimati' })
  await aReader(opened.app, 'honolulu', { zone: 'Pacific/Honolulu' })
  await sendNow(opened.app)
  const sentAt: Record<string, string> = {}
  smtp.onMessage = ({ to }) => {
    sentAt[to.split('@')[0] ?? ''] = new Date(opened.app.now()).toISOString().slice(0, 16)
    return undefined
  }
  for (let hour = 0; hour < 24 * 8; hour += 1) {
    opened.advance(HOUR_MS / 2)
    await opened.app.mailer.run()
    opened.advance(HOUR_MS / 2)
    await opened.app.mailer.run()
  }
  assert.deepEqual(sentAt, { kiritimati: '2026-11-30T10:30', honolulu: '2026-12-01T10:30' })
})

test('Korea and Singapore have their mark before the subject, others none', async (t) => {
  const smtp = await aSmtpServer(t)
  const { app } = await anApp(t, { environment: smtp.environment })
  await aCampaign(app)
  for (const region of ['KR', 'SG', 'DE']) await aReader(app, region.toLowerCase(), { region })
  await sendNow(app)
  const subjects: Record<string, string | undefined> = {}
  for (const { to, raw } of smtp.received) {
    subjects[to.slice(0, 2)] = (await simpleParser(raw)).subject
  }
  assert.deepEqual(subjects, {
    kr: '(광고) News for you',
    sg: '<ADV> News for you',
    de: 'News for you',
  })
})

test('where a law wants a postal address, nothing goes without one', async (t) => {
  const smtp = await aSmtpServer(t)
  const { EQUIPOISE_EMAIL_POSTAL_ADDRESS: _, ...environment } = smtp.environment
  const { app } = await anApp(t, { environment })
  await aCampaign(app)
  await aReader(app, 'york', { region: 'US-NY' })
  await aReader(app, 'berlin')
  await sendNow(app)
  assert.deepEqual(
    smtp.received.map(({ to }) => to),
    ['berlin@mail.example'],
  )
  assert.equal((await readSend(app, 'spring')).codes['postal_address_missing'], 1)
})

test('a purchase stands in for consent where the law has it, after an assessment, until a no', async (t) => {
  const smtp = await aSmtpServer(t)
  const { app } = await anApp(t, { environment: smtp.environment })
  await aCampaign(app)
  const relationship = {
    context: 'purchase',
    lastPurchaseAt: toInstant(NOON - 30 * 24 * HOUR_MS),
    lastInquiryAt: undefined,
    ownSimilarProducts: true,
  } as const
  for (const name of ['buyer', 'other']) {
    await aSubject(name).from('FR').giving('measurement').join(app)
    const asked = { address: `${name}@mail.example`, list: 'news', proof: 'the checkout' }
    await subscribe(
      app,
      { externalId: name },
      name === 'buyer' ? { ...asked, relationship } : asked,
    )
  }
  await sendNow(app)
  assert.equal(smtp.received.length, 0)
  await relaxLaw(app, {
    purpose: 'email_marketing',
    places: ['FR' as Region],
    assessment:
      'Art. 13(2) ePrivacy: own similar goods, told at the checkout, with a way to say no',
  })
  await app.gate.refresh()
  await putDocument(app, 'campaign', 'summer', {
    list: 'news',
    template: 'plain',
    variables: { greeting: 'again' },
  })
  await sendNow(app, 'summer')
  assert.deepEqual(
    smtp.received.map(({ to }) => to),
    ['buyer@mail.example'],
  )
  await recordConsent(app, { externalId: 'buyer' }, aConsent('withdraw', ['email_marketing']))
  await putDocument(app, 'campaign', 'autumn', {
    list: 'news',
    template: 'plain',
    variables: { greeting: 'again' },
  })
  await sendNow(app, 'autumn')
  assert.equal(smtp.received.length, 1)
})

test('in quiet hours nothing goes, and it goes when they are over', async (t) => {
  const smtp = await aSmtpServer(t)
  const night: RulePack = {
    id: 'night',
    version: '2026-11-24',
    title: 'Quiet at night',
    zone: 'Europe/Berlin',
    scope: { kind: 'regions', regions: ['DE'] },
    rules: [
      {
        id: 'night',
        purposes: ['email_marketing'],
        effect: {
          kind: 'quiet',
          fromMinute: 12 * 60,
          toMinute: 20 * 60,
          days: undefined,
          unlessContext: undefined,
          unlessGuardian: false,
        },
        when: { ageBelow: undefined, signal: undefined, platform: undefined },
        from: '2020-01-01',
        until: undefined,
        citation: 'A test',
        says: 'No mail between noon and eight.',
        advisory: false,
      },
    ],
  }
  const packs = [...loadPacks(), night]
  const opened = await anApp(t, { environment: smtp.environment, packs })
  await aCampaign(opened.app)
  await aReader(opened.app, 'berlin')
  await sendNow(opened.app)
  assert.equal((await readSend(opened.app, 'spring')).states.queued, 1)
  opened.advance(6.9 * HOUR_MS)
  await opened.app.mailer.run()
  assert.equal(smtp.received.length, 0)
  opened.advance(0.2 * HOUR_MS)
  await opened.app.mailer.run()
  assert.equal(smtp.received.length, 1)
})

test('no law that ships keeps mail back at night, and where texts wait, mail goes', async (t) => {
  const quiet = loadPacks().flatMap(({ rules }) =>
    rules.filter((one) => one.effect.kind === 'quiet'),
  )
  assert.ok(quiet.length > 5)
  assert.ok(quiet.every(({ purposes }) => !purposes.includes('email_marketing')))
  const smtp = await aSmtpServer(t)
  const { app } = await anApp(t, { environment: smtp.environment })
  await aCampaign(app)
  // It is nine in the evening in Seoul.
  const purposes = ['email_marketing', 'sms_marketing'] as const
  const subject = await aReader(app, 'seoul', { region: 'KR', purposes })
  const { reasons } = (await app.gate.open(subject)).decide('sms_marketing')
  assert.ok(
    reasons.some(({ code, citation }) => code === 'quiet_hours' && /Art. 50\(3\)/.test(citation)),
  )
  await sendNow(app)
  assert.equal(smtp.received.length, 1)
})

test('a domain gets so many a minute, and a new sender so many a day', async (t) => {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, {
    environment: {
      ...smtp.environment,
      EQUIPOISE_EMAIL_PER_DOMAIN_PER_MINUTE: '60',
      EQUIPOISE_EMAIL_WARM_UP_FROM: '2026-11-24',
      EQUIPOISE_EMAIL_WARM_UP_FIRST_DAY: '5',
    },
  })
  await aCampaign(opened.app)
  for (let n = 0; n < 12; n += 1) await aReader(opened.app, `reader-${n}`)
  await aReader(opened.app, 'elsewhere', { address: 'a@other.example' })
  await sendNow(opened.app)
  assert.ok(smtp.received.length <= 3, `${smtp.received.length} at once`)
  for (let second = 0; second < 60; second += 1) {
    opened.advance(1_000)
    await opened.app.mailer.run()
  }
  const toDomain = () => smtp.received.filter(({ to }) => to.endsWith('@mail.example')).length
  assert.equal(toDomain(), 5)
  assert.equal(smtp.received.length, 6)
  await opened.reopen()
  await opened.app.mailer.run()
  assert.equal(toDomain(), 5)
  for (let minute = 0; minute < 26 * 60; minute += 1) {
    if (minute % 20 === 0) await opened.app.mailer.run()
    opened.advance(60_000)
  }
  await opened.app.mailer.run()
  assert.equal(toDomain(), 12)
})
