export {
  makeTokens,
  openToken,
  TOKEN_LENGTH,
  TOKEN_LIFETIME_MS,
  type TokenParts,
} from './decision-token.ts'
export {
  type ImpressionParts,
  REPORT_ISSUES,
  REPORTS_MAX,
  type ReportedImpression,
  type ReportedOutcome,
  type Reporter,
  type ReportOutcome,
  recordImpressions,
  recordOutcomes,
} from './record-impressions.ts'
export type { DecidedShowing } from './token-form.ts'
