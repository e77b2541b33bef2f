import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PURPOSES } from '../values/index.ts'
import { parseRulePack } from './parse-rule-pack.ts'

const RULE = {
  id: 'one',
  purposes: ['measurement'],
  model: 'opt_in',
  from: '2020-01-01',
  citation: 'An invented act, Art. 1',
  says: 'Counting needs your consent.',
}
const PACK = {
  id: 'invented',
  version: '2026-11-24',
  title: 'An invented act',
  scope: ['DE', 'US-CA'],
  rules: [RULE],
}

const withRule = (change: object) => ({ ...PACK, rules: [{ ...RULE, ...change }] })
/** The rule with another effect than its model. */
const withEffect = (effect: object) => withRule({ model: undefined, ...effect })
const issuesOf = (json: unknown): readonly string[] => {
  const pack = parseRulePack(json)
  return pack.ok ? [] : pack.issues.map(({ path, code }) => `${path} ${code}`)
}

test('a whole pack is read, and what it leaves out is nothing', () => {
  const pack = parseRulePack(PACK)
  assert.deepEqual(pack.ok && pack.value, {
    ...PACK,
    scope: { kind: 'regions', regions: ['DE', 'US-CA'] },
    rules: [
      {
        id: 'one',
        purposes: ['measurement'],
        effect: { kind: 'model', model: 'opt_in' },
        when: { ageBelow: undefined, signal: undefined, platform: undefined },
        from: '2020-01-01',
        until: undefined,
        citation: RULE.citation,
        says: RULE.says,
        advisory: false,
      },
    ],
  })
})

test('each form of scope, effect and condition is read', () => {
  for (const json of [
    { ...PACK, scope: 'house' },
    { ...PACK, scope: 'elsewhere' },
    withRule({ purposes: 'all', until: '2021-01-01', advisory: true }),
    withEffect({ refuse: true, when: { signal: 'gpc', platform: false } }),
    withEffect({ guardian: true, when: { ageBelow: { default: 16, AT: 14, 'US-CA': 13 } } }),
    withEffect({ validity: 'P6M', when: { ageBelow: 13, platform: true } }),
    withRule({ model: 'prohibited', when: { signal: 'gpc' } }),
  ]) {
    assert.deepEqual(issuesOf(json), [], JSON.stringify(json))
  }
  const all = parseRulePack(withRule({ purposes: 'all' }))
  assert.deepEqual(all.ok && all.value.rules[0]?.purposes, PURPOSES)
})

