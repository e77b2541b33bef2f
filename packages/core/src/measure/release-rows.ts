/**
 * Turns exact counts into what a report may say. Two guards, given as arguments so that tests can
 * show what happens without them:
 *
 *   noise      discrete Laplace of scale (measures × sensitivity) / epsilon on each count of each
 *              row, also of rows in which nothing was counted
 *   threshold  rows whose first measure then lies below it are left out
 *
 * What a person adds within a week to a measure changes its rows by `sensitivity` in sum at most,
 * so that each measure costs its part of epsilon, and all of a week's rows together cost epsilon.
 * Rows have to be named without a look at the counts.
 */
import { drawDiscreteLaplace, type RandomBytes, type Scale, toScale } from '../privacy/index.ts'
import { type Measure, SPENT_PER_SHOWING_MAX } from './count-acts.ts'
import { WEEK_UNITS } from './measured-week.ts'

/** How many at least there have to be, so that a row is shown. */
export const ROW_MIN_NOISY = 20
export const ROW_MIN_EXACT = 50
/** Of 20 counts, 19 lie within their margin. */
export const MARGIN_MISS = 0.05

/** Undefined to answer without noise. */
export type Noise = {
  /** A whole number of hundredths. */
  readonly epsilonHundredths: number
  readonly random: RandomBytes
}

export interface ReleaseGuards {
  readonly noise: Noise | undefined
  readonly rowMin: number
}

export interface CountedRow {
  readonly key: string
  readonly counts: Readonly<Partial<Record<Measure, number>>>
}

export interface ReleasedRow {
  readonly key: string
  /** Below 0 where the noise is: so sums of rows stay right. */
  readonly counts: Readonly<Partial<Record<Measure, number>>>
}

export function sensitivityOf(measure: Measure): number {
  if (measure === 'spent') return WEEK_UNITS.impressions * SPENT_PER_SHOWING_MAX
  return WEEK_UNITS[measure]
}

/** The scale of the noise on a measure of a report of so many measures. */
export function noiseScale(measure: Measure, measures: number, epsilonHundredths: number): Scale {
  return toScale(100 * measures * sensitivityOf(measure), epsilonHundredths)
}

/** @param measures the first one is what the threshold is about. */
export function releaseRows(
  rows: readonly CountedRow[],
  measures: readonly Measure[],
  { noise, rowMin }: ReleaseGuards,
): readonly ReleasedRow[] {
  const [first] = measures
  const noisy = rows.map(
    ({ key, counts }): ReleasedRow => ({
      key,
      counts: Object.fromEntries(
        measures.map((measure) => [
          measure,
          (counts[measure] ?? 0) + drawFor(measure, measures.length, noise),
        ]),
      ),
    }),
  )
  return noisy
    .filter(({ counts }) => first !== undefined && (counts[first] ?? 0) >= rowMin)
    .map((row) => (noise === undefined ? withoutSmall(row, rowMin) : row))
}

function drawFor(measure: Measure, measures: number, noise: Noise | undefined): number {
  if (noise === undefined) return 0
  return drawDiscreteLaplace(noiseScale(measure, measures, noise.epsilonHundredths), noise.random)
}

/** Without noise, each number for itself has to be large enough. */
function withoutSmall({ key, counts }: ReleasedRow, min: number): ReleasedRow {
  const entries = Object.entries(counts).filter(([, count]) => count >= min)
  return { key, counts: Object.fromEntries(entries) }
}
