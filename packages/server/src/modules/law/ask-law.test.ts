/** Answers over facts that nobody thought of, and facts that are none. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AGE_KNOWLEDGE,
  CAMPAIGN_KINDS,
  CHANNELS,
  CONSENT_CONTEXTS,
  CONSENT_STATES,
  CONTROLS,
  DATA_CATEGORIES,
  SIZES,
  STORAGE_KINDS,
} from '@equipoise/core/law'
import { PURPOSES, toInstant } from '@equipoise/core/values'
import fc from 'fast-check'
import { askLaw, loadPacks } from './index.ts'

const packs = loadPacks()
const now = toInstant(Date.parse('2026-11-23T12:00:00Z'))
const place = fc.constantFrom('US-CT', 'US-MD', 'US', 'DE', 'FR', 'GB', 'KR', 'CN', 'CA-QC', 'AQ')
const one = <T>(values: readonly T[]) => fc.constantFrom(...values)
const MOST = { requiredKeys: ['purpose'] as ['purpose'], noNullPrototype: true }
const SOME = { requiredKeys: [], noNullPrototype: true }

/** Strings of signals as others send them, some of which say no. */
const SIGNALS = {
  dnt: fc.boolean(),
  usp: one(['1---', '1YNN', '1YYN', '1NNN']),
  gpp: one(['DBAA', 'DBABL~BVQqAAAAAg', 'DBABLA~CVVVkkkkkpFY.YA', 'DBABTA~1YYN']),
  tcf: one(['CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA']),
}
const REFUSING = [
  { usp: '1YYN' },
  { gpp: 'DBABLA~CVVVkkkkkpFY.YA' },
  { tcf: 'CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA' },
] as const

