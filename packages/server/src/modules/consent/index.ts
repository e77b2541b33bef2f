export type { ConsentParts } from './consent-parts.ts'
export {
  type ConsentRecordView,
  type ConsentView,
  readConsentState,
  viewConsent,
  viewRecords,
} from './consent-queries.ts'
export { endAllUnpermitted } from './end-unpermitted.ts'
export {
  type Asked,
  issueNonce,
  type NonceParts,
  type Notice,
  openNonce,
} from './notice-nonce.ts'
export {
  type ConsentAct,
  EVIDENCE_LENGTH_MAX,
  type RecordedConsent,
  recordConsent,
} from './record-consent.ts'
