/** The person in front of a page: known by a cookie or a token, acting for themselves alone. */
import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { PRIVATE_COOKIE } from '@equipoise/core/consent'
import type { Purpose } from '@equipoise/core/values'
import { SignJWT } from 'jose'
import { aPage, aSigner, NOTICE, type Page, SHOP } from '../builders/page-person.ts'
import { aKey, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'

const server = serverOfFile()
const ALL: readonly Purpose[] = ['device_storage', 'site_personalization', 'model_training']

test('nobody is known before a yes, and a no leaves what it was and nobody behind', async () => {
  const page = await aPage(server())
  const before = await server().app.store.read('system', (reader) => reader.countSubjects())
  const session = await page.send('GET /v1/session')
  assert.deepEqual([session.json.known, session.headers.getSetCookie()], [false, []])
  const no = await page.send('POST /v1/consent', { body: { action: 'refuse', purposes: ALL } })
  assert.equal(no.json.subject, null)
  assert.deepEqual(no.json.records, [])
  const [choice = '', ...more] = no.headers.getSetCookie()
  assert.deepEqual(more, [])
  assert.match(
    choice,
    /^__Host-equipoise-choice=1\.0\.[0-9a-f]+\.\d+; Max-Age=\d+; Path=\/; Secure; SameSite=Lax$/,
  )
  const after = await server().app.store.read('system', (reader) => reader.countSubjects())
  assert.equal(after, before)
})

test('a yes sets one cookie, for this host, out of reach of scripts', async () => {
  const page = await aPage(server())
  const { headers, json } = await page.agree(ALL)
  const [cookie = '', ...more] = headers.getSetCookie()
  assert.deepEqual(more, [])
  assert.match(
    cookie,
    /^__Host-equipoise=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  assert.equal(json.state.site_personalization, 'given')
  assert.match(json.records[0].evidence, /^Shown .* at https:/)
  const { digest, ...notice } = json.records[0].notice
  assert.deepEqual(notice, NOTICE)
  assert.match(digest, /^[0-9a-f]{64}$/)
  const session = await page.send('GET /v1/session')
  assert.deepEqual([session.json.known, session.json.via], [true, 'cookie'])
})

test('a yes needs the nonce of its notice: once, in time, for those purposes, from that page', async () => {
  const page = await aPage(server())
  const give = (nonce: string | undefined, purposes: readonly Purpose[] = ALL) => ({
    body: { action: 'give', purposes, ...(nonce === undefined ? {} : { nonce }) },
  })
  await page.refuse('POST /v1/consent', give(undefined), 'nonce_invalid')
  await page.refuse('POST /v1/consent', give('x'.repeat(200)), 'nonce_invalid')
  const nonce = await page.nonceFor(ALL)
  await page.refuse(
    'POST /v1/consent',
    give(`${nonce.slice(0, 50)}${nonce[50] === 'x' ? 'y' : 'x'}${nonce.slice(51)}`),
    'nonce_invalid',
  )
  await page.refuse('POST /v1/consent', give(nonce, [...ALL, 'email_marketing']), 'nonce_invalid')
  const elsewhere = await aPage(server(), 'https://other.example')
  await elsewhere.refuse('POST /v1/consent', give(nonce), 'nonce_invalid')
  assert.equal((await page.send('POST /v1/consent', give(nonce))).status, 200)
  const again = await aPage(server())
  await again.refuse('POST /v1/consent', give(nonce), 'nonce_invalid')
  const late = await again.nonceFor(ALL)
  server().advance(30 * 60_000)
  await again.refuse('POST /v1/consent', give(late), 'nonce_invalid')
})

test('a yes of somebody unknown who may not be known again cannot be kept, and says so', async () => {
  const page = await aPage(server())
  const purposes: readonly Purpose[] = ['site_personalization']
  const nonce = await page.nonceFor(purposes)
  const body = { action: 'give', purposes, nonce }
  const { json } = await page.refuse('POST /v1/consent', { body }, 'invalid_request')
  assert.match(json.detail, /device_storage/)
})

test('a page proves nothing: no evidence, no guardian, no adult, nobody else', async () => {
  const page = await aPage(server())
  for (const more of [
    { evidence: 'a form' },
    { by: 'guardian' },
    { explicit: true },
    { ageBand: 'adult' },
  ]) {
    const nonce = await page.nonceFor(ALL)
    const body = { action: 'give', purposes: ALL, nonce, ...more }
    await page.refuse('POST /v1/consent', { body }, 'invalid_request')
  }
  const named = { action: 'refuse', purposes: ALL, externalId: 'ann' }
  await page.refuse('POST /v1/consent', { body: named }, 'invalid_subject')
  await page.refuse(
    'POST /v1/decide',
    { body: { slot: 'home', externalId: 'ann' } },
    'invalid_subject',
  )
})

test('a write by cookie needs the origin and the CSRF token', async () => {
  const page = await aPage(server())
  await page.agree(ALL)
  const withdraw = { body: { purposes: ['model_training'] } }
  const route = 'POST /v1/subjects/me/withdraw'
  const none = { ...withdraw, headers: { 'x-csrf-token': '' } }
  await page.refuse(route, none, 'csrf_refused')
  await page.refuse(
    route,
    { ...withdraw, headers: { 'x-csrf-token': 'x'.repeat(24) } },
    'csrf_refused',
  )
  await page.refuse(
    route,
    { ...withdraw, headers: { origin: 'https://evil.example' } },
    'origin_refused',
  )
  await page.refuse(route, { ...withdraw, headers: { origin: 'null' } }, 'origin_refused')
  assert.equal((await page.send(route, withdraw)).status, 200)
})

test('a publishable key is for the pages of its origins', async () => {
  const page = await aPage(server())
  for (const origin of [
    'http://shop.example',
    'https://shop.example.evil.example',
    'https://shop.example:444',
    'HTTPS://SHOP.EXAMPLE',
  ]) {
    await page.refuse('GET /v1/session', { headers: { origin } }, 'origin_refused')
  }
  await server().refuse('GET /v1/session', { key: page.key }, 'origin_refused')
  const own = { key: page.key, headers: { 'sec-fetch-site': 'same-origin' } }
  await server().refuse('GET /v1/session', own, 'origin_refused')
})

test('who takes back being known again is forgotten by the browser and by the site', async () => {
  const page = await aPage(server())
  await page.agree(ALL)
  const body = { purposes: ['device_storage'] }
  const { json, headers } = await page.send('POST /v1/subjects/me/withdraw', { body })
  assert.match(headers.getSetCookie()[0] ?? '', /^__Host-equipoise=;/)
  assert.deepEqual(
    [json.state.device_storage, json.state.site_personalization],
    ['withdrawn', 'withdrawn'],
  )
  assert.equal(page.cookie, undefined)
})

test('a page collects, is served, sees, corrects, pauses, takes along and erases its own person', async () => {
  const page = await aPage(server())
  await page.agree(ALL)
  const interactions = [
    { item: 'bread', verb: 'view', id: 'one' },
    { item: 'tea', verb: 'view', id: 'two' },
  ]
  const sent = await page.send('POST /v1/interactions', { body: { interactions } })
  assert.equal(sent.json.accepted, 2, sent.text)
  const kept = await page.send('GET /v1/subjects/me/interactions')
  assert.deepEqual(kept.json.interactions.map((one: { item: string }) => one.item).sort(), [
    'bread',
    'tea',
  ])
  assert.equal((await page.send('POST /v1/decide', { body: { slot: 'home' } })).status, 200)
  await page.send('POST /v1/subjects/me/marks', { body: { interaction: 'one' } })
  const again = await page.send('POST /v1/interactions', { body: { interactions } })
  assert.deepEqual(
    [again.json.accepted, again.json.duplicates, again.json.refused.length],
    [0, 1, 1],
  )
  const until = new Date(server().app.now() + 86_400_000).toISOString()
  assert.equal(
    (await page.send('POST /v1/subjects/me/pause', { body: { until } })).json.pausedUntil,
    until,
  )
  const paused = await page.send('POST /v1/interactions', {
    body: { interactions: [{ item: 'jam', verb: 'view' }] },
  })
  assert.equal(paused.json.refused[0].reasons[0].code, 'paused')
  assert.equal((await page.send('POST /v1/subjects/me/resume')).json.pausedUntil, null)
  const { json } = await page.send('GET /v1/subjects/me/export')
  assert.deepEqual([json.subject.externalId, json.subject.vouched], [null, false])
  assert.deepEqual(json.subject.marks, { items: ['bread'], categories: [] })
  assert.deepEqual(
    json.acts.map((one: { act: string }) => one.act),
    ['mark_wrong', 'pause', 'resume', 'export'],
  )
  const erased = await page.send('POST /v1/subjects/me/erase')
  assert.equal(erased.status, 200)
  assert.match(erased.headers.getSetCookie()[0] ?? '', /^__Host-equipoise=;/)
  assert.equal((await page.send('GET /v1/session')).json.known, false)
})

test('in a private session nothing that a page sends is recorded, and their rights are as ever', async () => {
  const page = await aPage(server())
  await page.agree(ALL)
  const deed = { item: 'tea', verb: 'view' }
  const cookie = `${page.cookie}; ${PRIVATE_COOKIE}=1`
  const call = { type: 'page', messageId: 'one', anonymousId: 'any' }
  const sendings: readonly (readonly [string, object])[] = [
    ['POST /v1/interactions', { interactions: [deed] }],
    ['POST /v1/impressions', { impressions: [{ token: 'any' }] }],
    ['POST /v1/outcomes', { outcomes: [{ token: 'any', verb: 'click' }] }],
    ['POST /v1/batch', { batch: [call] }],
    ['POST /v1/subjects/identify', {}],
  ]
  for (const [route, body] of sendings) {
    const { status } = await page.refuse(route, { body, headers: { cookie } }, 'private_session')
    assert.equal(status, 403)
  }
  const nobody = await aPage(server())
  const headers = { cookie: `${PRIVATE_COOKIE}=1` }
  await nobody.refuse('POST /v1/batch', { body: { batch: [call] }, headers }, 'private_session')
  const read = await page.send('GET /v1/subjects/me/interactions', { headers: { cookie } })
  assert.deepEqual([read.status, read.json.interactions], [200, []])
  const no = { action: 'refuse', purposes: ['model_training'] }
  const said = await page.send('POST /v1/consent', { body: no, headers: { cookie } })
  assert.equal(said.json.state.model_training, 'refused')
  // A back end speaks for itself: what its own browser carries says nothing of the person.
  const backEnd = await server().send('POST /v1/interactions', {
    body: { interactions: [{ ...deed, externalId: 'somebody' }] },
    headers,
  })
  assert.equal(backEnd.status, 200, backEnd.text)
  const after = await page.send('POST /v1/interactions', { body: { interactions: [deed] } })
  assert.equal(after.json.accepted, 1, after.text)
})

test('an id that is not their own, one that never was and one that is gone answer alike', async () => {
  const { app } = server()
  const page = await aPage(server())
  await page.agree(ALL)
  const other = await aSubject('other').join(app)
  const never = 'sub_00000000000000000000000000'
  const answers = []
  for (const id of [other, never, 'nobody', await ownId(page)]) {
    const { status, json } = await page.send(`GET /v1/subjects/${id}/export`)
    answers.push({ status, ...json, requestId: '' })
  }
  assert.equal(answers[0]?.status, 404)
  for (const answer of answers) assert.deepEqual(answer, answers[0])
})

test('a subject token stands for the person whom the back end names', async () => {
  const signer = await aSigner(server())
  await aSubject('tessa').from('DE').join(server().app)
  const key = await signer.sign('tessa')
  const { json } = await server().send('GET /v1/subjects/me/export', { key })
  assert.equal(json.subject.externalId, 'tessa')
  assert.equal((await server().send('GET /v1/session', { key })).json.via, 'token')
})

test('a token that is forged, swapped, of another audience, early, late or too long is refused', async () => {
  const signer = await aSigner(server())
  await aSubject('tom').join(server().app)
  const other = await aSigner(server())
  const now = Math.floor(server().app.now() / 1000)
  const [header = '', claims = ''] = (await signer.sign('tom')).split('.')
  const bad = {
    'another key': await other.sign('tom', { kid: signer.kid }),
    'no such key': await signer.sign('tom', { kid: 'key_00000000000000000000000000' }),
    'another algorithm': await signer.sign('tom', { algorithm: 'HS512' }),
    'another audience': await signer.sign('tom', { audience: 'somebody' }),
    'a day ahead': await signer.sign('tom', { issuedAt: now + 86_400 }),
    'a day ago': await signer.sign('tom', { issuedAt: now - 86_400 }),
    'too long a life': await signer.sign('tom', { lifetimeSeconds: 86_400 }),
    'no signature': `${header}.${claims}.`,
    'alg none': `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`,
    'not a token': 'a.b.c',
    'no person': await signer.sign('\u0000'),
  }
  for (const [what, key] of Object.entries(bad)) {
    const { status, json } = await server().send('GET /v1/session', { key })
    assert.deepEqual([status, json.code], [401, 'token_invalid'], what)
  }
})

test('a public key cannot be taken for a shared secret', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' })
  const { id, key } = await server().app.keyRing.create({
    kind: 'signing',
    publicKey: { kty: jwk.kty ?? '', crv: jwk.crv ?? '', x: jwk.x ?? '', y: jwk.y },
  })
  assert.equal(key, null)
  const now = Math.floor(server().app.now() / 1000)
  const good = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: id })
    .setSubject('tim')
    .setAudience('equipoise')
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(privateKey)
  assert.equal((await server().send('GET /v1/session', { key: good })).status, 200)
  const head = Buffer.from(JSON.stringify({ alg: 'HS256', kid: id })).toString('base64url')
  const signed = `${head}.${good.split('.')[1]}`
  for (const secret of [publicKey.export({ format: 'pem', type: 'spki' }), JSON.stringify(jwk)]) {
    const signature = createHmac('sha256', secret).update(signed).digest('base64url')
    await server().refuse('GET /v1/session', { key: `${signed}.${signature}` }, 'token_invalid')
  }
})

