/** Settings of measurement: what a conversion is put down to, and what reports may tell. */
import { integer, number, type Setting, setting } from './setting.ts'

export interface ReportConfig {
  /** What a conversion is put down to. */
  readonly attribution: { readonly clickDays: number; readonly viewDays: number }
  readonly reporting: Reporting
}

export interface Reporting {
  /** What a report costs that does not say, in hundredths. */
  readonly epsilonHundredths: number
  /** What the reports about a week may cost together, in hundredths. */
  readonly epsilonTotalHundredths: number
  /** `none` answers with exact counts from 50 on. */
  readonly noise: 'laplace' | 'none'
}

export const REPORT_SETTINGS = {
  attributionClickDays: setting(
    'EQUIPOISE_ATTRIBUTION_CLICK_DAYS',
    '7',
    '1 to 30',
    'For how many days after a click on an ad a conversion is put down to it',
    integer(1, 30),
  ),
  attributionViewDays: setting(
    'EQUIPOISE_ATTRIBUTION_VIEW_DAYS',
    '1',
    '0 to 7',
    'For how many days after an ad was shown, where none was clicked on; 0 for clicks alone',
    integer(0, 7),
  ),
  reportEpsilon: setting(
    'EQUIPOISE_REPORT_EPSILON',
    '2',
    '0.1 to 20, in hundredths',
    'What a report costs of the epsilon of each week that it is about: less is noisier',
    hundredths,
  ),
  reportEpsilonTotal: setting(
    'EQUIPOISE_REPORT_EPSILON_TOTAL',
    '6',
    '0.1 to 20, in hundredths, no less than for one report',
    'What all reports about a week may cost together: then no more are made of it',
    hundredths,
  ),
  reportNoise: setting(
    'EQUIPOISE_REPORT_NOISE',
    'laplace',
    'laplace or none',
    'Whether reports have noise; without it, counts from 50 on are exact, and differences tell of people',
    (text) => (text === 'laplace' || text === 'none' ? text : undefined),
  ),
} as const

export function readReportConfig(
  read: <T>(setting: Setting<T>) => T,
  problems: string[],
): ReportConfig {
  const epsilonHundredths = read(REPORT_SETTINGS.reportEpsilon)
  const epsilonTotalHundredths = read(REPORT_SETTINGS.reportEpsilonTotal)
  if (epsilonHundredths > epsilonTotalHundredths) {
    problems.push('EQUIPOISE_REPORT_EPSILON_TOTAL: want no less than EQUIPOISE_REPORT_EPSILON')
  }
  return {
    attribution: {
      clickDays: read(REPORT_SETTINGS.attributionClickDays),
      viewDays: read(REPORT_SETTINGS.attributionViewDays),
    },
    reporting: {
      epsilonHundredths,
      epsilonTotalHundredths,
      noise: read(REPORT_SETTINGS.reportNoise),
    },
  }
}

function hundredths(text: string): number | undefined {
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(text)) return undefined
  const value = number(0.1, 20)(text)
  return value === undefined ? undefined : Math.round(100 * value)
}