const facts = fc.record(
  {
    purpose: one(PURPOSES),
    at: fc
      .date({ min: new Date('2018-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((day) => day.toISOString()),
    location: place,
    residence: place,
    age: fc.record({ years: fc.nat(90), knowledge: one(AGE_KNOWLEDGE) }, SOME),
    data: fc.array(fc.record({ category: one(DATA_CATEGORIES), inferred: fc.boolean() }), {
      maxLength: 3,
    }),
    consent: fc.record(
      {
        state: one(CONSENT_STATES),
        by: one(['subject', 'guardian']),
        explicit: fc.boolean(),
        separate: fc.boolean(),
        noticeShown: fc.boolean(),
        context: one(CONSENT_CONTEXTS),
      },
      SOME,
    ),
    objection: fc.record({ purpose: one(PURPOSES) }, SOME),
    signals: fc.record({ gpc: fc.boolean(), ...SIGNALS }, SOME),
    channel: one(CHANNELS),
    deployment: fc.record(
      {
        platform: fc.boolean(),
        size: one(SIZES),
        controls: fc.subarray([...CONTROLS]),
        directedToMinors: fc.boolean(),
        establishment: fc.array(place, { maxLength: 2 }),
      },
      SOME,
    ),
    campaign: one(CAMPAIGN_KINDS).map((kind) => ({ [kind]: true })),
    storage: fc.record({ kind: one(STORAGE_KINDS), solePurpose: fc.boolean() }, SOME),
    recipient: fc.record({ country: one(['US', 'CN', 'DE']), broker: fc.boolean() }, SOME),
  },
  MOST,
)

test('no answer is without a reason, and no reason without a citation', () => {
  fc.assert(
    fc.property(facts, (asked) => {
      const { reasons, obligations, outcome, lawOutcome } = askLaw(asked, { packs, now })
      assert.ok(reasons.length > 0)
      for (const { citation, says } of [...reasons, ...obligations]) {
        assert.notEqual(citation.trim(), '')
        assert.notEqual(says.trim(), '')
      }
      assert.ok(outcome === 'refused' || lawOutcome === 'permitted')
    }),
    { numRuns: 1_500 },
  )
})

test('a signal, an objection or a withdrawal never permits more', () => {
  fc.assert(
    fc.property(facts, one(REFUSING), (asked, refusing) => {
      const before = askLaw(asked, { packs, now })
      for (const narrower of [
        { ...asked, signals: { ...asked.signals, gpc: true } },
        { ...asked, signals: { ...asked.signals, dnt: true } },
        { ...asked, signals: { ...asked.signals, ...refusing } },
        { ...asked, objection: { purpose: asked.purpose } },
        { ...asked, consent: { ...asked.consent, state: 'withdrawn' } },
      ]) {
        const after = askLaw(narrower, { packs, now })
        assert.ok(after.outcome === 'refused' || before.outcome === 'permitted')
        assert.ok(after.lawOutcome === 'refused' || before.lawOutcome === 'permitted')
      }
    }),
    { numRuns: 800 },
  )
})

test('sensitive data never permits more', () => {
  fc.assert(
    fc.property(facts, one(DATA_CATEGORIES), (asked, category) => {
      fc.pre(category !== 'child')
      const before = askLaw({ ...asked, data: [] }, { packs, now })
      const after = askLaw({ ...asked, data: [{ category, inferred: false }] }, { packs, now })
      assert.ok(after.outcome === 'refused' || before.outcome === 'permitted')
    }),
    { numRuns: 800 },
  )
})

test('packs in any order give the same answer', () => {
  fc.assert(
    fc.property(
      facts,
      fc.shuffledSubarray([...packs], { minLength: packs.length }),
      (asked, mixed) => {
        const [a, b] = [packs, mixed].map((some) => askLaw(asked, { packs: some, now }))
        assert.deepEqual([b?.outcome, b?.lawOutcome], [a?.outcome, a?.lawOutcome])
        assert.deepEqual(b?.conditions, a?.conditions)
        assert.deepEqual(b?.packs.toSorted(), a?.packs.toSorted())
      },
    ),
    { numRuns: 300 },
  )
})

test('adding a pack to law that covers the place never permits more', () => {
  const regional = packs.filter(({ scope }) => scope.kind === 'regions')
  const ours = packs.filter(({ scope }) => scope.kind !== 'regions')
  const isCovered = ({ packs: binding }: { readonly packs: readonly string[] }) =>
    !binding.some((name) => name.startsWith('elsewhere@'))
  fc.assert(
    fc.property(
      facts,
      fc.subarray(regional, { minLength: regional.length - 12 }),
      one(regional),
      (asked, some, added) => {
        const before = askLaw(asked, { packs: [...some, ...ours], now })
        const after = askLaw(asked, {
          packs: [...some.filter((pack) => pack !== added), added, ...ours],
          now,
        })
        // Where no law was known, opt-in stood in for it: what is known then may ask for less.
        if (!isCovered(before)) return
        assert.ok(after.outcome === 'refused' || before.outcome === 'permitted')
        assert.ok(after.lawOutcome === 'refused' || before.lawOutcome === 'permitted')
      },
    ),
    { numRuns: 800 },
  )
})

test('a pack whose rules only refuse never permits more, whatever else is known', () => {
  const bare = packs.map((pack) => ({
    ...pack,
    rules: pack.rules.filter(({ effect }) => effect.kind !== 'model'),
  }))
  fc.assert(
    fc.property(facts, fc.nat(packs.length - 1), (asked, index) => {
      const others = packs.filter((_, position) => position !== index)
      const before = askLaw(asked, { packs: others, now })
      const after = askLaw(asked, { packs: [...others, ...bare.slice(index, index + 1)], now })
      assert.ok(after.lawOutcome === 'refused' || before.lawOutcome === 'permitted')
    }),
    { numRuns: 800 },
  )
})

test('an age that is known to be young never permits more', () => {
  fc.assert(
    fc.property(facts, fc.nat(17), (asked, years) => {
      const before = askLaw({ ...asked, age: { years: 30 } }, { packs, now })
      const after = askLaw({ ...asked, age: { years, knowledge: 'actual' } }, { packs, now })
      assert.ok(after.outcome === 'refused' || before.outcome === 'permitted')
      assert.ok(after.lawOutcome === 'refused' || before.lawOutcome === 'permitted')
    }),
    { numRuns: 800 },
  )
})

const BROKEN: readonly (readonly [string, unknown, RegExp])[] = [
  ['that are no object', [], /value_invalid/],
  ['without a purpose', {}, /purpose_missing/],
  ['with an unknown field', { purpose: 'measurement', name: 'x' }, /name \(field_unknown\)/],
  ['of an unknown country', { purpose: 'measurement', location: 'XX' }, /place_unknown/],
  ['of no such state', { purpose: 'measurement', location: 'US-ZZ' }, /place_unknown/],
  ['with an impossible age', { purpose: 'measurement', age: { years: -1 } }, /age_impossible/],
  ['with an impossible day', { purpose: 'measurement', at: '2026-02-30' }, /date_impossible/],
  [
    'with a consent of the future',
    { purpose: 'measurement', at: '2026-01-01', consent: { state: 'given', at: '2026-01-02' } },
    /date_impossible/,
  ],
]
for (const [what, json, says] of BROKEN) {
  test(`facts ${what} are refused`, () => {
    assert.throws(() => askLaw(json, { packs, now }), { code: 'law_facts_invalid', message: says })
  })
}

/** What narrows, and the fact without it. */
const NARROWING: Readonly<Record<string, readonly [with_: object, without: object]>> = {
  'a deployment for minors': [
    { deployment: { directedToMinors: true } },
    { deployment: { directedToMinors: false } },
  ],
  'a gatekeeper': [{ deployment: { gatekeeper: true } }, { deployment: { gatekeeper: false } }],
  'a platform': [{ deployment: { platform: true } }, { deployment: { platform: false } }],
  'no control that is offered': [
    { deployment: { controls: [] } },
    { deployment: { controls: [...CONTROLS] } },
  ],
  'a broker': [
    { recipient: { country: 'CN', broker: true } },
    { recipient: { country: 'CN', broker: false } },
  ],
  'a recipient who can tell whose it is': [
    { recipient: { country: 'US', canMatchToPerson: true } },
    { recipient: { country: 'US', canMatchToPerson: false } },
  ],
}
for (const [what, [narrower, wider]] of Object.entries(NARROWING)) {
  test(`${what} never permits more`, () => {
    fc.assert(
      fc.property(facts, (asked) => {
        const [after, before] = [narrower, wider].map((more) =>
          askLaw(merge(asked, more), { packs, now }),
        )
        assert.ok(after?.outcome === 'refused' || before?.outcome === 'permitted')
        assert.ok(after?.lawOutcome === 'refused' || before?.lawOutcome === 'permitted')
      }),
      { numRuns: 500 },
    )
  })
}

function merge(asked: object, more: object): object {
  const { deployment = {} } = asked as { readonly deployment?: object }
  const { deployment: changed = {} } = more as { readonly deployment?: object }
  return { ...asked, ...more, deployment: { ...deployment, ...changed } }
}

test('a campaign of any kind but a transactional one never permits more than none', () => {
  fc.assert(
    fc.property(facts, one(CAMPAIGN_KINDS), (asked, kind) => {
      fc.pre(kind !== 'transactional')
      const { campaign: _, ...without } = { campaign: undefined, ...asked }
      const before = askLaw(without, { packs, now })
      const after = askLaw({ ...without, campaign: { [kind]: true } }, { packs, now })
      assert.ok(after.outcome === 'refused' || before.outcome === 'permitted')
      assert.ok(after.lawOutcome === 'refused' || before.lawOutcome === 'permitted')
    }),
    { numRuns: 800 },
  )
})
