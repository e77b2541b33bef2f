/** Reports that were made, what they cost, and what is left; and what is too old to report on. */
import { dayOf, firstDayOf, weekOf } from '@equipoise/core/measure'
import { formatDate } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Page, Paged, Store } from '../../store/index.ts'
import { type Report, toReport } from './make-report.ts'
import type { ReportParts } from './measure-parts.ts'
import { MEASURED_DAYS } from './report-question.ts'

/** Latest first. */
export async function listReports(
  { store }: { readonly store: Store },
  page: Page,
): Promise<Paged<Report>> {
  const { entries, next } = await store.read('system', (reader) => reader.pageReports(page))
  return { entries: entries.map(toReport), next }
}

/** @throws EquipoiseError `not_found`. */
export async function getReport({ store }: { readonly store: Store }, id: string): Promise<Report> {
  const seq = /^\d{1,10}$/.test(id) ? Number(id) : -1
  const found = await store.read('system', (reader) => reader.findReportOf(seq))
  if (found === undefined) throw new EquipoiseError('not_found', 'Cannot find the report')
  return toReport(found)
}

export interface WeekEpsilon {
  /** The Monday that it begins on. */
  readonly week: string
  readonly total: number
  readonly spent: number
  readonly left: number
  readonly byFamily: Readonly<Record<string, number>>
}

/** How many weeks back are told. */
const WEEKS_TOLD = 14

/** What reports have cost of each week, the present one first; also of those that cost nothing. */
export async function listEpsilon({ store, reporting, now }: ReportParts): Promise<WeekEpsilon[]> {
  const latest = weekOf(dayOf(now()))
  const rows = await store.read('system', (reader) =>
    reader.listEpsilonSpent(latest - WEEKS_TOLD + 1, latest),
  )
  const total = reporting.epsilonTotalHundredths
  return Array.from({ length: WEEKS_TOLD }, (_, back) => {
    const week = latest - back
    const own = rows.filter((row) => row.week === week)
    const spent = own.reduce((sum, row) => sum + row.spent, 0)
    return {
      week: formatDate(firstDayOf(week)),
      total: total / 100,
      spent: spent / 100,
      left: Math.max(0, total - spent) / 100,
      byFamily: Object.fromEntries(own.map((row) => [row.family, row.spent / 100])),
    }
  })
}

/** Drops the counts of days that no report may be about any more. */
export function sweepMeasured({ store, now }: Pick<ReportParts, 'store' | 'now'>): Promise<number> {
  const before = dayOf(now()) - MEASURED_DAYS
  return store.transact('system', (writer) => writer.sweepMeasured(before))
}
