/** What the server asks with, to whom, and what it makes of the answer. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS } from '@equipoise/core/values'
import { aPage, SHOP } from '../builders/page-person.ts'
import { aServer } from '../builders/server.ts'

const ASKED = [
  'device_storage',
  'site_personalization',
  'model_training',
  'measurement',
  'first_party_advertising',
]
const EVERYTHING = {
  EQUIPOISE_BANNER_PURPOSES: [...ASKED, 'cross_context_advertising', 'sale_or_sharing'].join(),
  EQUIPOISE_RECIPIENTS: 'Ads Ltd',
}

test('somebody unknown is asked for what is configured, in their language', async (t) => {
  const page = await aPage(await aServer(t))
  const { banner, known, permitted } = (
    await page.send('POST /v1/banner', { body: { languages: ['de-AT', 'en'] } })
  ).json
  assert.deepEqual([known, permitted, banner.purposes], [false, [], ASKED])
  assert.deepEqual([banner.notice.language, banner.direction], ['de', 'ltr'])
  assert.ok(
    banner.groups.length <= 4 && banner.groups.every(({ isOn }: { isOn: boolean }) => !isOn),
  )
  assert.match(JSON.stringify(banner.storage), /shop\.example/)
})

test('what the browser’s signal refuses is not asked, and the words say so', async (t) => {
  const page = await aPage(await aServer(t, { environment: EVERYTHING }))
  const { banner } = (await page.send('POST /v1/banner', { body: {}, headers: { 'sec-gpc': '1' } }))
    .json
  assert.ok(!banner.purposes.includes('cross_context_advertising'))
  assert.ok(!banner.purposes.includes('sale_or_sharing'))
  assert.match(banner.signal, /^Opt-out request honoured/)
})

test('who gets data is named wherever something is passed on', async (t) => {
  const page = await aPage(await aServer(t, { environment: EVERYTHING }))
  const { banner } = (await page.send('POST /v1/banner', { body: {} })).json
  const elsewhere = banner.groups.find(({ id }: { id: string }) => id === 'adsElsewhere')
  for (const { who } of elsewhere.texts) assert.match(who, /Ads Ltd/)
})

test('a yes to some and a no to others is one answer, and the record names the notice', async (t) => {
  const page = await aPage(await aServer(t))
  const { banner } = (await page.send('POST /v1/banner', { body: {} })).json
  const give = ['device_storage', 'site_personalization']
  const refuse = ASKED.filter((one) => !give.includes(one))
  const { json } = await page.send('POST /v1/choice', {
    body: { give, refuse, nonce: banner.nonce },
  })
  assert.deepEqual([json.known, json.via], [true, 'cookie'])
  assert.deepEqual(json.permitted, give)
  const { state, records } = (await page.send('GET /v1/subjects/me/consent')).json
  assert.deepEqual(
    ASKED.map((one) => state[one]),
    ['given', 'given', 'refused', 'refused', 'refused'],
  )
  const [given] = records.filter(({ action }: { action: string }) => action === 'give')
  assert.equal(given.notice.id, banner.notice.id)
})

test('a nonce says yes once, and to nothing that was not asked', async (t) => {
  const page = await aPage(await aServer(t))
  const nonceFor = async () => (await page.send('POST /v1/banner', { body: {} })).json.banner.nonce
  const nonce = await nonceFor()
  const yes = (give: readonly string[], with_: string) => ({
    body: { give, refuse: [], nonce: with_ },
  })
  await page.refuse(
    'POST /v1/choice',
    yes(['device_storage', 'email_marketing'], nonce),
    'nonce_invalid',
  )
  await page.refuse('POST /v1/choice', yes(ASKED, 'made up'), 'nonce_invalid')
  await page.refuse('POST /v1/choice', { body: { give: ASKED, refuse: [] } }, 'nonce_invalid')
  assert.equal((await page.send('POST /v1/choice', yes(ASKED, nonce))).status, 200)
  await page.refuse('POST /v1/choice', yes(ASKED, nonce), 'nonce_invalid')
})

test('a no of somebody unknown keeps nothing here', async (t) => {
  const server = await aServer(t)
  const page = await aPage(server)
  const { json, headers } = await page.send('POST /v1/choice', {
    body: { give: [], refuse: ASKED },
  })
  assert.deepEqual([json.known, json.permitted], [false, []])
  assert.match(json.choice, /^1\.0\.[0-9a-f]+\.\d+$/)
  assert.deepEqual(
    headers.getSetCookie().map((one) => one.split('=')[0]),
    ['__Host-equipoise-choice'],
  )
  assert.equal((await server.send('GET /v1/status')).json.subjects, 0)
})

test('whoever said no is not asked by itself within the wait, and is shown it on request', async (t) => {
  const server = await aServer(t)
  const page = await aPage(server)
  await page.agree(['device_storage', 'site_personalization', 'measurement'])
  await page.send('POST /v1/choice', { body: { give: [], refuse: ['site_personalization'] } })
  const asked = async (body = {}) => (await page.send('POST /v1/banner', { body })).json.banner
  server.advance(30 * DAY_MS)
  assert.ok(!(await asked()).purposes.includes('site_personalization'))
  const again = await asked({ again: true })
  assert.ok(again.purposes.includes('site_personalization'))
  const on = again.groups.filter(({ isOn }: { isOn: boolean }) => isOn)
  assert.deepEqual(on, [])
})

test('a retired notice asks nobody', async (t) => {
  const server = await aServer(t)
  const page = await aPage(server)
  const { notice } = (await page.send('POST /v1/banner', { body: {} })).json.banner
  await server.send(`POST /v1/notices/${notice.id}/retire`, { body: { version: notice.version } })
  assert.equal((await page.send('POST /v1/banner', { body: {} })).json.banner, null)
})

test('the banner as HTML holds no markup but its own', async (t) => {
  const name = '<script>alert(1)</script>"&\''
  const page = await aPage(await aServer(t, { environment: { EQUIPOISE_CONTROLLER: name } }))
  const { html } = (
    await page.send('POST /v1/banner/html', { body: { return: `${SHOP}/"><script>` } })
  ).json
  assert.ok(!html.includes('<script'))
  assert.match(html, /&#60;script&#62;alert/)
})

test('a page gets it as elements whose text is text, with its style and no markup', async (t) => {
  const name = '<script>alert(1)</script>'
  const page = await aPage(await aServer(t, { environment: { EQUIPOISE_CONTROLLER: name } }))
  const [drawn, plain] = await Promise.all(
    ['/v1/banner/elements', '/v1/banner'].map(
      async (path) =>
        (await page.send(`POST ${path}`, { body: { languages: ['fr'] } })).json.banner,
    ),
  )
  assert.deepEqual(drawn.tree.slice(0, 1), ['section'])
  assert.deepEqual([drawn.notice, drawn.purposes], [plain.notice, plain.purposes])
  const texts = new Set(JSON.stringify(drawn.tree).match(/"(?:[^"\\]|\\.)*"/g))
  // There is no page to read more on.
  const { more, ...words } = plain.words
  for (const word of Object.values(words)) assert.ok(texts.has(JSON.stringify(word)), `${word}`)
  assert.ok(!texts.has(JSON.stringify(more)))
  assert.match(JSON.stringify(drawn.tree), /<script>alert/)
  assert.match(drawn.style, /^#equipoise-banner\{/)
})

test('the files of the SDK are kept for ever by their digest, and for minutes without', async (t) => {
  const { url } = await aServer(t)
  const get = (path: string, headers = {}) => fetch(url + path, { headers })
  const script = await get('/sdk.js')
  assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/)
  assert.match(script.headers.get('cache-control') ?? '', /max-age=300\b/)
  const [, version = ''] = /\.js\?v=([0-9a-f]{12})/.exec(await script.text()) ?? []
  const path = `sdk/slots.js?v=${version}`
  const part = await get(`/${path}`)
  assert.match(part.headers.get('cache-control') ?? '', /immutable/)
  const etag = part.headers.get('etag') ?? ''
  assert.equal((await get(`/${path}`, { 'if-none-match': etag })).status, 304)
  assert.equal((await get('/sdk/../sdk/nothing.js')).status, 404)
})

test('the few words of a page without a banner are the same for all', async (t) => {
  const { url } = await aServer(t)
  const answer = await fetch(`${url}/sdk/words?languages=ar,en`)
  const words = JSON.parse(await answer.text())
  assert.deepEqual([words.language, words.direction], ['ar', 'rtl'])
  assert.ok(words.signal && words.paused && words.resume)
  assert.deepEqual([words.why, words.ad], ['لماذا هذا؟', 'إعلان'])
})
