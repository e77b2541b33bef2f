/** Builds every model on the training part of a plan and asks it about everybody held out. */
import {
  ACCURACY_METRICS,
  activityGroups,
  bootstrapMeans,
  type CaseGroup,
  differenceInterval,
  groupsBy,
  type Interval,
  type ItemLists,
  intervalOf,
  listCount,
  type Measures,
  meanOfGroup,
  measureScorer,
  type Plan,
  type Split,
  seededChance,
  toItemLists,
  toSplit,
} from '@equipoise/core/evaluate'
import { EquipoiseError } from '../../errors.ts'
import { buildScorer, hyperParametersOf, whyNot } from './build-models.ts'
import type {
  DatasetSummary,
  Difference,
  Evaluation,
  EvaluationTask,
  GroupResult,
  ModelName,
} from './evaluation.ts'

export type OnStage = (stage: string, ratio: number) => void

const OURS = 'equipoise'

/** @throws EquipoiseError `dataset_invalid` where nobody can be asked or no model can be built. */
export async function evaluatePlan(task: EvaluationTask, onStage: OnStage): Promise<Evaluation> {
  const split = splitToAsk(task.plan)
  const measured = new Map<ModelName, Measured>()
  const skipped: Record<string, string> = {}
  for (const [index, name] of task.models.entries()) {
    const onRatio = (stage: string, ratio: number): void =>
      onStage(`${stage} ${name}`, (index + ratio) / (task.models.length + 1))
    const outcome = await measureModel(name, { task, split, onRatio })
    if (typeof outcome === 'string') skipped[name] = outcome
    else measured.set(name, outcome)
  }
  if (measured.size === 0) {
    const says = Object.entries(skipped).map(([name, why]) => `${name}: ${why}`)
    throw new EquipoiseError('dataset_invalid', `Cannot build any model: ${says.join('; ')}`)
  }
  onStage('drawing people for intervals', task.models.length / (task.models.length + 1))
  const certainty = certaintyOf(measured, task)
  const perModel = <T>(of: (one: Measured) => T): Record<string, T> =>
    Object.fromEntries([...measured].map(([name, one]) => [name, of(one)]))
  return {
    protocol: split.protocol,
    dataset: summaryOf(task.dataset, split),
    metrics: perModel(({ measures }) => measures.metrics),
    seconds: perModel(({ buildSeconds }) => buildSeconds),
    askingSeconds: perModel(({ askSeconds }) => askSeconds),
    ...certainty,
    groups: {
      activity: resultsOf(activityGroups(split.cases.history), measured),
      given: resultsOf(
        groupsBy(split.cases.subjects, (subject) => task.groups.get(subject)),
        measured,
      ),
    },
    hyperParameters: Object.fromEntries(
      [...measured.keys()].map((name) => [name, hyperParametersOf(name, task.options)]),
    ),
    skipped,
    cutoffs: task.cutoffs,
    seed: task.seed,
    rounds: task.rounds,
  }
}

/** @throws EquipoiseError `dataset_invalid` where there is nobody to ask. */
export function splitToAsk(plan: Plan): Split {
  const split = toSplit(plan)
  if (split.cases.subjects.length > 0) return split
  const { subjectsWithoutHistory = 0 } = split.notes
  const why =
    subjectsWithoutHistory > 0
      ? `${subjectsWithoutHistory} have something held out, and no item that training knows`
      : 'nothing is held out of anybody'
  throw new EquipoiseError('dataset_invalid', `Cannot ask about anybody: ${why}`)
}

export function summaryOf(name: string, split: Split): DatasetSummary {
  const { train, cases, itemIds, notes } = split
  return {
    name,
    subjects: listCount(train),
    items: itemIds.length,
    interactions: train.items.length,
    asked: cases.subjects.length,
    heldOut: cases.heldCounts.reduce((sum, count) => sum + count, 0),
    notes,
  }
}

interface Measured {
  readonly measures: Measures
  readonly buildSeconds: number
  readonly askSeconds: number
}

