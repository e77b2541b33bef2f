/**
 * The way into the privacy center by email, over a real SMTP server: who gets a link, what it
 * opens, and how it ends. Nobody who asks learns whether an address is known.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { recordConsent } from '@equipoise/server/modules/consent'
import { subscribe } from '@equipoise/server/modules/email'
import { identifySubject } from '@equipoise/server/modules/identify'
import { COMMAND_LINE, eraseSubject } from '@equipoise/server/modules/rights'
import { simpleParser } from 'mailparser'
import { aCampaign, aReader } from '../builders/mail.ts'
import { aServer, type TestServer } from '../builders/server.ts'
import { aSmtpServer, type TestSmtp } from '../builders/smtp.ts'
import { aConsent, aSubject } from '../builders/subject.ts'

const MINUTE_MS = 60_000

interface Opened {
  readonly server: TestServer
  readonly smtp: TestSmtp
  /** Lets time go by. */
  wait(ms: number): void
}

async function open(t: TestContext, environment: Record<string, string> = {}): Promise<Opened> {
  const smtp = await aSmtpServer(t)
  const server = await aServer(t, {
    environment: { ...smtp.environment, EQUIPOISE_RATE_LINK_PER_MINUTE: 'none', ...environment },
  })
  await aCampaign(server.app)
  return { server, smtp, wait: server.advance }
}

/** A browser, as far as it matters: it keeps cookies and says where a form stands. */
class Visitor {
  readonly #server: TestServer
  readonly cookies = new Map<string, string>()

  constructor({ server }: Opened) {
    this.#server = server
  }

