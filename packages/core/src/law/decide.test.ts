/** The laws of the gate, over facts and packs that nobody thought of. */
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
  type Purpose,
  type Region,
  type SubjectId,
  startOfDate,
  toInstant,
} from '../values/index.ts'
import { type Decision, decide, decideRights, PERMIT_LIFETIME_MS } from './decide.ts'
import type { Facts } from './facts.ts'
import { parseRulePack } from './parse-rule-pack.ts'
import { PERMISSION_MODELS, type PermissionModel } from './permission-model.ts'
import { Permit, RightsPermit } from './permit.ts'
import type { PackScope, Rule, RuleEffect, RulePack } from './rule-pack.ts'
import { CLOCK_TOLERANCE_MS } from './weigh-law.ts'

const SUBJECT: SubjectId = formatId('sub', new Uint8Array(16))
const LAWS = join(import.meta.dirname, '../../../../laws')
const SHIPPED: readonly RulePack[] = readdirSync(LAWS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const pack = parseRulePack(JSON.parse(readFileSync(join(LAWS, file), 'utf8')))
    assert.ok(pack.ok, file)
    return pack.value
  })

const PLACES = ['DE', 'FR', 'GB', 'NO', 'US', 'US-CA', 'US-OH', 'BR', 'AQ'] as Region[]
const YEARS = { min: Date.parse('2015-01-01'), max: Date.parse('2031-01-01') }
const instants = fc.integer(YEARS).map(toInstant)
const days = instants.map((at) => formatInstant(at).slice(0, 10))

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
    since: instants,
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
    at: instants,
    purpose: fc.constantFrom(...PURPOSES),
    subject: fc.option(fc.constant(SUBJECT), { nil: undefined, freq: 20 }),
    consent: fc.oneof({ arbitrary: given, weight: 3 }, notGiven),
    consentRevision: fc.nat({ max: 9 }),
    location: places,
    residence: places,
    ageBand: fc.option(fc.constantFrom(...AGE_BANDS), { nil: undefined }),
    signals: fc.constantFrom(...SIGNALS),
    deployment: fc.record(
      {
        markets: fc.subarray(PLACES, { maxLength: 2 }),
        directedToMinors: fc.boolean(),
        platform: fc.boolean(),
      },
      { noNullPrototype: true },
    ),
  },
  { noNullPrototype: true },
)

const refusing: fc.Arbitrary<RuleEffect> = fc.constantFrom<RuleEffect>(
  { kind: 'refuse' },
  { kind: 'guardian' },
  { kind: 'validity', period: 'P3M' },
  { kind: 'validity', period: 'P2Y' },
  { kind: 'model', model: 'prohibited' },
  { kind: 'model', model: 'strictly_necessary' },
)
const modelling = fc
  .constantFrom(...PERMISSION_MODELS)
  .map((model) => ({ kind: 'model' as const, model }))
const ages = fc.option(fc.constantFrom({ default: 13 }, { default: 16, DE: 18 }), {
  nil: undefined,
})

function rulesWith(effect: fc.Arbitrary<RuleEffect>, signal: fc.Arbitrary<'gpc' | undefined>) {
  return fc.record({
    id: fc.uuid(),
    purposes: fc.subarray([...PURPOSES], { minLength: 4 }),
    effect,
    when: fc.record({
      ageBelow: ages,
      signal,
      platform: fc.option(fc.boolean(), { nil: undefined }),
    }),
    from: days,
    until: fc.option(days, { nil: undefined }),
    citation: fc.constant('An invented act, Art. 1'),
    says: fc.constant('Invented.'),
    advisory: fc.boolean(),
  })
}

