export { makeReport, type Report } from './make-report.ts'
export {
  isMeasured,
  type MeasuredDeed,
  measureClick,
  measureDeeds,
  measureShowing,
} from './measure-acts.ts'
export type { MeasureParts, ReportParts } from './measure-parts.ts'
export {
  getReport,
  listEpsilon,
  listReports,
  sweepMeasured,
  type WeekEpsilon,
} from './report-queries.ts'
export {
  type AskedReport,
  MEASURED_DAYS,
  REPORT_DAYS_MAX,
  REPORT_DIMENSIONS,
  REPORT_FAMILIES,
  type ReportDimension,
  type ReportFamily,
} from './report-question.ts'
export type { ArmRow, CampaignRow, ExperimentRow, LevelRow, ReportRow } from './view-rows.ts'
