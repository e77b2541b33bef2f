/** The store's port for measurement: a person's week, counts of nobody, reports, epsilon. */
import type { Measure, MeasuredCount, MeasuredWeek, TouchedAd } from '@equipoise/core/measure'
import type { Instant } from '@equipoise/core/values'
import type { Page, Paged } from './store.ts'

/** Of one person, with a permit for `measurement` among those of the transaction. */
export interface MeasurementWriter {
  /** What of their part in the counts they used; of an earlier week, or undefined for nothing. */
  readMeasuredWeek(): Promise<MeasuredWeek | undefined>
  /** The ads that they were shown, as far as that is kept for `measurement`. */
  listTouchedAds(): Promise<readonly TouchedAd[]>
  /** Keeps the week with the person, and adds to counts of nobody. */
  putMeasured(week: MeasuredWeek, counts: readonly MeasuredCount[]): Promise<void>
  /** Uses up the one-time text of something that is counted; false where it was used before. */
  measureOnce(text: string, until: Instant): Promise<boolean>
}

/** A range of days since 1970-01-01, both ends in it. */
export interface DayRange {
  readonly fromDay: number
  readonly untilDay: number
}

/** One count, of one day. */
export type MeasuredSum = MeasuredCount

/** A report as it was answered: it never changes. */
export interface KeptReport {
  readonly seq: number
  /** Of its question. */
  readonly digest: string
  /** Canonical JSON. */
  readonly question: string
  readonly answer: string
  readonly createdAt: Instant
}

/** What a family of reports has cost of a week, in hundredths of epsilon. */
export interface EpsilonSpent {
  readonly week: number
  readonly family: string
  readonly spent: number
}

export interface MeasurementSystemReader {
  /** At most `MEASURED_ROWS_MAX`, by day. */
  listMeasured(measures: readonly Measure[], range: DayRange): Promise<readonly MeasuredSum[]>
  findReport(digest: string): Promise<KeptReport | undefined>
  findReportOf(seq: number): Promise<KeptReport | undefined>
  /** Latest first. */
  pageReports(page: Page): Promise<Paged<KeptReport>>
  /** Of the weeks from one to another, both in it. */
  listEpsilonSpent(fromWeek: number, untilWeek: number): Promise<readonly EpsilonSpent[]>
}

export interface MeasurementSystemWriter extends MeasurementSystemReader {
  /**
   * Charges a week with what a report costs; false, and nothing is charged, where all families
   * together would then have cost more than the total.
   */
  chargeEpsilon(cost: EpsilonSpent, total: number): Promise<boolean>
  /** Keeps a report that nobody asked for before; its number. */
  createReport(report: Omit<KeptReport, 'seq'>): Promise<number>
  /** Drops counts of days before that one; how many there were. */
  sweepMeasured(beforeDay: number): Promise<number>
}

/** More distinct counts in one report are refused. */
export const MEASURED_ROWS_MAX = 500_000