const never = fc.constant(undefined)
const maybeGpc = fc.constantFrom('gpc' as const, undefined)
const refusingRules: fc.Arbitrary<Rule> = rulesWith(refusing, maybeGpc)
/** A signal refuses: the parser takes no rule that permits under one. */
const rules: fc.Arbitrary<Rule> = fc.oneof(rulesWith(modelling, never), refusingRules)
const scopes: fc.Arbitrary<PackScope> = fc.oneof(
  fc.constantFrom<PackScope>({ kind: 'house' }, { kind: 'elsewhere' }),
  fc.subarray(PLACES, { minLength: 1 }).map((regions) => ({ kind: 'regions' as const, regions })),
)
const packs: fc.Arbitrary<RulePack[]> = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    version: fc.constant('2026-11-24'),
    title: fc.constant('An invented act'),
    scope: scopes,
    rules: fc.array(rules, { minLength: 1, maxLength: 4 }),
  }),
  { selector: (pack) => pack.id, maxLength: 5 },
)
/** The packs that ship, or invented ones: what is a law of the gate holds for both. */
const anyPacks: fc.Arbitrary<readonly RulePack[]> = fc.oneof(shipped(), packs)

test('without a rule everything is refused, and the refusal says so', () => {
  fc.assert(
    fc.property(facts, (asked) => {
      const decision = decide(asked, [])
      assert.equal(decision.outcome, 'refused')
      assert.deepEqual(codesOf(decision), ['no_rule'])
    }),
  )
})

test('with the packs that ship, nothing at all is permitted without a given consent', () => {
  fc.assert(
    fc.property(facts, notGiven, (asked, consent) => {
      assert.equal(decide({ ...asked, consent }, SHIPPED).outcome, 'refused')
    }),
    { numRuns: 2_000 },
  )
})

const SAYINGS = {
  nothing: NO_CONSENT,
  yes: { ...NO_CONSENT, status: 'given', since: toInstant(0) },
  'explicit yes': { ...NO_CONSENT, status: 'given', since: toInstant(0), explicit: true },
  'explicit yes to this alone': {
    ...NO_CONSENT,
    status: 'given',
    since: toInstant(0),
    explicit: true,
    separate: true,
  },
  no: { ...NO_CONSENT, status: 'refused', since: toInstant(0) },
  'no more': { ...NO_CONSENT, status: 'withdrawn', since: toInstant(0) },
  unreadable: { ...NO_CONSENT, status: 'invalidated' },
} as const satisfies Record<string, PurposeConsent>
const YES = ['yes', 'explicit yes', 'explicit yes to this alone'] as const
const NOT_NO = ['nothing', ...YES] as const

const PERMITTING: Readonly<Record<PermissionModel, readonly (keyof typeof SAYINGS)[]>> = {
  prohibited: [],
  strictly_necessary: [],
  explicit_separate_opt_in: ['explicit yes to this alone'],
  explicit_opt_in: ['explicit yes', 'explicit yes to this alone'],
  opt_in: YES,
  soft_opt_in: YES,
  opt_out: NOT_NO,
  limit: NOT_NO,
  legitimate_interest_with_objection: NOT_NO,
  notice: [...NOT_NO, 'no', 'no more', 'unreadable'],
  unregulated: [...NOT_NO, 'no', 'no more', 'unreadable'],
}

for (const model of PERMISSION_MODELS) {
  test(`"${model}" permits on: ${PERMITTING[model].join(', ') || 'nothing at all'}`, () => {
    const law = [lawOf(model)]
    const permitting = Object.entries(SAYINGS).filter(
      ([, consent]) => decide({ ...ASKED, consent }, law).outcome === 'permitted',
    )
    assert.deepEqual(
      permitting.map(([saying]) => saying),
      PERMITTING[model],
    )
  })
}

test('of two laws the stricter model decides, in either order', () => {
  const two = fc.tuple(fc.constantFrom(...PERMISSION_MODELS), fc.constantFrom(...PERMISSION_MODELS))
  fc.assert(
    fc.property(two, fc.constantFrom(...Object.values(SAYINGS)), (models, consent) => {
      const outcomes = models.map((model) => decide({ ...ASKED, consent }, [lawOf(model)]).outcome)
      const both = decide({ ...ASKED, consent }, models.map(lawOf)).outcome
      assert.equal(both, outcomes.includes('refused') ? 'refused' : 'permitted')
    }),
    { numRuns: 1_000 },
  )
})

