/**
 * Weighs the rules that bind: the strictest model wins, and any refusing rule refuses. What is
 * weighed depends on the place, the age, the signals, the purpose and what stands about consent;
 * who the person is and when they spoke matter only for how long a yes holds.
 */
import type { PurposeConsent } from '../consent/index.ts'
import { addPeriod, type Instant, toInstant } from '../values/index.ts'
import { type BindingRule, bindingLaw, isGround, modelOf } from './binding-rules.ts'
import type { Facts } from './facts.ts'
import { isStricter, type PermissionModel } from './permission-model.ts'
import type { Reason, ReasonCode } from './reason.ts'
import { packName, type RulePack } from './rule-pack.ts'

export type Basis = 'consent' | 'legitimate_interest' | 'notice'

/** The rules that bind: all of them, and those of the law alone, without our own stricter ones. */
export interface BoundLaw {
  readonly all: Rules
  readonly law: Rules
  /** `id@version` of every pack that binds. */
  readonly packs: readonly string[]
}

interface Rules {
  readonly rules: readonly BindingRule[]
  /** After each of these a yes lapses. */
  readonly periods: readonly string[]
}

export function bindLaw(packs: readonly RulePack[], facts: Facts): BoundLaw {
  const { rules, packs: bound } = bindingLaw(packs, facts)
  return {
    all: withPeriods(rules),
    law: withPeriods(rules.filter(({ pack }) => pack.scope.kind !== 'house')),
    packs: bound.map(packName),
  }
}

function withPeriods(rules: readonly BindingRule[]): Rules {
  const periods = rules.flatMap(({ rule: { effect } }) =>
    effect.kind === 'validity' ? [effect.period] : [],
  )
  return { rules, periods: [...new Set(periods)] }
}

/** The shortest validity that binds counts from the moment of giving. */
export function consentUntil(
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
}

/** All rules' verdict, with what the law itself rests on beside it where both permit. */
export interface Weighed extends Verdict {
  readonly lawRefused: boolean
  readonly packs: readonly string[]
}

export function weighLaw(bound: BoundLaw, consent: PurposeConsent, lapsed: Lapses): Weighed {
  const verdict = weigh(bound.all.rules, consent, lapsed.all)
  const law = weigh(bound.law.rules, consent, lapsed.law)
  const lawReasons = law.refused ? [] : law.reasons
  return {
    ...verdict,
    reasons: verdict.refused ? verdict.reasons : unique([...verdict.reasons, ...lawReasons]),
    lawRefused: law.refused,
    packs: bound.packs,
  }
}

interface ModelRule {
  readonly binding: BindingRule
  readonly model: PermissionModel
}

function weigh(rules: readonly BindingRule[], consent: PurposeConsent, lapsed: boolean): Verdict {
  const strictest = strictestModels(rules)
  const refusals = [
    ...strictest.flatMap((one) => refusalByModel(one, consent, lapsed)),
    ...rules.flatMap((binding) => refusalByEffect(binding, consent)),
  ]
  const basis = basisOf(strictest[0]?.model ?? 'prohibited')
  if (!rules.some(isGround)) refusals.push(NO_RULE)
  if (refusals.length > 0) return { refused: true, reasons: unique(refusals), basis }
  const code = basis === 'consent' ? 'consent_given' : 'no_consent_needed'
  return {
    refused: false,
    reasons: strictest.map(({ binding }) => reasonFrom(binding, code)),
    basis,
  }
}

/** The rules that share the strictest model, for all of them decide. */
function strictestModels(rules: readonly BindingRule[]): ModelRule[] {
  const models = rules.flatMap((binding) => {
    const model = modelOf(binding)
    return model === undefined ? [] : [{ binding, model }]
  })
  return models.filter(({ model }) => !models.some((other) => isStricter(other.model, model)))
}

function refusalByModel(
  { binding, model }: ModelRule,
  consent: PurposeConsent,
  lapsed: boolean,
): Reason[] {
  const code = refusalCode(model, consent, lapsed)
  return code === undefined ? [] : [reasonFrom(binding, code)]
}

function refusalCode(
  model: PermissionModel,
  consent: PurposeConsent,
  expired: boolean,
): ReasonCode | undefined {
  switch (model) {
    case 'prohibited':
      return 'prohibited'
    case 'strictly_necessary':
      return 'not_strictly_necessary'
    case 'explicit_separate_opt_in':
      return (
        missingConsent(consent, expired) ??
        (consent.explicit ? undefined : 'consent_not_explicit') ??
        (consent.separate ? undefined : 'consent_not_separate')
      )
    case 'explicit_opt_in':
      return (
        missingConsent(consent, expired) ?? (consent.explicit ? undefined : 'consent_not_explicit')
      )
    case 'opt_in':
    case 'soft_opt_in':
      return missingConsent(consent, expired)
    case 'opt_out':
    case 'limit':
    case 'legitimate_interest_with_objection':
      return consent.status === 'invalidated' ? 'consent_unverifiable' : objection(consent)
    case 'notice':
    case 'unregulated':
      return undefined
  }
}

function missingConsent(consent: PurposeConsent, expired: boolean): ReasonCode | undefined {
  switch (consent.status) {
    case 'given':
      return expired ? 'consent_expired' : undefined
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

function objection({ status }: PurposeConsent): ReasonCode | undefined {
  return status === 'refused' || status === 'withdrawn' ? 'objection' : undefined
}

function refusalByEffect(binding: BindingRule, consent: PurposeConsent): Reason[] {
  const { effect } = binding.rule
  if (effect.kind === 'refuse') return [reasonFrom(binding, 'signal_refuses')]
  if (effect.kind === 'guardian' && consent.by !== 'guardian') {
    return [reasonFrom(binding, 'guardian_needed')]
  }
  return []
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

function reasonFrom({ pack, rule }: BindingRule, code: ReasonCode): Reason {
  const { citation, says, advisory } = rule
  return { code, pack: packName(pack), rule: rule.id, citation, says, advisory }
}

function unique(reasons: readonly Reason[]): Reason[] {
  const seen = new Map(reasons.map((one) => [`${one.code} ${one.pack} ${one.rule}`, one]))
  return [...seen.values()]
}