test('a key that was revoked or replaced opens nothing, and a token of it no more', async () => {
  const { app } = server()
  const signer = await aSigner(server())
  const token = await signer.sign('tara')
  assert.equal((await server().send('GET /v1/session', { key: token })).status, 200)
  await app.keyRing.revoke(signer.kid)
  await server().refuse('GET /v1/session', { key: token }, 'token_invalid')
  const { id, key } = await app.keyRing.create({ kind: 'secret' })
  const rotated = await server().send(`POST /v1/keys/${id}/rotate`, {
    key: server().operator,
    body: { graceSeconds: 60 },
  })
  const old = key ?? ''
  assert.equal((await server().send('GET /v1/status', { key: old })).status, 200)
  server().advance(60_000)
  await server().refuse('GET /v1/status', { key: old }, 'unauthorized')
  assert.equal((await server().send('GET /v1/status', { key: rotated.json.key })).status, 200)
  const { json } = await server().send('GET /v1/keys', { key: server().operator })
  const used = json.keys.find((one: { id: string }) => one.id === rotated.json.id)
  assert.match(used.lastUsedAt ?? '', /^2026-11-24T00:00:00/)
})

test('an anonymous person becomes known by a token beside their cookie, and by nothing less', async () => {
  const signer = await aSigner(server())
  const page = await aPage(server())
  await page.agree(ALL)
  await page.send('POST /v1/interactions', {
    body: { interactions: [{ item: 'rye', verb: 'view' }] },
  })
  await page.refuse('POST /v1/subjects/identify', { body: {} }, 'identity_unproven')
  const token = await signer.sign('ida')
  const { json } = await page.send('POST /v1/subjects/identify', { key: token, body: {} })
  assert.deepEqual(json, { outcome: 'named', moved: 0 })
  assert.equal(page.cookie, undefined)
  const kept = await server().send('GET /v1/subjects/me/export', { key: token })
  assert.deepEqual([kept.json.subject.externalId, kept.json.interactions.length], ['ida', 1])
})

