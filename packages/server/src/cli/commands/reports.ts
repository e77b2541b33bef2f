/** `reports make`, `reports list`, `reports show`, `reports epsilon`; `experiments results`. */
import {
  type AskedReport,
  getReport,
  listEpsilon,
  listReports,
  makeReport,
  REPORT_DIMENSIONS,
  REPORT_FAMILIES,
  type Report,
  type ReportDimension,
  sweepMeasured,
  type WeekEpsilon,
} from '../../modules/measure/index.ts'
import type { Command, CommandResult, Option, OptionValues } from '../command.ts'
import { textOf, textsOf } from '../option-values.ts'
import { printEpsilon, printReport } from '../print-report.ts'
import { UsageError } from '../usage.ts'

const LISTED_MAX = 50

const DAYS: Readonly<Record<string, Option>> = {
  from: { type: 'string', value: 'DATE', required: true, says: 'the first day, in UTC' },
  until: { type: 'string', value: 'DATE', required: true, says: 'the last day, which is over' },
  epsilon: { type: 'string', value: 'NUMBER', says: 'what it costs; more is less noisy' },
}

type ReportResult = Report & CommandResult

const MAKE: Command<ReportResult> = {
  words: ['reports', 'make'],
  says: 'makes a report with noise, or reads it where it was made',
  options: {
    family: {
      type: 'string',
      value: REPORT_FAMILIES.join('|'),
      says: 'what it is about; campaigns where left out',
    },
    ...DAYS,
    by: {
      type: 'string',
      multiple: true,
      value: REPORT_DIMENSIONS.join('|'),
      says: 'what rows are told apart by',
    },
  },
  async run(app, { options }) {
    const named = textOf(options, 'family') ?? 'campaigns'
    const family = REPORT_FAMILIES.find((one) => one === named)
    if (family === undefined) throw new UsageError(`Say --family ${REPORT_FAMILIES.join(' or ')}`)
    const by = textsOf(options, 'by').flatMap((text) => text.split(','))
    const asked = { family, ...daysIn(options), by: by.length === 0 ? undefined : by.map(toBy) }
    return viewReport(await makeReport(app, asked))
  },
  format: printReport,
}

const RESULTS: Command<ReportResult> = {
  words: ['experiments', 'results'],
  says: 'tells what came of experiments and holdouts, with intervals',
  options: DAYS,
  async run(app, { options }) {
    return viewReport(await makeReport(app, { family: 'experiments', ...daysIn(options) }))
  },
  format: printReport,
}

const SHOW: Command<ReportResult> = {
  words: ['reports', 'show'],
  says: 'shows a report that was made',
  options: { id: { type: 'string', value: 'ID', required: true, says: 'its id' } },
  async run(app, { options }) {
    return viewReport(await getReport(app, textOf(options, 'id') ?? ''))
  },
  format: printReport,
}

const LIST: Command = {
  words: ['reports', 'list'],
  says: `lists the last ${LISTED_MAX} reports that were made`,
  options: {},
  async run(app) {
    const { entries } = await listReports(app, { before: undefined, count: LISTED_MAX })
    return {
      reports: entries.map(({ id, family, from, until, by, epsilon }) => ({
        id,
        family,
        from,
        until,
        by: by.join(','),
        epsilon,
      })),
    }
  },
}

const EPSILON: Command<{ readonly weeks: readonly WeekEpsilon[] }> = {
  words: ['reports', 'epsilon'],
  says: 'tells what reports have cost of each week, and what is left',
  options: {},
  async run(app) {
    return { weeks: await listEpsilon(app) }
  },
  format: ({ weeks }) => printEpsilon(weeks),
}

const SWEEP: Command = {
  words: ['reports', 'sweep'],
  says: 'drops counts of days that no report may be about any more',
  options: {},
  async run(app) {
    return { dropped: await sweepMeasured(app) }
  },
}

export const REPORT_COMMANDS: readonly Command[] = [MAKE, LIST, SHOW, EPSILON, SWEEP, RESULTS]

function daysIn(options: OptionValues): Pick<AskedReport, 'from' | 'until' | 'epsilon'> {
  const epsilon = textOf(options, 'epsilon')
  return {
    from: textOf(options, 'from') ?? '',
    until: textOf(options, 'until') ?? '',
    epsilon: epsilon === undefined ? undefined : Number(epsilon),
  }
}

function toBy(text: string): ReportDimension {
  const found = REPORT_DIMENSIONS.find((one) => one === text)
  if (found === undefined) throw new UsageError(`Say --by ${REPORT_DIMENSIONS.join(' or ')}`)
  return found
}

function viewReport(report: Report): ReportResult {
  return { ...report }
}
