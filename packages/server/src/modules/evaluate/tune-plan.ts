/** Searches the hyper-parameters of our own model on the validation part of a plan. */
import {
  measureScorer,
  type SearchOutcome,
  searchOptions,
  type Trial,
} from '@equipoise/core/evaluate'
import type { ModelOptions } from '@equipoise/core/recommend'
import { EquipoiseError } from '../../errors.ts'
import { buildScorer } from './build-models.ts'
import { type OnStage, splitToAsk, summaryOf } from './evaluate-plan.ts'
import type { TuneTask, TuneTrial, Tuning } from './evaluation.ts'

/**
 * @throws EquipoiseError `dataset_invalid` where nobody can be asked, `model_invalid` where the
 *   options in use cannot be solved.
 */
export async function tunePlan(task: TuneTask, onStage: OnStage): Promise<Tuning> {
  const split = splitToAsk(task.plan)
  const begunAt = performance.now()
  const seconds = new Map<ModelOptions, number>()
  let best = Number.NEGATIVE_INFINITY
  const measure = async (options: ModelOptions): Promise<number> => {
    const from = performance.now()
    const stage = stageOf(options, seconds.size, best)
    const onProgress = (ratio: number): void => onStage(stage, (seconds.size + ratio) / buildsMax)
    const { buildsMax } = task
    onProgress(0)
    const value = await measureOptions(options, onProgress)
    seconds.set(options, (performance.now() - from) / 1000)
    best = Math.max(best, value)
    return value
  }
  const measureOptions = async (
    options: ModelOptions,
    onProgress: (ratio: number) => void,
  ): Promise<number> => {
    const scorer = await buildScorer('equipoise', split, { options, onProgress })
    const { metrics } = measureScorer(split, scorer, { cutoffs: [task.cutoff] })
    return metrics[task.metric] ?? Number.NaN
  }
  const minutes = (): number => (performance.now() - begunAt) / 60_000
  const found = await search(measure, task, () => minutes() >= task.minutesMax)
  const toTrial = ({ options, value }: Trial): TuneTrial => ({
    options,
    value,
    seconds: seconds.get(options) ?? 0,
  })
  const trials = found.trials.map(toTrial)
  return {
    protocol: split.protocol,
    dataset: summaryOf(task.dataset, split),
    metric: task.metric,
    before: trials[0] ?? toTrial(found.best),
    best: toTrial(found.best),
    trials,
    finished: found.finished,
    seconds: (performance.now() - begunAt) / 1000,
  }
}

async function search(
  measure: (options: ModelOptions) => Promise<number>,
  { buildsMax, from }: TuneTask,
  isOver: () => boolean,
): Promise<SearchOutcome> {
  try {
    return await searchOptions(measure, { builds: buildsMax, isOver }, from)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new EquipoiseError('model_invalid', cause.message, { cause })
  }
}

function stageOf(options: ModelOptions, made: number, best: number): string {
  const { lambda, dropout, exponentTenths, neighboursMax } = options
  const tried = `λ ${lambda}, p ${dropout}, a ${exponentTenths / 10}, m ${neighboursMax}`
  return `build ${made + 1}: ${tried}${made === 0 ? '' : `; best so far ${best.toFixed(4)}`}`
}
