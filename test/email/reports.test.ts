/** What comes back about a mail: bounces and complaints, as mail servers write them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { subscribe, takeReport } from '@equipoise/server/modules/email'
import { findSubject } from '@equipoise/server/modules/subjects'
import { anApp, type TestApp } from '../builders/app.ts'
import { aCampaign, aReader, sendNow } from '../builders/mail.ts'
import { aSmtpServer, type TestSmtp } from '../builders/smtp.ts'

/** RFC 3464, as Postfix writes it. */
function aBounce(to: string, status: string, action = 'failed'): Buffer {
  return lines(
    'From: MAILER-DAEMON@mx.example',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry to have to inform you that 5.1.1 somebody-else@mail.example',
    '',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; alice@mail.example',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 no such user',
    '',
    '--b1--',
  )
}

/** RFC 5965, with the mail that it is about. */
function aComplaint(about: Buffer): Buffer {
  const head = lines(
    'From: feedback@provider.example',
    'To: abuse@shop.example',
    'Subject: FW: News',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b2"',
    '',
    '--b2',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '',
    '--b2',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: Provider/1.0',
    'Version: 1',
    '',
    '--b2',
    'Content-Type: message/rfc822',
    '',
  )
  return Buffer.concat([head, about, lines('', '--b2--')])
}

function lines(...all: string[]): Buffer {
  return Buffer.from(`${all.join('\r\n')}\r\n`)
}

async function sent(
  t: Parameters<typeof anApp>[0],
): Promise<{ readonly opened: TestApp; readonly smtp: TestSmtp }> {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, { environment: smtp.environment })
  await aCampaign(opened.app)
  await aReader(opened.app, 'alice')
  await sendNow(opened.app)
  return { opened, smtp }
}

async function suppressionOf({ app }: TestApp): Promise<string> {
  const asked = { address: 'alice@mail.example', list: 'other', again: true }
  const { putDocument } = await import('@equipoise/server/modules/email')
  await putDocument(app, 'list', 'other', { title: 'Another' })
  return (await subscribe(app, { externalId: 'alice' }, asked)).asking
}

test('a bounce to the address that we gave for it ends mail to that mailbox', async (t) => {
  const { opened, smtp } = await sent(t)
  const to = smtp.received[0]?.from ?? ''
  const taken = await takeReport(opened.app, aBounce(to.toUpperCase(), '5.1.1'))
  assert.deepEqual(taken, { kind: 'bounced', status: '5.1.1', known: true })
  assert.equal(await suppressionOf(opened), 'suppressed')
})

test('a full mailbox, a delay, and a forged bounce change nothing', async (t) => {
  const { opened, smtp } = await sent(t)
  const to = smtp.received[0]?.from ?? ''
  assert.equal((await takeReport(opened.app, aBounce(to, '5.2.2'))).kind, 'failed')
  assert.equal((await takeReport(opened.app, aBounce(to, '4.4.1', 'delayed'))).kind, 'put_off')
  const forged = `b+${'0'.repeat(39)}@shop.example`
  assert.deepEqual(await takeReport(opened.app, aBounce(forged, '5.1.1')), {
    kind: 'bounced',
    status: '5.1.1',
    known: false,
  })
  const other = await takeReport(opened.app, lines('Subject: Re: News', '', 'Thanks!'))
  assert.equal(other.kind, 'other')
  assert.equal(await suppressionOf(opened), 'queued')
})

test('a complaint is a no, and the mailbox is never written to again', async (t) => {
  const { opened, smtp } = await sent(t)
  const about = smtp.received[0]?.raw ?? Buffer.alloc(0)
  const taken = await takeReport(opened.app, aComplaint(about))
  assert.deepEqual([taken.kind, taken.known], ['complaint', true])
  const { app } = opened
  const person = await app.gate.open(await findSubject(app.store, { externalId: 'alice' }))
  assert.equal(person.consentOf('email_marketing').status, 'withdrawn')
  assert.equal(await suppressionOf(opened), 'suppressed')
})
