/** A rule as it binds a decision, with everything that follows from it worked out once. */
import { isStricter, type PermissionModel } from './permission-model.ts'
import type { Reason, ReasonCode } from './reason.ts'
import { packName, type Rule, type RuleCondition, type RulePack } from './rule-pack.ts'

const STRICTEST_CONSENT = 'explicit_separate_opt_in'

export interface BindingRule {
  readonly pack: RulePack
  readonly rule: Rule
  /** The condition holds only because an unknown fact was taken at its stricter value. */
  readonly assumed: boolean
  /**
   * How it lets the purpose be served, where it says so. An unknown fact alone never prohibits: it
   * asks for the strictest consent there is instead.
   */
  readonly model: PermissionModel | undefined
  /**
   * Whether it says how the purpose may be served. A ban taken down to consent does not, nor does a
   * rule that nobody verified: it only makes an answer stricter.
   */
  readonly isGround: boolean
  /**
   * Whether a place needs no other ground for the purpose. A rule that holds only for some data,
   * ages or recipients adds to what holds for everybody, and never takes its place: else a fact
   * that narrows could permit more.
   */
  readonly isCover: boolean
  /** It is about the moment. */
  readonly isTimed: boolean
}

export function bind(pack: RulePack, rule: Rule, assumed: boolean): BindingRule {
  const model = modelUnder(rule, assumed)
  const isReliable = !rule.advisory || pack.scope.kind !== 'regions'
  const isGround = rule.effect.kind === 'model' && model === rule.effect.model && isReliable
  const isCover = isGround && isForEverybody(rule.when)
  return { pack, rule, assumed, model, isGround, isCover, isTimed: isAboutMoment(rule) }
}

function modelUnder({ effect }: Rule, assumed: boolean): PermissionModel | undefined {
  if (effect.kind !== 'model') return undefined
  const { model } = effect
  return assumed && isStricter(model, STRICTEST_CONSENT) ? STRICTEST_CONSENT : model
}

function isForEverybody({ data, ageBelow, ageFrom, broker, ...when }: RuleCondition): boolean {
  const { recipient, recipientIn, recipientOutside, recipientMatches } = when
  const narrowing = [data, ageBelow, ageFrom, broker, recipient, recipientIn, recipientOutside]
  return [...narrowing, recipientMatches].every((part) => part === undefined)
}

function isAboutMoment({ effect }: Rule): boolean {
  if (effect.kind === 'quiet') return true
  return (
    effect.kind === 'model' && (effect.soft !== undefined || effect.graceBusinessDays !== undefined)
  )
}

/** A decision gives the same few reasons again and again: each is made once. */
const REASONS = new WeakMap<BindingRule, Map<ReasonCode, Reason>>()

export function reasonFrom(binding: BindingRule, code: ReasonCode): Reason {
  const made = REASONS.get(binding)
  const known = made?.get(code)
  if (known) return known
  const { citation, says, advisory, id } = binding.rule
  const reason = { code, pack: packName(binding.pack), rule: id, citation, says, advisory }
  if (made) made.set(code, reason)
  else REASONS.set(binding, new Map([[code, reason]]))
  return reason
}
