/**
 * Accuracy beside baselines and published figures, on data sets with exact splits. Everything that
 * is chosen is chosen on validation parts, taken from training, that the test does not touch: our
 * own options by the search of `equipoise tune`, settings of the baselines from a few. Then each is
 * built again on all of training, and the test is asked once. Everything is the product's own code.
 *
 *   npm run bench -- recommender/accurate [--dataset NAME] [--seeds 1] [--builds 40] [--json]
 *
 * `--seeds N` divides N times where the data set is divided by chance, and gives means;
 * `--no-baselines` builds ours alone. `gowalla` is there twice: its published validation part is
 * drawn at random from training, and easier than the test part is; `gowalla-both` asks for blocks
 * of training beside it (`--hold-out both`). Published figures are those of the BARS board
 * (reczoo/BARS, gowalla_m1 and Movielens1M_m1), which itself chooses on the test part. Reads
 * `../shared/data`, or what EQUIPOISE_SHARED names.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  DENSE_ITEMS_MAX,
  denseEase,
  itemKnn,
  measureScorer,
  type Protocol,
  popularity,
  rp3beta,
  type Scorer,
  type Split,
  thinCases,
  toSplit,
} from '@equipoise/core/evaluate'
import { DEFAULT_MODEL_OPTIONS } from '@equipoise/core/recommend'
import {
  type DataFiles,
  type HoldOut,
  planTest,
  planValidation,
  readDataSet,
  scoreOurs,
  solveOurs,
  tunePlan,
} from '@equipoise/server/modules/evaluate'

interface Dataset {
  readonly files: DataFiles
  readonly protocol: Protocol
  readonly holdOut?: HoldOut
  /** Recall@20 and NDCG@20 to reach. */
  readonly goal?: { readonly recall: number; readonly ndcg: number }
}

const GOWALLA = {
  files: {
    train: 'gowalla/train.txt',
    validation: 'gowalla/valid-part-of-train.txt',
    test: 'gowalla/test.txt',
  },
  protocol: 'given',
  goal: { recall: 0.1874, ndcg: 0.1565 },
} as const

const DATASETS: Readonly<Record<string, Dataset>> = {
  gowalla: GOWALLA,
  'gowalla-both': { ...GOWALLA, holdOut: 'both' },
  'ml-1m-m1': {
    files: { train: 'ml-1m-m1/train.txt', test: 'ml-1m-m1/test.txt' },
    protocol: 'given',
    goal: { recall: 0.2816, ndcg: 0.2695 },
  },
  'ml-1m': { files: { train: 'ml-1m/ratings.tsv' }, protocol: 'strong' },
  'ml-100k': { files: { train: 'ml-100k/u.data' }, protocol: 'strong' },
  'ml-100k-temporal': { files: { train: 'ml-100k/u.data' }, protocol: 'temporal' },
  'lastfm-2k': { files: { train: 'lastfm-2k/user_artists.dat' }, protocol: 'strong' },
  'amazon-clothing-shoes': {
    files: {
      train: 'amazon-clothing-shoes/split-train.tsv',
      validation: 'amazon-clothing-shoes/split-val.tsv',
      test: 'amazon-clothing-shoes/split-test.tsv',
    },
    protocol: 'given',
  },
  'amazon-clothing-shoes-last': {
    files: { train: 'amazon-clothing-shoes/sequences.txt', ordered: true },
    protocol: 'last',
  },
}

/** So many people choose the baselines' settings; ours has a limit of its own. */
const PEOPLE_MAX = 3_000
const CUTOFF = 20
const METRIC = `ndcg@${CUTOFF}`
const TOLD = ['recall', 'recallCapped', 'ndcg', 'hitRate', 'mrr', 'coverage', 'longTailShare']
const NEIGHBOURS = { neighboursMax: 200 }
const RP3BETA = [0.5, 0.8, 1.1].flatMap((alpha) =>
  [0, 0.2, 0.5].map((beta) => ({ alpha, beta, ...NEIGHBOURS })),
)
const EASE = [{ lambda: 150 }, { lambda: 500 }, { lambda: 1_500 }]
const EDLAE = [0.2, 0.33, 0.5, 0.7].flatMap((dropout) =>
  [60, 200, 500].map((lambda) => ({ lambda, dropout })),
)

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    dataset: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    builds: { type: 'string', default: '40' },
    baselines: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const shared = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../shared')
for (const [name, dataset] of Object.entries(DATASETS)) {
  if (given.dataset !== undefined && given.dataset !== name) continue
  const paths = Object.entries(dataset.files).map(([part, file]) => [
    part,
    typeof file === 'string' ? join(shared, 'data', file) : file,
  ])
  const missing = paths.find(([, path]) => typeof path === 'string' && !existsSync(path))
  if (missing !== undefined) console.error(`Skipped ${name}: there is no "${missing[1]}"`)
  else print(name, await measureDataset(dataset, Object.fromEntries(paths)))
}

