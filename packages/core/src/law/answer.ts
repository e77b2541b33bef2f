/**
 * Answers a question to the law about nobody in particular: the outcome, ours and the law's alone,
 * every reason with its citation, what must be done beside, and what would change the answer. It
 * weighs exactly as the gate does, and gives no permit.
 */
import { NO_SIGNALS } from '../signals/index.ts'
import { type Instant, toInstant } from '../values/index.ts'
import { askWaits, lastNo, wasAsked } from './ask-waits.ts'
import type { BindingRule } from './binding-rule.ts'
import type { Outcome } from './decide.ts'
import type { Facts } from './facts.ts'
import { changesOf } from './law-index.ts'
import type { Reason } from './reason.ts'
import type { RulePack } from './rule-pack.ts'
import { quietUntil, softUntil, standingConsent } from './timed.ts'
import { type Basis, bindLaw, isAhead, lapsesOf, type Weighed, weighLaw } from './weigh-law.ts'

export interface Obligation {
  readonly code: string
  readonly says: string
  readonly citation: string
  readonly advisory: boolean
}

export interface Change {
  /** Code of what would be different. */
  readonly change: string
  readonly says: string
  readonly outcome: Outcome
  readonly lawOutcome: Outcome
}

export interface LawAnswer {
  readonly outcome: Outcome
  /** What the law alone, without our own stricter rules, would say. */
  readonly lawOutcome: Outcome
  readonly conditions: readonly string[]
  readonly basis: Basis | null
  readonly reasons: readonly Reason[]
  /** What the law alone rests on, also where our own rules refuse what it would permit. */
  readonly lawReasons: readonly Reason[]
  readonly obligations: readonly Obligation[]
  readonly packs: readonly string[]
  readonly until: Instant | null
  readonly retryAt: Instant | null
  readonly wouldChange: readonly Change[]
}

interface Weighing {
  readonly weighed: Weighed
  readonly rules: readonly BindingRule[]
  readonly until: Instant | undefined
}

export function answerLaw(facts: Facts, packs: readonly RulePack[]): LawAnswer {
  const weighing = weighFacts(facts, packs)
  const { weighed, rules } = weighing
  const outcome = weighed.refused ? 'refused' : 'permitted'
  const lawOutcome = weighed.lawRefused ? 'refused' : 'permitted'
  const until = untilOf(weighing, facts, packs)
  const retryAt = retryOf(weighing, facts)
  return {
    outcome,
    lawOutcome,
    conditions: conditionsOf(weighing, facts),
    basis: weighed.refused ? null : weighed.basis,
    reasons: weighed.reasons,
    lawReasons: weighed.law.reasons,
    obligations: obligationsOf(rules, facts),
    packs: weighed.packs,
    until: until ?? null,
    retryAt: retryAt ?? null,
    wouldChange: variationsThatMatter(facts, packs, { outcome, lawOutcome, retryAt }),
  }
}

function weighFacts(facts: Facts, packs: readonly RulePack[]): Weighing {
  const bound = bindLaw(packs, facts)
  const consent = standingConsent(facts)
  const { until, lawUntil } = lapsesOf(bound, consent)
  const isOver = (end: Instant | undefined): boolean => end !== undefined && end <= facts.at
  const ahead = isAhead(consent, facts.at)
  const lapsed = { all: isOver(until), law: isOver(lawUntil), ahead }
  const weighed = weighLaw(bound, facts, lapsed)
  return { weighed, rules: bound.all.rules, until: weighed.refused ? lawUntil : until }
}

/** When what permits ends: a yes or a relationship that lapses, or the law that changes. */
function untilOf(
  weighing: Weighing,
  facts: Facts,
  packs: readonly RulePack[],
): Instant | undefined {
  const { refused, lawRefused } = weighing.weighed
  if (refused && lawRefused) return undefined
  const lapse = lapseOf(weighing, facts)
  const turn = changesAfter(packs, facts.at, lapse).find((at) => {
    const { weighed } = weighFacts({ ...facts, at }, packs)
    return refused ? weighed.lawRefused : weighed.refused
  })
  return turn ?? lapse
}