test('merging follows the stricter consent, and erasing the person takes what was merged', async () => {
  const { app } = server()
  const signer = await aSigner(server())
  const known = await aSubject('mona').giving('site_personalization').join(app)
  const page = await aPage(server())
  await page.agree([...ALL, 'first_party_advertising'])
  await page.send('POST /v1/interactions', {
    body: { interactions: [{ item: 'oat', verb: 'view' }] },
  })
  const token = await signer.sign('mona')
  const merged = await page.send('POST /v1/subjects/identify', { key: token, body: {} })
  assert.deepEqual(merged.json, { outcome: 'merged', moved: 1 })
  const { json } = await server().send('GET /v1/subjects/me/export', { key: token })
  assert.deepEqual(json.interactions[0].purposes, ['site_personalization'])
  assert.equal(json.consent.state.model_training, 'unknown')
  const next = await aPage(server())
  await next.agree(ALL)
  await next.send('POST /v1/subjects/me/withdraw', { body: { purposes: ['site_personalization'] } })
  await next.send('POST /v1/subjects/identify', { key: token, body: {} })
  const after = await server().send('GET /v1/subjects/me/consent', { key: token })
  assert.equal(after.json.state.site_personalization, 'refused')
  await server().send(`POST /v1/subjects/${known}/erase`)
  assert.equal((await server().send('GET /v1/session', { key: token })).json.known, false)
})

