/** The calls are as the clients send them: recorded from analytics-node 3.1 and -next 1.84. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatInstant, parseExternalId, parseInstant, toInstant } from '@equipoise/core/values'
import fc from 'fast-check'
import { OWN_CATEGORIES } from './consent-categories.ts'
import { STANDARD_MAPPINGS } from './event-mapping.ts'
import { parseEventMappings } from './parse-event-mappings.ts'
import {
  CALLS_MAX,
  parseSegmentBatch,
  parseSegmentCall,
  readWriteKey,
  type SegmentCall,
  type SegmentKind,
} from './parse-segment.ts'
import { TONGUE_ISSUES } from './tongue-issues.ts'

const receivedAt = parseInstant('2026-11-24T21:25:50Z') ?? toInstant(0)
const READING = { receivedAt, mappings: STANDARD_MAPPINGS, categories: OWN_CATEGORIES }

const consent = (categoryPreferences: unknown) => ({ consent: { categoryPreferences } })

/** analytics-next to `/v1/t`, as text/plain. */
const BROWSER_TRACK = {
  timestamp: '2026-11-24T21:25:49.580Z',
  integrations: {},
  event: 'Product Viewed',
  type: 'track',
  properties: { product_id: 'p1' },
  context: {
    page: { path: '/page', referrer: '', search: '', title: 't', url: 'http://shop.example/page' },
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
    locale: 'en-US',
    library: { name: 'analytics.js', version: 'next-1.84.3' },
    timezone: 'UTC',
    ...consent({ site_personalization: true, model_training: false }),
  },
  messageId: 'ajs-next-1795555549580-e4672d73-4139-40c2-8de5-78c1a0b142bb',
  anonymousId: '672d7341-3940-424d-a578-c1a0b142bbfb',
  writeKey: 'eq_publishable_x',
  ['userId']: null,
  sentAt: '2026-11-24T21:25:49.600Z',
  _metadata: { bundled: ['Segment.io'], unbundled: [], bundledIds: [] },
}

/** analytics-node to `/v1/batch`. */
const SERVER_BATCH = {
  batch: [
    {
      timestamp: '2026-11-24T21:25:49.484Z',
      integrations: {},
      event: 'Order Completed',
      type: 'track',
      properties: { order_id: 'o-1', products: [{ product_id: 'a' }, { product_id: 'b' }] },
      context: {
        ...consent({ site_personalization: true }),
        library: { name: '@segment/analytics-node', version: '3.1.0' },
      },
      ['userId']: 'c-1',
      messageId: 'node-next-1795555549484-d1ee31d1-fc81-45e2-bb27-2f6a438ae993',
      _metadata: { nodeVersion: 'v24.21.0', jsRuntime: 'node' },
    },
    {
      timestamp: '2026-11-24T21:25:49.485Z',
      type: 'identify',
      ['userId']: 'c-1',
      traits: { email: 'somebody@example.org' },
      context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
      anonymousId: 'an-1',
      messageId: 'node-next-1795555549485-31d1fc81-45e2-4b27-af6a-438ae993f157',
    },
    {
      timestamp: '2026-11-24T21:25:49.486Z',
      ['userId']: 'c-1',
      type: 'alias',
      previousId: 'an-1',
      messageId: 'node-next-1795555549486-3b272f6a-438a-4993-b157-6fa3916af663',
    },
  ],
  writeKey: 'eq_secret_x',
  sentAt: '2026-11-24T21:25:49.489Z',
}

function read(json: unknown, type?: SegmentKind, reading = READING): SegmentCall {
  const parsed = parseSegmentCall(json, reading, type)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value
}

function readBatch(json: unknown): readonly SegmentCall[] {
  const parsed = parseSegmentBatch(json, READING)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value.map((call) => (call.ok ? call.value : assert.fail(JSON.stringify(call))))
}

function issueOf(change: object, type?: SegmentKind): string {
  const parsed = parseSegmentCall({ ...BROWSER_TRACK, ...change }, READING, type)
  return parsed.ok ? 'read' : `${parsed.issues[0]?.code} ${parsed.issues[0]?.path}`
}

const batchCodeOf = (json: unknown): string | undefined => {
  const parsed = parseSegmentBatch(json, READING)
  return parsed.ok ? 'read' : parsed.issues[0]?.code
}

