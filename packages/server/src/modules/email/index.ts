export { type AskedLink, LINK_MINUTES, LinkAsks } from './ask-link.ts'
export {
  confirmList,
  distrustContact,
  endMail,
  type MailChoices,
  readChoices,
  type Subscribed,
  type Subscription,
  sayNo,
  subscribe,
  unsubscribe,
  watchItem,
} from './contacts.ts'
export { type DkimRecord, dkimRecord } from './dkim-key.ts'
export { type EmailParts, type MailSettings, senderOf } from './email-parts.ts'
export {
  getDocument,
  listDocuments,
  type MailAutomation,
  type MailCampaign,
  type MailDocuments,
  type MailList,
  type MailTemplate,
  putDocument,
  removeDocument,
} from './mail-documents.ts'
export { openLink } from './mail-links.ts'
export { Mailer, type TransportStanding } from './mailer.ts'
export { type MailPreview, previewMail } from './preview-mail.ts'
export { readSend, type SendStatus, startSend, stopSend } from './sends.ts'
export { REPORT_BYTES_MAX, type TakenReport, takeReport } from './take-report.ts'
export { PIXEL, trackMail } from './track-mail.ts'
export {
  EMAIL_EXPORT_SCHEMA,
  type EmailExport,
  exportEmail,
  importEmail,
} from './transfer-email.ts'
