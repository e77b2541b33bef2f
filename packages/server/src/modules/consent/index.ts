export {
  type ConsentRecordView,
  type ConsentView,
  readConsentState,
  viewConsent,
  viewRecords,
} from './consent-queries.ts'
export { endLapsedPurposes, type LapseParts } from './end-lapsed.ts'
export {
  type ConsentAct,
  type ConsentParts,
  EVIDENCE_LENGTH_MAX,
  type RecordedConsent,
  recordConsent,
} from './record-consent.ts'
