/**
 * Accuracy beside baselines and published figures, on data sets with exact splits. Everything that
 * is chosen is chosen on a validation part that training and test do not see: λ, dropout, exponent
 * and neighbours of our own model by the search of `equipoise tune`, settings of RP3beta and EASE
 * from a few. Then each is built again on all of training, and the test is asked once.
 *
 *   npm run bench -- recommender/accurate [--dataset NAME] [--builds 16] [--people 5000] [--json]
 *
 * Of the validation part at most `--people` are asked, evenly spread. The published figures for
 * Gowalla and ML-1M m1 are those of the BARS board (reczoo/BARS, gowalla_m1 and Movielens1M_m1),
 * which itself chooses on the test part. Reads `../shared/data`, or what EQUIPOISE_SHARED names.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  DENSE_ITEMS_MAX,
  denseEase,
  itemKnn,
  listAt,
  measureScorer,
  type Plan,
  type Protocol,
  popularity,
  rp3beta,
  type Scorer,
  type Split,
  scoreWithColumns,
  searchOptions,
  toItemLists,
  toSplit,
} from '@equipoise/core/evaluate'
import { DEFAULT_MODEL_OPTIONS, type ModelOptions } from '@equipoise/core/recommend'
import {
  type DataFiles,
  planTest,
  planValidation,
  readDataSet,
  solveOurs,
} from '@equipoise/server/modules/evaluate'

interface Dataset {
  readonly files: DataFiles
  readonly protocol: Protocol
  /** Recall@20 and NDCG@20 to reach. */
  readonly goal?: { readonly recall: number; readonly ndcg: number }
}

const DATASETS: Readonly<Record<string, Dataset>> = {
  gowalla: {
    files: {
      train: 'gowalla/train.txt',
      validation: 'gowalla/valid-part-of-train.txt',
      test: 'gowalla/test.txt',
    },
    protocol: 'given',
    goal: { recall: 0.1874, ndcg: 0.1565 },
  },
  'ml-1m-m1': {
    files: { train: 'ml-1m-m1/train.txt', test: 'ml-1m-m1/test.txt' },
    protocol: 'given',
    goal: { recall: 0.2816, ndcg: 0.2695 },
  },
  'ml-1m': { files: { train: 'ml-1m/ratings.tsv' }, protocol: 'strong' },
  'ml-100k': { files: { train: 'ml-100k/u.data' }, protocol: 'strong' },
  'lastfm-2k': { files: { train: 'lastfm-2k/user_artists.dat' }, protocol: 'strong' },
  'amazon-clothing-shoes': {
    files: {
      train: 'amazon-clothing-shoes/split-train.tsv',
      validation: 'amazon-clothing-shoes/split-val.tsv',
      test: 'amazon-clothing-shoes/split-test.tsv',
    },
    protocol: 'given',
  },
}

const SEED = 1
const CUTOFF = 20
const METRIC = `ndcg@${CUTOFF}`
const NEIGHBOURS = { neighboursMax: 200 }
const RP3BETA = [0.5, 0.8, 1.1].flatMap((alpha) =>
  [0.2, 0.5].map((beta) => ({ alpha, beta, ...NEIGHBOURS })),
)
const EASE = [{ lambda: 150 }, { lambda: 500 }, { lambda: 1_500 }]

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    dataset: { type: 'string' },
    builds: { type: 'string', default: '16' },
    people: { type: 'string', default: '5000' },
  },
})
const shared = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../shared')
for (const [name, dataset] of Object.entries(DATASETS)) {
  if (given.dataset !== undefined && given.dataset !== name) continue
  const files = Object.entries(dataset.files).map(([part, file]) => [
    part,
    join(shared, 'data', file),
  ])
  const missing = files.find(([, path = '']) => !existsSync(path))
  if (missing !== undefined) console.error(`Skipped ${name}: there is no "${missing[1]}"`)
  else print(name, await measureDataset(dataset, Object.fromEntries(files)))
}