test('a browser’s track is read: who, what, when, and what the person allowed', () => {
  const call = read(BROWSER_TRACK, 'track')
  assert.equal(call.messageId, BROWSER_TRACK.messageId)
  assert.deepEqual(call.claim, {
    subject: undefined,
    externalId: undefined,
    anonymousId: BROWSER_TRACK.anonymousId,
  })
  assert.equal(formatInstant(call.at), '2026-11-24T21:25:49.980Z')
  const { messageId: id, at } = call
  assert.deepEqual(call.interactions, [{ id, item: 'p1', verb: 'view', at }])
  assert.deepEqual([...call.allowed], ['site_personalization'])
})

test('a server’s batch is read call by call, under the batch’s own time of sending', () => {
  const [order, identify, alias] = readBatch(SERVER_BATCH)
  assert.deepEqual(
    order?.interactions.map(({ id, item, verb }) => [id, item, verb]),
    [
      [`${order?.messageId}:1`, 'a', 'purchase'],
      [`${order?.messageId}:2`, 'b', 'purchase'],
    ],
  )
  assert.equal(order && formatInstant(order.at), '2026-11-24T21:25:49.995Z')
  const externalId = 'c-1'
  assert.deepEqual(identify?.identity, { kind: 'identify', externalId, anonymousId: 'an-1' })
  assert.deepEqual(alias?.identity, { kind: 'alias', externalId, previousId: 'an-1' })
  assert.deepEqual([identify?.unmapped, alias?.unmapped], [false, false])
})

test('a batch as the browser sends it, its calls with their key and without their time', () => {
  const { sentAt, ...call } = BROWSER_TRACK
  const [track] = readBatch({ writeKey: 'eq_publishable_x', batch: [call], sentAt })
  assert.equal(track && formatInstant(track.at), '2026-11-24T21:25:49.980Z')
  assert.equal(readWriteKey({ writeKey: 'k' }), 'k')
  for (const json of [null, [], {}, { writeKey: 7 }]) assert.equal(readWriteKey(json), undefined)
})

test('nothing of traits, context or other properties is in what was read', () => {
  const text = JSON.stringify(readBatch(SERVER_BATCH)) + JSON.stringify(read(BROWSER_TRACK))
  assert.doesNotMatch(text, /example\.org|Mozilla|shop\.example|o-1|en-US/)
})

test('a page or a screen means nothing, until a mapping says that it names an item', () => {
  const page = { ...BROWSER_TRACK, event: undefined, type: 'page', name: 'Product' }
  const shown = read(page, 'page')
  assert.deepEqual([shown.unmapped, shown.interactions], [true, []])
  const mappings = parseEventMappings({ page: { verb: 'view', item: 'properties.product_id' } })
  const reading = { ...READING, mappings: mappings.ok ? mappings.value : assert.fail() }
  assert.deepEqual(
    read(page, 'page', reading).interactions.map(({ item }) => item),
    ['p1'],
  )
  const bare = read({ ...page, properties: { path: '/' } }, 'page', reading)
  assert.deepEqual([bare.unmapped, bare.interactions], [true, []])
  assert.equal(read({ ...page, type: 'screen' }, 'screen', reading).unmapped, true)
})

test('a group, and a track that no mapping knows, are unmapped', () => {
  assert.equal(read({ ...BROWSER_TRACK, type: 'group' }, 'group').unmapped, true)
  assert.equal(read({ ...BROWSER_TRACK, event: 'Order Refunded' }).unmapped, true)
})

test('the path says what a call is, or the call itself; they do not differ', () => {
  assert.equal(read({ ...BROWSER_TRACK, type: undefined }, 'track').type, 'track')
  assert.equal(issueOf({}, 'page'), 'type_mismatch type')
  for (const type of [undefined, null, 'Track', 'constructor', 7]) {
    assert.equal(issueOf({ type }), 'unknown_type type')
  }
  assert.equal(issueOf({ event: undefined }), 'event_missing event')
})

test('without a messageId there is no idempotency, and so no call', () => {
  for (const messageId of [undefined, null, '', 7]) {
    assert.equal(issueOf({ messageId }), 'id_missing messageId')
  }
  assert.equal(issueOf({ messageId: 'x'.repeat(257) }), 'id_too_long messageId')
})

