/**
 * The local model (`core/recommend/local-model.ts`), solved by the kernels on some threads. Its
 * bits are those of a single thread: each column is solved by one worker in a fixed order, from
 * exact sums.
 */

import { availableParallelism } from 'node:os'
import type { ContributionLists, LocalColumns, SolveOptions } from '@equipoise/core/recommend'
import { checkSolveOptions, WEIGHT_BITS } from '@equipoise/core/recommend'
import { gatherCrew } from './crew.ts'
import { countKept, type KeptLimits } from './kept-items.ts'
import { compileKernels } from './kernels.ts'
import { PHASES } from './phases.ts'
import { countHolders, rankItems } from './rank-items.ts'
import { SolveMemory } from './solve-memory.ts'

export interface SolveRun {
  /** Threads: an integer, 0 to 64. 0 solves in the calling thread. Default: one a core. */
  readonly workers?: number
  /** Called some ten times a second with the ratio done, 0 to 1. */
  readonly onProgress?: (ratio: number) => void
  /** Called once the threads are at their longest part: this one is free for a while. */
  readonly onSolving?: () => void
  /** Aborting rejects with the signal's reason; no thread is left. */
  readonly signal?: AbortSignal
  /** What of G is kept: it changes time and memory, never the result. */
  readonly kept?: KeptLimits
}

const WORKERS_MAX = 64
const PROGRESS_MS = 100

/**
 * Solves every column.
 *
 * @throws RangeError for malformed lists, options out of range, or more than 4 GiB needed.
 * @throws Error where a worker died.
 */
export async function solveLocal(
  lists: ContributionLists,
  options: SolveOptions,
  run: SolveRun = {},
): Promise<LocalColumns> {
  const targets = Uint32Array.from(lists.ids, (_, item) => item)
  return solveTargets(lists, options, targets, run)
}

/**
 * Solves the columns of some targets: bit for bit those of `solveLocal`.
 *
 * @param targets distinct ordinals, in any order.
 * @throws as `solveLocal`, and RangeError for a target that is no item or comes twice.
 */
export async function solveColumns(
  lists: ContributionLists,
  options: SolveOptions,
  targets: Uint32Array<ArrayBuffer>,
  run: SolveRun = {},
): Promise<LocalColumns> {
  return solveTargets(lists, options, targets, run)
}

async function solveTargets(
  lists: ContributionLists,
  options: SolveOptions,
  targets: Uint32Array<ArrayBuffer>,
  run: SolveRun,
): Promise<LocalColumns> {
  const { workers = availableParallelism(), onProgress, onSolving, signal } = run
  if (!Number.isInteger(workers) || workers < 0 || workers > WORKERS_MAX) {
    throw new RangeError(`Cannot solve with ${workers} workers: expected 0 to ${WORKERS_MAX}`)
  }
  checkSolveOptions(options)
  signal?.throwIfAborted()
  await using crew = gatherCrew(workers, signal)
  const holders = await countHolders(lists, signal)
  const ranking = rankItems(holders)
  const size = {
    people: lists.starts.length - 1,
    items: lists.ids.length,
    interactions: lists.items.length,
    neighbours: Math.max(1, Math.min(options.neighboursMax, lists.ids.length)),
    targets: targets.length,
    workers: Math.max(1, workers),
    kept: countKept(ranking.holders, run.kept),
  }
  const memory = new SolveMemory(size)
  memory.write(lists, ranking, targets)
  memory.writeDiagonal(options.lambda * 2 ** WEIGHT_BITS, options.dropout / (1 - options.dropout))
  crew.begin({ module: compileKernels(), memory: memory.memory, people: size.people })
  const whole = Math.max(1, size.kept + size.targets)
  const timer = setInterval(() => onProgress?.(Math.min(1, memory.done / whole)), PROGRESS_MS)
  try {
    for (const phase of PHASES) {
      memory.startPhase()
      const running = crew.run(phase)
      if (phase === 'solve') onSolving?.()
      await running
      signal?.throwIfAborted()
    }
  } finally {
    clearInterval(timer)
    memory.stop()
  }
  onProgress?.(1)
  return memory.read(ranking, targets)
}