interface Asking {
  readonly task: EvaluationTask
  readonly split: Split
  readonly onRatio: (stage: string, ratio: number) => void
}

/** A model that does not fit the data is left out, and why is said. */
async function measureModel(
  name: ModelName,
  { task, split, onRatio }: Asking,
): Promise<Measured | string> {
  const reason = whyNot(name, split.itemIds.length)
  if (reason !== undefined) return reason
  const begunAt = performance.now()
  try {
    const scorer = await buildScorer(name, split, {
      options: task.options,
      onProgress: (ratio) => onRatio('building', ratio / 2),
    })
    const builtAt = performance.now()
    const measures = measureScorer(split, scorer, {
      cutoffs: task.cutoffs,
      categories: categoryLists(split, task.categories),
      onProgress: (ratio) => onRatio('asking', (1 + ratio) / 2),
    })
    return {
      measures,
      buildSeconds: (builtAt - begunAt) / 1000,
      askSeconds: (performance.now() - builtAt) / 1000,
    }
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

function categoryLists(
  { itemIds }: Split,
  categories: EvaluationTask['categories'],
): ItemLists | undefined {
  if (!itemIds.some((item) => (categories.get(item)?.length ?? 0) > 0)) return undefined
  const ordinals = new Map<string, number>()
  const lists = itemIds.map((item) =>
    [...new Set(categories.get(item))].map((category) => {
      const ordinal = ordinals.get(category) ?? ordinals.size
      ordinals.set(category, ordinal)
      return ordinal
    }),
  )
  return toItemLists(ordinals.size, lists)
}

function certaintyOf(
  measured: ReadonlyMap<ModelName, Measured>,
  { cutoffs, seed, rounds }: EvaluationTask,
): Pick<Evaluation, 'intervals' | 'differences'> {
  const names = cutoffs.flatMap((k) => ACCURACY_METRICS.map((metric) => `${metric}@${k}`))
  const series = [...measured].flatMap(([model, { measures }]) =>
    names.map((metric) => ({ model, metric, values: measures.perCase.get(metric) ?? NOTHING })),
  )
  const means = bootstrapMeans(
    series.map(({ values }) => values),
    { chance: seededChance(seed), rounds },
  )
  const meansOf = new Map(
    series.map(({ model, metric }, index) => [`${model} ${metric}`, means[index] ?? NOTHING]),
  )
  const each = <T>(
    of: (model: ModelName, metric: string) => T,
  ): Record<string, Record<string, T>> =>
    Object.fromEntries(
      [...measured.keys()].map((model) => [
        model,
        Object.fromEntries(names.map((metric) => [metric, of(model, metric)])),
      ]),
    )
  const drawn = (model: string, metric: string): Float64Array =>
    meansOf.get(`${model} ${metric}`) ?? NOTHING
  const value = (model: ModelName, metric: string): number =>
    measured.get(model)?.measures.metrics[metric] ?? Number.NaN
  const differences = each(
    (model, metric): Difference => ({
      mean: value(OURS, metric) - value(model, metric),
      ...differenceInterval(drawn(OURS, metric), drawn(model, metric)),
    }),
  )
  delete differences[OURS]
  return {
    intervals: each((model, metric): Interval => intervalOf(drawn(model, metric))),
    differences: measured.has(OURS) ? differences : {},
  }
}

const NOTHING = new Float64Array(0)

function resultsOf(
  groups: readonly CaseGroup[],
  measured: ReadonlyMap<ModelName, Measured>,
): readonly GroupResult[] {
  return groups.map((group) => ({
    name: group.name,
    asked: group.cases.length,
    metrics: Object.fromEntries(
      [...measured].map(([model, { measures }]) => [
        model,
        Object.fromEntries(
          [...measures.perCase]
            .map(([metric, values]) => [metric, meanOfGroup(values, group)] as const)
            .filter(([, mean]) => !Number.isNaN(mean)),
        ),
      ]),
    ),
  }))
}