test('ids of people are texts, checked, and never trimmed or folded', () => {
  assert.equal(read({ ...BROWSER_TRACK, ['userId']: ' C-1 ' }).claim.externalId, ' C-1 ')
  assert.equal(issueOf({ ['userId']: 7 }), 'id_missing userId')
  assert.equal(issueOf({ ['userId']: 'a\u0000' }), 'id_malformed userId')
  assert.equal(issueOf({ anonymousId: '' }), 'id_missing anonymousId')
})

test('a time, or a time of sending, that is none is refused', () => {
  assert.equal(issueOf({ timestamp: 'yesterday' }), 'invalid_time timestamp')
  assert.equal(issueOf({ sentAt: 7 }), 'invalid_time sentAt')
  assert.equal(issueOf({ timestamp: '2026-11-25T21:25:49Z' }), 'time_in_future timestamp')
})

test('identify links only where it names both, alias only where they differ', () => {
  const identify = { ...BROWSER_TRACK, type: 'identify', event: undefined }
  assert.equal(read(identify, 'identify').identity, undefined)
  const alias = { ...BROWSER_TRACK, type: 'alias', ['userId']: 'c-1', previousId: 'c-1' }
  assert.equal(read(alias, 'alias').identity, undefined)
  assert.equal(issueOf({ type: 'alias', ['userId']: 'c-1' }), 'id_missing previousId')
  assert.equal(issueOf({ type: 'alias', previousId: 'an-1' }), 'id_missing userId')
})

test('a consent context of the batch stands for calls without one, and narrows the others', () => {
  const bare = { ...BROWSER_TRACK, context: {} }
  const context = consent({ site_personalization: true, measurement: true })
  const allowed = (json: object) => readBatch(json).map((call) => [...call.allowed])
  assert.deepEqual(allowed({ batch: [bare] }), [[]])
  assert.deepEqual(allowed({ batch: [bare, BROWSER_TRACK], context }), [
    ['site_personalization', 'measurement'],
    ['site_personalization'],
  ])
  const denied = consent({ site_personalization: false })
  assert.deepEqual(allowed({ batch: [BROWSER_TRACK], context: denied }), [[]])
})

test('one bad call does not spoil its batch', () => {
  const parsed = parseSegmentBatch({ batch: [BROWSER_TRACK, null, {}, BROWSER_TRACK] }, READING)
  assert.deepEqual(parsed.ok && parsed.value.map(({ ok }) => ok), [true, false, false, true])
})

test('a thousand calls are taken, one more is not; a batch is a list in an object', () => {
  assert.equal(batchCodeOf({ batch: Array(CALLS_MAX).fill(BROWSER_TRACK) }), 'read')
  assert.equal(batchCodeOf({ batch: Array(CALLS_MAX + 1).fill(null) }), 'batch_too_large')
  assert.equal(batchCodeOf([BROWSER_TRACK]), 'not_an_object')
  assert.equal(batchCodeOf({ batch: {} }), 'batch_missing')
  assert.equal(batchCodeOf({ batch: [], sentAt: 'x' }), 'invalid_time')
})

test('names that JavaScript knows reach nothing', () => {
  const json = JSON.parse(
    '{"__proto__": {"messageId": "m", "type": "track", "event": "Product Viewed"}}',
  )
  assert.equal(parseSegmentCall(json, READING).ok, false)
  assert.equal(parseSegmentCall(Object.create(BROWSER_TRACK), READING).ok, false)
  assert.equal(read({ ...BROWSER_TRACK, event: '__proto__' }).unmapped, true)
})

test('whatever comes, it is read or refused with a code that is documented', () => {
  const value = fc.oneof(fc.constantFrom(undefined, null, '', 'x', 7, true), fc.jsonValue())
  const change = fc.dictionary(fc.constantFrom('previousId', ...Object.keys(BROWSER_TRACK)), value)
  const codes: readonly string[] = TONGUE_ISSUES
  fc.assert(
    fc.property(change, fc.jsonValue(), (fields, json) => {
      for (const call of [{ ...BROWSER_TRACK, ...fields }, json]) {
        const parsed = parseSegmentCall(call, READING)
        if (!parsed.ok) assert.ok(parsed.issues.every(({ code }) => codes.includes(code)))
        else assert.ok(parsed.value.interactions.every(({ id }) => parseExternalId(id).ok))
      }
    }),
  )
})