  async ask(method: string, path: string, more: RequestInit = {}): Promise<Answered> {
    const response = await fetch(`${this.#server.url}${path}`, {
      method,
      redirect: 'manual',
      ...more,
      headers: {
        origin: new URL(this.#server.url).origin,
        cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '),
        ...more.headers,
      },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return { status: response.status, text: await response.text(), headers: response.headers }
  }

  form(path: string, fields: Record<string, string> = {}): Promise<Answered> {
    return this.ask('POST', path, { body: new URLSearchParams(fields) })
  }

  /** Calls the API as the page's script does. */
  async call(route: string, body?: object): Promise<{ status: number; json: Json }> {
    const [method = '', path = ''] = route.split(' ')
    const { text } = await this.ask('GET', '/privacy')
    const key = /key="(eq_own_[\w-]+)"/.exec(text)?.[1] ?? assert.fail('the page has a key')
    const authorization = `Bearer ${key}`
    const session = await this.ask('GET', '/v1/session', { headers: { authorization } })
    const token = JSON.parse(session.text).csrfToken
    const answer = await this.ask(method, path, {
      headers: {
        authorization,
        ...(token === null ? {} : { 'x-csrf-token': token }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, json: answer.text === '' ? null : JSON.parse(answer.text) }
  }
}

interface Answered {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

type Json = ReturnType<typeof JSON.parse>

async function askFor(opened: Opened, visitor: Visitor, address: string): Promise<Answered> {
  const answer = await visitor.form('/privacy/link', { address })
  await mailed(opened)
  return answer
}

async function mailed({ server: { app } }: Opened): Promise<void> {
  await app.linkAsks.settle()
  await app.mailer.run()
}

/** The path of the link in the latest mail. */
async function linkIn({ smtp }: Opened): Promise<string> {
  const { text } = await simpleParser(smtp.received.at(-1)?.raw ?? '')
  const url = /https:\/\/\S+\/privacy\/link\/\S+/.exec(String(text))?.[0]
  return url === undefined ? assert.fail('the mail has a link') : new URL(url).pathname
}

async function signedIn(opened: Opened, name: string): Promise<Visitor> {
  const visitor = new Visitor(opened)
  await askFor(opened, visitor, `${name}@mail.example`)
  const { status } = await visitor.form(await linkIn(opened))
  assert.equal(status, 303)
  return visitor
}

test('a confirmed address gets one mail, and its link opens the center once', async (t) => {
  const opened = await open(t)
  const subject = await aReader(opened.server.app, 'ann')
  const visitor = new Visitor(opened)
  // Capitals and tags make no other mailbox; the mail goes to the address that was confirmed.
  const { status } = await askFor(opened, visitor, 'ANN+x@mail.example')
  assert.equal(status, 200)
  assert.deepEqual(
    opened.smtp.received.map(({ to }) => to),
    ['ann@mail.example'],
  )
  const mail = await simpleParser(opened.smtp.received[0]?.raw ?? '')
  assert.equal(mail.headers.has('list-unsubscribe'), false)
  const path = await linkIn(opened)
  const asked = await visitor.ask('GET', path)
  assert.match(asked.text, /<form method="post" action="\/privacy\/link\//)
  assert.equal(visitor.cookies.has('__Host-equipoise-center'), false)
  assert.equal((await visitor.form(path)).status, 303)
  const session = await visitor.call('GET /v1/session')
  assert.deepEqual([session.json.known, session.json.via], [true, 'link'])
  assert.equal((await visitor.form(path)).status, 404)
  const exported = await visitor.call('GET /v1/subjects/me/export')
  assert.equal(exported.json.subject.id, subject)
  const [access] = exported.json.centerAccess
  assert.deepEqual([access.sameBrowser, access.language], [true, 'en'])
})

test('an unknown, an unconfirmed and a known address are answered alike', async (t) => {
  const opened = await open(t)
  await aReader(opened.server.app, 'ann')
  await aSubject('bob').from('DE').join(opened.server.app)
  const asked = { address: 'bob@mail.example', list: 'news', mustAsk: true }
  await subscribe(opened.server.app, { externalId: 'bob' }, asked)
  await opened.server.app.mailer.run()
  const before = opened.smtp.received.length
  const answers: Answered[] = []
  for (const name of ['ann', 'bob', 'nobody']) {
    answers.push(await askFor(opened, new Visitor(opened), `${name}@mail.example`))
  }
  const told = answers.map(({ status, text, headers }) => ({
    status,
    text,
    names: [...headers.keys()].filter((name) => name !== 'date'),
  }))
  assert.deepEqual(told[1], told[0])
  assert.deepEqual(told[2], told[0])
  const mails = opened.smtp.received.slice(before)
  assert.deepEqual(
    mails.map(({ to }) => to),
    ['ann@mail.example'],
  )
})

test('an address that nobody proved to read opens nothing, until its link is used', async (t) => {
  const opened = await open(t)
  const { app } = opened.server
  await aSubject('bob').from('DE').giving('email_marketing').join(app)
  const { putDocument } = await import('@equipoise/server/modules/email')
  await putDocument(app, 'list', 'open', { title: 'Open', doubleOptIn: false })
  await subscribe(app, { externalId: 'bob' }, { address: 'bob@mail.example', list: 'open' })
  await askFor(opened, new Visitor(opened), 'bob@mail.example')
  assert.equal(opened.smtp.received.length, 0)
  await subscribe(
    app,
    { externalId: 'bob' },
    { address: 'bob@mail.example', list: 'news', mustAsk: true },
  )
  await app.mailer.run()
  const { text } = await simpleParser(opened.smtp.received[0]?.raw ?? '')
  const confirm = /https:\/\/\S+\/email\/confirm\/[\w-]+/.exec(String(text))?.[0] ?? ''
  await fetch(`${opened.server.url}${new URL(confirm).pathname}`, { method: 'POST' })
  await askFor(opened, new Visitor(opened), 'bob@mail.example')
  assert.match(await linkIn(opened), /^\/privacy\/link\//)
})

test('an address that was given on a device opens nothing of whoever signs in there', async (t) => {
  const opened = await open(t)
  const { app } = opened.server
  const device = { anonymousId: 'kitchen' }
  await recordConsent(app, device, aConsent('give', ['email_marketing']))
  const address = { address: 'eve@mail.example', list: 'news' }
  await subscribe(app, device, { ...address, mustAsk: true })
  await app.mailer.run()
  const { text } = await simpleParser(opened.smtp.received[0]?.raw ?? '')
  const path = /\/email\/confirm\/[\w-]+/.exec(String(text))?.[0] ?? ''
  const confirm = () => fetch(`${opened.server.url}${path}`, { method: 'POST' })
  await confirm()
  const eve = await signedIn(opened, 'eve')
  const ann = { externalId: 'ann' }
  const { outcome } = await identifySubject(app, { anonymous: device, ...ann }, COMMAND_LINE)
  assert.equal(outcome, 'named')
  assert.equal((await eve.call('GET /v1/session')).json.known, false)
  // Neither does the link of the old mail prove anything again.
  await confirm()
  const before = opened.smtp.received.length
  await askFor(opened, eve, 'eve@mail.example')
  assert.equal(opened.smtp.received.length, before)
  await subscribe(app, ann, { ...address, address: 'ann@mail.example', proof: 'a form' })
  await askFor(opened, new Visitor(opened), 'ann@mail.example')
  assert.equal(opened.smtp.received.length, before + 1)
})

test('programs that follow links, however often, use nothing up', async (t) => {
  const opened = await open(t)
  await aReader(opened.server.app, 'ann')
  const visitor = new Visitor(opened)
  await askFor(opened, visitor, 'ann@mail.example')
  const path = await linkIn(opened)
  for (let n = 0; n < 20; n += 1) {
    const scanner = new Visitor(opened)
    const { status } = await scanner.ask(n % 2 === 0 ? 'GET' : 'HEAD', path)
    assert.equal(status, 200)
    assert.equal(scanner.cookies.size, 0)
  }
  // One that posts says of itself where it comes from, or nothing.
  const bare = await fetch(`${opened.server.url}${path}`, { method: 'POST' })
  assert.equal(bare.status, 403)
  assert.equal((await visitor.form(path)).status, 303)
})

test('another browser is asked once more, and may then see and turn off, and no more', async (t) => {
  const opened = await open(t)
  const subject = await aReader(opened.server.app, 'ann')
  await askFor(opened, new Visitor(opened), 'ann@mail.example')
  const path = await linkIn(opened)
  const other = new Visitor(opened)
  const asked = await other.ask('GET', path)
  assert.match(asked.text, /another browser/)
  assert.match((await other.form(path)).text, /another browser/)
  assert.equal((await other.form(path, { elsewhere: '1' })).status, 303)
  assert.equal((await other.call('GET /v1/subjects/me/interactions')).status, 200)
  for (const route of ['GET /v1/subjects/me/export', 'POST /v1/subjects/me/erase']) {
    const { status, json } = await other.call(route, route.startsWith('POST') ? {} : undefined)
    assert.deepEqual([status, json.code], [403, 'fresh_link_needed'], route)
  }
  const nonce = (await other.call('POST /v1/banner', { again: true })).json.banner
  const give = { give: ['site_personalization'], refuse: [], nonce: nonce.nonce }
  assert.equal((await other.call('POST /v1/choice', give)).json.code, 'fresh_link_needed')
  const no = { give: [], refuse: ['email_marketing'] }
  assert.equal((await other.call('POST /v1/choice', no)).status, 200)
  const person = await opened.server.app.gate.open(subject)
  assert.equal(person.consentOf('email_marketing').status, 'withdrawn')
  const wish = (body: object) => other.call('POST /v1/subjects/me/wishes', body)
  assert.equal((await wish({ feedMode: 'expressed' })).json.code, 'fresh_link_needed')
  assert.equal((await wish({ feedMode: 'chronological' })).json.feedMode, 'chronological')
  assert.equal((await wish({ feedMode: null })).json.code, 'fresh_link_needed')
  assert.equal((await wish({ unfollow: [{ by: 'maker', value: 'acme' }] })).status, 200)
})

test('a link that is forged, too old, or of somebody erased opens nothing', async (t) => {
  const opened = await open(t)
  const { app } = opened.server
  const subject = await aReader(app, 'ann')
  const visitor = new Visitor(opened)
  assert.equal((await visitor.form(`/privacy/link/${'A'.repeat(43)}`)).status, 404)
  assert.equal((await visitor.form('/privacy/link/%00')).status, 404)
  await askFor(opened, visitor, 'ann@mail.example')
  const old = await linkIn(opened)
  opened.wait(15 * MINUTE_MS)
  assert.equal((await visitor.form(old)).status, 404)
  await askFor(opened, visitor, 'ann@mail.example')
  const path = await linkIn(opened)
  assert.notEqual(path, old)
  await eraseSubject(app, subject, COMMAND_LINE)
  assert.equal((await visitor.form(path)).status, 404)
})

test('what cannot be undone takes a link that was opened a moment ago', async (t) => {
  const opened = await open(t)
  const { app } = opened.server
  await aReader(app, 'ann')
  const visitor = await signedIn(opened, 'ann')
  opened.wait(9 * MINUTE_MS)
  assert.equal((await visitor.call('GET /v1/subjects/me/export')).status, 200)
  opened.wait(MINUTE_MS)
  const late = await visitor.call('GET /v1/subjects/me/export')
  assert.equal(late.json.code, 'fresh_link_needed')
  assert.equal((await visitor.call('GET /v1/subjects/me/interests')).status, 200)
  assert.equal((await visitor.form('/privacy/link/again')).status, 200)
  await mailed(opened)
  assert.equal((await visitor.form(await linkIn(opened))).status, 303)
  const erased = await visitor.call('POST /v1/subjects/me/erase', {})
  assert.equal(erased.status, 200)
  assert.equal(visitor.cookies.has('__Host-equipoise-center'), false)
  await opened.server.refuse('POST /v1/subjects/find', { body: { externalId: 'ann' } }, 'not_found')
})

test('a session ends by time, by signing out, and for every browser on erasure', async (t) => {
  const opened = await open(t)
  const { app } = opened.server
  const subject = await aReader(app, 'ann')
  const isKnown = async (one: Visitor) => (await one.call('GET /v1/session')).json.known
  const first = await signedIn(opened, 'ann')
  const kept = new Map(first.cookies)
  assert.equal((await first.form('/privacy/leave')).status, 303)
  for (const [name, value] of kept) first.cookies.set(name, value)
  assert.equal(await isKnown(first), false)
  const second = await signedIn(opened, 'ann')
  opened.wait(29 * MINUTE_MS)
  assert.equal(await isKnown(second), true)
  opened.wait(MINUTE_MS)
  assert.equal(await isKnown(second), false)
  opened.wait(60 * MINUTE_MS)
  const third = await signedIn(opened, 'ann')
  await eraseSubject(app, subject, COMMAND_LINE)
  assert.equal(await isKnown(third), false)
})

test('a session counts at the center alone, and writes need its token', async (t) => {
  const opened = await open(t)
  await aReader(opened.server.app, 'ann')
  const visitor = await signedIn(opened, 'ann')
  const { keyRing } = opened.server.app
  const origins = [new URL(opened.server.url).origin]
  const { key } = await keyRing.create({ kind: 'publishable', origins })
  const headers = { authorization: `Bearer ${key}` }
  const elsewhere = await visitor.ask('GET', '/v1/session', { headers })
  assert.equal(JSON.parse(elsewhere.text).known, false)
  const { text } = await visitor.ask('GET', '/privacy')
  const own = /key="(eq_own_[\w-]+)"/.exec(text)?.[1]
  const bare = await visitor.ask('POST', '/v1/subjects/me/pause', {
    headers: { authorization: `Bearer ${own}`, 'content-type': 'application/json' },
    body: JSON.stringify({ until: '2030-01-01T00:00:00Z' }),
  })
  assert.equal(JSON.parse(bare.text).code, 'csrf_refused')
  const asked = await visitor.call('POST /v1/subjects/identify', {})
  assert.equal(asked.json.code, 'forbidden')
})

test('a mailbox gets three links an hour, and others are not kept from theirs', async (t) => {
  const opened = await open(t)
  await aReader(opened.server.app, 'ann')
  await aReader(opened.server.app, 'ben')
  for (let n = 0; n < 5; n += 1) await askFor(opened, new Visitor(opened), 'ann@mail.example')
  assert.equal(opened.smtp.received.length, 3)
  await askFor(opened, new Visitor(opened), 'ben@mail.example')
  assert.equal(opened.smtp.received.length, 4)
  opened.wait(61 * MINUTE_MS)
  await askFor(opened, new Visitor(opened), 'ann@mail.example')
  assert.equal(opened.smtp.received.length, 5)
})

test('whoever types the address of another keeps nobody from a fresh link', async (t) => {
  const opened = await open(t)
  await aReader(opened.server.app, 'ann')
  const [stranger, ann] = [new Visitor(opened), new Visitor(opened)]
  for (let n = 0; n < 5; n += 1) await askFor(opened, stranger, 'ann@mail.example')
  // The stranger's last mail is a way in, and no more than that.
  await ann.form(await linkIn(opened), { elsewhere: '1' })
  const refused = await ann.call('GET /v1/subjects/me/export')
  assert.equal(refused.json.code, 'fresh_link_needed')
  await ann.form('/privacy/link/again')
  await mailed(opened)
  await ann.form(await linkIn(opened))
  assert.equal((await ann.call('GET /v1/subjects/me/export')).status, 200)
  for (let n = 0; n < 5; n += 1) await ann.form('/privacy/link/again')
  await mailed(opened)
  assert.equal(opened.smtp.received.length, 6)
})

test('whoever asks too often from one place is told to wait', async (t) => {
  const opened = await open(t, { EQUIPOISE_RATE_LINK_PER_MINUTE: '2' })
  const visitor = new Visitor(opened)
  const statuses: number[] = []
  for (let n = 0; n < 3; n += 1) {
    statuses.push((await askFor(opened, visitor, `n${n}@mail.example`)).status)
  }
  assert.deepEqual(statuses, [200, 200, 429])
})

test('an address with a line break, a form from elsewhere, and a complaint', async (t) => {
  const opened = await open(t)
  const { app } = opened.server
  await aReader(app, 'ann')
  const visitor = new Visitor(opened)
  for (const address of [
    'ann@mail.example\r\nBcc: x@mail.example',
    'ann@mail.example\n',
    '',
    'a@b',
  ]) {
    assert.equal((await askFor(opened, visitor, address)).status, 400, address)
  }
  const elsewhere = await visitor.ask('POST', '/privacy/link', {
    headers: { 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams({ address: 'ann@mail.example' }),
  })
  assert.equal(elsewhere.status, 403)
  assert.equal(opened.smtp.received.length, 0)
  const address = 'ann@mail.example' as Parameters<typeof suppressed>[1]
  await suppressed(app, address, 'complaint')
  // A no to marketing is none to one's rights.
  await askFor(opened, visitor, address)
  assert.equal(opened.smtp.received.length, 1)
  await aReader(app, 'ben')
  await suppressed(app, 'ben@mail.example' as typeof address, 'bounced')
  await askFor(opened, visitor, 'ben@mail.example')
  assert.equal(opened.smtp.received.length, 1)
})

async function suppressed(
  { store }: TestServer['app'],
  address: Parameters<
    Parameters<Parameters<TestServer['app']['store']['transact']>[1]>[0]['suppress']
  >[0],
  reason: 'complaint' | 'bounced',
): Promise<void> {
  await store.transact('system', async (writer) => writer.suppress(address, reason))
}

test('after a no to mail no address is held, and so no link is sent', async (t) => {
  const opened = await open(t)
  const { app } = opened.server
  const subject = await aReader(app, 'ann')
  await recordConsent(app, { subject }, aConsent('withdraw', ['email_marketing']))
  await askFor(opened, new Visitor(opened), 'ann@mail.example')
  assert.equal(opened.smtp.received.length, 0)
})

test('without a mail server there is no form, and the page says whom to write to', async (t) => {
  const server = await aServer(t, {
    environment: { EQUIPOISE_CONTROLLER_CONTACT: 'privacy@shop.example' },
  })
  const page = await (await fetch(`${server.url}/privacy`)).text()
  assert.doesNotMatch(page, /type="email"/)
  assert.match(page, /write to: privacy@shop\.example/)
  const origin = new URL(server.url).origin
  const body = new URLSearchParams({ address: 'ann@mail.example' })
  const asked = await fetch(`${server.url}/privacy/link`, {
    method: 'POST',
    body,
    headers: { origin },
  })
  assert.equal(Object(await asked.json()).code, 'email_not_set_up')
})