test('operators say why they act for a person; it is logged, and stands in the person’s export', async () => {
  const { app } = server()
  const subject = await aSubject('olga').join(app)
  const officer = await aKey(app, { kind: 'operator', role: 'privacy_officer' })
  await server().refuse(`GET /v1/subjects/${subject}/export`, { key: officer }, 'reason_missing')
  const headers = { 'equipoise-reason': 'She asked by letter' }
  const { json } = await server().send(`GET /v1/subjects/${subject}/export`, {
    key: officer,
    headers,
  })
  assert.deepEqual(json.acts[0].details.reason, 'She asked by letter')
  const log = await server().send('GET /v1/operator-acts', { key: officer })
  const [latest] = log.json.acts
  assert.deepEqual(
    [latest.act, latest.reason],
    ['GET /v1/subjects/:id/export', 'She asked by letter'],
  )
  assert.doesNotMatch(log.text, new RegExp(subject))
})

async function ownId(page: Page): Promise<string> {
  return (await page.send('GET /v1/subjects/me/consent')).json.subject
}

test('a page of another origin cannot hand the person of a cookie to somebody else', async () => {
  const signer = await aSigner(server())
  const page = await aPage(server())
  await page.agree(ALL)
  const token = await signer.sign('mallory')
  const call = { messageId: 'm', type: 'identify', userId: 'mallory', anonymousId: 'x' }
  const foreign = { origin: 'https://evil.shop.example', cookie: page.cookie ?? '' }
  const simple = { 'content-type': 'text/plain', ...foreign }
  const body = JSON.stringify({ ...call, writeKey: token })
  await server().refuse('POST /v1/i', { key: '', headers: simple, body }, 'unauthorized')
  for (const headers of [foreign, { ...foreign, origin: SHOP }]) {
    await server().send('POST /v1/identify', { key: token, headers, body: call })
    const { json } = await server().send('POST /v1/subjects/identify', {
      key: token,
      headers,
      body: {},
    })
    assert.equal(json.outcome, 'nobody_there')
  }
  assert.equal((await page.send('GET /v1/session')).json.known, true)
})

