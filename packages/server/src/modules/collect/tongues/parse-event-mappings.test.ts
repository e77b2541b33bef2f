import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toInstant } from '@equipoise/core/values'
import fc from 'fast-check'
import { mapEvent, STANDARD_MAPPINGS } from './event-mapping.ts'
import { MAPPINGS_MAX, parseEventMappings } from './parse-event-mappings.ts'

function items(
  mappings: unknown,
  name: string,
  properties: unknown,
): readonly string[] | undefined {
  const parsed = parseEventMappings(mappings)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  const at = toInstant(0)
  const event = { name, id: 'm', at, properties, root: 'properties', itemOptional: false }
  const mapped = mapEvent(parsed.value, event)
  assert.ok(mapped.ok, JSON.stringify(mapped))
  return mapped.value?.map(({ verb, item }) => `${verb} ${item}`)
}

const codeOf = (json: unknown): string | undefined => {
  const parsed = parseEventMappings(json)
  return parsed.ok ? 'read' : parsed.issues[0]?.code
}

const pathOf = (item: unknown): string | undefined => codeOf({ E: { verb: 'play', item } })

test('an event of one’s own is about one item, a list of entries, or a list of ids', () => {
  const mappings = {
    'Song Played': { verb: 'play', item: 'properties.song.id' },
    'List Saved': { verb: 'like', items: 'properties.songs', item: 'id' },
    'Songs Skipped': { verb: 'skip', items: 'properties.song_ids' },
  }
  assert.deepEqual(items(mappings, 'Song Played', { song: { id: 's1' } }), ['play s1'])
  assert.deepEqual(items(mappings, 'List Saved', { songs: [{ id: 's1' }] }), ['like s1'])
  assert.deepEqual(items(mappings, 'Songs Skipped', { song_ids: ['a', 'b'] }), ['skip a', 'skip b'])
})

test('the standard table stands beside it, and is replaced or taken out by name', () => {
  assert.deepEqual(items({}, 'Product Viewed', { product_id: 'a' }), ['view a'])
  const replaced = { 'Product Viewed': { verb: 'click', item: 'properties.sku' } }
  assert.deepEqual(items(replaced, 'Product Viewed', { product_id: 'a', sku: 'b' }), ['click b'])
  assert.equal(items({ 'Product Viewed': null }, 'Product Viewed', { product_id: 'a' }), undefined)
  assert.ok(STANDARD_MAPPINGS.has('Product Viewed'))
})

test('pages and screens mean something where a business says so', () => {
  const mappings = { page: { verb: 'view', item: 'properties.product_id' } }
  assert.deepEqual(items(mappings, 'page', { product_id: 'a' }), ['view a'])
})

test('what is not of that form is refused, with its code', () => {
  for (const json of [null, [], 'x', 7]) assert.equal(codeOf(json), 'not_an_object')
  assert.equal(codeOf({ E: [] }), 'not_an_object')
  assert.equal(codeOf({ E: { verb: 'play', item: 'properties.a', weight: 2 } }), 'unknown_field')
  assert.equal(codeOf({ E: { verb: 'buy', item: 'properties.a' } }), 'unknown_verb')
  assert.equal(codeOf({ E: { verb: 'play' } }), 'path_malformed')
  assert.equal(codeOf({ '': { verb: 'play', item: 'properties.a' } }), 'id_missing')
  assert.equal(codeOf({ ['x'.repeat(257)]: null }), 'id_too_long')
  const many = Array.from({ length: MAPPINGS_MAX + 1 }, (_, n) => [`e${n}`, null])
  assert.equal(codeOf(Object.fromEntries(many)), 'too_many_mappings')
})

test('a path begins at the properties, and is short', () => {
  assert.equal(pathOf('properties.a.b.c'), 'read')
  for (const path of ['properties', 'userId', 'context.ip', 'traits.email', '', 7, null, ['a']]) {
    assert.equal(pathOf(path), 'path_malformed', JSON.stringify(path))
  }
  for (const path of ['properties..a', 'properties.a.', `properties.${'a'.repeat(250)}`]) {
    assert.equal(pathOf(path), 'path_malformed')
  }
  assert.equal(pathOf(`properties${'.a'.repeat(7)}`), 'read')
  assert.equal(pathOf(`properties${'.a'.repeat(8)}`), 'path_malformed')
})

test('names that JavaScript knows are no way to an item', () => {
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    assert.equal(pathOf(`properties.${name}`), 'path_malformed')
    assert.equal(
      codeOf({ E: { verb: 'like', items: 'properties.a', item: name } }),
      'path_malformed',
    )
  }
  const parsed = parseEventMappings(JSON.parse('{"__proto__": {"verb": "play", "item": "x"}}'))
  assert.equal(parsed.ok, false)
})

test('whatever is read, it either fits or is refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      assert.equal(typeof codeOf(json), 'string')
    }),
  )
})
