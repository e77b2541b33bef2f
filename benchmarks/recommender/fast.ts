/**
 * How long the local model's kernels take, on Gowalla (40,981 items) and on ML-1M m1, with one and
 * with two workers. Beside them, in the same run, dense EASE in numpy (on ML-1M m1: Gowalla takes
 * 13 GB, and is not tried) and ALS by the library `implicit` with its authors' settings, where
 * `python3` (or what EQUIPOISE_PYTHON names) has them; ratios are theirs to that of two workers.
 *
 *   npm run bench -- recommender/fast [--rounds 3] [--json]
 *
 * Wall and processor seconds of the median round, from lists to columns. Reads `../shared/data`, or
 * what EQUIPOISE_SHARED names.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  givenTest,
  measureScorer,
  type Split,
  scoreWithColumns,
  toContributionLists,
  toSplit,
} from '@equipoise/core/evaluate'
import { DEFAULT_MODEL_OPTIONS, type ModelOptions } from '@equipoise/core/recommend'
import { planSolve, solveLocal } from '@equipoise/kernels'
import { readDataSet } from '@equipoise/server/modules/evaluate'

const DATASETS: Readonly<Record<string, ModelOptions>> = {
  gowalla: { ...DEFAULT_MODEL_OPTIONS, lambda: 8, dropout: 0.8, exponentTenths: 7 },
  'ml-1m-m1': { ...DEFAULT_MODEL_OPTIONS, lambda: 2, dropout: 0.33, exponentTenths: 10 },
}
const NUMPY_LAMBDA = '500'

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
  },
})
const shared = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../shared')
for (const [dataset, options] of Object.entries(DATASETS)) {
  const folder = join(shared, 'data', dataset)
  if (!existsSync(folder)) {
    console.error(`Skipped: there is no "${folder}"`)
    continue
  }
  const files = { train: join(folder, 'train.txt'), test: join(folder, 'test.txt') }
  const split = toSplit(givenTest(await readDataSet(files), 'given'))
  const { ndcg20, workers } = await timeKernels(split, options)
  const plannedBytes = planSolve({
    subjects: split.train.starts.length - 1,
    items: split.itemIds.length,
    interactions: split.train.items.length,
    neighboursMax: options.neighboursMax,
    workers: 2,
  })
  const ours = { ndcg20, ...(workers['2'] ?? { seconds: 0, processorSeconds: 0 }) }
  const paths = [files.train, files.test]
  const beside = {
    ...(dataset === 'gowalla'
      ? {}
      : { numpy: besideOurs(ours, 'dense-ease.py', [...paths, NUMPY_LAMBDA]) }),
    implicit: besideOurs(ours, 'implicit-als.py', paths),
  }
  print({ dataset, options, ndcg20, workers, plannedBytes, beside })
}

interface Round {
  readonly seconds: number
  readonly processorSeconds: number
}

async function timeKernels(split: Split, options: ModelOptions) {
  const lists = toContributionLists(split.train, options.exponentTenths)
  const rounds = new Map<number, Round[]>([
    [1, []],
    [2, []],
  ])
  let ndcg20 = Number.NaN
  for (let round = 0; round < Number(given.rounds); round += 1) {
    for (const [workers, measured] of rounds) {
      const before = process.cpuUsage()
      const from = performance.now()
      const { columns } = await solveLocal(lists, options, { workers })
      const seconds = (performance.now() - from) / 1000
      const { user, system } = process.cpuUsage(before)
      measured.push({ seconds, processorSeconds: (user + system) / 1e6 })
      if (Number.isNaN(ndcg20)) {
        const scorer = scoreWithColumns(columns, split.train, options)
        ndcg20 = measureScorer(split, scorer, { cutoffs: [20] }).metrics['ndcg@20'] ?? 0
      }
    }
  }
  const workers = Object.fromEntries([...rounds].map(([count, all]) => [count, median(all)]))
  return { ndcg20: Number(ndcg20.toFixed(4)), workers }
}

function median(rounds: readonly Round[]): Round {
  const of = (name: keyof Round): number => {
    const sorted = rounds.map((round) => round[name]).toSorted((a, b) => a - b)
    return Number((sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(2))
  }
  return { seconds: of('seconds'), processorSeconds: of('processorSeconds') }
}

interface Timed extends Round {
  readonly ndcg20: number
}

/** What a script of measure/ takes, and how many times ours that is. */
function besideOurs(ours: Timed, script: string, args: readonly string[]): unknown {
  const python = process.env['EQUIPOISE_PYTHON'] ?? 'python3'
  const path = join(import.meta.dirname, '../measure', script)
  try {
    const said = execFileSync(python, [path, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      // Its authors advise it: their own threads are enough.
      env: {
        ...process.env,
        ...(script === 'implicit-als.py' ? { OPENBLAS_NUM_THREADS: '1' } : {}),
      },
    })
    // What the script prints.
    const theirs = JSON.parse(said) as Timed
    return { ...theirs, ratios: ratiosOf(theirs, ours) }
  } catch {
    return `not measured: "${python}" lacks what "${script}" needs`
  }
}

function ratiosOf(theirs: Timed, ours: Timed): Timed {
  const ratio = (name: keyof Timed): number => Number((theirs[name] / ours[name]).toFixed(2))
  return {
    seconds: ratio('seconds'),
    processorSeconds: ratio('processorSeconds'),
    ndcg20: ratio('ndcg20'),
  }
}

function print(result: object): void {
  console.log(given.json ? JSON.stringify(result) : JSON.stringify(result, null, 2))
}