async function measureDataset({ protocol, goal }: Dataset, files: DataFiles): Promise<object> {
  const interactions = await readDataSet(files)
  const request = { protocol, seed: SEED }
  const validation = thinned(planValidation(interactions, request), Number(given.people))
  const test = toSplit(planTest(interactions, request))
  const metrics: Record<string, object> = {}
  const chosen: Record<string, object> = {}
  const seconds: Record<string, number> = {}
  for (const [model, choose] of Object.entries(contendersFor(test))) {
    const { options, build } = await choose(validation)
    const from = performance.now()
    const scorer = await build(test)
    seconds[model] = Math.round(performance.now() - from) / 1000
    metrics[model] = rounded(measureScorer(test, scorer, { cutoffs: [CUTOFF] }).metrics)
    chosen[model] = options
  }
  const { itemIds, train, cases } = test
  return {
    protocol,
    items: itemIds.length,
    interactions: train.items.length,
    asked: cases.subjects.length,
    metrics,
    ...(goal === undefined ? {} : { goal }),
    chosen,
    seconds,
  }
}

interface Choice {
  readonly options: object
  readonly build: (split: Split) => Scorer | Promise<Scorer>
}

type Choose = (validation: Split) => Choice | Promise<Choice>

function contendersFor({ itemIds }: Split): Readonly<Record<string, Choose>> {
  const fits = itemIds.length <= DENSE_ITEMS_MAX
  return {
    equipoise: chooseOurs,
    ...(fits ? { ease: among(EASE, ({ train }, options) => denseEase(train, options)) } : {}),
    rp3beta: among(RP3BETA, ({ train }, options) => rp3beta(train, options)),
    itemKnn: among([NEIGHBOURS], ({ train }, options) => itemKnn(train, options)),
    popularity: among([{}], ({ train }) => popularity(train)),
  }
}

async function chooseOurs(validation: Split): Promise<Choice> {
  const measure = async (options: ModelOptions): Promise<number> =>
    qualityOf(validation, await buildOurs(validation, options))
  const budget = { builds: Number(given.builds), isOver: () => false }
  const { best } = await searchOptions(measure, budget, DEFAULT_MODEL_OPTIONS)
  return { options: best.options, build: (split) => buildOurs(split, best.options) }
}

async function buildOurs({ train }: Split, options: ModelOptions): Promise<Scorer> {
  return scoreWithColumns(await solveOurs(train, options, () => {}), train)
}

function among<T extends object>(
  settings: readonly T[],
  build: (split: Split, options: T) => Scorer,
): Choose {
  return (validation) => {
    const [first, ...others] = settings
    if (first === undefined) throw new Error('Broken invariant: expected a setting')
    let best = first
    let value = others.length === 0 ? 0 : qualityOf(validation, build(validation, first))
    for (const options of others) {
      const now = qualityOf(validation, build(validation, options))
      if (now <= value) continue
      best = options
      value = now
    }
    return { options: best, build: (split) => build(split, best) }
  }
}

function qualityOf(split: Split, scorer: Scorer): number {
  return measureScorer(split, scorer, { cutoffs: [CUTOFF] }).metrics[METRIC] ?? 0
}

/** The same training part, and at most so many of those who are asked, evenly spread. */
function thinned(plan: Plan, peopleMax: number): Split {
  const split = toSplit(plan)
  const { subjects, history, held, heldCounts } = split.cases
  const step = Math.max(1, subjects.length / peopleMax)
  const kept = Array.from({ length: Math.floor(subjects.length / step) }, (_, at) =>
    Math.floor(at * step),
  )
  return {
    ...split,
    cases: {
      subjects: kept.map((at) => subjects[at] ?? ''),
      history: toItemLists(
        history.itemCount,
        kept.map((at) => listAt(history, at)),
      ),
      held: toItemLists(
        held.itemCount,
        kept.map((at) => listAt(held, at)),
      ),
      heldCounts: Uint32Array.from(kept, (at) => heldCounts[at] ?? 0),
    },
  }
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
