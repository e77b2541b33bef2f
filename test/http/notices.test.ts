/** Notices: registered word for word, asked with, told again from a record. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { canonicalJson } from '@equipoise/core/ledger'
import { PURPOSES, type Purpose } from '@equipoise/core/values'
import { NOTICES_MAX } from '@equipoise/server/modules/consent'
import { aPage, NOTICE, NOTICE_BODY, type Page } from '../builders/page-person.ts'
import { aServer, type Json, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'

const server = serverOfFile()
const ALL: readonly Purpose[] = ['device_storage', 'site_personalization']
const { texts } = NOTICE_BODY

/** A notice of its own for each test: none is ever deleted. */
let made = 0
async function aNotice(change: object = {}): Promise<Json> {
  made += 1
  const body = { ...NOTICE_BODY, purposes: ALL, ...change }
  const { status, json, text } = await server().send(`PUT /v1/notices/n-${made}`, { body })
  assert.equal(status, 200, text)
  return json
}

async function nonceFor(page: Page, { id, version }: Json, more: object = {}): Promise<Json> {
  const body = { version, language: 'en', ...more }
  return (await page.send(`POST /v1/notices/${id}/nonce`, { body })).json
}

test('the digest is taken here, over the canonical JSON of all that the notice says', async () => {
  const { digest, registeredAt, retiredAt, ...content } = await aNotice({
    rendering: { accept: '342 x 42 px, black on white' },
  })
  const expected = createHash('sha256').update(canonicalJson(content)).digest('hex')
  assert.equal(digest, expected)
  assert.equal(retiredAt, null)
  assert.equal(registeredAt, new Date(server().app.now()).toISOString())
})

test('a version is written once: the same again is answered, another content is refused', async () => {
  const first = await aNotice()
  const put = `PUT /v1/notices/${first.id}`
  const body = { ...NOTICE_BODY, purposes: ALL }
  const again = await server().send(put, { body: { ...body, purposes: ALL.toReversed() } })
  assert.deepEqual(again.json, first)
  const changes = [
    { purposes: ['device_storage'] },
    { explicit: true },
    { rendering: { a: 'b' } },
    { texts: { en: { ...texts.en, accept: 'Yes!' } } },
    { texts: { ...texts, de: texts.en } },
  ]
  for (const change of changes) {
    await server().refuse(put, { body: { ...body, ...change } }, 'notice_conflict')
  }
  const read = await server().send(`GET /v1/notices/${first.id}?version=${first.version}`)
  assert.deepEqual(read.json, first)
  const next = { ...body, explicit: true, version: 'next' }
  assert.notEqual((await server().send(put, { body: next })).json.digest, first.digest)
})

test('what is no notice is refused by its form', async () => {
  const bad = [
    { texts: {} },
    { texts: { 'not a language': texts.en } },
    { texts: { en: { ...texts.en, sections: [] } } },
    { texts: { en: { ...texts.en, title: '' } } },
    { texts: { en: { ...texts.en, title: '\ud800' } } },
    { texts: { en: { ...texts.en, html: '<b>' } } },
    { purposes: [] },
    { purposes: ['everything'] },
    { version: '../up' },
    { version: '' },
    { digest: '0'.repeat(64) },
    { rendering: { a: 1 } },
    { rendering: { 'a b': 'c' } },
    { texts: Object.fromEntries([...Array(51).keys()].map((n) => [`aa-${n}xx`, texts.en])) },
    { texts: Object.fromEntries(['en', 'de', 'fr'].map((one) => [one, long()])) },
  ]
  for (const change of bad) {
    const body = { ...NOTICE_BODY, ...change }
    const { status, text } = await server().send('PUT /v1/notices/bad', { body })
    assert.equal(status, 400, text)
  }
  await server().refuse('GET /v1/notices/bad', {}, 'notice_unknown')
})

function long() {
  return { ...texts.en, sections: Array(10).fill({ text: 'x'.repeat(9_900) }) }
}

test('a script cannot ask with a text that nobody registered, or for what it does not name', async () => {
  const page = await aPage(server())
  const notice = await aNotice()
  const codeOf = async (of: Json, more: object) => (await nonceFor(page, of, more)).code
  assert.equal(await codeOf({ id: 'unheard-of', version: '1' }, {}), 'notice_unknown')
  assert.equal(await codeOf(notice, { version: 'other' }), 'notice_unknown')
  assert.equal(await codeOf(notice, { language: 'fr' }), 'notice_unknown')
  assert.equal(await codeOf(notice, { purposes: ['email_marketing'] }), 'invalid_request')
  assert.equal(await codeOf(notice, { digest: '0'.repeat(64) }), 'unknown_field')
  const { nonce } = await nonceFor(page, notice)
  const more = { action: 'give', purposes: [...ALL, 'email_marketing'], nonce }
  await page.refuse('POST /v1/consent', { body: more }, 'nonce_invalid')
})

