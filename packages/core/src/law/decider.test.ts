/** A decider answers as the gate does, whatever it was asked before and in whatever order. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { NO_CONSENT, type PurposeConsent } from '../consent/index.ts'
import { readSignals, type Signals } from '../signals/index.ts'
import {
  AGE_BANDS,
  formatId,
  formatInstant,
  PURPOSES,
  type Region,
  startOfDate,
  toInstant,
} from '../values/index.ts'
import { type Decision, decide } from './decide.ts'
import { createDecider } from './decider.ts'
import type { Deployment, Facts } from './facts.ts'
import { parseRulePack } from './parse-rule-pack.ts'
import { Permit } from './permit.ts'
import type { Rule, RulePack } from './rule-pack.ts'

const LAWS = join(import.meta.dirname, '../../../../laws')
const SHIPPED: readonly RulePack[] = readdirSync(LAWS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const pack = parseRulePack(JSON.parse(readFileSync(join(LAWS, file), 'utf8')))
    assert.ok(pack.ok, file)
    return pack.value
  })

const PLACES = ['DE', 'FR', 'US-CA', 'US', 'BR', 'AQ'] as Region[]
const DEPLOYMENTS: readonly Deployment[] = [
  { markets: [], directedToMinors: false, platform: false },
  { markets: PLACES.slice(0, 2), directedToMinors: true, platform: true },
]
const SUBJECTS = [1, 2, 3].map((n) => formatId('sub', new Uint8Array(16).fill(n)))

/** Each instant at which a rule that ships begins or ends, and the milliseconds beside it. */
const TURNS: readonly number[] = SHIPPED.flatMap(({ rules }) => rules)
  .flatMap(({ from, until }) => [from, until])
  .flatMap((day) => (day === undefined ? [] : [startOfDate(day) ?? 0]))
  .filter((at) => at > 0)
  .flatMap((at) => [at - 1, at, at + 1])

const anyTime = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2031-01-01') })
const times = fc.oneof(anyTime, fc.constantFrom(...TURNS)).map(toInstant)

/** Signals of each kind, some of which say no, and one that cannot be read. */
const SIGNALS: readonly Signals[] = [
  {},
  { gpc: true },
  { dnt: true },
  { usp: '1YNN' },
  { usp: '1YYN' },
  { gpp: 'DBABL~BVQqAAAAAg' },
  { gpp: 'DBABLA~CVVVkkkkkpFY.YA' },
  { tcf: 'CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA' },
  { tcf: 'C' },
].map((input) => readSignals(input).signals)
const places = fc.option(fc.constantFrom(...PLACES), { nil: undefined })
const given: fc.Arbitrary<PurposeConsent> = fc.record(
  {
    status: fc.constant('given' as const),
    since: fc.oneof(times, fc.constantFrom(toInstant(Date.parse('2026-02-28')))),
    by: fc.constantFrom('subject' as const, 'guardian' as const),
    explicit: fc.boolean(),
    separate: fc.boolean(),
  },
  { noNullPrototype: true },
)
const notGiven: fc.Arbitrary<PurposeConsent> = fc
  .constantFrom('unknown', 'refused', 'withdrawn', 'expired', 'invalidated')
  .map((status) => ({ ...NO_CONSENT, status }))

const facts: fc.Arbitrary<Facts> = fc.record(
  {
    at: times,
    purpose: fc.constantFrom(...PURPOSES),
    subject: fc.option(fc.constantFrom(...SUBJECTS), { nil: undefined, freq: 9 }),
    consent: fc.oneof({ arbitrary: given, weight: 3 }, notGiven),
    consentRevision: fc.nat({ max: 9 }),
    location: places,
    residence: places,
    ageBand: fc.option(fc.constantFrom(...AGE_BANDS), { nil: undefined }),
    pausedUntil: fc.option(times, { nil: undefined, freq: 1 }),
    signals: fc.constantFrom(...SIGNALS),
    deployment: fc.constantFrom(...DEPLOYMENTS),
  },
  { noNullPrototype: true },
)

test('a decider decides as the gate does, whatever it decided before', () => {
  fc.assert(
    fc.property(fc.array(facts, { minLength: 1, maxLength: 40 }), (asked) => {
      const decider = createDecider(SHIPPED)
      for (const one of [...asked, ...asked]) {
        assert.deepEqual(summaryOf(decider(one)), summaryOf(decide(one, SHIPPED)))
      }
    }),
    { numRuns: 300 },
  )
})

