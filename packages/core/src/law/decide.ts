/**
 * The gate. Facts go in; a decision comes out: a permit, or a refusal, with every reason cited.
 *
 * Law is weighed first: of all rules that bind, the strictest model wins, and any refusing rule
 * refuses. Our own rules (the `house` packs) are weighed with it and can only refuse more; what the
 * law alone would have said stands beside the outcome as `lawOutcome`. Nothing that is absent,
 * expired, unreadable or unknown ever permits.
 *
 * Pure: the same facts and packs give the same decision, so that a stored one can be replayed.
 */
import type { PurposeConsent } from '../consent/index.ts'
import {
  addPeriod,
  type Instant,
  type Purpose,
  type SubjectId,
  toInstant,
} from '../values/index.ts'
import { type BindingRule, bindingLaw, isGround, modelOf } from './binding-rules.ts'
import type { Facts } from './facts.ts'
import { isStricter, type PermissionModel } from './permission-model.ts'
import {
  mintPermit,
  mintRightsPermit,
  type Permit,
  type RightsAct,
  type RightsPermit,
} from './permit.ts'
import type { Reason, ReasonCode } from './reason.ts'
import type { RulePack } from './rule-pack.ts'

/** A permit is used at once or asked for again: it outlives no request and no batch of a job. */
export const PERMIT_LIFETIME_MS: number = 5 * 60_000

export type Basis = 'consent' | 'legitimate_interest' | 'notice'
export type Outcome = 'permitted' | 'refused'

interface Answer {
  readonly reasons: readonly Reason[]
  /** What the law alone, without our own stricter rules, would say. */
  readonly lawOutcome: Outcome
  /** `id@version` of every pack that binds. */
  readonly packs: readonly string[]
}

export type Decision<P extends Purpose = Purpose> =
  | (Answer & {
      readonly outcome: 'permitted'
      readonly permit: Permit<P>
      readonly basis: Basis
      /** When the consent that this rests on lapses; undefined where nothing lapses. */
      readonly until: Instant | undefined
    })
  | (Answer & { readonly outcome: 'refused' })

export function decide<P extends Purpose>(
  facts: Facts & { readonly purpose: P },
  packs: readonly RulePack[],
): Decision<P> {
  const { rules, packs: bound } = bindingLaw(packs, facts)
  const verdict = weigh(rules, facts)
  const law = weigh(
    rules.filter(({ pack }) => pack.scope.kind !== 'house'),
    facts,
  )
  const answer: Answer = {
    reasons: verdict.refused ? verdict.reasons : unique([...verdict.reasons, ...lawReasons(law)]),
    lawOutcome: law.refused ? 'refused' : 'permitted',
    packs: bound.map(packName),
  }
  if (isPaused(facts)) return { ...answer, outcome: 'refused', reasons: [PAUSED] }
  if (verdict.refused || facts.subject === undefined) return { ...answer, outcome: 'refused' }
  const permit = mintPermit({
    purpose: facts.purpose,
    subject: facts.subject,
    consentRevision: facts.consentRevision,
    until: toInstant(Math.min(facts.at + PERMIT_LIFETIME_MS, verdict.until ?? Infinity)),
  })
  return { ...answer, outcome: 'permitted', permit, basis: verdict.basis, until: verdict.until }
}

/**
 * A person's act on their own data is never refused by the gate: the right is theirs everywhere.
 * Whether the one who asks is that person is for the edge to know.
 */
export function decideRights(act: RightsAct, subject: SubjectId, at: Instant): RightsPermit {
  return mintRightsPermit({ act, subject, until: toInstant(at + PERMIT_LIFETIME_MS) })
}

/** Whether a pause that the person asked for is not over yet. */
function isPaused({ pausedUntil, at }: Facts): boolean {
  return pausedUntil !== undefined && at < pausedUntil
}

/** What the law itself rests on, beside our stricter rule, where both permit. */
function lawReasons(law: Verdict): readonly Reason[] {
  return law.refused ? [] : law.reasons
}

interface Verdict {
  readonly refused: boolean
  readonly reasons: readonly Reason[]
  readonly basis: Basis
  readonly until: Instant | undefined
}

interface ModelRule {
  readonly binding: BindingRule
  readonly model: PermissionModel
}

function weigh(rules: readonly BindingRule[], facts: Facts): Verdict {
  const strictest = strictestModels(rules)
  const until = consentUntil(rules, facts.consent)
  const refusals = [
    ...strictest.flatMap((one) => refusalByModel(one, facts, until)),
    ...rules.flatMap((binding) => refusalByEffect(binding, facts.consent)),
  ]
  const basis = basisOf(strictest[0]?.model ?? 'prohibited')
  if (!rules.some(isGround)) refusals.push(NO_RULE)
  if (refusals.length > 0) return { refused: true, reasons: unique(refusals), basis, until }
  const code = basis === 'consent' ? 'consent_given' : 'no_consent_needed'
  const reasons = strictest.map(({ binding }) => reasonFrom(binding, code))
  return { refused: false, reasons, basis, until: basis === 'consent' ? until : undefined }
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
  { consent, at }: Facts,
  until: Instant | undefined,
): Reason[] {
  const code = refusalCode(model, consent, until !== undefined && until <= at)
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

/** The shortest validity that binds counts from the moment of giving. */
function consentUntil(rules: readonly BindingRule[], consent: PurposeConsent): Instant | undefined {
  const { since } = consent
  if (consent.status !== 'given' || since === undefined) return undefined
  const ends = rules.flatMap(({ rule }) =>
    rule.effect.kind === 'validity' ? [addPeriod(since, rule.effect.period)] : [],
  )
  return ends.length === 0 ? undefined : toInstant(Math.min(...ends))
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

const PAUSED: Reason = {
  code: 'paused',
  pack: 'equipoise',
  rule: 'pause_until',
  citation:
    'Equipoise, the gate: a pause that a person asked for holds until it ends (GDPR Art. 18)',
  says: 'You asked for a pause. Until it ends nothing is kept about you and nothing is used.',
  advisory: false,
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

function packName({ id, version }: RulePack): string {
  return `${id}@${version}`
}
