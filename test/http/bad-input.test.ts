/**
 * Every kind of bad input has its own code, status and sentence, hears nothing of itself back, and
 * costs nothing that was accepted before.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERRORS, isErrorCode } from '@equipoise/server/errors'
import { type Answer, type Sending, serverOfFile } from '../builders/server.ts'

const server = serverOfFile({}, async ({ send }) => {
  await send('PUT /v1/items/bread', { body: { title: 'Bread', categories: ['food'] } })
  const consent = { action: 'give', purposes: ['site_personalization'], evidence: 'a form' }
  await send('POST /v1/consent', { body: { externalId: 'ann', ...consent } })
  const interactions = [{ externalId: 'ann', item: 'bread', verb: 'view', id: 'first' }]
  const { json } = await send('POST /v1/interactions', { body: { interactions } })
  assert.equal(json.accepted, 1)
})

/** Stands in every bad value that is a text, so that an answer which holds it is found. */
const MARK = 'mark7f3'

function decide(body: object): [string, Sending] {
  return ['POST /v1/decide', { body: { slot: 'home', ...body } }]
}

function consent(body: object): [string, Sending] {
  const act = { externalId: 'ben', action: 'give', purposes: ['measurement'], evidence: MARK }
  return ['POST /v1/consent', { body: { ...act, ...body } }]
}

function json(route: string, text: string): [string, Sending] {
  return [route, { body: text, headers: { 'content-type': 'application/json' } }]
}

