/** Reports for people: a table, and of experiments a chart of intervals made of characters. */
import { formatInstant, toInstant } from '@equipoise/core/values'
import type {
  ArmRow,
  CampaignRow,
  ExperimentRow,
  LevelRow,
  Report,
  WeekEpsilon,
} from '../modules/measure/index.ts'

const CHART_WIDTH = 40
const BAR_WIDTH = 24

export function printReport(report: Report): string {
  const { id, family, from, until, epsilon, noise, madeAt, margins, rowMin, rows } = report
  const days = from === until ? from : `${from} to ${until}`
  const said = noise === 'none' ? 'without noise' : `epsilon ${epsilon}`
  const head = `Report ${id}: ${family}, ${days}, ${said}, made ${formatInstant(toInstant(madeAt))}`
  const off = Object.entries(margins).map(([measure, margin]) => `${measure} ±${margin}`)
  const foot =
    noise === 'none' ? [] : [`19 of 20 counts are off by no more than: ${off.join(', ')}`]
  const none = [`Nothing reaches ${rowMin}.`]
  return [head, '', ...(rows.length === 0 ? none : printRows(report)), '', ...foot]
    .join('\n')
    .trimEnd()
}

function printRows({ rows }: Report): readonly string[] {
  const campaigns = rows.filter((row) => 'impressions' in row)
  const levels = rows.filter((row) => 'level' in row)
  const experiments = rows.filter((row) => 'arms' in row)
  return [
    ...(campaigns.length > 0 ? printCampaigns(campaigns) : []),
    ...(levels.length > 0 ? printLevels(levels) : []),
    ...experiments.flatMap((row) => [...printExperiment(row), '']),
  ]
}

function printCampaigns(rows: readonly CampaignRow[]): readonly string[] {
  const names = (['campaign', 'creative', 'slot', 'day'] as const).filter((name) =>
    rows.some((row) => row[name] !== null),
  )
  const head = [...names, 'impressions', 'clicks', 'conversions', 'spend', 'people a week']
  const body = rows.map((row) => [
    ...names.map((name) => row[name] ?? ''),
    countText(row.impressions),
    countText(row.clicks),
    countText(row.conversions),
    moneyText(row),
    row.reach === null ? '–' : row.reach === 0 ? 'below 50' : `about ${row.reach}`,
  ])
  return printTable([head, ...body], names.length)
}

function printLevels(rows: readonly LevelRow[]): readonly string[] {
  const names = (['slot', 'day'] as const).filter((name) => rows.some((row) => row[name] !== null))
  const head = [...names, 'level', 'showings', 'part', '']
  const body = rows.map((row) => [
    ...names.map((name) => row[name] ?? ''),
    row.level,
    countText(row.showings),
    `${Math.round(100 * row.ratio)} %`,
    '█'.repeat(Math.max(0, Math.round(BAR_WIDTH * row.ratio))),
  ])
  return printTable([head, ...body], names.length + 1)
}

const NOTES: Readonly<Record<ExperimentRow['notes'][number], string>> = {
  arms_too_small: 'Too few people in an arm: nothing can be told.',
  sample_ratio_mismatch:
    'Do not read these results: the arms do not have the people that their shares promise.',
  not_conclusive: 'Not conclusive: 0 lies within an interval.',
}

function printExperiment(row: ExperimentRow): readonly string[] {
  const { experiment, kind, arms, differences, notes } = row
  const what = kind === 'holdout' ? `Holdout of campaign ${experiment}` : `Experiment ${experiment}`
  return [
    what,
    ...notes.map((note) => `  ! ${NOTES[note]}`),
    ...printArms(arms),
    ...differences.map(
      ({ arm, against, value, low, high }) =>
        `  ${arm} − ${against}: ${signed(value)} (${signed(low)} to ${signed(high)})`,
    ),
  ]
}

/** Rates on one line each: `├──●──┤` from the lower end of the interval to the upper one. */
function printArms(arms: readonly ArmRow[]): readonly string[] {
  const most = Math.max(...arms.map(({ rate }) => rate?.high ?? 0), 1e-9)
  const width = Math.max(...arms.map(({ arm }) => arm.length))
  const placeOf = (value: number): number => Math.round((value / most) * (CHART_WIDTH - 1))
  return arms.map(({ arm, people, converted, rate }) => {
    const name = `  ${arm.padEnd(width)}`
    if (rate === null) return `${name}  too few people`
    const line = Array.from({ length: CHART_WIDTH }, (_, at) => {
      if (at === placeOf(rate.value)) return '●'
      if (at === placeOf(rate.low)) return '├'
      if (at === placeOf(rate.high)) return '┤'
      return at > placeOf(rate.low) && at < placeOf(rate.high) ? '─' : ' '
    }).join('')
    const said = `${percent(rate.value)} (${percent(rate.low)} to ${percent(rate.high)})`
    return `${name}  ${line}  ${said} of ${countText(people)}, ${countText(converted)} converted`
  })
}

export function printEpsilon(weeks: readonly WeekEpsilon[]): string {
  const head = ['week of', 'spent', 'left', 'total', 'on what']
  const body = weeks.map(({ week, spent, left, total, byFamily }) => [
    week,
    String(spent),
    String(left),
    String(total),
    Object.entries(byFamily)
      .map(([family, cost]) => `${family} ${cost}`)
      .join(', '),
  ])
  return printTable([head, ...body], 1).join('\n')
}

/** @param names how many columns are of text, and stand to the left. */
function printTable(rows: readonly (readonly string[])[], names: number): readonly string[] {
  const [head = []] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const isLast = column === row.length - 1
        const width = widths[column] ?? 0
        if (isLast && column >= names && /[^0-9]/.test(cell)) return cell
        return column < names ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
}

function moneyText({ spentMinor, spentMarginMinor, currency }: CampaignRow): string {
  if (spentMinor === null || currency === null) return '–'
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
  })
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions()
  const major = (minor: number | null): number => Math.max(0, minor ?? 0) / 10 ** digits
  const margin = major(spentMarginMinor).toFixed(digits)
  // The code comes with a space that does not break.
  return `${format.format(major(spentMinor)).replace('\u00a0', ' ')} ±${margin}`
}

/** Noise may take a count below 0, where nobody can be. */
function countText(count: number | null): string {
  return count === null ? '–' : String(Math.max(0, count))
}

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(1)} %`
}

function signed(ratio: number): string {
  return `${ratio < 0 ? '−' : '+'}${(100 * Math.abs(ratio)).toFixed(1)} points`
}
