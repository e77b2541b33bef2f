import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { toInstant } from '../values/index.ts'
import { DAY_MS, NOON } from './builders.test.ts'
import { EVIDENCE_SOURCES, type Evidence, evidenceScore, scoreEndsAt } from './evidence.ts'
import {
  generalize,
  isUnder,
  LEVEL_SCORES_MAX,
  NOT_SPECIFIC,
  SPECIFICITY_LEVELS,
  specificityOf,
} from './specificity.ts'

const A: Evidence = {
  kind: 'category',
  id: 'tea',
  sharers: 100,
  population: 1_600,
  source: 'stated',
  sensitive: false,
  at: undefined,
}

const evidence: fc.Arbitrary<Evidence> = fc.record({
  kind: fc.constantFrom('item' as const, 'category' as const, 'audience' as const),
  id: fc.constant('x'),
  sharers: fc.nat(100_000),
  population: fc.nat(100_000),
  source: fc.constantFrom(...EVIDENCE_SOURCES),
  sensitive: fc.boolean(),
  at: fc.option(
    fc.integer({ min: 0, max: 30 * DAY_MS }).map((ms) => toInstant(NOON - ms)),
    {
      nil: undefined,
    },
  ),
})

test('one in sixteen is four bits, and a source, a secret and a fresh act add to it', () => {
  assert.equal(evidenceScore(A, NOON), 4)
  assert.equal(evidenceScore({ ...A, source: 'observed' }, NOON), 5)
  assert.equal(evidenceScore({ ...A, source: 'inferred' }, NOON), 7)
  assert.equal(evidenceScore({ ...A, sensitive: true }, NOON), 8)
  assert.equal(evidenceScore({ ...A, at: toInstant(NOON - 60_000) }, NOON), 6)
  assert.equal(evidenceScore({ ...A, at: toInstant(NOON - 3 * DAY_MS) }, NOON), 5)
  assert.equal(evidenceScore({ ...A, at: toInstant(NOON - 9 * DAY_MS) }, NOON), 4)
})

test('without evidence nothing is specific, and with any it is not general', () => {
  assert.deepEqual(specificityOf([], NOON), NOT_SPECIFIC)
  const everybody = { ...A, sharers: 1_600 }
  assert.equal(specificityOf([everybody], NOON).level, 'broad')
})

test('fewer people, a lower rung, a secret or a fresher act never make it less specific', () => {
  fc.assert(
    fc.property(evidence, fc.nat(1_000), (one, fewer) => {
      const score = evidenceScore(one, NOON)
      assert.ok(evidenceScore({ ...one, sharers: Math.max(0, one.sharers - fewer) }, NOON) >= score)
      assert.ok(evidenceScore({ ...one, source: 'inferred' }, NOON) >= score)
      assert.ok(evidenceScore({ ...one, sensitive: true }, NOON) >= score)
      assert.ok(evidenceScore({ ...one, at: NOON }, NOON) >= score)
    }),
  )
})

test('the level is that of the closest piece, and more evidence never lowers it', () => {
  fc.assert(
    fc.property(fc.array(evidence, { minLength: 1 }), evidence, (pieces, more) => {
      const { bits, level } = specificityOf(pieces, NOON)
      assert.ok(bits <= LEVEL_SCORES_MAX[level])
      assert.ok(specificityOf([...pieces, more], NOON).bits >= bits)
    }),
  )
})

test('a ceiling lets through what is under it, and a lower one never more', () => {
  fc.assert(
    fc.property(evidence, (one) => {
      const through = SPECIFICITY_LEVELS.map((ceiling) => isUnder(one, ceiling, NOON))
      assert.equal(through[0], false)
      assert.deepEqual(through, [...through].sort())
      const { level } = specificityOf([one], NOON)
      assert.ok(isUnder(one, level, NOON))
    }),
  )
})

test('evidence is generalized to its first form that enough share, or dropped', () => {
  const item = { ...A, kind: 'item' as const, id: 'shoe', sharers: 3 }
  const wide = { ...A, id: 'shoes', sharers: 800 }
  const options = { ceiling: 'topical' as const, peopleMin: 100, now: NOON }
  assert.equal(generalize([item, A, wide], options), A)
  assert.equal(generalize([item, A, wide], { ...options, ceiling: 'broad', peopleMin: 200 }), wide)
  assert.equal(generalize([item], options), undefined)
  assert.equal(generalize([item, A, wide], { ...options, ceiling: 'general' }), undefined)
})

test('a score stands until the moment that is told, and changes at it', () => {
  fc.assert(
    fc.property(evidence, fc.integer({ min: -DAY_MS, max: 30 * DAY_MS }), (one, ms) => {
      const now = toInstant(NOON + ms)
      const end = scoreEndsAt(one, now)
      const score = evidenceScore(one, now)
      if (end === Infinity) {
        assert.equal(evidenceScore(one, toInstant(now + 1_000 * DAY_MS)), score)
        return
      }
      assert.ok(end > now)
      assert.equal(evidenceScore(one, toInstant(end - 1)), score)
      assert.notEqual(evidenceScore(one, toInstant(end)), score)
    }),
  )
})
