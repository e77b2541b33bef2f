/**
 * Makes a report: counts, guards, and what may be told of them. The same question gets the stored
 * answer and costs nothing; another one is charged to every week that it is about, before anything
 * is read. All of it is one step with the store, so that no two reports share what is left.
 */

import { canonicalJson } from '@equipoise/core/ledger'
import {
  firstDayOf,
  MARGIN_MISS,
  type Measure,
  noiseScale,
  ROW_MIN_EXACT,
  ROW_MIN_NOISY,
  releaseRows,
  weekOf,
} from '@equipoise/core/measure'
import { laplaceReach } from '@equipoise/core/privacy'
import { formatDate } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { KeptReport } from '../../store/index.ts'
import type { ReportParts } from './measure-parts.ts'
import { type AskedReport, digestOf, type ReportQuestion, readQuestion } from './report-question.ts'
import { measuresOf, rowsOf } from './report-rows.ts'
import { type ReportRow, viewRows } from './view-rows.ts'

export interface Report {
  readonly id: string
  readonly family: ReportQuestion['family']
  readonly from: string
  readonly until: string
  readonly by: ReportQuestion['by']
  /** What it cost of each week that it is about; 0 without noise. */
  readonly epsilon: number
  readonly noise: ReportQuestion['noise']
  readonly madeAt: number
  /** 19 of 20 counts are off by no more than that. */
  readonly margins: Readonly<Partial<Record<Measure, number>>>
  /** A row is shown from so many on, noise included. */
  readonly rowMin: number
  readonly rows: readonly ReportRow[]
}

/** @throws EquipoiseError `question_invalid`, `days_open`, `epsilon_spent`. */
export async function makeReport(parts: ReportParts, asked: AskedReport): Promise<Report> {
  const { store, reporting, now } = parts
  const question = readQuestion(asked, reporting, now())
  const digest = digestOf(question)
  return store.transact('system', async (writer) => {
    const known = await writer.findReport(digest)
    if (known !== undefined) return toReport(known)
    const { family, fromDay, untilDay, epsilonHundredths: spent, noise } = question
    if (noise === 'laplace') {
      for (let week = weekOf(fromDay); week <= weekOf(untilDay); week += 1) {
        const total = reporting.epsilonTotalHundredths
        if (!(await writer.chargeEpsilon({ week, family, spent }, total))) throw spentOf(week)
      }
    }
    const measures = measuresOf(question)
    const counts = await writer.listMeasured(measures, { fromDay, untilDay })
    const answer = release(parts, question, { measures, counts })
    const kept = {
      digest,
      question: canonicalJson({ ...question }),
      answer: JSON.stringify(answer),
      createdAt: now(),
    }
    return toReport({ ...kept, seq: await writer.createReport(kept) })
  })
}

type Answer = Omit<Report, 'id' | 'madeAt'>

function release(
  { desk, random }: ReportParts,
  question: ReportQuestion,
  {
    measures,
    counts,
  }: { readonly measures: readonly Measure[]; readonly counts: Parameters<typeof rowsOf>[2] },
): Answer {
  const { family, fromDay, untilDay, by, noise, epsilonHundredths } = question
  const isNoisy = noise === 'laplace'
  const scaleOf = (measure: Measure) =>
    isNoisy ? noiseScale(measure, measures.length, epsilonHundredths) : undefined
  const marginOf = (measure: Measure): number => {
    const scale = scaleOf(measure)
    return scale === undefined ? 0 : laplaceReach(scale, MARGIN_MISS)
  }
  // From its margin on, so that few rows are shown that are noise alone.
  const [first = 'impressions'] = measures
  const rowMin = isNoisy ? Math.max(ROW_MIN_NOISY, marginOf(first)) : ROW_MIN_EXACT
  const rows = releaseRows(rowsOf(question, desk, counts), measures, {
    noise: isNoisy ? { epsilonHundredths, random } : undefined,
    rowMin,
  })
  return {
    family,
    from: formatDate(fromDay),
    until: formatDate(untilDay),
    by,
    epsilon: epsilonHundredths / 100,
    noise,
    margins: Object.fromEntries(
      // Money is told in the currency of its campaign: its margin stands in the row.
      measures.flatMap((measure) => (measure === 'spent' ? [] : [[measure, marginOf(measure)]])),
    ),
    rowMin,
    rows: viewRows(question, desk, rows, scaleOf),
  }
}

/** As it was answered when it was made. */
export function toReport({ seq, answer, createdAt }: KeptReport): Report {
  // Written by `makeReport` alone.
  const made = JSON.parse(answer) as Answer
  return { id: String(seq), madeAt: createdAt, ...made }
}

function spentOf(week: number): EquipoiseError {
  const monday = formatDate(firstDayOf(week))
  return new EquipoiseError(
    'epsilon_spent',
    `Cannot make the report: the epsilon of the week of ${monday} is spent`,
  )
}
