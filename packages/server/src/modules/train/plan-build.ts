/**
 * What a build will take, before it is begun: its time from solving a part of the columns here and
 * now, its memory from the sizes of what it allocates.
 */
import { availableParallelism } from 'node:os'
import type { ContributionLists, ModelOptions } from '@equipoise/core/recommend'
import { planSolve, solveColumns } from '@equipoise/kernels'
import { crewFor } from './solve-dirty.ts'

export interface BuildPlan {
  /** Of everything at its most, beside what the process has before. */
  readonly bytes: number
  /** From everybody's lists to a model that serves. */
  readonly seconds: number
}

/** So many columns are solved to know how long all of them take: at least, and of all. */
const SAMPLE_COLUMNS = 256
const SAMPLE_RATIO = 1 / 16

/** A weight of the model while it is solved, completed, shared, encoded and sealed: as measured. */
const BYTES_A_WEIGHT = 45
const SECONDS_A_WEIGHT = 1.5e-7
/** An item of a list while it is ordered, hashed and counted. */
const BYTES_AN_INTERACTION = 24
const SECONDS_AN_INTERACTION = 4e-7
/** To start the threads. */
const SECONDS_TO_START = 0.2

/** Takes as long as what all columns share, and a sixteenth of them. */
export async function planBuild(
  lists: ContributionLists,
  options: ModelOptions,
): Promise<BuildPlan> {
  const [items, interactions] = [lists.ids.length, lists.items.length]
  const crew = crewFor(items)
  const sample = Math.min(items, Math.max(SAMPLE_COLUMNS, Math.ceil(items * SAMPLE_RATIO)))
  const timeOf = async (columns: number): Promise<number> => {
    const startedAt = performance.now()
    // Evenly among all: columns of popular items take longer.
    const targets = Uint32Array.from({ length: columns }, (_, n) =>
      Math.floor((n * items) / columns),
    )
    await solveColumns(lists, options, targets, crew)
    return (performance.now() - startedAt) / 1_000
  }
  const shared = await timeOf(0)
  const each = Math.max(0, (await timeOf(sample)) - shared) / Math.max(1, sample)
  const weights = items * Math.min(options.neighboursMax, Math.max(0, items - 1))
  const solving = planSolve({
    subjects: lists.starts.length - 1,
    items,
    interactions,
    neighboursMax: options.neighboursMax,
    workers: crew.workers ?? availableParallelism(),
  })
  return {
    bytes: solving + weights * BYTES_A_WEIGHT + interactions * BYTES_AN_INTERACTION,
    seconds:
      SECONDS_TO_START +
      shared +
      each * items +
      weights * SECONDS_A_WEIGHT +
      interactions * SECONDS_AN_INTERACTION,
  }
}
