/** How people say no to mail: by one click, on a page, anywhere else, by leaving for good. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordConsent } from '@equipoise/server/modules/consent'
import { subscribe } from '@equipoise/server/modules/email'
import { COMMAND_LINE, eraseSubject } from '@equipoise/server/modules/rights'
import { simpleParser } from 'mailparser'
import { aCampaign, aReader, sendNow } from '../builders/mail.ts'
import { aServer, type TestServer } from '../builders/server.ts'
import { aSmtpServer, type TestSmtp } from '../builders/smtp.ts'
import { aConsent, aSubject } from '../builders/subject.ts'

interface Opened {
  readonly server: TestServer
  readonly smtp: TestSmtp
}

async function open(t: Parameters<typeof aServer>[0]): Promise<Opened> {
  const smtp = await aSmtpServer(t)
  const server = await aServer(t, { environment: smtp.environment })
  await aCampaign(server.app)
  return { server, smtp }
}

/** The path of the link to stop, as the mail's header has it. */
async function unsubscribePath({ smtp }: Opened, index = 0): Promise<string> {
  const parsed = await simpleParser(smtp.received[index]?.raw ?? '')
  return new URL(Object(parsed.headers.get('list')).unsubscribe.url).pathname
}

async function consentOf({ server: { app } }: Opened, name: string): Promise<string> {
  const { findSubject } = await import('@equipoise/server/modules/subjects')
  const person = await app.gate.open(await findSubject(app.store, { externalId: name }))
  return person.consentOf('email_marketing').status
}

async function sendAgain({ server: { app } }: Opened, id: string): Promise<void> {
  const { putDocument } = await import('@equipoise/server/modules/email')
  await putDocument(app, 'campaign', id, {
    list: 'news',
    template: 'plain',
    variables: { greeting: 'again' },
  })
  await sendNow(app, id)
}

