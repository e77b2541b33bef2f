/**
 * Weighs the rules that bind: the strictest model wins, and any refusing rule refuses. What is
 * weighed depends on the place, the age, the signals, the purpose and what stands about consent;
 * who the person is and when they spoke matter only for how long a yes holds, and for the few
 * rules that are about the moment.
 */
import type { PurposeConsent } from '../consent/index.ts'
import { addPeriod, type Instant, toInstant } from '../values/index.ts'
import { type BindingRule, reasonFrom } from './binding-rule.ts'
import { bindingLaw } from './binding-rules.ts'
import type { Facts } from './facts.ts'
import { type PermissionModel, rankOf } from './permission-model.ts'
import type { Reason, ReasonCode } from './reason.ts'
import type { RulePack } from './rule-pack.ts'
import { holdsNow, standingConsent } from './timed.ts'

export type Basis = 'consent' | 'legitimate_interest' | 'notice'

/** The rules that bind: all of them, and those of the law alone, without our own stricter ones. */
export interface BoundLaw {
  readonly all: Rules
  readonly law: Rules
  /** `id@version` of every pack that binds. */
  readonly packs: readonly string[]
  /** The rules that are about the moment. */
  readonly timed: readonly BindingRule[]
}

export interface Rules {
  readonly rules: readonly BindingRule[]
  /** After each of these a yes lapses. */
  readonly periods: readonly string[]
}

export function bindLaw(packs: readonly RulePack[], facts: Facts): BoundLaw {
  const { rules, packs: names } = bindingLaw(packs, facts)
  const law: BindingRule[] = []
  const timed: BindingRule[] = []
  for (const binding of rules) {
    if (binding.pack.scope.kind !== 'house') law.push(binding)
    if (binding.isTimed) timed.push(binding)
  }
  return { all: withPeriods(rules), law: withPeriods(law), packs: names, timed }
}

function withPeriods(rules: readonly BindingRule[]): Rules {
  const periods: string[] = []
  for (const { rule } of rules) {
    const { effect } = rule
    if (effect.kind !== 'validity' || periods.includes(effect.period)) continue
    periods.push(effect.period)
  }
  return { rules, periods }
}

/**
 * Until when a yes counts: under all rules, and never longer than it was said to; and under the law
 * alone, for which our own word does not count.
 */
export function lapsesOf(
  { all, law }: BoundLaw,
  consent: PurposeConsent,
): { readonly until: Instant | undefined; readonly lawUntil: Instant | undefined } {
  const until = consentUntil(all, consent)
  const promised = consent.status === 'given' ? consent.until : undefined
  return {
    until: earlier(until, promised),
    lawUntil: consentUntil(law, consent),
  }
}

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a
}

/** The shortest validity that binds counts from the moment of giving. */
function consentUntil(
  { periods }: Pick<Rules, 'periods'>,
  { status, since }: PurposeConsent,
): Instant | undefined {
  if (status !== 'given' || since === undefined || periods.length === 0) return undefined
  return toInstant(Math.min(...periods.map((period) => addPeriod(since, period))))
}

export interface Verdict {
  readonly refused: boolean
  readonly reasons: readonly Reason[]
  readonly basis: Basis
}

/** Whether a yes has lapsed: under all rules, and under the law alone. */
export interface Lapses {
  readonly all: boolean
  readonly law: boolean
  /** Whether it lies ahead: the clock was set back since, and how old the yes is nobody knows. */
  readonly ahead: boolean
}

/** Clocks of one machine differ from themselves by less. */
export const CLOCK_TOLERANCE_MS = 60_000

/** Whether what was said lies further ahead of an instant than a clock is corrected by. */
export function isAhead({ since }: PurposeConsent, at: Instant): boolean {
  return since !== undefined && since > at + CLOCK_TOLERANCE_MS
}

/** All rules' verdict, with what the law itself rests on beside it where both permit. */
export interface Weighed extends Verdict {
  readonly law: Verdict
  readonly lawRefused: boolean
  readonly packs: readonly string[]
}

