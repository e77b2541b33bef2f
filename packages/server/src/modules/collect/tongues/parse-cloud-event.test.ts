import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatInstant, PURPOSES, parseInstant, toInstant } from '@equipoise/core/values'
import fc from 'fast-check'
import { STANDARD_MAPPINGS } from './event-mapping.ts'
import {
  type CloudEvent,
  cloudEventMode,
  EVENTS_MAX,
  parseCloudEvent,
  parseCloudEventBatch,
} from './parse-cloud-event.ts'
import { readBinaryEvent } from './read-binary-event.ts'
import { TONGUE_ISSUES } from './tongue-issues.ts'

const receivedAt = parseInstant('2026-11-24T09:30:00Z') ?? toInstant(0)
const READING = { receivedAt, mappings: STANDARD_MAPPINGS }

const VIEWED = {
  specversion: '1.0',
  type: 'Product Viewed',
  source: '/shop/web',
  id: 'A234-1234-1234',
  time: '2026-11-24T09:29:00Z',
  datacontenttype: 'application/json',
  data: { externalId: 'c-1', product_id: 'trail-shoe-7', price: 9 },
}

const LIKED = {
  ...VIEWED,
  type: 'equipoise.interaction',
  data: { externalId: 'c-1', item: 'trail-shoe-7', verb: 'like' },
}

function read(event: unknown): CloudEvent {
  const parsed = parseCloudEvent(event, READING)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value
}

function issueOf(event: unknown): string {
  const parsed = parseCloudEvent(event, READING)
  return parsed.ok ? 'read' : `${parsed.issues[0]?.code} ${parsed.issues[0]?.path}`.trim()
}

test('the type is an event’s name, and the data are its properties', () => {
  const event = read(VIEWED)
  assert.equal(event.id, '/shop/web|A234-1234-1234')
  assert.equal(event.claim.externalId, 'c-1')
  const { id, at } = event
  assert.deepEqual(event.interactions, [{ id, item: 'trail-shoe-7', verb: 'view', at }])
  assert.equal(formatInstant(at), '2026-11-24T09:29:00.000Z')
})

test('an interaction in our own form is taken as it is', () => {
  const { interactions, id, at } = read(LIKED)
  assert.deepEqual(interactions, [{ id, item: 'trail-shoe-7', verb: 'like', at }])
})

test('our own form is strict', () => {
  const own = (data: object) => issueOf({ ...LIKED, data: { ...LIKED.data, ...data } })
  assert.equal(own({ weight: 2 }), 'unknown_field data')
  assert.equal(own({ verb: 'buy' }), 'unknown_verb data.verb')
  assert.equal(own({ item: '' }), 'id_missing data.item')
  assert.equal(issueOf({ ...LIKED, data: 'like it' }), 'id_missing data.item')
})

test('a person is named once, by our id, by yours, or by a made-up one', () => {
  const claim = (data: object) => read({ ...VIEWED, data: { product_id: 'x', ...data } }).claim
  const nobody = { subject: undefined, externalId: undefined, anonymousId: undefined }
  assert.deepEqual(claim({}), nobody)
  assert.deepEqual(claim({ subject: 'sub_1' }), { ...nobody, subject: 'sub_1' })
  assert.deepEqual(claim({ ['userId']: 'c-1' }), { ...nobody, externalId: 'c-1' })
  assert.deepEqual(claim({ anonymousId: 'a-1' }), { ...nobody, anonymousId: 'a-1' })
  const twice = { ...VIEWED, data: { subject: 'sub_1', externalId: 'c-1' } }
  assert.equal(issueOf(twice), 'subject_unclear data')
})

test('a type that no mapping speaks for is unmapped', () => {
  const event = read({ ...VIEWED, type: 'com.example.order.shipped' })
  assert.deepEqual([event.unmapped, event.interactions], [true, []])
})

test('the sender narrows nothing: the stored record alone decides', () => {
  assert.deepEqual([...read(VIEWED).allowed], [...PURPOSES])
})

test('without a time it happened when it came; a time of null is none', () => {
  assert.equal(read({ ...VIEWED, time: null }).at, receivedAt)
  assert.equal(issueOf({ ...VIEWED, time: '2026-11-25T00:00:00Z' }), 'time_in_future time')
})

test('each required attribute is asked for by name', () => {
  for (const name of ['id', 'source', 'specversion', 'type']) {
    for (const value of [undefined, null, '', 7, {}]) {
      assert.equal(issueOf({ ...VIEWED, [name]: value }), `attribute_missing ${name}`)
    }
  }
  assert.equal(issueOf({ ...VIEWED, specversion: '0.3' }), 'version_unknown specversion')
})

