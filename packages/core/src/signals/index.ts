export { CMP_ID_MAX, CMP_ID_MIN, formatTcString } from './format-tc-string.ts'
export {
  formatGppString,
  type GppString,
  nameOfSection,
  parseGppString,
} from './gpp-string.ts'
export { hasId, type IdRanges } from './id-ranges.ts'
export { parseTcString } from './parse-tc-string.ts'
export { SIGNAL_FAULTS, SIGNAL_LENGTH_MAX, type SignalFault } from './signal-issue.ts'
export type { PublisherChoices, PublisherRestriction, TcString } from './tc-string.ts'
export type { TcfCanada } from './tcf-canada.ts'
export { formatUsPrivacy, parseUsPrivacy, type UsPrivacy, type UspAnswer } from './us-privacy.ts'
export { formatUsSection, parseUsSection, type UsChoices } from './us-section.ts'
export { findUsSection, US_SECTIONS, type UsField, type UsSection } from './us-sections.ts'