const BROKEN: readonly (readonly [string, unknown, string])[] = [
  ['that is no object', [], ' field_invalid'],
  ['of nothing', null, ' field_invalid'],
  ['with an unknown field', { ...PACK, sources: [] }, 'sources field_unknown'],
  ['without an id', { ...PACK, id: ' ' }, 'id field_invalid'],
  ['without a title', { ...PACK, title: undefined }, 'title field_invalid'],
  ['without a version', { ...PACK, version: undefined }, 'version field_invalid'],
  ['whose version is no day', { ...PACK, version: '1.0' }, 'version field_invalid'],
  [
    'whose version is no day of the calendar',
    { ...PACK, version: '2026-02-30' },
    'version field_invalid',
  ],
  ['without a scope', { ...PACK, scope: undefined }, 'scope field_invalid'],
  ['that binds nowhere', { ...PACK, scope: [] }, 'scope field_invalid'],
  ['that binds in a place of no form', { ...PACK, scope: ['Germany'] }, 'scope field_invalid'],
  ['that binds in a place in small letters', { ...PACK, scope: ['de'] }, 'scope field_invalid'],
  ['of an unknown scope', { ...PACK, scope: 'everywhere' }, 'scope field_invalid'],
  ['without rules', { ...PACK, rules: [] }, 'rules field_invalid'],
  ['whose rules are no list', { ...PACK, rules: { one: RULE } }, 'rules field_invalid'],
  ['with a rule of nothing', { ...PACK, rules: [null] }, 'rules.0.citation citation_missing'],
  ['with two rules of one id', { ...PACK, rules: [RULE, RULE] }, 'rules rule_twice'],
  [
    'with two rules of one thing on the same days',
    { ...PACK, rules: [RULE, { ...RULE, id: 'two', model: 'notice', from: '2021-01-01' }] },
    'rules.1 dates_overlap',
  ],
  [
    'with a threshold of nothing',
    { ...PACK, scope: { regions: ['DE'], threshold: { citation: 'Art. 1' } } },
    'scope.threshold field_invalid',
  ],
  [
    'with a threshold without a citation',
    { ...PACK, scope: { regions: ['DE'], threshold: { sizes: ['micro'] } } },
    'scope.threshold.citation citation_missing',
  ],
  [
    'with thresholds on the same days',
    {
      ...PACK,
      scope: {
        regions: ['DE'],
        threshold: [
          { consumers: 10, citation: 'Art. 1', until: '2026-01-01' },
          { consumers: 5, citation: 'Art. 1', from: '2025-01-01' },
        ],
      },
    },
    'scope.threshold dates_overlap',
  ],
  [
    'with quiet days whose night belongs to none',
    withEffect({ quiet: { from: '22:00', to: '06:00', days: ['sun'] } }),
    'rules.0 effect_unclear',
  ],
  ['with an unknown field in a rule', withRule({ note: '' }), 'rules.0.note field_unknown'],
  [
    'with a rule without a citation',
    withRule({ citation: undefined }),
    'rules.0.citation citation_missing',
  ],
  [
    'with a rule with an empty citation',
    withRule({ citation: ' ' }),
    'rules.0.citation citation_missing',
  ],
  ['with a rule that says nothing', withRule({ says: '' }), 'rules.0.says field_invalid'],
  ['with a rule without a first day', withRule({ from: undefined }), 'rules.0.from field_invalid'],
  [
    'with a rule from an instant',
    withRule({ from: '2020-01-01T00:00:00Z' }),
    'rules.0.from field_invalid',
  ],
  ['with a rule until no day', withRule({ until: 'never' }), 'rules.0.until field_invalid'],
  [
    'with a rule that ends before it begins',
    withRule({ until: '2019-12-31' }),
    'rules.0.until dates_reversed',
  ],
  ['with a rule of no day', withRule({ until: '2020-01-01' }), 'rules.0.until dates_reversed'],
  ['with a rule for no purpose', withRule({ purposes: [] }), 'rules.0.purposes field_invalid'],
  [
    'with a rule for an unknown purpose',
    withRule({ purposes: ['fun'] }),
    'rules.0.purposes field_invalid',
  ],
  [
    'with a rule for some text',
    withRule({ purposes: 'measurement' }),
    'rules.0.purposes field_invalid',
  ],
  ['with a rule without effect', withEffect({}), 'rules.0 effect_unclear'],
  ['with a rule of two effects', withRule({ refuse: true }), 'rules.0 effect_unclear'],
  ['with a rule of an unknown model', withRule({ model: 'allowed' }), 'rules.0 effect_unclear'],
  ['with a rule that does not refuse', withEffect({ refuse: false }), 'rules.0 effect_unclear'],
  ['with a guardian of some text', withEffect({ guardian: 'yes' }), 'rules.0 effect_unclear'],
  ['with a validity of no period', withEffect({ validity: '6 months' }), 'rules.0 effect_unclear'],
  [
    'with a rule that may be advisory',
    withRule({ advisory: 'yes' }),
    'rules.0.advisory field_invalid',
  ],
  [
    'with an unknown condition',
    withRule({ when: { gender: 'x' } }),
    'rules.0.when.gender field_unknown',
  ],
  [
    'with a condition that is no object',
    withRule({ when: null }),
    'rules.0.when.invalid field_unknown',
  ],
  [
    'with a condition that is a list',
    withRule({ when: ['gpc'] }),
    'rules.0.when.invalid field_unknown',
  ],
  ['with an unknown signal', withRule({ when: { signal: 'p3p' } }), 'rules.0.when field_invalid'],
  [
    'with a platform of some text',
    withRule({ when: { platform: 'yes' } }),
    'rules.0.when field_invalid',
  ],
  ['with an age of a hundred', withRule({ when: { ageBelow: 100 } }), 'rules.0.when field_invalid'],
  ['with half an age', withRule({ when: { ageBelow: 12.5 } }), 'rules.0.when field_invalid'],
  [
    'with ages without a default',
    withRule({ when: { ageBelow: { DE: 16 } } }),
    'rules.0.when field_invalid',
  ],
  [
    'with an age of a place of no form',
    withRule({ when: { ageBelow: { default: 16, AUT: 14 } } }),
    'rules.0.when field_invalid',
  ],
  ['that permits under a signal', withRule({ when: { signal: 'gpc' } }), 'rules.0 signal_permits'],
]

for (const [how, json, issue] of BROKEN) {
  test(`a pack ${how} is refused`, () => {
    assert.ok(issuesOf(json).includes(issue), `${issuesOf(json).join()} has no ${issue}`)
  })
}

test('every issue is named at once', () => {
  const json = { ...PACK, id: '', scope: [], rules: [{ ...RULE, says: '', model: 'x' }] }
  const expected = ['id', 'scope', 'rules.0', 'rules.0.says']
  assert.deepEqual(
    issuesOf(json)
      .map((issue) => issue.split(' ')[0])
      .toSorted(),
    expected.toSorted(),
  )
})

test('whatever comes in, it is read or refused, and never thrown at', () => {
  const json = fc.oneof(
    fc.jsonValue(),
    fc.jsonValue().map((value) => withRule({ when: value })),
  )
  fc.assert(
    fc.property(json, (value) => {
      const pack = parseRulePack(value)
      assert.ok(pack.ok || pack.issues.length > 0)
    }),
  )
})
