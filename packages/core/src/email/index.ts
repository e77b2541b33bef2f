export {
  ADDRESS_LENGTH_MAX,
  domainOf,
  type EmailAddress,
  isHeaderText,
  isMailDomain,
  mailboxOf,
  parseEmailAddress,
} from './address.ts'
export {
  AUTOMATION_KINDS,
  type Automation,
  type AutomationFacts,
  type AutomationKind,
  type AutomationMail,
  FOLLOW_CAP,
  type FollowCap,
  mayFollow,
  nextMail,
} from './automation.ts'
export {
  afterSmtp,
  DELIVERY_STATES,
  type DeliveryState,
  isFinal,
  isNoMailbox,
  type SmtpOutcome,
  type Step,
} from './delivery.ts'
export { type MailDuties, mailDuties, markSubject } from './duties.ts'
export { type ListLinks, listHeaders, SIGNED_HEADERS } from './list-headers.ts'
export { ATTEMPTS_MAX, retryAt, takePlace, type WarmUp, warmUpLimit } from './pace.ts'
export { toPlainText } from './plain-text.ts'
export {
  asOneLine,
  type Compiled,
  compile,
  escapeHtml,
  fill,
  spreadItems,
  type Values,
} from './render.ts'
export { type MailReport, readDeliveryStatus, readFeedbackReport } from './report.ts'
export {
  fromLocalTime,
  isWeekday,
  nextInWindow,
  parseMinute,
  recipientZones,
  type SendWindow,
} from './send-window.ts'
export {
  checkTemplate,
  ITEMS_MAX,
  isSafeUrl,
  isUrlName,
  referencesIn,
  type TemplateText,
} from './template.ts'
