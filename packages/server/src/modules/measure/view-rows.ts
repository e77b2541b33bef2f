/** Released rows as they read: by name, with rates, intervals, and what is not conclusive. */

import { SPECIFICITY_LEVELS, type SpecificityLevel, shownSize } from '@equipoise/core/channels'
import {
  HELD_OUT,
  type Interval,
  isConclusive,
  MARGIN_MISS,
  type Measure,
  MISMATCH_CHANCE,
  type NoisyRate,
  namesIn,
  type ReleasedRow,
  rateDifference,
  rateInterval,
  sampleRatioChance,
} from '@equipoise/core/measure'
import { laplaceReach, laplaceVariance, type Scale } from '@equipoise/core/privacy'
import { formatDate } from '@equipoise/core/values'
import type { AdDesk, KnownExperiment } from '../ads/index.ts'
import type { ReportQuestion } from './report-question.ts'
import { experimentsIn } from './report-rows.ts'

export interface CampaignRow {
  readonly campaign: string | null
  readonly creative: string | null
  readonly slot: string | null
  readonly day: string | null
  readonly impressions: number | null
  readonly clicks: number | null
  readonly conversions: number | null
  /** At the campaign's present bid; null where rows are of no one campaign. */
  readonly spentMinor: number | null
  readonly spentMarginMinor: number | null
  readonly currency: string | null
  /** People a week, in two digits, 0 below 50; null where they are not told apart. */
  readonly reach: number | null
}

export interface LevelRow {
  readonly slot: string | null
  readonly day: string | null
  readonly level: SpecificityLevel
  readonly showings: number | null
  /** Of the showings of that slot and day, 0 to 1. */
  readonly ratio: number
}

export interface ExperimentRow {
  readonly experiment: string
  readonly kind: KnownExperiment['kind']
  readonly arms: readonly ArmRow[]
  /** Each arm against the first one; a holdout's against those who are held out. */
  readonly differences: readonly DifferenceRow[]
  /** Whether the arms have the people that their shares promise. */
  readonly sampleRatio: { readonly chance: number; readonly isMismatch: boolean } | null
  /** What is to be known before it is read. */
  readonly notes: readonly ExperimentNote[]
}

export type ExperimentNote = 'arms_too_small' | 'sample_ratio_mismatch' | 'not_conclusive'

export interface ArmRow {
  readonly arm: string
  /** 0 to 1. */
  readonly share: number
  readonly people: number | null
  readonly converted: number | null
  /** Conversions a person and week, with an interval of 95 in 100. */
  readonly rate: Interval | null
}

export interface DifferenceRow extends Interval {
  readonly arm: string
  readonly against: string
  readonly isConclusive: boolean
}

export type ReportRow = CampaignRow | LevelRow | ExperimentRow

type ScaleOf = (measure: Measure) => Scale | undefined

export function viewRows(
  question: ReportQuestion,
  desk: AdDesk,
  rows: readonly ReleasedRow[],
  scaleOf: ScaleOf,
): readonly ReportRow[] {
  if (question.family === 'levels') return viewLevels(rows)
  if (question.family === 'campaigns') return rows.map((row) => viewCampaign(desk, row, scaleOf))
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return experimentsIn(question, desk).map((one) => viewExperiment(one, byKey, scaleOf))
}

function viewCampaign(
  { records }: AdDesk,
  { key, counts }: ReleasedRow,
  scaleOf: ScaleOf,
): CampaignRow {
  const [campaign = '', creative = '', slot = '', day = ''] = namesIn(key)
  const form = records.campaigns.get(campaign)?.form
  // Hundredths of a bid for a thousand showings.
  const toMinor = (spent: number | undefined): number | null =>
    form === undefined || spent === undefined ? null : Math.round((spent * form.bidMinor) / 100_000)
  const scale = scaleOf('spent')
  return {
    campaign: campaign || null,
    creative: creative || null,
    slot: slot || null,
    day: day === '' ? null : formatDate(Number(day)),
    impressions: counts.impressions ?? null,
    clicks: counts.clicks ?? null,
    conversions: counts.conversions ?? null,
    spentMinor: toMinor(counts.spent),
    spentMarginMinor: toMinor(scale === undefined ? 0 : laplaceReach(scale, MARGIN_MISS)),
    currency: form?.currency ?? null,
    reach: counts.reach === undefined ? null : shownSize(Math.max(0, counts.reach)),
  }
}

