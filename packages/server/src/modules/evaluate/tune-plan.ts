/** Searches the hyper-parameters of our own model on the validation part of a plan. */
import {
  measureScorer,
  type SearchBudget,
  type SearchOutcome,
  type SearchSpace,
  type Split,
  searchOptions,
  type Trial,
  thinCases,
} from '@equipoise/core/evaluate'
import type { ModelOptions } from '@equipoise/core/recommend'
import { assert } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { scoreOurs } from './build-models.ts'
import { type OnStage, splitToAsk, summaryOf } from './evaluate-plan.ts'
import type { TuneTask, TuneTrial, Tuning } from './evaluation.ts'
import { SolvingOnce } from './solving-once.ts'

/** More people tell settings apart no better, and take longer than the builds. */
const ASKED_MAX = 6_000

/**
 * @throws EquipoiseError `dataset_invalid` where nobody can be asked, `model_invalid` where the
 *   options in use cannot be solved.
 */
export async function tunePlan(task: TuneTask, onStage: OnStage): Promise<Tuning> {
  const splits = task.plans.map((plan) => thinCases(splitToAsk(plan), ASKED_MAX))
  const [split] = splits
  assert(split !== undefined, 'a plan to ask about')
  const begunAt = performance.now()
  const seconds = new Map<ModelOptions, number>()
  const solver = new SolvingOnce()
  let best = Number.NEGATIVE_INFINITY
  const measure = async (options: ModelOptions): Promise<number> => {
    const from = performance.now()
    const stage = stageOf(options, seconds.size, best)
    const onProgress = (ratio: number): void =>
      onStage(stage, (seconds.size + ratio) / task.buildsMax)
    onProgress(0)
    const value = await measureOptions(solver, { task, splits, options, onProgress })
    seconds.set(options, (performance.now() - from) / 1000)
    best = Math.max(best, value)
    return value
  }
  const isOver = (): boolean => (performance.now() - begunAt) / 60_000 >= task.minutesMax
  const found = await search(measure, task, {
    isOver,
    isOrdered: split.cases.places?.some((place) => place > 0) ?? false,
  })
  const toTrial = ({ options, value }: Trial): TuneTrial => ({
    options,
    value,
    seconds: seconds.get(options) ?? 0,
  })
  const trials = found.trials.map(toTrial)
  return {
    protocol: split.protocol,
    dataset: summaryOf(task.dataset, split),
    parts: splits.length,
    metric: task.metric,
    before: trials[0] ?? toTrial(found.best),
    best: toTrial(found.best),
    trials,
    finished: found.finished,
    seconds: (performance.now() - begunAt) / 1000,
  }
}

interface Measuring {
  readonly task: TuneTask
  readonly splits: readonly Split[]
  readonly options: ModelOptions
  readonly onProgress: (ratio: number) => void
}

/** The mean over everybody asked in all parts. */
async function measureOptions(
  solver: SolvingOnce,
  { task, splits, options, onProgress }: Measuring,
): Promise<number> {
  let [sum, people] = [0, 0]
  for (const [part, split] of splits.entries()) {
    const onRatio = (ratio: number): void => onProgress((part + ratio) / splits.length)
    const scorer = scoreOurs(await solver.solve(split, options, onRatio), split, options)
    const { metrics } = measureScorer(split, scorer, { cutoffs: [task.cutoff] })
    const asked = split.cases.subjects.length
    sum += asked * (metrics[task.metric] ?? Number.NaN)
    people += asked
  }
  return sum / people
}

async function search(
  measure: (options: ModelOptions) => Promise<number>,
  { buildsMax, from }: TuneTask,
  { isOver, isOrdered }: Pick<SearchBudget, 'isOver'> & SearchSpace,
): Promise<SearchOutcome> {
  try {
    return await searchOptions(measure, { builds: buildsMax, isOver }, from, { isOrdered })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new EquipoiseError('model_invalid', cause.message, { cause })
  }
}

function stageOf(options: ModelOptions, made: number, best: number): string {
  const { lambda, dropout, exponentTenths, neighboursMax, popularityTenths } = options
  const tried =
    `λ ${lambda}, p ${dropout}, a ${exponentTenths / 10}, m ${neighboursMax},` +
    ` t ${popularityTenths / 10}, h ${options.halfLifeItems}`
  return `build ${made + 1}: ${tried}${made === 0 ? '' : `; best so far ${best.toFixed(4)}`}`
}