/** A decision looks so far ahead: a law that changes later is asked when it does. */
const CHANGES_MAX = 12

function changesAfter(
  packs: readonly RulePack[],
  at: Instant,
  before: Instant | undefined,
): readonly Instant[] {
  return changesOf(packs)
    .filter((change) => change > at && (before === undefined || change < before))
    .slice(0, CHANGES_MAX)
}

function lapseOf({ rules, until }: Weighing, facts: Facts): Instant | undefined {
  if (standingConsent(facts).status === 'given') return until
  const ends = rules.flatMap(({ rule: { effect } }) =>
    effect.kind === 'model' && effect.soft !== undefined
      ? [softUntil(effect.soft, facts) ?? Number.POSITIVE_INFINITY]
      : [],
  )
  const first = Math.min(...ends)
  return Number.isFinite(first) ? toInstant(first) : undefined
}

const ASKABLE: ReadonlySet<string> = new Set([
  'consent_absent',
  'consent_refused',
  'consent_withdrawn',
  'consent_expired',
  'objection',
])

/** When it may be tried again: after the quiet hours, or when a person may be asked anew. */
function retryOf({ weighed, rules }: Weighing, facts: Facts): Instant | undefined {
  if (!weighed.refused) return undefined
  const waits: number[] = [quietOver(rules, facts)]
  const isAskable = weighed.reasons.some(({ code }) => ASKABLE.has(code))
  for (const { from } of isAskable ? askWaits(rules, facts) : []) {
    if (from === 'never') return undefined
    waits.push(from)
  }
  const last = Math.max(...waits)
  return last > facts.at ? toInstant(last) : undefined
}

/** The quiet hours of one rule may begin where those of another end. */
const QUIET_PASSES_MAX = 8

function quietOver(rules: readonly BindingRule[], facts: Facts): Instant {
  let at = facts.at
  for (let pass = 0; pass < QUIET_PASSES_MAX; pass += 1) {
    const before = at
    for (const { pack, rule } of rules) {
      if (rule.effect.kind === 'quiet') at = quietUntil(rule.effect, pack, facts, at)
    }
    if (at === before) return at
  }
  return at
}

const CONDITION_OF_MODEL: Readonly<Record<string, string>> = {
  explicit_separate_opt_in: 'separate_consent',
  explicit_opt_in: 'explicit_consent',
  opt_in: 'consent',
  soft_opt_in: 'consent_or_customer',
  opt_out: 'until_objection',
  limit: 'until_limit',
  legitimate_interest_with_objection: 'until_objection',
  notice: 'notice',
}

/** Under which the purpose may be served; none lifts a ban. */
function conditionsOf({ weighed, rules }: Weighing, facts: Facts): readonly string[] {
  if (weighed.reasons.some(({ code }) => code === 'prohibited')) return []
  const codes = rules.flatMap((binding): readonly (string | undefined)[] => {
    const { effect } = binding.rule
    switch (effect.kind) {
      case 'model':
        return [CONDITION_OF_MODEL[binding.model ?? '']]
      case 'guardian':
        return ['guardian_consent']
      case 'control':
        return [effect.anyOf.join('_or_')]
      case 'quiet':
        return ['outside_quiet_hours']
      case 'duty':
        return effect.condition && !isMet(effect.code, facts) ? [effect.code] : []
      default:
        return []
    }
  })
  return [...new Set(codes.filter((code) => code !== undefined))].toSorted()
}

function isMet(code: string, { noticeShown, deployment }: Facts): boolean {
  if (code === 'privacy_notice') return noticeShown === true
  return deployment.controls?.some((control) => control === code) ?? false
}

function obligationsOf(rules: readonly BindingRule[], facts: Facts): readonly Obligation[] {
  const past = { saidNo: lastNo(facts) !== undefined, asked: wasAsked(facts) }
  const found = rules.flatMap((binding): readonly Obligation[] => {
    const code = obligationCode(binding, past)
    if (code === undefined) return []
    const { says, citation, advisory } = binding.rule
    return [{ code, says, citation, advisory }]
  })
  const keyed = new Map(found.map((one) => [`${one.code} ${one.citation}`, one]))
  return [...keyed.values()]
}