test('nobody gets no permit', () => {
  fc.assert(
    fc.property(facts, anyPacks, (asked, law) => {
      assert.equal(decide({ ...asked, subject: undefined }, law).outcome, 'refused')
    }),
  )
})

test('removing consent never permits more', () => {
  fc.assert(
    fc.property(facts, given, notGiven, anyPacks, (asked, consent, without, law) => {
      assertNotMore(decide({ ...asked, consent: without }, law), decide({ ...asked, consent }, law))
    }),
    { numRuns: 3_000 },
  )
})

test('consent that is less explicit, less separate or not a guardian’s never permits more', () => {
  fc.assert(
    fc.property(facts, given, anyPacks, (asked, consent, law) => {
      const most = decide({ ...asked, consent: { ...consent, ...STRONGEST } }, law)
      assertNotMore(decide({ ...asked, consent }, law), most)
    }),
    { numRuns: 2_000 },
  )
})

test('adding a refusing rule to a pack never permits more', () => {
  fc.assert(
    fc.property(facts, anyPacks, fc.nat(), refusingRules, (asked, law, at, rule) => {
      fc.pre(law.length > 0)
      const added = law.map((pack, index) =>
        index === at % law.length ? { ...pack, rules: [...pack.rules, rule] } : pack,
      )
      assertNotMore(decide(asked, added), decide(asked, law))
    }),
    { numRuns: 3_000 },
  )
})

test('adding a pack of refusing rules never permits more', () => {
  fc.assert(
    fc.property(facts, anyPacks, scopes, refusingRules, (asked, law, scope, rule) => {
      const pack = { id: 'added', version: '2026-11-24', title: 'Added', scope, rules: [rule] }
      assertNotMore(decide(asked, [...law, pack]), decide(asked, law))
    }),
    { numRuns: 3_000 },
  )
})

test('a privacy signal that is there never permits more than one that is not', () => {
  fc.assert(
    fc.property(facts, anyPacks, (asked, law) => {
      const [there, absent] = [true, false].map((gpc) =>
        decide({ ...asked, signals: { gpc } }, law),
      )
      if (there && absent) assertNotMore(there, absent)
    }),
    { numRuns: 3_000 },
  )
})

test('a second place that counts never permits more, with the packs that ship', () => {
  const place = fc.constantFrom(...PLACES)
  fc.assert(
    fc.property(facts, place, place, (asked, location, residence) => {
      const both = decide({ ...asked, location, residence }, SHIPPED)
      for (const one of [location, residence]) {
        assertNotMore(both, decide({ ...asked, location: one, residence: one }, SHIPPED))
      }
    }),
    { numRuns: 2_000 },
  )
})

test('our own rules only refuse more: what is permitted, the law permits', () => {
  fc.assert(
    fc.property(facts, shipped(), (asked, law) => {
      const decision = decide(asked, law)
      if (decision.outcome === 'permitted') assert.equal(decision.lawOutcome, 'permitted')
    }),
    { numRuns: 3_000 },
  )
})

test('packs in any order give the same outcome for the same reasons', () => {
  const shuffled = anyPacks.chain((law) =>
    fc.tuple(fc.constant(law), fc.shuffledSubarray([...law], { minLength: law.length })),
  )
  fc.assert(
    fc.property(facts, shuffled, (asked, [law, other]) => {
      assert.deepEqual(summaryOf(decide(asked, other)), summaryOf(decide(asked, law)))
    }),
    { numRuns: 1_000 },
  )
})

test('no permit without a reason, and no reason without a citation', () => {
  fc.assert(
    fc.property(facts, anyPacks, (asked, law) => {
      const { reasons } = decide(asked, law)
      assert.ok(reasons.length > 0)
      for (const { pack, rule, citation, says } of reasons) {
        for (const part of [pack, rule, citation, says]) assert.notEqual(part.trim(), '')
      }
    }),
    { numRuns: 20_000 },
  )
})

