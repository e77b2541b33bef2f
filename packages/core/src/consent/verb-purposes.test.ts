import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VERBS } from '../values/index.ts'
import { purposesAccepting, VERBS_OF_PURPOSE } from './verb-purposes.ts'

test('no purpose but personalization, training and our own ads takes any interaction', () => {
  const taking = ['first_party_advertising', 'model_training', 'site_personalization']
  assert.deepEqual(Object.keys(VERBS_OF_PURPOSE).toSorted(), taking)
})

test('a dislike and a skip are never trained on', () => {
  for (const verb of ['dislike', 'skip'] as const) {
    assert.ok(!purposesAccepting(verb).includes('model_training'), verb)
  }
})

test('the table reads the same from both sides', () => {
  for (const verb of VERBS) {
    const accepting = Object.entries(VERBS_OF_PURPOSE).filter(([, verbs]) => verbs.includes(verb))
    assert.deepEqual(
      purposesAccepting(verb).toSorted(),
      accepting.map(([purpose]) => purpose).toSorted(),
    )
  }
})
