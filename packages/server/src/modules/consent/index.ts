export type { ConsentParts } from './consent-parts.ts'
export {
  type AskingByPurpose,
  type AskingView,
  type ConsentRecordView,
  type ConsentView,
  listRecords,
  readConsentState,
  viewAsking,
  viewAskingOf,
  viewConsent,
  viewRecord,
} from './consent-queries.ts'
export { endAllUnpermitted } from './end-unpermitted.ts'
export {
  type Asked,
  issueNonce,
  NONCE_LIFETIME_MS,
  type NonceParts,
  openNonce,
} from './notice-nonce.ts'
export {
  getNotice,
  LANGUAGES_MAX,
  listNotices,
  type NamedNotice,
  NOTICES_MAX,
  type Notice,
  type NoticeContent,
  type NoticeText,
  noticeOfDigest,
  noticeShown,
  RENDERING_MAX,
  registerNotice,
  retireNotice,
  SECTIONS_MAX,
  type ShownText,
  shownTexts,
} from './notices.ts'
export {
  type ConsentAct,
  EVIDENCE_LENGTH_MAX,
  GIVES_PER_DAY_MAX,
  type RecordedConsent,
  recordConsent,
} from './record-consent.ts'
export { type NewYes, yesExpiry } from './yes-expiry.ts'
