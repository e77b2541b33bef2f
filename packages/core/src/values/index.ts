export { AGE_BANDS, type AgeBand, isAgeBand, mayBeYoungerThan } from './age-band.ts'
export { assert } from './assert.ts'
export {
  compareBytes,
  compareUtf8,
  concatBytes,
  equalBytes,
  type HashFunction,
  parseBase64,
  parseHex,
  toBase64,
  toHex,
  utf8,
} from './bytes.ts'
export { EXTERNAL_ID_LENGTH_MAX, parseExternalId, parseItemId } from './external-id.ts'
export {
  type ConsentRecordId,
  type ErasureId,
  formatId,
  type Id,
  type ImpressionId,
  isSubjectId,
  type KeyId,
  parseId,
  type SubjectId,
} from './id.ts'
export {
  addPeriod,
  DAY_MS,
  formatDate,
  formatInstant,
  type Instant,
  isInstant,
  isPeriod,
  parseDate,
  parseInstant,
  startOfDate,
  toInstant,
} from './instant.ts'
export { Memo } from './memo.ts'
export {
  isPurpose,
  PURPOSE_TERMS,
  PURPOSES,
  type Purpose,
  type PurposeTerms,
  purposeBit,
  purposeMask,
  purposesIn,
} from './purpose.ts'
export { isRegion, isWithin, type Region } from './region.ts'
export { failure, type Issue, type Result, success } from './result.ts'
export { isVerb, VERBS, type Verb } from './verb.ts'