test('two events never share a key: no source holds the bar that joins it to the id', () => {
  assert.equal(issueOf({ ...VIEWED, source: '/a|b' }), 'attribute_malformed source')
  assert.equal(issueOf({ ...VIEWED, source: 'no uri' }), 'attribute_malformed source')
  assert.equal(read({ ...VIEWED, source: 'urn:a', id: 'b|c' }).id, 'urn:a|b|c')
  assert.equal(issueOf({ ...VIEWED, id: 'x'.repeat(250) }), 'id_too_long id')
})

test('extensions are let be, names that are none are refused', () => {
  assert.equal(issueOf({ ...VIEWED, comexampleextension1: 'value', traceparent: '00' }), 'read')
  assert.equal(issueOf({ ...VIEWED, dataClassification: 'public' }), 'attribute_malformed')
})

test('what an event inherits is not its own', () => {
  assert.equal(parseCloudEvent(Object.create(VIEWED), READING).ok, false)
  const inherited = { ...VIEWED, data: Object.create(VIEWED.data) }
  assert.equal(issueOf(inherited), 'id_missing data.product_id')
})

test('labels that cannot be honoured reject the event', () => {
  assert.equal(issueOf({ ...VIEWED, dataclassification: 'internal' }), 'read')
  const restricted = { ...VIEWED, dataclassification: 'restricted' }
  assert.equal(issueOf(restricted), 'classification_unknown dataclassification')
})

test('data that are not JSON are refused', () => {
  assert.equal(issueOf({ ...VIEWED, datacontenttype: undefined }), 'read')
  assert.equal(issueOf({ ...VIEWED, datacontenttype: 'application/x+json; charset=utf-8' }), 'read')
  for (const type of ['application/xml', 'json', 'text/json5', 7]) {
    assert.equal(issueOf({ ...VIEWED, datacontenttype: type }), 'data_not_json data')
  }
  assert.equal(issueOf({ ...VIEWED, data_base64: 'e30=' }), 'data_not_json data')
})

test('the content type says how the event was sent', () => {
  assert.equal(cloudEventMode('application/cloudevents+json; charset=UTF-8'), 'structured')
  assert.equal(cloudEventMode('Application/CloudEvents-Batch+JSON'), 'batched')
  assert.equal(cloudEventMode('application/json'), 'binary')
  assert.equal(cloudEventMode('application/vnd.shop+json'), 'binary')
  for (const type of ['application/cloudevents+avro', 'text/plain', '', undefined]) {
    assert.equal(cloudEventMode(type), undefined)
  }
})

test('an event in binary mode is read as the same event in structured mode', () => {
  const headers = {
    'ce-specversion': '1.0',
    'ce-type': 'Product%20Viewed',
    'ce-source': '/shop/web',
    'ce-id': 'A234-1234-1234',
    'ce-time': '2026-11-24T09:29:00Z',
  }
  const binary = readBinaryEvent(headers, VIEWED.data)
  assert.deepEqual(read(binary.ok && binary.value), read(VIEWED))
})

test('a batch gives each event its outcome, and has a limit', () => {
  const parsed = parseCloudEventBatch([VIEWED, {}, LIKED], READING)
  assert.deepEqual(parsed.ok && parsed.value.map(({ ok }) => ok), [true, false, true])
  assert.deepEqual(parseCloudEventBatch([], READING), { ok: true, value: [] })
  assert.equal(parseCloudEventBatch(VIEWED, READING).ok, false)
  assert.equal(parseCloudEventBatch(Array(EVENTS_MAX).fill(VIEWED), READING).ok, true)
  assert.equal(parseCloudEventBatch(Array(EVENTS_MAX + 1).fill(VIEWED), READING).ok, false)
})

test('whatever comes, it is read or refused with a code that is documented', () => {
  const value = fc.oneof(fc.constantFrom(undefined, null, 'x', '1.0', 7), fc.jsonValue())
  const fields = fc.dictionary(fc.constantFrom(...Object.keys(LIKED)), value)
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fields), fields, (json, own) => {
      for (const event of [json, { ...LIKED, ...own }]) {
        const parsed = parseCloudEvent(event, READING)
        const codes: readonly string[] = TONGUE_ISSUES
        assert.ok(parsed.ok || parsed.issues.every(({ code }) => codes.includes(code)))
      }
    }),
  )
})
