/** Signals that browsers and pages send with a request: each takes away, none gives. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { type Json, serverOfFile } from '../builders/server.ts'

const server = serverOfFile()

/** The specification's own example without its other segments: nobody agreed to anything. */
const REFUSED_TC = 'CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA'
const ALL = [
  'cross_context_advertising',
  'sale_or_sharing',
  'site_personalization',
  'measurement',
] as const

async function say(externalId: string, act: object): Promise<void> {
  const body = { externalId, action: 'give', evidence: 'a form', ...act }
  await server().send('POST /v1/consent', { body })
}

async function outcomes(externalId: string, more: object = {}, headers = {}): Promise<Json> {
  const body = { externalId, ...more }
  const { json } = await server().send('POST /v1/purposes', { body, headers })
  return Object.fromEntries(json.purposes.map((one: Json) => [one.purpose, one]))
}

test('of several lines of the header one that says 1 is enough, and nothing else is a signal', async () => {
  await say('tess', { purposes: ALL, explicit: true })
  for (const [value, outcome] of [
    ['1', 'refused'],
    ['0, 1', 'refused'],
    ['0', 'permitted'],
    ['true', 'permitted'],
    ['11', 'permitted'],
    ['1.0', 'permitted'],
  ] as const) {
    const named = await outcomes('tess', {}, { 'sec-gpc': value })
    assert.equal(named.sale_or_sharing.outcome, outcome, value)
  }
})

test('lines of the header count apart, as a browser and a proxy may send them', async () => {
  await say('lena', { purposes: ALL, explicit: true })
  const outcome = async (lines: string[]): Promise<string> => {
    const json = await postRaw('/v1/purposes', { externalId: 'lena' }, { 'sec-gpc': lines })
    return json.purposes.find(({ purpose }: Json) => purpose === 'sale_or_sharing').outcome
  }
  assert.equal(await outcome(['0', '1']), 'refused')
  assert.equal(await outcome(['1', '1']), 'refused')
  assert.equal(await outcome(['0', 'no']), 'permitted')
})

test('strings that a page hands on take away, and never give', async () => {
  await say('tess', { purposes: ALL, explicit: true })
  const permitted = async (signals: Json, headers?: Record<string, string>) => {
    const named = await outcomes('tess', { location: 'US-TX', signals }, headers)
    return ALL.filter((purpose) => named[purpose].outcome === 'permitted')
  }
  const own = ['site_personalization', 'measurement']
  assert.deepEqual(await permitted({}), ALL)
  assert.deepEqual(await permitted({ usp: '1YNN' }), ALL)
  assert.deepEqual(await permitted({ usp: '1YYN' }), own)
  assert.deepEqual(await permitted({ gpp: 'DBABLA~CVVVkkkkkpFY.YA', gppSid: [7] }), own)
  assert.deepEqual(await permitted({ tcf: REFUSED_TC }), [])
  assert.deepEqual(await permitted({ dnt: true }), [])
  assert.deepEqual(await permitted({}, { dnt: '1' }), [])
  assert.deepEqual(await permitted({}, { dnt: '0' }), ALL)
  const stranger = await outcomes('nobody', { signals: { usp: '1YNN' } })
  assert.equal(stranger.sale_or_sharing.outcome, 'refused')
})

test('a string that cannot be read refuses everything, breaks nothing, and says so', async () => {
  for (const signals of [
    { tcf: 'CQSbk4' },
    { tcf: 'C'.repeat(100_000) },
    { gpp: 'DBABLA~DAAAAAAAAABA' },
    { usp: '1' },
    { gppSid: [8] },
  ]) {
    const named = await outcomes('tess', { signals })
    for (const [purpose, one] of Object.entries<Json>(named)) {
      assert.equal(one.outcome, 'refused', purpose)
      assert.ok(
        one.reasons.some(({ rule }: Json) => rule === 'signal_unreadable'),
        purpose,
      )
    }
    const decided = await server().send('POST /v1/decide', { body: { slot: 'home', signals } })
    assert.equal(decided.status, 200)
  }
})

test('a question to the law with a string that cannot be read names its fault', async () => {
  for (const [signals, code] of [
    [{ tcf: 'CQSbk4' }, 'signal_truncated'],
    [{ gpp: 'D'.repeat(100_000) }, 'signal_too_long'],
    [{ gpp: 'DCABLA~CAAAAAAAAABA' }, 'signal_version'],
  ] as const) {
    const body = { purpose: 'measurement', signals }
    const { status, json } = await server().send('POST /v1/law/decide', { body })
    assert.equal(status, 400)
    assert.ok(json.detail.includes(`(${code})`), json.detail)
  }
})

test('an opt-out of a page keeps what was done there from being passed on', async () => {
  await say('ulla', { purposes: ['site_personalization', 'measurement'] })
  const interactions = [{ id: 'u-1', externalId: 'ulla', item: 'x', verb: 'view' }]
  const body = { interactions, signals: { tcf: REFUSED_TC } }
  const { json } = await server().send('POST /v1/interactions', { body })
  assert.equal(json.accepted, 0)
  assert.ok(json.refused.length > 0)
})

/** Several lines of one header, which `fetch` would join. */
function postRaw(path: string, body: object, lines: Record<string, string[]>): Promise<Json> {
  const { url, secret } = server()
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` }
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method: 'POST', headers: { ...headers, ...lines } })
    sent.on('error', reject)
    sent.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
      })
      answer.on('end', () => resolve(JSON.parse(text)))
    })
    sent.end(JSON.stringify(body))
  })
}
