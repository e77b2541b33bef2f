/** What goes wrong on the way: nothing is sent twice, and nobody who said no is written to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordConsent } from '@equipoise/server/modules/consent'
import { putDocument, readSend, startSend, subscribe } from '@equipoise/server/modules/email'
import { anApp } from '../builders/app.ts'
import { aCampaign, aReader, sendNow, TEMPLATE } from '../builders/mail.ts'
import { aSmtpServer } from '../builders/smtp.ts'
import { aConsent } from '../builders/subject.ts'

const HOUR_MS = 3_600_000

function codeOf(code: string) {
  return (error: unknown): boolean => Object(error).code === code
}

test('an address with a line break is refused, and is not in the refusal', async (t) => {
  const { app } = await anApp(t)
  await aCampaign(app)
  const address = 'eve@mail.example\r\nBcc: all@mail.example'
  await assert.rejects(
    subscribe(app, { externalId: 'eve' }, { address, list: 'news' }),
    (error) => codeOf('address_invalid')(error) && !String(error).includes('eve@'),
  )
})

test('a template with a missing variable is an error before anything is sent', async (t) => {
  const smtp = await aSmtpServer(t)
  const { app } = await anApp(t, { environment: smtp.environment })
  await aCampaign(app)
  await aReader(app, 'alice')
  const broken = { list: 'news', template: 'plain', variables: {} }
  await assert.rejects(putDocument(app, 'campaign', 'broken', broken), codeOf('template_invalid'))
  // One that was whole when it was put, and whose template was changed since.
  const changed = { ...TEMPLATE, subject: '{{season}} news' }
  await putDocument(app, 'template', 'plain', changed)
  await assert.rejects(startSend(app, 'spring'), codeOf('template_invalid'))
  await app.mailer.run()
  assert.equal(smtp.received.length, 0)
})

test('without a server, a sender or an origin no send starts', async (t) => {
  const { app } = await anApp(t)
  await aCampaign(app)
  await assert.rejects(startSend(app, 'spring'), codeOf('email_not_set_up'))
})

test('while the server is down for an hour everybody waits, nobody is in doubt, and it is told', async (t) => {
  const smtp = await aSmtpServer(t)
  const told: unknown[] = []
  const opened = await anApp(t, {
    environment: smtp.environment,
    onError: (error) => told.push(error),
  })
  await aCampaign(opened.app)
  for (const name of ['alice', 'bob', 'carla']) await aReader(opened.app, name)
  await smtp.stop()
  await sendNow(opened.app)
  const standing = opened.app.mailer.standing()
  assert.deepEqual([standing.reachable, standing.code], [false, 'smtp_unreachable'])
  assert.equal(told.length, 1)
  for (let minute = 0; minute < 60; minute += 10) {
    opened.advance(HOUR_MS / 6)
    await opened.app.mailer.run()
  }
  assert.equal((await readSend(opened.app, 'spring')).states.queued, 3)
  const back = await aSmtpServer(t, smtp.port)
  opened.advance(HOUR_MS)
  await opened.app.mailer.run()
  assert.equal(back.received.length, 3)
  assert.equal(opened.app.mailer.standing().reachable, true)
})

test('answers of 4xx and 5xx at random: put off, or given up, and nobody gets two', async (t) => {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, { environment: smtp.environment })
  await aCampaign(opened.app)
  const names = Array.from({ length: 40 }, (_, n) => `reader-${n}`)
  for (const name of names) await aReader(opened.app, name)
  let asked = 0
  const bad = { responseCode: 550, message: '5.7.1 not today' }
  const busy = { responseCode: 451, message: '4.3.0 try later' }
  smtp.onRecipient = () => [undefined, busy, undefined, bad, busy][asked++ % 5]
  smtp.onMessage = () =>
    asked % 3 === 0 ? { responseCode: 452, message: '4.3.1 full' } : undefined
  await sendNow(opened.app)
  for (let hour = 0; hour < 48; hour += 1) {
    opened.advance(HOUR_MS)
    await opened.app.mailer.run()
  }
  const { states, status } = await readSend(opened.app, 'spring')
  assert.equal(status, 'done')
  assert.equal(states.sent + states.failed, names.length)
  assert.equal(states.sent, smtp.received.length)
  assert.equal(new Set(smtp.received.map(({ to }) => to)).size, smtp.received.length)
})

test('a server that takes the message and says nothing leaves it in doubt, never sent again', async (t) => {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, { environment: smtp.environment })
  await aCampaign(opened.app)
  await aReader(opened.app, 'alice')
  let transactions = 0
  smtp.onMessage = async () => {
    transactions += 1
    // The whole message is here when the line goes dead.
    await smtp.stop()
    return undefined
  }
  await sendNow(opened.app)
  assert.equal(transactions, 1)
  assert.equal((await readSend(opened.app, 'spring')).states.in_doubt, 1)
  const back = await aSmtpServer(t, smtp.port)
  opened.advance(HOUR_MS)
  await opened.app.mailer.run()
  assert.equal(back.received.length, 0)
})

test('what was under way when the process ended is in doubt after the next start', async (t) => {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, { environment: smtp.environment })
  await aCampaign(opened.app)
  const subject = await aReader(opened.app, 'alice')
  await startSend(opened.app, 'spring')
  await opened.app.store.transact('system', async (writer) => {
    await writer.enqueue('campaign/spring', [{ subject, dueAt: opened.app.now() }])
  })
  const person = await opened.app.gate.open(subject)
  const decision = person.decide('email_marketing')
  assert.ok(decision.outcome === 'permitted')
  const [delivery] = await opened.app.store.read('system', (reader) =>
    reader.listDueDeliveries(opened.app.now(), 1),
  )
  assert.ok(delivery)
  const contact = await opened.app.store.read(decision.permit, (reader) => reader.findContact())
  assert.ok(contact)
  const begun = await opened.app.store.transact(decision.permit, (writer) =>
    writer.beginDelivery({
      key: delivery,
      address: contact.address,
      detail: {},
      day: '2026-11-24',
      perDayMax: 10,
    }),
  )
  assert.equal(begun, 'begun')
  await opened.reopen()
  await opened.app.mailer.run()
  assert.equal((await readSend(opened.app, 'spring')).states.in_doubt, 1)
  assert.equal(smtp.received.length, 0)
})

test('whoever withdraws while it goes out, and has not had it yet, does not get it', async (t) => {
  const smtp = await aSmtpServer(t)
  const { app } = await anApp(t, {
    environment: { ...smtp.environment, EQUIPOISE_EMAIL_CONNECTIONS_MAX: '1' },
  })
  await aCampaign(app)
  const names = Array.from({ length: 12 }, (_, n) => `reader-${n}`)
  for (const name of names) await aReader(app, name)
  let withdrawn: string | undefined
  const had = new Set<string>()
  smtp.onMessage = async ({ to }) => {
    had.add(to)
    // With the third mail on its way, somebody who has none yet says no.
    withdrawn ??=
      had.size === 3 ? names.find((name) => !had.has(`${name}@mail.example`)) : undefined
    if (withdrawn !== undefined && had.size === 3) {
      const no = aConsent('withdraw', ['email_marketing'])
      await recordConsent(app, { externalId: withdrawn }, no)
    }
    return undefined
  }
  await sendNow(app)
  assert.ok(withdrawn)
  assert.equal(smtp.received.length, names.length - 1)
  assert.ok(!smtp.received.some(({ to }) => to === `${withdrawn}@mail.example`))
})

test('a mailbox that is not there is never written to again, and we hold no grudge for 5.7.1', async (t) => {
  const smtp = await aSmtpServer(t)
  const { app } = await anApp(t, { environment: smtp.environment })
  await aCampaign(app)
  for (const name of ['alice', 'bob']) await aReader(app, name)
  smtp.onRecipient = (to) =>
    to.startsWith('alice')
      ? { responseCode: 550, message: '5.1.1 no such mailbox' }
      : { responseCode: 550, message: '5.7.1 refused' }
  await sendNow(app)
  smtp.onRecipient = undefined
  await putDocument(app, 'campaign', 'summer', {
    list: 'news',
    template: 'plain',
    variables: { greeting: 'again' },
  })
  await sendNow(app, 'summer')
  assert.deepEqual(
    smtp.received.map(({ to }) => to),
    ['bob@mail.example'],
  )
})
