/**
 * What each re-ranker gives and what it costs: lists of twenty for the people of MovieLens 1M whom
 * the model never saw, re-ranked as a decision does it, at growing strength. Plots diversity,
 * novelty, long-tail share and calibration against the NDCG that is lost, with the defaults marked.
 *
 *   npm run bench -- recommender/diverse [--json] [--plot docs/images/frontier.svg]
 *
 * `--json` also says how much long-tail share is gained where at most 2 % of NDCG are lost. Reads
 * `../shared/data`, or what EQUIPOISE_SHARED names.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  countPeople,
  listAt,
  measureScorer,
  type Scorer,
  toItemLists,
  toSplit,
} from '@equipoise/core/evaluate'
import {
  DEFAULT_CALIBRATE_LAMBDA,
  DEFAULT_DIVERSIFY_LAMBDA,
  DEFAULT_LONG_TAIL_SHARE,
  DEFAULT_NOVELTY_WEIGHT,
  mixOf,
  type RerankOptions,
  rerank,
  toCandidates,
} from '@equipoise/core/lists'
import {
  BestRanked,
  DEFAULT_MODEL_OPTIONS,
  popularityRanks,
  type Ranked,
} from '@equipoise/core/recommend'
import { planTest, readDataSet, scoreOurs, solveOurs } from '@equipoise/server/modules/evaluate'
import { drawPanels, type Line, type Plot } from '../measure/plot.ts'

const COUNT = 20
/** As decisions take them (`rerank-list.ts`), with the default of how many people share a rank. */
const POOL = 200
const HEAD_SHARE = 0.2
const PEOPLE_MIN = 100
const LOSS_MAX = 0.02

const LOOKS = [
  { colour: 'accent', dashed: false },
  { colour: 'caution', dashed: false },
  { colour: 'accent', dashed: true },
  { colour: 'muted', dashed: true },
] as const

const { values: given } = parseArgs({
  options: { json: { type: 'boolean', default: false }, plot: { type: 'string' } },
})
const shared = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../shared')
const folder = join(shared, 'data/ml-1m')
if (!existsSync(folder)) {
  console.error(`Skipped: there is no "${folder}"`)
  process.exit(0)
}

const interactions = await readDataSet({ train: join(folder, 'ratings.tsv') })
const split = toSplit(planTest(interactions, { protocol: 'strong', seed: 1 }))
const { itemIds, train, cases } = split
const solved = await solveOurs(train, DEFAULT_MODEL_OPTIONS, () => {})
const scorer = scoreOurs(solved, split, DEFAULT_MODEL_OPTIONS)
const genres = readGenres(join(folder, 'movies.dat'))
const categoriesOf = (id: string): readonly string[] => genres.get(id) ?? []
const names = [...new Set([...genres.values()].flat())].sort()
const categories = toItemLists(
  names.length,
  itemIds.map((id) => categoriesOf(id).map((name) => names.indexOf(name))),
)
const ranks = popularityRanks({ ids: itemIds, people: countPeople(train) }, PEOPLE_MIN)
const ranked = Math.max(1, ranks.rankOf.size)
const noveltyOf = (id: string): number => (ranks.rankOf.get(id) ?? ranked) / ranked
const pools = findPools()
/** NDCG of the lists as the model ranks them: of the first that are measured. */
let unranked: number | undefined

interface Reranker {
  readonly strengths: readonly number[]
  readonly standard: number
  readonly options: (strength: number, person: number) => Omit<RerankOptions, 'count'>
}

/** From the weakest to the strongest. */
const RERANKERS: Readonly<Record<string, Reranker>> = {
  novelty: {
    strengths: [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4],
    standard: DEFAULT_NOVELTY_WEIGHT,
    options: (weight) => ({ novelty: { weight, noveltyOf } }),
  },
  longTail: {
    strengths: [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5],
    standard: DEFAULT_LONG_TAIL_SHARE,
    options: (share) => ({
      longTail: { share, isTail: (id: string) => noveltyOf(id) >= HEAD_SHARE },
    }),
  },
  diversify: {
    strengths: [0.97, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6],
    standard: DEFAULT_DIVERSIFY_LAMBDA,
    options: (lambda) => ({ diversify: { lambda } }),
  },
  calibrate: {
    strengths: [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9],
    standard: DEFAULT_CALIBRATE_LAMBDA,
    options: (lambda, person) => ({
      calibrate: {
        lambda,
        mix: mixOf(
          [...listAt(cases.history, person)].map((item) => ({
            value: 1,
            categories: categoriesOf(itemIds[item] ?? ''),
          })),
        ),
      },
    }),
  },
}

