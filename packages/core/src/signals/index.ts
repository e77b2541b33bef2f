export { type Choices, grantedIn, REFUSAL } from './choices.ts'
export {
  CONSENT_MODE_KEYS,
  type ConsentMode,
  type ConsentModeKey,
  type ConsentModeState,
  consentModeOf,
  parseConsentMode,
  refusedByConsentMode,
} from './consent-mode.ts'
export { type GppString, nameOfSection, parseGppString } from './gpp-string.ts'
export { isSignalled } from './header-signals.ts'
export { hasId, type IdRanges } from './id-ranges.ts'
export { parseTcString } from './parse-tc-string.ts'
export {
  DNT_REFUSES,
  GPC_REFUSES,
  readSignals,
  type SignalInput,
  type SignalReading,
} from './read-signals.ts'
export { SIGNAL_FAULTS, SIGNAL_LENGTH_MAX, type SignalFault } from './signal-issue.ts'
export {
  NO_SIGNALS,
  SIGNAL_NAMES,
  SIGNAL_NOTES,
  type SignalName,
  type SignalNote,
  type SignalPart,
  type SignalRefusal,
  type Signals,
} from './signals.ts'
export {
  CMP_ID_MAX,
  CMP_ID_MIN,
  type PublisherChoices,
  type PublisherRestriction,
  type TcString,
} from './tc-string.ts'
export type { TcfCanada } from './tcf-canada.ts'
export { parseUsPrivacy, type UsPrivacy, type UspAnswer } from './us-privacy.ts'
export { parseUsSection, type UsChoices } from './us-section.ts'
export { findUsSection, US_SECTIONS, type UsField, type UsSection } from './us-sections.ts'
export {
  type GppParts,
  type Platform,
  writeGppString,
  writeTcString,
  writeUsPrivacy,
  writeUsSection,
} from './write-signals.ts'