/** Means over the seeds; what was chosen is that of each. */
async function measureDataset(dataset: Dataset, files: DataFiles): Promise<object> {
  const { protocol, holdOut, goal } = dataset
  const interactions = await readDataSet(files)
  const isDrawn = protocol === 'strong'
  const seeds = Array.from({ length: isDrawn ? Number(given.seeds) : 1 }, (_, at) => at + 1)
  const sums: Record<string, Record<string, number>> = {}
  const chosen: Record<string, object[]> = {}
  const seconds: Record<string, number> = {}
  let split: Split | undefined
  for (const seed of seeds) {
    const request = { protocol, seed, holdOut }
    const plans = planValidation(interactions, request)
    const validation = plans.map((plan) => thinCases(toSplit(plan), PEOPLE_MAX))
    const test = toSplit(planTest(interactions, request))
    split = test
    for (const [model, choose] of Object.entries(contendersFor(test))) {
      const { options, build } = await choose(validation, plans)
      const from = performance.now()
      const scorer = await build(test)
      seconds[model] = Math.round(performance.now() - from) / 1000
      const { metrics } = measureScorer(test, scorer, { cutoffs: [CUTOFF] })
      const sum = sums[model] ?? {}
      for (const name of TOLD.map((metric) => `${metric}@${CUTOFF}`)) {
        sum[name] = (sum[name] ?? 0) + (metrics[name] ?? Number.NaN) / seeds.length
      }
      sums[model] = sum
      chosen[model] = [...(chosen[model] ?? []), options]
      console.error(`seed ${seed} ${model}: ${JSON.stringify(options)} ${JSON.stringify(sum)}`)
    }
  }
  return {
    protocol,
    ...(holdOut === undefined ? {} : { holdOut }),
    seeds: seeds.length,
    items: split?.itemIds.length,
    interactions: split?.train.items.length,
    asked: split?.cases.subjects.length,
    metrics: Object.fromEntries(Object.entries(sums).map(([model, sum]) => [model, rounded(sum)])),
    ...(goal === undefined ? {} : { goal }),
    chosen,
    seconds,
  }
}

interface Choice {
  readonly options: object
  readonly build: (split: Split) => Scorer | Promise<Scorer>
}

type Plans = ReturnType<typeof planValidation>
type Choose = (validation: readonly Split[], plans: Plans) => Choice | Promise<Choice>

function contendersFor({ itemIds }: Split): Readonly<Record<string, Choose>> {
  if (!given.baselines) return { equipoise: chooseOurs }
  const fits = itemIds.length <= DENSE_ITEMS_MAX
  const dense = {
    ease: among(EASE, ({ train }, options) => denseEase(train, options)),
    edlae: among(EDLAE, ({ train }, options) => denseEase(train, options)),
  }
  return {
    equipoise: chooseOurs,
    ...(fits ? dense : {}),
    rp3beta: among(RP3BETA, ({ train }, options) => rp3beta(train, options)),
    itemKnn: among([NEIGHBOURS], ({ train }, options) => itemKnn(train, options)),
    popularity: among([{}], ({ train }) => popularity(train)),
  }
}

async function chooseOurs(_: readonly Split[], plans: Plans): Promise<Choice> {
  let told = ''
  const { best } = await tunePlan(
    {
      dataset: '',
      plans,
      from: DEFAULT_MODEL_OPTIONS,
      metric: METRIC,
      cutoff: CUTOFF,
      buildsMax: Number(given.builds),
      minutesMax: 60,
    },
    (stage) => {
      if (stage !== told) console.error(stage)
      told = stage
    },
  )
  const { options } = best
  const build = async (split: Split): Promise<Scorer> =>
    scoreOurs(await solveOurs(split.train, options, () => {}), split, options)
  return { options, build }
}

function among<T extends object>(
  settings: readonly T[],
  build: (split: Split, options: T) => Scorer,
): Choose {
  return (validation) => {
    const [first, ...others] = settings
    if (first === undefined) throw new Error('Broken invariant: expected a setting')
    const qualityOf = (options: T): number => {
      const of = (split: Split): number =>
        split.cases.subjects.length * ndcgOf(split, build(split, options))
      return validation.reduce((sum, split) => sum + of(split), 0)
    }
    let best = first
    let value = others.length === 0 ? 0 : qualityOf(first)
    for (const options of others) {
      const now = qualityOf(options)
      if (now <= value) continue
      best = options
      value = now
    }
    return { options: best, build: (split) => build(split, best) }
  }
}

function ndcgOf(split: Split, scorer: Scorer): number {
  return measureScorer(split, scorer, { cutoffs: [CUTOFF] }).metrics[METRIC] ?? 0
}

function rounded(metrics: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(metrics).map(([metric, value]) => [metric, Number(value.toFixed(4))]),
  )
}

function print(dataset: string, result: object): void {
  if (given.json) console.log(JSON.stringify({ dataset, ...result }))
  else console.log(dataset, JSON.stringify(result, null, 2))
}