test('who said yes can read the very text later, also once it is retired', async () => {
  const page = await aPage(server())
  const notice = await aNotice()
  const { nonce } = await nonceFor(page, notice)
  const yes = { body: { action: 'give', purposes: ALL, nonce } }
  const [record] = (await page.send('POST /v1/consent', yes)).json.records
  const { id, version } = notice
  assert.deepEqual(record.notice, { id, version, language: 'en', digest: notice.digest })
  await server().send(`POST /v1/notices/${id}/retire`, { body: { version } })
  const told = await page.send(`GET /v1/notices/${id}?version=${version}`)
  assert.deepEqual(told.json.texts, notice.texts)
  assert.equal(told.json.digest, record.notice.digest)
  const exported = (await page.send('GET /v1/subjects/me/export')).json
  assert.deepEqual(exported.consent.records[0].notice, record.notice)
  assert.deepEqual(exported.consent.notices, [{ ...record.notice, ...notice.texts.en }])
})

test('nobody is asked with a notice that is retired, and retiring is done once', async () => {
  const page = await aPage(server())
  const { id, version } = await aNotice()
  const retire = () => server().send(`POST /v1/notices/${id}/retire`, { body: { version } })
  const first = await retire()
  server().advance(1_000)
  assert.deepEqual((await retire()).json, first.json)
  assert.equal((await nonceFor(page, { id, version })).code, 'notice_retired')
  await server().refuse(`GET /v1/notices/${id}`, {}, 'notice_unknown')
  const unknown = { body: { version: 'other' } }
  await server().refuse(`POST /v1/notices/${id}/retire`, unknown, 'notice_unknown')
})

test('a page can neither register nor retire nor list', async () => {
  const page = await aPage(server())
  await page.refuse('PUT /v1/notices/mine', { body: NOTICE_BODY }, 'forbidden')
  const retire = { body: { version: NOTICE.version } }
  await page.refuse(`POST /v1/notices/${NOTICE.id}/retire`, retire, 'forbidden')
  await page.refuse('GET /v1/notices', {}, 'forbidden')
})

test('a back end says which notice was shown, and only one that is registered', async () => {
  const { id, version, digest } = await aNotice()
  const give = { action: 'give', purposes: ALL, evidence: 'Form 7' }
  const notice = { id, version, language: 'en' }
  const send = (more: object) => ({ body: { externalId: 'ned', ...give, ...more } })
  const { json } = await server().send('POST /v1/consent', send({ notice }))
  assert.deepEqual(json.records[0].notice, { ...notice, digest })
  const bad = [
    [{ ...notice, version: 'other' }, 'notice_unknown'],
    [{ ...notice, language: 'fr' }, 'notice_unknown'],
  ] as const
  for (const [of, code] of bad) {
    await server().refuse('POST /v1/consent', send({ notice: of }), code)
  }
  const beyond = send({ notice, purposes: ['email_marketing'] })
  await server().refuse('POST /v1/consent', beyond, 'invalid_request')
  const no = { action: 'refuse', purposes: ['email_marketing'], evidence: '' }
  assert.equal((await server().send('POST /v1/consent', send({ notice, ...no }))).status, 200)
  const page = await aPage(server())
  const fromPage = { body: { action: 'refuse', purposes: ALL, notice } }
  await page.refuse('POST /v1/consent', fromPage, 'invalid_request')
})

test('evidence of a back end stands without a notice, as an import has it', async () => {
  const subject = await aSubject('imported').join(server().app)
  const { json } = await server().send(`GET /v1/subjects/${subject}/consent`)
  assert.equal(json.records[0].notice, null)
})

test('notices are listed page by page, each once, latest first', async (t) => {
  const { send, app } = await aServer(t)
  const count = 7
  for (let n = 0; n < count; n += 1) {
    await send('PUT /v1/notices/n', { body: { ...NOTICE_BODY, version: `v${n}` } })
  }
  const listed: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${cursor}`
    const { json } = await send(`GET /v1/notices?limit=3${from}`)
    assert.ok(json.notices.length <= 3)
    listed.push(...json.notices.map(({ version }: Json) => version))
    cursor = json.nextCursor
  }
  assert.deepEqual(
    listed,
    [...Array(count).keys()].toReversed().map((n) => `v${n}`),
  )
  const latest = await send('GET /v1/notices/n')
  assert.equal(latest.json.version, 'v6')
  assert.equal(latest.json.purposes.length, PURPOSES.length)
  await app.store.transact('system', async (writer) => {
    for (let n = count; n < NOTICES_MAX; n += 1) {
      const about = { id: 'many', version: `${n}`, digest: '', body: '{}', registeredAt: app.now() }
      await writer.createNotice(about)
    }
  })
  const full = await send('PUT /v1/notices/new', { body: NOTICE_BODY })
  assert.equal(full.json.code, 'too_many_notices')
})
