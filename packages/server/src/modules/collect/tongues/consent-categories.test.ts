import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PURPOSES, type Purpose } from '@equipoise/core/values'
import fc from 'fast-check'
import {
  CATEGORIES_MAX,
  OWN_CATEGORIES,
  parseConsentCategories,
  purposesAllowed,
  purposesAllowedBy,
} from './consent-categories.ts'

const TABLE = read({ Advertising: ['first_party_advertising', 'cross_context_advertising'] })

function read(json: unknown) {
  const parsed = parseConsentCategories(json)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value
}

const allowed = (preferences: unknown, categories = TABLE): Purpose[] => [
  ...purposesAllowed(preferences, categories),
]

const codeOf = (json: unknown): string | undefined => {
  const parsed = parseConsentCategories(json)
  return parsed.ok ? 'read' : parsed.issues[0]?.code
}

test('a purpose is let through under its own name, and no other with it', () => {
  assert.deepEqual(allowed({ site_personalization: true }), ['site_personalization'])
})

test('a configured category lets through each of its purposes', () => {
  const preferences = { Advertising: true, Analytics: true }
  assert.deepEqual(allowed(preferences), ['first_party_advertising', 'cross_context_advertising'])
  assert.deepEqual(allowed(preferences, OWN_CATEGORIES), [])
})

test('what is not there, is no table, or is not exactly true is denied', () => {
  for (const preferences of [undefined, null, true, 'all', [], [true], {}, 7]) {
    assert.deepEqual(allowed(preferences), [])
  }
  for (const value of [false, null, 1, 'true', {}, [true]]) {
    assert.deepEqual(allowed({ site_personalization: value }), [], JSON.stringify(value))
  }
})

test('of two categories for one purpose, a no outweighs a yes, from either side', () => {
  const preferences = (category: unknown, purpose: unknown) => ({
    Advertising: category,
    first_party_advertising: purpose,
  })
  assert.deepEqual(allowed(preferences(true, false)), ['cross_context_advertising'])
  assert.deepEqual(allowed(preferences(false, true)), [])
  assert.deepEqual(allowed(preferences('yes', true)), [])
})

test('names that JavaScript knows allow nothing', () => {
  const json = '{"__proto__": {"site_personalization": true}, "constructor": true}'
  assert.deepEqual(allowed(JSON.parse(json)), [])
  assert.deepEqual(allowed(Object.create({ site_personalization: true })), [])
})

test('a call without a consent context is denied everything', () => {
  for (const call of [{}, { context: null }, { context: { consent: true } }, { context: [] }]) {
    assert.equal(purposesAllowedBy(call, OWN_CATEGORIES).size, 0)
  }
  const given = { context: { consent: { categoryPreferences: { measurement: true } } } }
  assert.deepEqual([...purposesAllowedBy(given, OWN_CATEGORIES)], ['measurement'])
})

test('taking an answer away or turning it to no never lets more through', () => {
  const names = ['Advertising', ...PURPOSES]
  const preferences = fc.dictionary(fc.constantFrom(...names), fc.constantFrom(true, false, null))
  fc.assert(
    fc.property(preferences, fc.constantFrom(...names), (given, name) => {
      const before = purposesAllowed(given, TABLE)
      assert.ok(purposesAllowed({ ...given, [name]: false }, TABLE).isSubsetOf(before))
    }),
  )
})

test('a table names known purposes, and no purpose as a category', () => {
  assert.equal(codeOf({}), 'read')
  assert.equal(codeOf([]), 'not_an_object')
  assert.equal(codeOf({ Ads: [] }), 'unknown_purpose')
  assert.equal(codeOf({ Ads: ['ads'] }), 'unknown_purpose')
  assert.equal(codeOf({ Ads: 'measurement' }), 'unknown_purpose')
  assert.equal(codeOf({ measurement: ['site_personalization'] }), 'category_is_purpose')
  assert.equal(codeOf({ '': ['measurement'] }), 'id_missing')
  assert.equal(codeOf({ ['x'.repeat(257)]: ['measurement'] }), 'id_too_long')
  const many = Array.from({ length: CATEGORIES_MAX + 1 }, (_, n) => [`c${n}`, ['measurement']])
  assert.equal(codeOf(Object.fromEntries(many)), 'too_many_categories')
})
