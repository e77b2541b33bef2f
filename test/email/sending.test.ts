/** Mail from end to end: a real SMTP server, and parsers and verifiers that are not ours. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dkimRecord, readSend, startSend } from '@equipoise/server/modules/email'
import { authenticate } from 'mailauth'
import { simpleParser } from 'mailparser'
import { anApp } from '../builders/app.ts'
import { aCampaign, aReader, sendNow } from '../builders/mail.ts'
import { aSmtpServer } from '../builders/smtp.ts'

test('a campaign reaches whoever agreed, with headers that an independent parser reads', async (t) => {
  const smtp = await aSmtpServer(t)
  const { app } = await anApp(t, { environment: smtp.environment })
  await aCampaign(app)
  await aReader(app, 'alice', { fields: { firstName: 'Alice <b>' } })
  await aReader(app, 'bob', { purposes: ['measurement'] })
  await sendNow(app)
  assert.equal(smtp.received.length, 1)
  const [mail] = smtp.received
  assert.ok(mail)
  assert.equal(mail.to, 'alice@mail.example')
  assert.match(mail.from, /^b\+[0-9a-z]{39}@shop\.example$/)
  const parsed = await simpleParser(mail.raw)
  assert.equal(parsed.subject, 'News for Alice <b>')
  assert.equal(parsed.from?.text, '"The Shop" <news@shop.example>')
  const list = Object(parsed.headers.get('list'))
  assert.match(list.unsubscribe.url, /^https:\/\/shop\.example\/email\/unsubscribe\/[\w-]+$/)
  assert.equal(list['unsubscribe-post'].name, 'List-Unsubscribe=One-Click')
  assert.match(String(parsed.html), /Hello Alice &lt;b&gt;, winter is here/)
  assert.match(String(parsed.text), /Hello Alice <b>, winter is here/)
  assert.match(String(parsed.text), /Market Square 1/)
  assert.doesNotMatch(String(parsed.html), /<img|fonts\.googleapis|email\/(?:open|follow)/)
  const { states, leftOut } = await readSend(app, 'spring')
  assert.equal(states.sent, 1)
  assert.deepEqual(leftOut, { consent_absent: 1 })
})

test('the signature holds for an independent verifier, over both headers of one click', async (t) => {
  const smtp = await aSmtpServer(t)
  const { app } = await anApp(t, { environment: smtp.environment })
  await aCampaign(app)
  await aReader(app, 'alice')
  await sendNow(app)
  const { name, value } = dkimRecord(app.root, 'shop.example', 'equipoise')
  const resolver = async (asked: string, type: string): Promise<string[][]> => {
    if (asked === name && type === 'TXT') return [[value]]
    throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
  }
  const raw = smtp.received[0]?.raw ?? Buffer.alloc(0)
  const verified = await authenticate(raw, {
    ip: '127.0.0.1',
    helo: 'shop.example',
    sender: 'news@shop.example',
    resolver,
  })
  const [signature] = verified.dkim.results
  assert.equal(signature?.status.result, 'pass')
  assert.equal(signature?.signingDomain, 'shop.example')
  const signed = String(signature?.signingHeaders?.keys).toLowerCase()
  for (const header of ['list-unsubscribe', 'list-unsubscribe-post', 'from', 'subject']) {
    assert.ok(
      signed
        .split(':')
        .map((one) => one.trim())
        .includes(header),
      header,
    )
  }
  const altered = Buffer.from(raw.toString('latin1').replace('winter', 'summer'), 'latin1')
  const refused = await authenticate(altered, {
    ip: '127.0.0.1',
    helo: 'shop.example',
    sender: 'news@shop.example',
    resolver,
  })
  assert.notEqual(refused.dkim.results[0]?.status.result, 'pass')
})

test('the same send started twice is one', async (t) => {
  const smtp = await aSmtpServer(t)
  const { app } = await anApp(t, { environment: smtp.environment })
  await aCampaign(app)
  await aReader(app, 'alice')
  assert.equal((await startSend(app, 'spring')).started, true)
  assert.equal((await startSend(app, 'spring')).started, false)
  await app.mailer.run()
  assert.equal((await startSend(app, 'spring')).started, false)
  await app.mailer.run()
  assert.equal(smtp.received.length, 1)
})
