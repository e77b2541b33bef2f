/**
 * How far training reaches on this machine: from everybody's lists, in memory, to a model that is
 * sealed and serves, by the product's own builder. Lists are made (measure/synthetic-lists.ts), and
 * their statistics stand beside those of real sets; what was planned stands beside what came.
 *
 *   npm run bench -- recommender/scale [--part NAME] [--json]
 *
 *   statistics   made lists beside Gowalla and ML-1M m1, in `../shared/data` (EQUIPOISE_SHARED)
 *   ten-million  10 million interactions of 140,000 people with 20,000 items
 *   million      1 million people, 100,000 items, 20 million interactions
 *   heavy        Gowalla's size with fifty people of 10,000 items: none, capped, uncapped
 *   growth       processor time against interactions, items and neighbours: docs/images/growth.svg
 *
 * Every build is a process of its own, so that its peak of memory is its own; wall time is told
 * beside processor time, as the machine may be busy.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { givenTest, toContributionLists, toSplit } from '@equipoise/core/evaluate'
import type { ContributionLists } from '@equipoise/core/recommend'
import { readDataSet } from '@equipoise/server/modules/evaluate'
import type { MeasuredBuild } from '../measure/build-lists.ts'
import { type ListStatistics, statisticsOf } from '../measure/list-statistics.ts'
import { drawPlot, type Line } from '../measure/plot.ts'
import { type ListShape, makeLists } from '../measure/synthetic-lists.ts'

const LIKE_GOWALLA: ListShape = {
  subjects: 29_858,
  items: 40_981,
  interactions: 810_128,
  popularity: { exponent: 0.66, shiftRatio: 0.0005 },
  lengths: { sigma: 1.05, min: 8, max: 811 },
  tastes: { items: 400, ofOne: 2, ratio: 0.6 },
}
const LIKE_MOVIE_LENS: ListShape = {
  subjects: 6_022,
  items: 3_043,
  interactions: 796_244,
  popularity: { exponent: 5, shiftRatio: 0.7 },
  lengths: { sigma: 1.02, min: 10, max: 1_900 },
  tastes: { items: 600, ofOne: 2, ratio: 0.3 },
}
/** Between both: lists of 71 items, and popularity as in neither's extreme. */
const TEN_MILLION: ListShape = {
  subjects: 140_000,
  items: 20_000,
  interactions: 10_000_000,
  popularity: { exponent: 1, shiftRatio: 0.01 },
  lengths: { sigma: 1.05, min: 10, max: 5_000 },
  tastes: { items: 400, ofOne: 3, ratio: 0.5 },
}
const MILLION: ListShape = {
  ...LIKE_GOWALLA,
  subjects: 1_000_000,
  items: 100_000,
  interactions: 20_000_000,
  lengths: { sigma: 1.05, min: 4, max: 5_000 },
}
const GROWING: ListShape = {
  ...TEN_MILLION,
  subjects: 7_000,
  items: 10_000,
  interactions: 500_000,
}
const FACTORS = [0.25, 0.5, 1, 2, 4]
const NEIGHBOURS = 200
const HEAVY_PEOPLE = 50
const PLOT = join(import.meta.dirname, '../../docs/images/growth.svg')
const BUILDER = join(import.meta.dirname, '../measure/build-lists.ts')

const PARTS: Readonly<Record<string, () => Promise<void> | void>> = {
  statistics: compareStatistics,
  'ten-million': () => buildAndPlan('ten-million', TEN_MILLION),
  million: () => buildAndPlan('million', MILLION),
  heavy: measureHeavy,
  growth: measureGrowth,
}

const { values: given } = parseArgs({
  options: { json: { type: 'boolean', default: false }, part: { type: 'string' } },
})
const chosen = given.part === undefined ? Object.values(PARTS) : [PARTS[given.part]]
for (const part of chosen) {
  if (part === undefined) throw new Error(`--part is one of ${Object.keys(PARTS).join(', ')}`)
  await part()
}

async function compareStatistics(): Promise<void> {
  const shared = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../shared')
  for (const [dataset, shape] of [
    ['gowalla', LIKE_GOWALLA],
    ['ml-1m-m1', LIKE_MOVIE_LENS],
  ] as const) {
    const made = statisticsOf(makeLists(shape, 0, 1))
    const folder = join(shared, 'data', dataset)
    if (!existsSync(folder)) {
      print({ part: 'statistics', dataset, made, real: `not measured: no "${folder}"` })
      continue
    }
    const real = statisticsOf(await readLists(folder))
    print({ part: 'statistics', dataset, made, real, ratios: ratiosOf(made, real) })
  }
}