test('it tells signals apart, in whatever order they come', () => {
  const order = fc.shuffledSubarray([...SIGNALS], { minLength: SIGNALS.length })
  fc.assert(
    fc.property(facts, order, (asked, shuffled) => {
      const decider = createDecider(SHIPPED)
      for (const signals of shuffled) {
        const one = { ...asked, signals }
        assert.deepEqual(summaryOf(decider(one)), summaryOf(decide(one, SHIPPED)))
      }
    }),
    { numRuns: 300 },
  )
})

test('it never serves what was weighed across the instant at which a rule begins or ends', () => {
  const [from, until] = ['2026-03-01', '2026-09-01']
  const [start, end] = [from, until].map((day) => Number(startOfDate(day)))
  assert.ok(start && end)
  const decider = createDecider([lawOf({ from, until })])
  const codeAt = (ms: number) => decider({ ...ASKED, at: toInstant(ms) }).reasons[0]?.code
  const order = [start - 1, start, end - 1, end, start, start - 1, end]
  assert.deepEqual(order.map(codeAt), [
    'no_rule',
    'prohibited',
    'prohibited',
    'no_rule',
    'prohibited',
    'no_rule',
    'no_rule',
  ])
})

test('two people of equal facts get one set of reasons, and a permit each', () => {
  const decider = createDecider(SHIPPED)
  const [one, other] = SUBJECTS.map((subject) => decider({ ...ASKED, consent: YES, subject }))
  assert.ok(one?.outcome === 'permitted' && other?.outcome === 'permitted')
  assert.equal(one.reasons, other.reasons)
  assert.equal(Permit.termsOf(one.permit).subject, SUBJECTS[0])
  assert.equal(Permit.termsOf(other.permit).subject, SUBJECTS[1])
})

test('a yes lapses at its own instant, also where the same was weighed for one who spoke later', () => {
  const decider = createDecider(SHIPPED)
  const now = toInstant(Date.parse('2026-08-28'))
  const saidOn = (day: string) => {
    const consent = { ...YES, since: toInstant(Date.parse(day)) }
    return decider({ ...ASKED, consent, at: now }).outcome
  }
  assert.deepEqual(
    [saidOn('2026-08-01'), saidOn('2026-02-28'), saidOn('2026-03-01')],
    ['permitted', 'refused', 'permitted'],
  )
})

test('more kinds of facts than are remembered are decided all the same', () => {
  const decider = createDecider(SHIPPED)
  for (let n = 0; n < 10_000; n += 1) {
    // Well-formed places that no pack names.
    const location = `Q${String.fromCharCode(65 + (n % 26))}-${n % 1_000}` as Region
    const asked = { ...ASKED, location, consent: n % 2 === 0 ? YES : NO_CONSENT }
    assert.equal(decider(asked).outcome, n % 2 === 0 ? 'permitted' : 'refused')
  }
})

const YES: PurposeConsent = {
  status: 'given',
  since: toInstant(Date.parse('2026-11-01')),
  by: 'subject',
  explicit: true,
  separate: true,
}

const ASKED = {
  at: toInstant(Date.parse('2026-11-24')),
  purpose: 'site_personalization',
  subject: SUBJECTS[0],
  consent: NO_CONSENT,
  consentRevision: 1,
  location: 'DE' as Region, // a literal of the test, known good
  residence: undefined,
  ageBand: 'adult',
  signals: { gpc: false },
  deployment: { markets: [], directedToMinors: false, platform: false },
} as const satisfies Facts

function lawOf({ from, until }: Pick<Rule, 'from' | 'until'>): RulePack {
  const rule: Rule = {
    id: 'ban',
    purposes: PURPOSES,
    effect: { kind: 'model', model: 'prohibited' },
    when: { ageBelow: undefined, signal: undefined, platform: undefined },
    from,
    until,
    citation: 'An invented act, Art. 1',
    says: 'Invented.',
    advisory: false,
  }
  const scope = { kind: 'regions', regions: ['DE'] } as const
  const version = formatInstant(ASKED.at).slice(0, 10)
  return { id: 'invented', version, title: 'An invented act', scope, rules: [rule] }
}

function summaryOf(decision: Decision): unknown {
  if (decision.outcome === 'refused') return decision
  return { ...decision, permit: Permit.termsOf(decision.permit) }
}
