export {
  addToChoice,
  CHOICE_COOKIE,
  CHOICE_LIFETIME_DAYS_MAX,
  type Choice,
  formatChoice,
  PRIVATE_COOKIE,
  parseChoice,
  refuseUntold,
} from './choice.ts'
export {
  type ConsentFold,
  EMPTY_FOLD,
  foldRecord,
  foldRecords,
  givesOn,
  isNo,
  latestIn,
  RECENT_MAX,
  type Said,
  wasEndedSince,
  wasWithheld,
} from './consent-fold.ts'
export { parseConsentLeaf, toConsentLeaf } from './consent-leaf.ts'
export {
  CONSENT_ACTIONS,
  CONSENT_METHODS,
  type ConsentAction,
  type ConsentMethod,
  type ConsentRecord,
  type ConsentSignals,
  isConsentAction,
  isConsentMethod,
  type NoticeShown,
} from './consent-record.ts'
export {
  type ConsentState,
  type ConsentStatus,
  consentFor,
  foldConsent,
  NO_CONSENT,
  type PurposeConsent,
  UNVERIFIABLE_CONSENT,
} from './consent-state.ts'
export { purposesAccepting, VERBS_OF_PURPOSE } from './verb-purposes.ts'
