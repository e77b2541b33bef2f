/**
 * What an evaluation is asked, and what it answers: plain data that crosses threads and sockets.
 */
import type { Interval, Plan, Protocol } from '@equipoise/core/evaluate'
import type { ModelOptions } from '@equipoise/core/recommend'

export const MODEL_NAMES = ['equipoise', 'ease', 'rp3beta', 'itemKnn', 'popularity'] as const
export type ModelName = (typeof MODEL_NAMES)[number]

export interface EvaluationTask {
  readonly dataset: string
  readonly plan: Plan
  readonly models: readonly ModelName[]
  /** Of our own model. */
  readonly options: ModelOptions
  readonly cutoffs: readonly number[]
  readonly seed: number
  /** Of the bootstrap: at least 40. */
  readonly rounds: number
  /** The categories of items, where they are known. */
  readonly categories: ReadonlyMap<string, readonly string[]>
  /** Groups of subjects beside those by activity; who is in none is left out of them. */
  readonly groups: ReadonlyMap<string, string>
}

export interface DatasetSummary {
  readonly name: string
  /** Trained on. */
  readonly subjects: number
  readonly items: number
  readonly interactions: number
  /** Asked about, and how many of their items were held out. */
  readonly asked: number
  readonly heldOut: number
  /** What was done with what does not fit, as counts by name. */
  readonly notes: Readonly<Record<string, number>>
}

type PerModel<T> = Readonly<Record<string, T>>
type PerMetric<T> = Readonly<Record<string, T>>

export interface GroupResult {
  readonly name: string
  readonly asked: number
  readonly metrics: PerModel<PerMetric<number>>
}

export interface Difference extends Interval {
  readonly mean: number
}

export interface Evaluation {
  readonly protocol: Protocol
  readonly dataset: DatasetSummary
  readonly metrics: PerModel<PerMetric<number>>
  /** To build each model. */
  readonly seconds: PerModel<number>
  /** To ask it about everybody. */
  readonly askingSeconds: PerModel<number>
  /** The middle 95 % of the bootstrap's rounds. */
  readonly intervals: PerModel<PerMetric<Interval>>
  /** Ours less each other, person by person; none where ours was not asked. */
  readonly differences: PerModel<PerMetric<Difference>>
  readonly groups: {
    readonly activity: readonly GroupResult[]
    readonly given: readonly GroupResult[]
  }
  readonly hyperParameters: PerModel<Readonly<Record<string, number>>>
  /** Models that could not be built, and why. */
  readonly skipped: PerModel<string>
  readonly cutoffs: readonly number[]
  readonly seed: number
  readonly rounds: number
}

export interface TuneTask {
  readonly dataset: string
  /** Each asks for a validation part. */
  readonly plans: readonly Plan[]
  readonly from: ModelOptions
  /** Such as `ndcg@20`. */
  readonly metric: string
  readonly cutoff: number
  readonly buildsMax: number
  readonly minutesMax: number
}

export interface TuneTrial {
  readonly options: ModelOptions
  readonly value: number
  readonly seconds: number
}

export interface Tuning {
  readonly protocol: Protocol
  /** Of the first validation part. */
  readonly dataset: DatasetSummary
  /** How many validation parts were asked about, each with a build of its own. */
  readonly parts: number
  readonly metric: string
  readonly before: TuneTrial
  readonly best: TuneTrial
  /** In the order they were made. */
  readonly trials: readonly TuneTrial[]
  /** Whether the search came to its own end, with budget left. */
  readonly finished: boolean
  readonly seconds: number
}