const CASES: Readonly<Record<string, readonly [code: string, ask: () => [string, Sending]]>> = {
  'an unknown field': ['unknown_field', () => decide({ [MARK]: 1 })],
  'an unknown field within': ['unknown_field', () => decide({ page: { [MARK]: 1 } })],
  'a field named __proto__': [
    'unknown_field',
    () => json('POST /v1/decide', `{"slot":"home","__proto__":{"${MARK}":1}}`),
  ],
  'a field named constructor': [
    'unknown_field',
    () => json('POST /v1/decide', `{"slot":"home","constructor":{"${MARK}":1}}`),
  ],
  'an unknown query field': ['unknown_field', () => [`GET /v1/items?${MARK}=1`, {}]],
  'an unknown field of an item': [
    'unknown_field',
    () => ['PUT /v1/items/tea', { body: { [MARK]: 1 } }],
  ],
  '__proto__ as a field of an item': [
    'unknown_field',
    () => json('PUT /v1/items/tea', '{"__proto__":{"title":"Tea"}}'),
  ],
  'a field of the wrong type': ['invalid_request', () => decide({ page: MARK })],
  'a filter of the wrong type': [
    'invalid_request',
    () => decide({ filters: { attributes: { [MARK]: 5 } } }),
  ],
  'a missing field': ['invalid_request', () => ['POST /v1/decide', { body: { count: 3 } }]],
  'a list where an object belongs': ['invalid_request', () => json('POST /v1/decide', '[]')],
  'a number where an object belongs': ['invalid_request', () => json('POST /v1/decide', '7')],
  'an item that is no object': ['invalid_request', () => json('PUT /v1/items/tea', '["x"]')],
  'an unknown slot': ['unknown_slot', () => decide({ slot: MARK })],
  'a slot of the wrong type': ['unknown_slot', () => decide({ slot: 5 })],
  'a negative count': ['invalid_count', () => decide({ count: -1 })],
  'a count of nothing': ['invalid_count', () => decide({ count: 0 })],
  'an absurd count': ['invalid_count', () => decide({ count: 1e300 })],
  'half a count': ['invalid_count', () => decide({ count: 1.5 })],
  'a count that is a text': ['invalid_count', () => decide({ count: MARK })],
  'a page of no items': ['invalid_count', () => ['GET /v1/items?count=0', {}]],
  'a page of too many items': ['invalid_count', () => ['GET /v1/items?count=999', {}]],
  'a page of a negative count': ['invalid_count', () => ['GET /v1/items?count=-5', {}]],
  'an unknown purpose': ['unknown_purpose', () => consent({ purposes: [MARK] })],
  'an unknown purpose to withdraw': [
    'unknown_purpose',
    () => ['POST /v1/subjects/x/withdraw', { body: { purposes: [MARK] } }],
  ],
  'no purpose': ['invalid_request', () => consent({ purposes: [] })],
  'more purposes than there are': [
    'invalid_request',
    () => consent({ purposes: Array(21).fill('measurement') }),
  ],
  'an unknown action': ['invalid_request', () => consent({ action: MARK })],
  'an unknown age band': ['invalid_request', () => consent({ ageBand: MARK })],
  'a region in words': ['invalid_region', () => consent({ region: MARK })],
  'a location in words': ['invalid_region', () => decide({ location: MARK })],
  'a yes without evidence': ['evidence_missing', () => consent({ evidence: ' ' })],
  'a yes with endless evidence': [
    'invalid_request',
    () => consent({ evidence: MARK.repeat(1_000) }),
  ],
  'a subject named twice': ['invalid_subject', () => decide({ subject: MARK, externalId: MARK })],
  'an external id with a control character': [
    'invalid_subject',
    () => decide({ externalId: `${MARK}\u0007` }),
  ],
  'an external id of 10,000 characters': [
    'invalid_subject',
    () => decide({ externalId: MARK.padEnd(10_000, 'x') }),
  ],
  'an external id with half a character': [
    'invalid_subject',
    () => consent({ externalId: `${MARK}\ud83d` }),
  ],
  'an empty external id': ['invalid_subject', () => consent({ externalId: '' })],
  'an external id that is a number': ['invalid_subject', () => consent({ externalId: 7 })],
  'an external id to find with a control character': [
    'invalid_subject',
    () => ['POST /v1/subjects/find', { body: { externalId: `${MARK}\u0000` } }],
  ],
  'an item id with a control character': [
    'invalid_id',
    () => [`PUT /v1/items/${MARK}%07`, { body: {} }],
  ],
  'an item id of 10,000 characters': [
    'invalid_id',
    () => [`PUT /v1/items/${MARK.padEnd(10_000, 'x')}`, { body: {} }],
  ],
  'an item id unlike that of the path': [
    'invalid_id',
    () => ['PUT /v1/items/tea', { body: { id: MARK } }],
  ],
  'the item of a page with too long an id': [
    'invalid_id',
    () => decide({ page: { item: MARK.repeat(100) } }),
  ],
  'a path that is not well-formed': ['invalid_request', () => [`GET /v1/items/${MARK}%ff`, {}]],
  'a negative price': [
    'invalid_request',
    () => ['PUT /v1/items/tea', { body: { priceMinor: -1 } }],
  ],
  'a price past counting': [
    'invalid_request',
    () => ['PUT /v1/items/tea', { body: { priceMinor: 2 ** 60 } }],
  ],
  'a title with half a character': [
    'invalid_request',
    () => ['PUT /v1/items/tea', { body: { title: `${MARK}\ud83d` } }],
  ],
  'half a JSON body': ['malformed_json', () => json('POST /v1/decide', `{"slot":"${MARK}`)],
  'two JSON values': ['malformed_json', () => json('POST /v1/decide', '{}{}')],
  'an empty body': ['malformed_json', () => json('POST /v1/decide', '')],
  'no body at all': ['invalid_request', () => ['POST /v1/decide', {}]],
  'JSON that is open ever deeper': [
    'body_too_deep',
    () => json('POST /v1/decide', '['.repeat(400_000)),
  ],
  'JSON of 400,000 levels': [
    'body_too_deep',
    () => json('PUT /v1/items/tea', `{"attributes":${'['.repeat(4e5)}${']'.repeat(4e5)}}`),
  ],
  'invalid UTF-8': [
    'invalid_utf8',
    () => [
      'POST /v1/decide',
      { body: Buffer.from(`{"slot":"${MARK}\u00ff"}`, 'latin1'), headers: JSON_TYPE },
    ],
  ],
  'another type of body': [
    'unsupported_media_type',
    () => ['POST /v1/decide', { body: MARK, headers: { 'content-type': 'text/plain' } }],
  ],
  'a form': [
    'unsupported_media_type',
    () => ['POST /v1/decide', { body: MARK, headers: { 'content-type': FORM_TYPE } }],
  ],
  'lines where one value belongs': [
    'unsupported_media_type',
    () => ['POST /v1/decide', { body: '{}', headers: { 'content-type': LINES_TYPE } }],
  ],
  'one value where lines belong': [
    'unsupported_media_type',
    () => json('POST /v1/items/bulk', '{}'),
  ],
  'a body of 10 MB': ['body_too_large', () => json('POST /v1/interactions', MARK.repeat(1.5e6))],
  'lines of 10 MB': [
    'body_too_large',
    () => [
      'POST /v1/items/bulk',
      { body: MARK.repeat(1.5e6), headers: { 'content-type': LINES_TYPE } },
    ],
  ],
  'a batch of 1,001': [
    'batch_too_large',
    () => ['POST /v1/interactions', { body: { interactions: Array(1_001).fill({ id: MARK }) } }],
  ],
  '100,000 lines': [
    'batch_too_large',
    () => [
      'POST /v1/items/bulk',
      { body: '{"id":"tea"}\n'.repeat(100_000), headers: { 'content-type': LINES_TYPE } },
    ],
  ],
  'no key': ['unauthorized', () => ['POST /v1/decide', { key: '', body: { slot: 'home' } }]],
  'a malformed key': ['unauthorized', () => ['GET /v1/status', { key: MARK }]],
  'a key in another scheme': [
    'unauthorized',
    () => ['GET /v1/status', { key: '', headers: { authorization: `Basic ${MARK}` } }],
  ],
  'a key of the right form that nobody made': [
    'unauthorized',
    () => ['GET /v1/status', { key: `eq_secret_${MARK.padEnd(43, 'x')}` }],
  ],
  'a secret key for an operator’s act': ['forbidden', () => ['POST /v1/train', {}]],
  'a secret key to make keys': ['forbidden', () => ['POST /v1/keys', { body: { kind: 'secret' } }]],
  'a secret key for the demo’s people': ['forbidden', () => ['GET /v1/demo/personas', {}]],
  'a key of no kind': [
    'invalid_request',
    () => ['POST /v1/keys', { key: server().operator, body: { kind: MARK } }],
  ],
  'a route that is not there': ['method_not_found', () => [`GET /v1/${MARK}`, {}]],
  'a method that is not there': [
    'method_not_found',
    () => ['PATCH /v1/items/bread', { body: { title: MARK } }],
  ],
  'an item that is not there': ['not_found', () => [`GET /v1/items/${MARK}`, {}]],
  'an item that is not there, to take off': ['not_found', () => [`DELETE /v1/items/${MARK}`, {}]],
  'an item id past use': ['not_found', () => [`GET /v1/items/${MARK.repeat(500)}`, {}]],
  'an erasure that is not there': ['not_found', () => [`GET /v1/erasures/${MARK}`, {}]],
  'a withdrawal of somebody unknown': ['not_found', () => consent({ action: 'withdraw' })],
}

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = 'application/x-www-form-urlencoded'
const LINES_TYPE = 'application/x-ndjson'

