/** Whether somebody may be asked, what a record keeps, and whose yes counts, over HTTP. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHOICE_COOKIE, formatChoice, parseChoice } from '@equipoise/core/consent'
import { aPage, NOTICE, NOTICE_BODY } from '../builders/page-person.ts'
import { type Json, serverOfFile } from '../builders/server.ts'

const server = serverOfFile()
const OWN = 'site_personalization'

async function say(externalId: string, act: object): Promise<Json> {
  const body = { externalId, action: 'give', purposes: [OWN], evidence: 'a form', ...act }
  return (await server().send('POST /v1/consent', { body })).json
}

function monthsAfter(at: string, months: number): string {
  const date = new Date(at)
  date.setUTCMonth(date.getUTCMonth() + months)
  return date.toISOString()
}

test('a record keeps how it was said, under which signal, and until when it counts', async () => {
  const { records } = await say('ask-1', { method: 'paper', region: 'DE' })
  const [record] = records
  assert.deepEqual([record.method, record.signals, record.renews], ['paper', null, false])
  assert.equal(record.expiresAt, monthsAfter(record.at, 6))
  const [again] = (await say('ask-1', {})).records
  assert.deepEqual([again.method, again.renews], ['other', true])
  const [no] = (await say('ask-1', { action: 'refuse', evidence: '' })).records
  assert.deepEqual([no.expiresAt, no.renews], [null, false])
})

test('a page’s yes is by its notice, with the signal that came along', async () => {
  const page = await aPage(server())
  const nonce = await page.nonceFor(['device_storage', OWN])
  const body = { action: 'give', purposes: ['device_storage', OWN], nonce }
  const { json } = await page.send('POST /v1/consent', { body, headers: { 'sec-gpc': '1' } })
  const [record] = json.records
  assert.deepEqual([record.method, record.signals], ['notice', { gpc: true }])
  assert.match(record.notice.digest, /^[0-9a-f]{64}$/)
  const claim = { action: 'refuse', purposes: [OWN], method: 'paper' }
  await page.refuse('POST /v1/consent', { body: claim }, 'invalid_request')
})

test('after a no the answer says when one may ask again, and which law says so', async () => {
  const before = await say('ask-2', { purposes: ['measurement'], region: 'US-CA' })
  assert.deepEqual([before.asking[OWN].may, before.asking[OWN].code], [true, 'may_ask'])
  assert.equal(before.asking.measurement.code, 'consent_stands')
  const purposes = [OWN, 'sale_or_sharing']
  const { asking, records } = await say('ask-2', { action: 'refuse', purposes })
  const [{ at }] = records
  for (const [purpose, months, pack] of [
    [OWN, 6, /^equipoise@/],
    ['sale_or_sharing', 12, /^us-ca-ccpa@/],
  ] as const) {
    const { may, code, from, rules } = asking[purpose]
    assert.deepEqual([may, code, from], [false, 'cooldown', monthsAfter(at, months)], purpose)
    assert.match(rules[0].pack, pack)
    assert.ok(rules[0].citation && rules[0].says)
  }
})

test('another version of a notice is never a reason to ask again', async () => {
  const { subject, asking } = await say('ask-3', { action: 'refuse', evidence: '' })
  assert.equal(asking[OWN].code, 'cooldown')
  const body = { ...NOTICE_BODY, version: '2026-12', explicit: true }
  await server().send(`PUT /v1/notices/${NOTICE.id}`, { body })
  const { json } = await server().send(`GET /v1/subjects/${subject}/consent`)
  assert.deepEqual(json.asking, asking)
})

test('a child is told whose yes counts, and puts none in the place of a guardian’s', async () => {
  const child = { region: 'DE', ageBand: '13_15' }
  const own = await say('ask-4', child)
  const { may, code, of, rules } = own.asking[OWN]
  assert.deepEqual([may, code, of], [true, 'may_ask', 'guardian'])
  assert.match(rules[0].citation, /GDPR/)
  const guarded = await say('ask-4', { by: 'guardian', method: 'in_person' })
  assert.deepEqual(
    [guarded.records[0].by, guarded.asking[OWN].code],
    ['guardian', 'consent_stands'],
  )
  const body = { externalId: 'ask-4', action: 'give', purposes: [OWN], evidence: 'a click' }
  await server().refuse('POST /v1/consent', { body }, 'guardian_needed')
  const no = await say('ask-4', { action: 'refuse', evidence: '' })
  assert.deepEqual([no.state[OWN], no.asking[OWN].code], ['refused', 'cooldown'])
})

test('whoever has come of age says yes for themselves', async () => {
  await say('ask-5', { region: 'DE', ageBand: '13_15', by: 'guardian' })
  const grown = await say('ask-5', { ageBand: '16_17' })
  assert.deepEqual([grown.records[0].by, grown.asking[OWN].of], ['subject', 'subject'])
})

/** The cookie of whoever refused that, on whatever day. */
const CHOICE = {
  cookie: `${CHOICE_COOKIE}=${formatChoice({ given: [], refused: [OWN], untold: [], day: 20_000 })}`,
}

test('a no of somebody unknown leaves the same in every browser, until one may ask', async () => {
  const pages = [await aPage(server()), await aPage(server(), 'https://other.example')]
  const refusal = { body: { action: 'refuse', purposes: [OWN] } }
  const cookies = await Promise.all(
    pages.map(async (page) =>
      (await page.send('POST /v1/consent', refusal)).headers.getSetCookie(),
    ),
  )
  const [[first = ''] = [], second] = cookies
  assert.deepEqual([first], second)
  const days = Number(/Max-Age=(\d+)/.exec(first)?.[1]) / 86_400
  assert.ok(days >= 181 && days <= 184, `${days} days`)
})

test('a page that asks by itself is held to the no, whoever comes to choose is not', async () => {
  const page = await aPage(server())
  const { version, language } = NOTICE
  const ask = (prompted: boolean, headers = {}) => ({
    body: { version, language, purposes: [OWN], prompted },
    headers,
  })
  const route = `POST /v1/notices/${NOTICE.id}/nonce`
  assert.equal((await page.send(route, ask(true))).status, 200)
  const refused = await page.refuse(route, ask(true, CHOICE), 'asked_too_soon')
  assert.equal(refused.json.asking[OWN].code, 'cooldown')
  assert.equal((await page.send(route, ask(false, CHOICE))).status, 200)
  const odd = { cookie: '__Host-equipoise-choice=sub_0123456789' }
  assert.equal((await page.send(route, ask(true, odd))).status, 200)
})

test('a session tells what the browser keeps of a no, and a yes takes its place', async () => {
  const page = await aPage(server())
  const { json } = await page.send('GET /v1/session?location=FR', { headers: CHOICE })
  const kept = CHOICE.cookie.split('=')[1]
  assert.deepEqual([json.known, json.choice, json.asking[OWN].may], [false, kept, false])
  assert.equal(json.asking.measurement.may, true)
  const fresh = await page.send('GET /v1/session')
  assert.deepEqual([fresh.json.choice, fresh.json.asking[OWN].may], [null, true])
  const nonce = await page.nonceFor(['device_storage', OWN])
  const body = { action: 'give', purposes: ['device_storage', OWN], nonce }
  const answer = await page.send('POST /v1/consent', { body, headers: CHOICE })
  const set = answer.headers.getSetCookie().find((one) => one.startsWith(CHOICE_COOKIE))
  const choice = parseChoice(/=([^;]*)/.exec(set ?? '')?.[1])
  assert.deepEqual([choice?.given, choice?.refused], [['device_storage', OWN], []])
})