const plain = measure(() => ({}))
const frontiers = Object.fromEntries(
  Object.entries(RERANKERS).map(([name, { strengths, standard, options }]) => [
    name,
    strengths.map((strength) => ({
      strength,
      isDefault: strength === standard,
      ...measure((person) => options(strength, person)),
    })),
  ]),
)
const gained = Object.fromEntries(
  Object.entries(frontiers).map(([name, points]) => {
    const cheap = points.filter(({ ndcgLost }) => ndcgLost <= LOSS_MAX)
    const best = cheap.toSorted((a, b) => b.longTailShare - a.longTailShare)[0]
    const share = best && rounded(best.longTailShare - plain.longTailShare)
    return [
      name,
      best && { strength: best.strength, ndcgLost: best.ndcgLost, longTailShare: share },
    ]
  }),
)
if (given.plot !== undefined) writeFileSync(given.plot, draw())
const told = { dataset: 'ml-1m', protocol: 'strong', asked: cases.subjects.length, count: COUNT }
const result = { ...told, plain, frontiers, longTailGained: { ndcgLostMax: LOSS_MAX, ...gained } }
console.log(given.json ? JSON.stringify(result) : JSON.stringify(result, null, 2))

/** The best of everybody's items, as the personal rung ranks them. */
function findPools(): readonly (readonly Ranked[])[] {
  const scores = new Float64Array(itemIds.length)
  return cases.subjects.map((_, person) => {
    const history = listAt(cases.history, person)
    scorer.score(history, scores)
    for (const item of history) scores[item] = Number.NEGATIVE_INFINITY
    const best = new BestRanked<Ranked>(POOL)
    for (const [item, score] of scores.entries()) best.offer({ id: itemIds[item] ?? '', score })
    return best.list()
  })
}

interface Point {
  readonly ndcg: number
  /** Of the NDCG of the list as the model ranks it. */
  readonly ndcgLost: number
  readonly recall: number
  readonly diversity: number
  readonly novelty: number
  readonly longTailShare: number
  readonly calibrationError: number
  readonly coverage: number
}

function measure(optionsOf: (person: number) => Omit<RerankOptions, 'count'>): Point {
  const ordinals = new Map(itemIds.map((id, item) => [id, item]))
  let person = -1
  /** The re-ranked list first, in its order; cases are asked about one after the other. */
  const reranked: Scorer = {
    score: (_, scores) => {
      person += 1
      const describe = (id: string) => ({ categories: categoriesOf(id), attributes: [] })
      const pool = toCandidates(pools[person] ?? [], describe)
      const { list } = rerank(pool, { count: COUNT, ...optionsOf(person) })
      scores.fill(0)
      for (const [place, { id }] of list.entries()) scores[ordinals.get(id) ?? -1] = COUNT - place
    },
  }
  const { metrics } = measureScorer(split, reranked, { cutoffs: [COUNT], categories })
  const of = (name: string): number => rounded(metrics[`${name}@${COUNT}`] ?? Number.NaN)
  const ndcg = metrics[`ndcg@${COUNT}`] ?? Number.NaN
  unranked ??= ndcg
  return {
    ndcg: rounded(ndcg),
    ndcgLost: rounded(1 - ndcg / unranked),
    recall: of('recall'),
    diversity: of('diversity'),
    novelty: of('novelty'),
    longTailShare: of('longTailShare'),
    calibrationError: of('calibrationError'),
    coverage: of('coverage'),
  }
}

function draw(): string {
  const says = 'The further right, the more NDCG is lost; a dot marks what a step does by default'
  const panels: readonly [keyof Point, string, Plot['y']][] = [
    ['diversity', 'Diversity', axis('mean of 1 − Jaccard of genres', 0.7, 0.9, 0.05)],
    ['novelty', 'Novelty', axis('bits an item', 2, 3.5, 0.5)],
    ['longTailShare', 'Long tail', axis('share of the list', 0, 0.4, 0.1)],
    ['calibrationError', 'Calibration error', axis('KL of genres, lower is better', 0, 0.6, 0.2)],
  ]
  return drawPanels(
    'Re-rankers on MovieLens 1M',
    panels.map(([key, title, y]) => ({
      title,
      says,
      x: axis('NDCG@20 lost, %', -2, 10, 2),
      y,
      lines: Object.entries(frontiers).map(([name, points], at) => lineOf(name, at, points, key)),
    })),
  )
}

function lineOf(
  name: string,
  at: number,
  points: readonly (Point & { readonly isDefault: boolean })[],
  key: keyof Point,
): Line {
  const place = (point: Point): readonly [number, number] => [100 * point.ndcgLost, point[key]]
  const look = LOOKS[at] ?? LOOKS[0]
  const shown = [plain, ...points].filter(({ ndcgLost }) => ndcgLost <= 0.1)
  return {
    name,
    ...look,
    points: shown.map(place),
    marks: points.filter(({ isDefault }) => isDefault).map(place),
  }
}

function axis(name: string, min: number, max: number, step: number): Plot['x'] {
  const count = Math.round((max - min) / step)
  const ticks = Array.from({ length: count + 1 }, (_, at) => Number((min + at * step).toFixed(2)))
  return { name, min, max, log: false, ticks: ticks.map((tick) => [tick, String(tick)]) }
}

/** `id::title::genre|genre`, in Latin-1. */
function readGenres(path: string): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(path, 'latin1').split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [id, , list] = line.trim().split('::')
      return id === undefined || list === undefined ? [] : [[id, list.split('|')]]
    }),
  )
}

function rounded(value: number): number {
  return Number(value.toFixed(4))
}