test('a GET of the link only asks; a POST without a login ends it, and the next send obeys', async (t) => {
  const opened = await open(t)
  const { server, smtp } = opened
  await aReader(server.app, 'alice')
  await sendNow(server.app)
  const path = await unsubscribePath(opened)
  const asked = await fetch(`${server.url}${path}`)
  assert.equal(asked.status, 200)
  assert.match(await asked.text(), /<form method="post">/)
  assert.equal(await consentOf(opened, 'alice'), 'given')
  const done = await fetch(`${server.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    redirect: 'error',
  })
  assert.equal(done.status, 200)
  assert.equal(await consentOf(opened, 'alice'), 'withdrawn')
  const again = await fetch(`${server.url}${path}`, { method: 'POST' })
  assert.equal(again.status, 200)
  await sendAgain(opened, 'summer')
  assert.equal(smtp.received.length, 1)
})

test('a mail program that posts a form of parts is heard too', async (t) => {
  const opened = await open(t)
  await aReader(opened.server.app, 'alice')
  await sendNow(opened.server.app)
  const body = new FormData()
  body.set('List-Unsubscribe', 'One-Click')
  const path = await unsubscribePath(opened)
  const done = await fetch(`${opened.server.url}${path}`, { method: 'POST', body })
  assert.equal(done.status, 200)
  assert.equal(await consentOf(opened, 'alice'), 'withdrawn')
})

test('a link that is not ours does nothing, and says so', async (t) => {
  const { server } = await open(t)
  for (const act of ['unsubscribe', 'confirm', 'preferences', 'follow']) {
    const answer = await fetch(`${server.url}/email/${act}/${'a'.repeat(120)}`)
    assert.equal(answer.status, 404, act)
  }
})

test('whoever withdraws anywhere gets nothing, also brought in again under another name', async (t) => {
  const opened = await open(t)
  const { server, smtp } = opened
  await aReader(server.app, 'alice', { address: 'alice@mail.example' })
  await recordConsent(
    server.app,
    { externalId: 'alice' },
    aConsent('withdraw', ['email_marketing']),
  )
  await aReader(server.app, 'alice-from-a-list', { address: 'Alice+shop@MAIL.example' })
  await sendNow(server.app)
  assert.equal(smtp.received.length, 0)
})

test('whoever was erased is not written to again, and their address is nowhere', async (t) => {
  const opened = await open(t)
  const { server, smtp } = opened
  const subject = await aReader(server.app, 'alice', { address: 'canary-alice@mail.example' })
  await sendNow(server.app)
  const path = await unsubscribePath(opened)
  await eraseSubject(server.app, subject, COMMAND_LINE)
  const after = await fetch(`${server.url}${path}`, { method: 'POST' })
  assert.equal(after.status, 200)
  await aReader(server.app, 'alice-again', { address: 'canary-alice@mail.example' })
  await sendAgain(opened, 'summer')
  assert.equal(smtp.received.length, 1)
})

test('a list that asks first sends nothing else before a yes, and its mail can say no', async (t) => {
  const opened = await open(t)
  const { server, smtp } = opened
  const { app } = server
  const asked = { address: 'dora@mail.example', list: 'news' }
  assert.equal((await subscribe(app, { externalId: 'dora' }, asked)).asking, 'queued')
  assert.equal((await subscribe(app, { externalId: 'dora' }, asked)).asking, 'asked_already')
  await app.mailer.run()
  await sendNow(app)
  assert.equal(smtp.received.length, 1)
  const parsed = await simpleParser(smtp.received[0]?.raw ?? '')
  assert.equal(parsed.subject, 'Please confirm: Our news')
  assert.match(String(Object(parsed.headers.get('list')).unsubscribe.url), /unsubscribe/)
  const link = /href="https:\/\/shop\.example(\/email\/confirm\/[\w-]+)"/.exec(String(parsed.html))
  const path = link?.[1] ?? assert.fail('the mail has a link to confirm')
  assert.equal((await fetch(`${server.url}${path}`)).status, 200)
  assert.equal(await consentOf(opened, 'dora'), 'unknown')
  assert.equal((await fetch(`${server.url}${path}`, { method: 'POST' })).status, 200)
  assert.equal(await consentOf(opened, 'dora'), 'given')
  await sendAgain(opened, 'summer')
  assert.equal(smtp.received.length, 2)
  await fetch(`${server.url}${await unsubscribePath(opened)}`, { method: 'POST' })
  assert.equal(await consentOf(opened, 'dora'), 'withdrawn')
  await sendAgain(opened, 'autumn')
  assert.equal(smtp.received.length, 2)
})

test('a list in another language asks, ends and says why in it', async (t) => {
  const opened = await open(t)
  const { server, smtp } = opened
  const { app } = server
  const list = { title: 'Neues', language: 'de-AT' }
  await server.send('PUT /v1/email/lists/news', { body: list })
  await subscribe(app, { externalId: 'ida' }, { address: 'ida@mail.example', list: 'news' })
  await sendNow(app)
  const asks = await simpleParser(smtp.received[0]?.raw ?? '')
  const html = String(asks.html)
  assert.equal(asks.subject, 'Bitte bestätigen: Neues')
  assert.match(html, /<html[^>]* lang="de"/)
  assert.match(html, /Wollen Sie diese E-Mails\?/)
  assert.match(html, /<div lang="de" dir="ltr"[^>]*>Von .*Diese E-Mails beenden/)
  assert.match(asks.text ?? '', /Jemand hat diese Adresse für “Neues” angegeben/)
  assert.doesNotMatch(html + asks.text, /Stop these|Why this|Somebody/)
  const path = /href="https:\/\/shop\.example(\/email\/confirm\/[\w-]+)"/.exec(html)?.[1]
  const page = async (language: string, method = 'GET'): Promise<string> =>
    (await fetch(server.url + path, { method, headers: { 'accept-language': language } })).text()
  assert.match(await page('fa'), /<html lang="fa" dir="rtl">.*<button>آری، برایم نامه بفرستید</s)
  assert.match(await page('de', 'POST'), /<h1>Sie stehen auf der Liste “Neues”\.</)
  await server.send('PUT /v1/email/lists/news', { body: { title: 'أخبار', language: 'ar' } })
  await subscribe(app, { externalId: 'ian' }, { address: 'ian@mail.example', list: 'news' })
  await sendNow(app)
  const toIan = smtp.received.find(({ raw }) => raw.toString().includes('ian@mail.example'))
  const arabic = String((await simpleParser(toIan?.raw ?? '')).html)
  assert.match(arabic, /<div dir="rtl">هل تريد هذه الرسائل؟/)
  const wrong = { title: 'Neues', language: 'nicht so' }
  await server.refuse('PUT /v1/email/lists/news', { body: wrong }, 'invalid_request')
})

test('after a no nobody is asked by mail, unless they asked again themselves', async (t) => {
  const opened = await open(t)
  const { app } = opened.server
  await aReader(app, 'alice')
  await recordConsent(app, { externalId: 'alice' }, aConsent('withdraw', ['email_marketing']))
  const asked = { address: 'alice@mail.example', list: 'news' }
  assert.equal((await subscribe(app, { externalId: 'alice' }, asked)).asking, 'suppressed')
  await app.mailer.run()
  assert.equal(opened.smtp.received.length, 0)
  const again = await subscribe(app, { externalId: 'alice' }, { ...asked, again: true })
  assert.equal(again.asking, 'queued')
  await app.mailer.run()
  assert.equal(opened.smtp.received.length, 1)
})

test('the preferences page leaves one list, shows no address, and can end it all', async (t) => {
  const opened = await open(t)
  const { server } = opened
  await aReader(server.app, 'alice')
  await sendNow(server.app)
  const parsed = await simpleParser(opened.smtp.received[0]?.raw ?? '')
  const { pathname } = new URL(Object(parsed.headers.get('list')).help.url)
  const page = await (await fetch(`${server.url}${pathname}`)).text()
  assert.match(page, /Our news/)
  assert.doesNotMatch(page, /alice@|mail\.example/)
  const left = await fetch(`${server.url}${pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ leave: 'news' }),
  })
  assert.match(await left.text(), /on no list/)
  await sendAgain(opened, 'summer')
  assert.equal(opened.smtp.received.length, 1)
  assert.equal(await consentOf(opened, 'alice'), 'given')
  await fetch(`${server.url}${pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ all: '1' }),
  })
  assert.equal(await consentOf(opened, 'alice'), 'withdrawn')
})

test('only whoever agreed is followed, and no longer than they do', async (t) => {
  const opened = await open(t)
  const { server, smtp } = opened
  await aReader(server.app, 'alice', { purposes: ['email_marketing', 'email_tracking'] })
  await aReader(server.app, 'bob')
  await sendNow(server.app)
  const mails = new Map(smtp.received.map((mail) => [mail.to, mail.raw]))
  const followed = await simpleParser(mails.get('alice@mail.example') ?? '')
  const free = await simpleParser(mails.get('bob@mail.example') ?? '')
  assert.match(String(followed.html), /\/email\/open\//)
  assert.doesNotMatch(String(free.html), /\/email\/(?:open|follow)\/|<img/)
  const pixel = /src="https:\/\/shop\.example(\/email\/open\/[\w-]+)"/.exec(String(followed.html))
  const path = pixel?.[1] ?? ''
  assert.equal((await fetch(`${server.url}${path}`)).headers.get('content-type'), 'image/gif')
  const { subject } = (
    await server.send('POST /v1/subjects/find', { body: { externalId: 'alice' } })
  ).json
  const before = await server.send(`GET /v1/subjects/${subject}/export`)
  assert.equal(before.json.email.deliveries[0].opened.length, 1)
  await recordConsent(server.app, { externalId: 'alice' }, aConsent('withdraw', ['email_tracking']))
  await fetch(`${server.url}${path}`)
  const after = await server.send(`GET /v1/subjects/${subject}/export`)
  assert.deepEqual(after.json.email.deliveries[0].opened, [])
})

test('a person who never agreed to anything has a preview of what is popular', async (t) => {
  const { server } = await open(t)
  await aSubject('alice').giving('email_marketing').join(server.app)
  const answer = await server.send('POST /v1/email/campaigns/spring/preview', { body: {} })
  assert.equal(answer.json.outcome, 'refused')
  assert.match(answer.json.text, /Hello there, winter is here/)
})