test('a page asks for more protection, never for less', async () => {
  const { app } = server()
  const signer = await aSigner(server())
  await aSubject('child').aged('13_15').from('DE').join(app)
  const key = await signer.sign('child')
  const no = { action: 'refuse', purposes: ['email_marketing'] }
  for (const more of [{ ageBand: '16_17' }, { ageBand: 'adult' }, { region: 'US-WY' }]) {
    const body = { ...no, ...more }
    await server().refuse('PUT /v1/subjects/me/consent', { key, body }, 'invalid_request')
  }
  const younger = { key, body: { ...no, ageBand: 'under_13', region: 'DE' } }
  assert.equal((await server().send('PUT /v1/subjects/me/consent', younger)).status, 200)
})

test('a cookie counts only while the person may be known by it', async () => {
  const page = await aPage(server())
  const { json } = await page.agree(ALL)
  const body = { purposes: ['device_storage'] }
  await server().send(`POST /v1/subjects/${json.subject}/withdraw`, { body })
  assert.equal((await page.send('GET /v1/session')).json.known, false)
  const interactions = [{ item: 'bread', verb: 'view' }]
  await page.refuse('POST /v1/interactions', { body: { interactions } }, 'forbidden')
})

test('what the anonymous person marked and paused goes on to hold after merging', async () => {
  const signer = await aSigner(server())
  const page = await aPage(server())
  await aSubject('merle').giving('site_personalization').join(server().app)
  await page.agree(ALL)
  const interactions = ['rye', 'oat'].map((item) => ({ item, verb: 'view', id: item }))
  await page.send('POST /v1/interactions', { body: { interactions } })
  await page.send('POST /v1/subjects/me/marks', { body: { item: 'rye' } })
  const key = await signer.sign('merle')
  const merged = await page.send('POST /v1/subjects/identify', { key, body: {} })
  assert.deepEqual(merged.json, { outcome: 'merged', moved: 1 })
  const { json } = await server().send('GET /v1/subjects/me/export', { key })
  assert.deepEqual(json.subject.marks.items, ['rye'])
  assert.equal(json.interactions[0].basis.consentRecords, 1)
})