async function readLists(folder: string): Promise<ContributionLists> {
  const files = { train: join(folder, 'train.txt'), test: join(folder, 'test.txt') }
  return toContributionLists(toSplit(givenTest(await readDataSet(files), 'given')).train, 0)
}

function ratiosOf(made: ListStatistics, real: ListStatistics): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(real).map(([name, value]) => [
      name,
      Number((Reflect.get(made, name) / value).toFixed(2)),
    ]),
  )
}

function buildAndPlan(part: string, shape: ListShape): void {
  const plan = runBuild({ shape, plans: true })
  const built = runBuild({ shape })
  const ratios = {
    seconds: Number((plan.seconds / built.seconds).toFixed(2)),
    memory: Number((plan.peakMemoryBytes / built.peakMemoryBytes).toFixed(2)),
  }
  print({ part, shape, built, plan, planToBuilt: ratios })
}

function measureHeavy(): void {
  const cases = { none: 0, capped: 5_000, uncapped: 10_000 }
  for (const [what, heavyItems] of Object.entries(cases)) {
    const heavyPeople = heavyItems === 0 ? 0 : HEAVY_PEOPLE
    const built = runBuild({ shape: LIKE_GOWALLA, heavyItems, heavyPeople })
    print({ part: 'heavy', what, heavyPeople, heavyItems, built })
  }
}

function measureGrowth(): void {
  const base = GROWING
  const axes: Readonly<Record<string, (factor: number) => Parameters<typeof runBuild>[0]>> = {
    interactions: (factor) => ({
      shape: {
        ...base,
        subjects: base.subjects * factor,
        interactions: base.interactions * factor,
      },
    }),
    items: (factor) => ({ shape: { ...base, items: base.items * factor } }),
    neighbours: (factor) => ({ shape: base, neighboursMax: NEIGHBOURS * factor }),
  }
  const lines = Object.entries(axes).map(([axis, toRun], at): Line => {
    const points = FACTORS.map((factor) => {
      const { processorSeconds, seconds, peakMemoryBytes } = runBuild(toRun(factor))
      print({ part: 'growth', axis, factor, seconds, processorSeconds, peakMemoryBytes })
      return [factor, processorSeconds] as const
    })
    const colour = (['accent', 'caution', 'muted'] as const)[at] ?? 'muted'
    return { name: axis, colour, dashed: axis === 'neighbours', points }
  })
  writeFileSync(PLOT, drawGrowth(lines))
}

function drawGrowth(lines: readonly Line[]): string {
  const most = Math.max(...lines.flatMap(({ points }) => points.map(([, y]) => y)))
  const ticks = [1, 2, 5, 10, 20, 50, 100, 200, 500].map((value) => [value, `${value}`] as const)
  const max = ticks.find(([value]) => value >= most)?.[0] ?? most
  return drawPlot({
    title: 'What a training costs as it grows',
    says:
      'Processor seconds from lists to a sealed model, where one of interactions, items and ' +
      'neighbours is a quarter to four times that of half a million interactions of 7,000 people ' +
      'with 10,000 items and 200 neighbours',
    x: {
      name: 'times half a million interactions, 10,000 items, 200 neighbours',
      min: FACTORS[0] ?? 0.25,
      max: FACTORS.at(-1) ?? 4,
      log: true,
      ticks: FACTORS.map((value) => [value, `${value}`] as const),
    },
    y: {
      name: 'processor seconds',
      min: 1,
      max,
      log: true,
      ticks: ticks.filter(([value]) => value <= max),
    },
    lines,
  })
}

interface Run {
  readonly shape: ListShape
  readonly neighboursMax?: number
  readonly heavyPeople?: number
  readonly heavyItems?: number
  /** Says what it would take instead. */
  readonly plans?: boolean
}

function runBuild(run: Run): MeasuredBuild {
  const flags = ['--conditions=@equipoise/source', '--disable-warning=ExperimentalWarning']
  const words = [...flags, BUILDER, JSON.stringify(run)]
  const said = execFileSync(process.execPath, words, { encoding: 'utf8' })
  // What build-lists.ts prints.
  return JSON.parse(said) as MeasuredBuild
}

function print(result: object): void {
  console.log(given.json ? JSON.stringify(result) : JSON.stringify(result, null, 2))
}