function viewLevels(rows: readonly ReleasedRow[]): readonly LevelRow[] {
  const told = rows.flatMap(({ key, counts }) => {
    const [slot = '', name = '', day = ''] = namesIn(key)
    const level = SPECIFICITY_LEVELS.find((one) => one === name)
    return level === undefined ? [] : [{ slot, level, day, showings: counts.levels ?? 0 }]
  })
  const sums = new Map<string, number>()
  for (const { slot, day, showings } of told) {
    const place = `${slot}|${day}`
    sums.set(place, (sums.get(place) ?? 0) + showings)
  }
  return told.map(({ slot, level, day, showings }) => ({
    slot: slot || null,
    day: day === '' ? null : formatDate(Number(day)),
    level,
    showings,
    ratio: showings / (sums.get(`${slot}|${day}`) ?? showings),
  }))
}

function viewExperiment(
  { id, name, kind, arms }: KnownExperiment,
  rows: ReadonlyMap<string, ReleasedRow>,
  scaleOf: ScaleOf,
): ExperimentRow {
  const varianceOf = (measure: Measure): number => {
    const scale = scaleOf(measure)
    return scale === undefined ? 0 : laplaceVariance(scale)
  }
  const [peopleVariance, convertedVariance] = [varianceOf('people'), varianceOf('converted')]
  const told = arms.map(({ name: arm, share }) => {
    const { people, converted = 0 } = rows.get(`${id}|${arm}`)?.counts ?? {}
    const rate =
      people === undefined ? undefined : { people, converted, peopleVariance, convertedVariance }
    return { arm, share, rate }
  })
  const isWhole = told.every(({ rate }) => rate !== undefined)
  const sampleRatio = isWhole ? ratioOf(told, peopleVariance) : null
  const differences = isWhole ? differencesOf(told) : []
  const isOpen = differences.some((one) => !one.isConclusive)
  return {
    experiment: name,
    kind,
    arms: told.map(({ arm, share, rate }) => ({
      arm,
      share,
      people: rate?.people ?? null,
      converted: rate?.converted ?? null,
      rate: rate === undefined ? null : rateInterval(rate),
    })),
    differences,
    sampleRatio,
    notes: [
      ...(isWhole ? [] : (['arms_too_small'] as const)),
      ...(sampleRatio?.isMismatch === true ? (['sample_ratio_mismatch'] as const) : []),
      ...(isOpen ? (['not_conclusive'] as const) : []),
    ],
  }
}

interface ToldArm {
  readonly arm: string
  readonly share: number
  readonly rate: NoisyRate | undefined
}

function ratioOf(arms: readonly ToldArm[], variance: number): ExperimentRow['sampleRatio'] {
  const counts = arms.map(({ share, rate }) => ({ share, people: rate?.people ?? 0 }))
  const chance = sampleRatioChance(counts, variance)
  return { chance, isMismatch: chance < MISMATCH_CHANCE }
}

function differencesOf(arms: readonly ToldArm[]): readonly DifferenceRow[] {
  const base = arms.find(({ arm }) => arm === HELD_OUT) ?? arms[0]
  if (base?.rate === undefined) return []
  const against = base.rate
  return arms.flatMap(({ arm, rate }) => {
    if (arm === base.arm || rate === undefined) return []
    const difference = rateDifference(rate, against)
    const isSure = isConclusive(difference)
    return [{ arm, against: base.arm, ...difference, isConclusive: isSure }]
  })
}
