export { answerLaw, type Change, type LawAnswer, type Obligation } from './answer.ts'
export {
  ASK_CODES,
  type AskCode,
  type Asking,
  askingFor,
  type CitedRule,
  isWorthAsking,
  RENEWAL_DAYS,
} from './asking.ts'
export { bindingLaw, givesWay } from './binding-rules.ts'
export { addBusinessDays, countBusinessDays, type ToldHoliday } from './business-days.ts'
export type { BusinessCalendar, CalendarDay } from './calendar.ts'
export { type Clock, isRequest, type LegalTime, REQUESTS, type Request } from './clock.ts'
export { type Deadline, type DeadlineAnswer, deadlinesFor, formatLegalTime } from './deadline.ts'
export {
  type Decision,
  decide,
  decideRights,
  type Outcome,
  PERMIT_LIFETIME_MS,
} from './decide.ts'
export { createDecider, type Decider } from './decider.ts'
export type { DecisionRecord } from './decision-record.ts'
export type { Deployment, Facts, Relaxation } from './facts.ts'
export { isInForce, isInScope } from './law-index.ts'
export { type JsonSchema, packSchema } from './pack-schema.ts'
export { parseCalendar } from './parse-calendar.ts'
export { CONSENT_STATES, parseLawFacts } from './parse-law-facts.ts'
export { parseRulePack } from './parse-rule-pack.ts'
export { PERMISSION_MODELS, type PermissionModel } from './permission-model.ts'
export {
  Permit,
  type PermitTerms,
  type RightsAct,
  RightsPermit,
  type RightsTerms,
} from './permit.ts'
export { isPlace } from './places.ts'
export { REASON_CODES, type Reason, type ReasonCode } from './reason.ts'
export { zonesOf } from './region-zones.ts'
export {
  GRADES,
  type Grade,
  type PackScope,
  packName,
  type Rule,
  type RuleCondition,
  type RuleEffect,
  type RulePack,
  WEEKDAYS,
  type Weekday,
} from './rule-pack.ts'
export {
  AGE_KNOWLEDGE,
  CAMPAIGN_KINDS,
  CHANNELS,
  CONSENT_CONTEXTS,
  CONTROLS,
  DATA_CATEGORIES,
  SIZES,
  type Situation,
  STORAGE_KINDS,
} from './situation.ts'
export { type Basis, CLOCK_TOLERANCE_MS } from './weigh-law.ts'
export { termsOfYes, type YesTerms } from './yes-terms.ts'
export { isZone, minuteOfDay, offsetMinutes, startOfDateIn, weekdayOf } from './zone.ts'