/** Bit n is set where the n-th rule about the moment holds now. */
export function momentOf({ timed }: BoundLaw, facts: Facts): number {
  let moment = 0
  for (let index = 0; index < timed.length; index += 1) {
    const binding = timed[index]
    if (binding && holdsNow(binding, facts)) moment += 2 ** index
  }
  return moment
}

export function weighLaw(bound: BoundLaw, facts: Facts, lapsed: Lapses): Weighed {
  const consent = standingConsent(facts)
  const now =
    bound.timed.length === 0
      ? NONE_NOW
      : new Set(bound.timed.filter((binding) => holdsNow(binding, facts)))
  const told = { consent, now, uninformed: facts.noticeShown === false, facts }
  const { ahead } = lapsed
  const verdict = weigh(bound.all.rules, { ...told, lapsed: lapsed.all, ahead })
  const law = weigh(bound.law.rules, { ...told, lapsed: lapsed.law, ahead })
  // Where only we refuse, what the law would rest on is no reason of the answer.
  const lawReasons = verdict.refused && !law.refused ? [] : law.reasons
  return {
    ...verdict,
    reasons: united(verdict.reasons, lawReasons),
    law,
    lawRefused: law.refused,
    packs: bound.packs,
  }
}

const NONE_NOW: ReadonlySet<BindingRule> = new Set()

interface Told {
  readonly facts: Facts
  readonly consent: PurposeConsent
  /** The rules about the moment that hold now. */
  readonly now: ReadonlySet<BindingRule>
  /** It is known that no notice was shown. */
  readonly uninformed: boolean
  readonly lapsed: boolean
  readonly ahead: boolean
}

function weigh(rules: readonly BindingRule[], told: Told): Verdict {
  // Strictest first. Each law must be satisfied: what the strictest permits, another may refuse, as
  // where one law gives days to heed a no and the other none.
  const models = strictestFirst(rules)
  const refusals: Reason[] = []
  for (const binding of models) refuseByModel(binding, told, refusals)
  let isGrounded = false
  for (const binding of rules) {
    isGrounded ||= binding.isGround
    if (binding.model === undefined) refuseByEffect(binding, told, refusals)
  }
  const [first] = models
  const basis = basisOf(first?.model ?? 'prohibited')
  if (!isGrounded) refusals.push(NO_RULE)
  if (refusals.length > 0) return { refused: true, reasons: refusals, basis }
  const strictest = models.filter((one) => isAsStrict(one, first))
  return {
    refused: false,
    reasons: strictest.map((one) => reasonFrom(one, permittingCode(one, basis, told))),
    basis,
  }
}

/** The rules with a model, in the order given where they are as strict as each other. */
function strictestFirst(rules: readonly BindingRule[]): readonly BindingRule[] {
  const models: BindingRule[] = []
  for (const binding of rules) {
    if (binding.model === undefined) continue
    const rank = rankOf(binding.model)
    // A few rules only, mostly in order: each moves up past the less strict ones before it.
    let place = models.length
    while (place > 0 && rankOf(models[place - 1]?.model ?? 'prohibited') > rank) place -= 1
    models.splice(place, 0, binding)
  }
  return models
}

function isAsStrict({ model }: BindingRule, first: BindingRule | undefined): boolean {
  return model !== undefined && first?.model !== undefined && rankOf(model) === rankOf(first.model)
}

function permittingCode(binding: BindingRule, basis: Basis, told: Told): ReasonCode {
  if (basis !== 'consent') return 'no_consent_needed'
  if (told.consent.status === 'given') return 'consent_given'
  return told.now.has(binding) && told.consent.status !== 'unknown'
    ? 'objection_pending'
    : 'customer_relationship'
}

function refuseByModel(binding: BindingRule, told: Told, refusals: Reason[]): void {
  const code = binding.model === undefined ? undefined : refusalCode(binding.model, binding, told)
  if (code !== undefined) refusals.push(reasonFrom(binding, code))
}

