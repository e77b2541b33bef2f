export { bindingLaw, isInForce } from './binding-rules.ts'
export {
  type Decision,
  decide,
  decideRights,
  type Outcome,
  PERMIT_LIFETIME_MS,
} from './decide.ts'
export { createDecider, type Decider } from './decider.ts'
export type { DecisionRecord } from './decision-record.ts'
export type { Deployment, Facts, Signals } from './facts.ts'
export { parseRulePack } from './parse-rule-pack.ts'
export { PERMISSION_MODELS, type PermissionModel } from './permission-model.ts'
export {
  Permit,
  type PermitTerms,
  type RightsAct,
  RightsPermit,
  type RightsTerms,
} from './permit.ts'
export { REASON_CODES, type Reason, type ReasonCode } from './reason.ts'
export type { PackScope, Rule, RuleCondition, RuleEffect, RulePack } from './rule-pack.ts'
export type { Basis } from './weigh-law.ts'