test('a permit is for what was asked, and ends with the consent or within minutes', () => {
  fc.assert(
    fc.property(facts, given, anyPacks, (asked, consent, law) => {
      const decision = decide({ ...asked, consent }, law)
      if (decision.outcome === 'refused') return
      const { until, ...terms } = Permit.termsOf(decision.permit)
      const { purpose, subject, consentRevision } = asked
      assert.deepEqual(terms, { purpose, subject, consentRevision })
      assert.ok(until > asked.at && until <= asked.at + PERMIT_LIFETIME_MS)
      assert.ok(decision.until === undefined || until <= decision.until)
    }),
    { numRuns: 2_000 },
  )
})

test('consent lapses at its instant: a millisecond before it counts, then it does not', () => {
  const [since, end] = [atDay('2026-02-28'), atDay('2026-08-28')]
  const consent = { ...NO_CONSENT, ...STRONGEST, status: 'given' as const, since }
  const at = (ms: number) => decide({ ...ASKED, consent, at: toInstant(ms) }, SHIPPED)
  const last = at(end - 1)
  assert.equal(last.outcome === 'permitted' && Permit.termsOf(last.permit).until, end)
  assert.deepEqual(codesOf(at(end)), ['consent_expired'])
})

test('of several validities the shortest counts, whichever pack comes first', () => {
  const [short, long] = ['P1M', 'P1Y'].map((period): RulePack => {
    const pack = lawWith({ from: '1970-01-01', until: undefined })
    const effects: RuleEffect[] = [
      { kind: 'validity', period },
      { kind: 'model', model: 'opt_in' },
    ]
    return {
      ...pack,
      rules: pack.rules.flatMap((rule) => effects.map((effect) => ({ ...rule, effect }))),
    }
  })
  assert.ok(short && long)
  for (const law of [
    [short, long],
    [long, short],
  ]) {
    const decision = decide(ASKED, law)
    assert.equal(decision.outcome === 'permitted' && decision.until, atDay('1970-02-01'))
  }
})

test('a rule binds from the first instant of its first day until the last of its last', () => {
  const from = fc.tuple(days, days).map((two) => two.toSorted())
  fc.assert(
    fc.property(from, ([first = '', end = '']) => {
      fc.pre(first < end)
      const law = [lawWith({ from: first, until: end })]
      const [start, stop] = [atDay(first), atDay(end)]
      const codesAt = (ms: number) => codesOf(decide({ ...ASKED, at: toInstant(ms) }, law))
      assert.deepEqual([codesAt(start - 1), codesAt(start)], [['no_rule'], ['prohibited']])
      assert.deepEqual([codesAt(stop - 1), codesAt(stop)], [['prohibited'], ['no_rule']])
    }),
  )
})

test('an unknown age alone never prohibits: where it is, the ban is for every age', () => {
  fc.assert(
    fc.property(facts, anyPacks, (asked, law) => {
      const { reasons } = decide({ ...asked, ageBand: undefined }, law)
      for (const { rule: id } of reasons.filter(({ code }) => code === 'prohibited')) {
        const bans = law.flatMap((pack) => pack.rules.filter((rule) => rule.id === id))
        assert.ok(bans.some(({ when }) => when.ageBelow === undefined))
      }
    }),
    { numRuns: 3_000 },
  )
})

test('where minors are expected, an unknown age permits no more than an adult has', () => {
  fc.assert(
    fc.property(facts, (asked) => {
      const deployment = { ...asked.deployment, directedToMinors: true }
      const unknown = decide({ ...asked, ageBand: undefined, deployment }, SHIPPED)
      assertNotMore(unknown, decide({ ...asked, ageBand: 'adult', deployment }, SHIPPED))
    }),
    { numRuns: 2_000 },
  )
})

test('the same facts decide the same, and are left as they were', () => {
  fc.assert(
    fc.property(facts, anyPacks, (asked, law) => {
      const before = structuredClone(asked)
      assert.deepEqual(summaryOf(decide(asked, law)), summaryOf(decide(asked, law)))
      assert.deepEqual(asked, before)
    }),
  )
})

