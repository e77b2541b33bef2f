/**
 * What a report is asked about: read, bounded and put into one form, so that the same question is
 * always the same text. Days that are not over are refused: otherwise two reports of today would
 * tell what happened between them.
 */
import { createHash } from 'node:crypto'
import { canonicalJson } from '@equipoise/core/ledger'
import { dayOf } from '@equipoise/core/measure'
import { type Instant, parseDate } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Reporting } from './measure-parts.ts'

export const REPORT_FAMILIES = ['campaigns', 'experiments', 'levels'] as const
export type ReportFamily = (typeof REPORT_FAMILIES)[number]

export const REPORT_DIMENSIONS = ['campaign', 'creative', 'slot', 'day'] as const
export type ReportDimension = (typeof REPORT_DIMENSIONS)[number]

/** How many days a report may be about. */
export const REPORT_DAYS_MAX = 92
/** For how many days counts are kept. */
export const MEASURED_DAYS = 400

export interface ReportQuestion {
  readonly family: ReportFamily
  /** Days since 1970-01-01, both in it. */
  readonly fromDay: number
  readonly untilDay: number
  /** In the order of `REPORT_DIMENSIONS`. */
  readonly by: readonly ReportDimension[]
  readonly epsilonHundredths: number
  readonly noise: Reporting['noise']
}

export interface AskedReport {
  readonly family: ReportFamily
  /** Dates, such as `2026-11-30`. */
  readonly from: string
  readonly until: string
  readonly by?: readonly ReportDimension[] | undefined
  /** The configured one where undefined. */
  readonly epsilon?: number | undefined
}

const DIMENSIONS_OF: Readonly<Record<ReportFamily, readonly ReportDimension[]>> = {
  campaigns: REPORT_DIMENSIONS,
  experiments: [],
  levels: ['slot', 'day'],
}

/** @throws EquipoiseError `question_invalid`, `days_open`. */
export function readQuestion(
  { family, from, until, by, epsilon }: AskedReport,
  { epsilonHundredths, epsilonTotalHundredths, noise }: Reporting,
  now: Instant,
): ReportQuestion {
  const [fromDay, untilDay] = [readDay('from', from), readDay('until', until)]
  if (untilDay < fromDay) throw invalid('"until" is before "from"')
  if (untilDay - fromDay >= REPORT_DAYS_MAX) throw invalid(`want at most ${REPORT_DAYS_MAX} days`)
  if (fromDay <= dayOf(now) - MEASURED_DAYS) throw invalid('counts of these days are gone')
  if (untilDay >= dayOf(now)) {
    throw new EquipoiseError(
      'days_open',
      `Cannot report on ${until}: want days that are over (UTC)`,
    )
  }
  const asked = by ?? (family === 'campaigns' ? (['campaign'] as const) : [])
  const stray = asked.find((one) => !DIMENSIONS_OF[family].includes(one))
  if (stray !== undefined) throw invalid(`"${stray}" is nothing that ${family} are told by`)
  const hundredths = epsilon === undefined ? epsilonHundredths : Math.round(100 * epsilon)
  if (!(hundredths >= 10 && hundredths <= epsilonTotalHundredths)) {
    throw invalid(`want an epsilon from 0.1 to ${epsilonTotalHundredths / 100}`)
  }
  return {
    family,
    fromDay,
    untilDay,
    by: REPORT_DIMENSIONS.filter((one) => asked.includes(one)),
    // Without noise nothing depends on it.
    epsilonHundredths: noise === 'none' ? 0 : hundredths,
    noise,
  }
}

export function digestOf(question: ReportQuestion): string {
  return createHash('sha256')
    .update(canonicalJson({ ...question }))
    .digest('hex')
}

function readDay(name: string, text: string): number {
  const at = parseDate(text)
  if (at === undefined) throw invalid(`"${name}" is no date such as 2026-11-30`)
  return at
}

function invalid(says: string): EquipoiseError {
  return new EquipoiseError('question_invalid', `Cannot make the report: ${says}`)
}