interface Past {
  readonly saidNo: boolean
  readonly asked: boolean
}

function obligationCode(binding: BindingRule, { saidNo, asked }: Past): string | undefined {
  const { effect } = binding.rule
  switch (effect.kind) {
    case 'duty':
      return effect.code
    case 'control':
      return `offer_${effect.anyOf.join('_or_')}`
    case 'quiet':
      return 'keep_quiet_hours'
    case 'validity':
      return 'renew_consent'
    case 'guardian':
      return 'guardian_consent'
    case 'ask':
      if (effect.after === 'never') return asked ? 'never_ask_again' : undefined
      return saidNo ? 'wait_before_asking' : undefined
    case 'model': {
      if (effect.graceBusinessDays !== undefined && saidNo) return 'heed_no_in_time'
      return binding.model === 'explicit_separate_opt_in' ? 'separate_consent' : undefined
    }
    default:
      return undefined
  }
}

interface Stand {
  readonly outcome: Outcome
  readonly lawOutcome: Outcome
  readonly retryAt: Instant | undefined
}

type Variation = readonly [change: string, says: string, facts: Facts | undefined]

/** Each variation is weighed like the facts themselves, and told where it makes a difference. */
function variationsThatMatter(
  facts: Facts,
  packs: readonly RulePack[],
  stand: Stand,
): readonly Change[] {
  return variationsOf(facts, stand).flatMap(([change, says, other]) => {
    if (other === undefined) return []
    const { weighed } = weighFacts(other, packs)
    const outcome = weighed.refused ? 'refused' : 'permitted'
    const lawOutcome = weighed.lawRefused ? 'refused' : 'permitted'
    const differs = outcome !== stand.outcome || lawOutcome !== stand.lawOutcome
    return differs ? [{ change, says, outcome, lawOutcome }] : []
  })
}

function variationsOf(facts: Facts, { retryAt }: Stand): readonly Variation[] {
  const { signals, data, deployment, at } = facts
  const given = {
    ...facts.consent,
    status: 'given',
    since: at,
    explicit: true,
    separate: true,
  } as const
  const asked = { ...facts, consent: given, objection: undefined, noticeShown: true }
  const guarded = { ...asked, consent: { ...given, by: 'guardian' as const } }
  const { controls = [] } = deployment
  const offered = [...controls, 'non_personal_option'] as const
  const withdrawn = { ...facts.consent, status: 'withdrawn', since: at } as const
  return [
    ['consent', 'The person says yes, expressly and to this alone', asked],
    ['guardian_consent', 'A parent or guardian says yes, expressly and to this alone', guarded],
    [
      'non_personal_option',
      'An option that does not profile is offered',
      { ...facts, deployment: { ...deployment, controls: offered } },
    ],
    [
      'no_signal',
      'No privacy signal is sent',
      varied(signals.gpc || signals.refusals, { ...facts, signals: NO_SIGNALS }),
    ],
    ['wait', 'Some time passes', retryAt === undefined ? undefined : { ...facts, at: retryAt }],
    ['no_sensitive_data', 'No sensitive data is used', varied(data, { ...facts, data: undefined })],
    [
      'no_platform',
      'The service is no online platform',
      varied(deployment.platform, { ...facts, deployment: { ...deployment, platform: false } }),
    ],
    ['adult', 'The person is an adult', { ...facts, ageYears: 21, ageBand: undefined }],
    ['signal', 'A privacy signal is sent', { ...facts, signals: { ...signals, gpc: true } }],
    ['minor', 'The person is known to be 15', { ...facts, ageYears: 15, ageKnowledge: 'actual' }],
    ['withdrawal', 'The person says no', { ...facts, consent: withdrawn }],
  ]
}

function varied(applies: unknown, facts: Facts): Facts | undefined {
  return applies ? facts : undefined
}