test('a right is permitted to its subject for that act, for minutes', () => {
  const terms = RightsPermit.termsOf(decideRights('erasure', SUBJECT, toInstant(10)))
  assert.deepEqual(terms, { act: 'erasure', subject: SUBJECT, until: 10 + PERMIT_LIFETIME_MS })
})

const STRONGEST = { by: 'guardian', explicit: true, separate: true } as const
const ASKED: Facts = {
  at: toInstant(0),
  purpose: 'site_personalization',
  subject: SUBJECT,
  consent: { ...NO_CONSENT, ...STRONGEST, status: 'given', since: toInstant(0) },
  consentRevision: 1,
  location: 'DE' as Region,
  residence: undefined,
  ageBand: 'adult',
  signals: { gpc: false },
  deployment: { markets: [], directedToMinors: false, platform: false },
}

function lawOf(model: PermissionModel): RulePack {
  return lawWith({ from: '1970-01-01', until: undefined }, { kind: 'model', model })
}

function lawWith(
  days: Pick<Rule, 'from' | 'until'>,
  effect: RuleEffect = { kind: 'model', model: 'prohibited' },
): RulePack {
  const rule: Rule = {
    id: 'one',
    purposes: [ASKED.purpose satisfies Purpose],
    effect,
    when: { ageBelow: undefined, signal: undefined, platform: undefined },
    ...days,
    citation: 'An invented act, Art. 1',
    says: 'Invented.',
    advisory: false,
  }
  const scope: PackScope = { kind: 'regions', regions: ['DE'] }
  return { id: 'invented', version: '2026-11-24', title: 'Invented', scope, rules: [rule] }
}

function assertNotMore(less: Decision, more: Decision): void {
  assert.ok(less.outcome === 'refused' || more.outcome === 'permitted')
  assert.ok(less.lawOutcome === 'refused' || more.lawOutcome === 'permitted')
}

function codesOf({ reasons }: Decision): string[] {
  return [...new Set(reasons.map(({ code }) => code))]
}

function summaryOf(decision: Decision): object {
  const reasons = decision.reasons.map((reason) => JSON.stringify(reason)).toSorted()
  const { outcome, lawOutcome, packs: names } = decision
  return { outcome, lawOutcome, reasons, packs: names.toSorted() }
}

function atDay(day: string) {
  return startOfDate(day) ?? toInstant(0)
}

/** A counterexample names them, for it would not fit on a screen. */
function shipped(): fc.Arbitrary<readonly RulePack[]> {
  return fc.constant(Object.assign([...SHIPPED], { [fc.toStringMethod]: () => 'SHIPPED' }))
}

test('a yes counts no longer than it was said to, though the law now would let it', () => {
  const until = toInstant(Date.parse('2026-03-01T00:00:00Z'))
  const since = toInstant(Date.parse('2026-01-01T00:00:00Z'))
  const consent = { ...NO_CONSENT, status: 'given', since, until } as const
  const at = (instant: number) => decide({ ...ASKED, at: toInstant(instant), consent }, SHIPPED)
  const before = at(until - 1)
  assert.ok(before.outcome === 'permitted')
  assert.equal(Permit.termsOf(before.permit).until, until)
  assert.equal(before.until, until)
  assert.deepEqual(codesOf(at(until)), ['consent_expired'])
})

test('a yes that lies ahead counts for nothing: the clock was set back since', () => {
  const said = toInstant(Date.parse('2026-01-01T00:00:00Z'))
  const consent = { ...NO_CONSENT, status: 'given', since: said } as const
  const at = (instant: number) => decide({ ...ASKED, at: toInstant(instant), consent }, SHIPPED)
  assert.equal(at(said - CLOCK_TOLERANCE_MS).outcome, 'permitted')
  assert.deepEqual(codesOf(at(said - CLOCK_TOLERANCE_MS - 1)), ['clock_set_back'])
})