function refusalCode(
  model: PermissionModel,
  binding: BindingRule,
  told: Told,
): ReasonCode | undefined {
  const { consent } = told
  switch (model) {
    case 'prohibited':
      return 'prohibited'
    case 'strictly_necessary':
      return 'not_strictly_necessary'
    case 'explicit_separate_opt_in':
      return missingConsent(binding, told) ?? notExplicit(consent) ?? notSeparate(consent)
    case 'explicit_opt_in':
      return missingConsent(binding, told) ?? notExplicit(consent)
    case 'opt_in':
    case 'soft_opt_in':
      return missingConsent(binding, told)
    case 'opt_out':
    case 'limit':
    case 'legitimate_interest_with_objection':
      if (consent.status === 'invalidated') return 'consent_unverifiable'
      if (isObjection(consent) && !told.now.has(binding)) return 'objection'
      return told.uninformed ? 'notice_missing' : undefined
    case 'notice':
      return told.uninformed ? 'notice_missing' : undefined
    case 'unregulated':
      return undefined
  }
}

function notExplicit({ status, explicit }: PurposeConsent): ReasonCode | undefined {
  return status !== 'given' || explicit ? undefined : 'consent_not_explicit'
}

function notSeparate({ status, separate }: PurposeConsent): ReasonCode | undefined {
  return status !== 'given' || separate ? undefined : 'consent_not_separate'
}

/** The moment may stand in for it: a relationship, or a no that the law gives days to heed. */
function missingConsent(binding: BindingRule, told: Told): ReasonCode | undefined {
  const { consent, lapsed } = told
  if (consent.status !== 'given' && told.now.has(binding)) {
    return told.uninformed ? 'notice_missing' : undefined
  }
  if (consent.status === 'given' && told.ahead) return 'clock_set_back'
  if (consent.status === 'given' && !lapsed && told.uninformed) return 'notice_missing'
  switch (consent.status) {
    case 'given':
      return lapsed ? 'consent_expired' : undefined
    case 'refused':
      return 'consent_refused'
    case 'withdrawn':
      return 'consent_withdrawn'
    case 'expired':
      return 'consent_expired'
    case 'invalidated':
      return 'consent_unverifiable'
    case 'unknown':
      return 'consent_absent'
  }
}

function isObjection({ status }: PurposeConsent): boolean {
  return status === 'refused' || status === 'withdrawn'
}

function refuseByEffect(binding: BindingRule, told: Told, refusals: Reason[]): void {
  const code = refusalOfEffect(binding, told)
  if (code !== undefined) refusals.push(reasonFrom(binding, code))
}

function refusalOfEffect(binding: BindingRule, told: Told): ReasonCode | undefined {
  const { effect } = binding.rule
  const { consent, facts } = told
  switch (effect.kind) {
    case 'refuse':
      return 'signal_refuses'
    case 'guardian':
      return consent.by === 'guardian' && consent.status === 'given' ? undefined : 'guardian_needed'
    case 'control': {
      const { controls = [] } = facts.deployment
      return effect.anyOf.some((control) => controls.includes(control))
        ? undefined
        : 'control_missing'
    }
    case 'quiet':
      return told.now.has(binding) ? 'quiet_hours' : undefined
    default:
      return undefined
  }
}

function basisOf(model: PermissionModel): Basis {
  switch (model) {
    case 'opt_out':
    case 'limit':
    case 'legitimate_interest_with_objection':
      return 'legitimate_interest'
    case 'notice':
    case 'unregulated':
      return 'notice'
    default:
      return 'consent'
  }
}

const NO_RULE: Reason = {
  code: 'no_rule',
  pack: 'equipoise',
  rule: 'default_is_refusal',
  citation: 'Equipoise, the gate: what no rule permits is refused',
  says: 'No rule speaks about this purpose here, so it is refused.',
  advisory: false,
}

/** Reasons are made once a rule and code: the same one twice is the same object. */
function united(reasons: readonly Reason[], more: readonly Reason[]): readonly Reason[] {
  const added = more.filter((one) => !reasons.includes(one))
  return added.length === 0 ? reasons : [...reasons, ...added]
}