for (const [what, [code, ask]] of Object.entries(CASES)) {
  test(`${what} is ${code}`, async () => {
    const [route, sending] = ask()
    assertProblem(await server().refuse(route, sending, code))
  })
}

test('what is wrong with a subject id in a path is not told apart', async () => {
  const unknown = `sub_${'0'.repeat(26)}`
  const texts = [unknown, 'sub_short', MARK, MARK.repeat(500), '%00', '%F0%9F%8D%9E', '..%2Fx']
  const answers = await Promise.all(
    texts.map((id) => server().send(`GET /v1/subjects/${id}/export`)),
  )
  assert.deepEqual(new Set(answers.map(withoutRequestId)).size, 1)
  assert.equal(answers[0]?.json.code, 'not_found')
})

test('nothing that was accepted before is lost by any of it', async () => {
  const { json } = await server().send('POST /v1/subjects/find', { body: { externalId: 'ann' } })
  const kept = await server().send(`GET /v1/subjects/${json.subject}/interactions`)
  assert.deepEqual(
    kept.json.interactions.map(({ id }: { readonly id: string }) => id),
    ['first'],
  )
  assert.equal((await server().send('GET /v1/items')).json.total, 1)
})

function assertProblem({ status, headers, json: problem, text }: Answer): void {
  const { code } = problem
  assert.ok(isErrorCode(code))
  assert.equal(headers.get('content-type')?.split(';')[0], 'application/problem+json')
  const { title } = ERRORS[code]
  assert.deepEqual([status, problem.status, problem.title], [ERRORS[code].status, status, title])
  assert.equal(problem.type, `urn:equipoise:error:${code}`)
  assert.match(problem.detail, /^[A-Z].{10,}[^.]$/)
  assert.match(problem.requestId, /^[0-9a-f-]{36}$/)
  assert.equal(typeof problem.instance, 'string')
  assert.ok(!text.includes(MARK), text)
  if (status === 401) assert.equal(headers.get('www-authenticate'), 'Bearer')
}

function withoutRequestId({ json: problem }: Answer): string {
  return JSON.stringify({ ...problem, requestId: '' })
}
