/** How much memory a solve takes, before it is started. */

import { countKeptAtMost, type KeptLimits } from './kept-items.ts'
import { layOut } from './layout.ts'

export interface SolveShape {
  readonly subjects: number
  readonly items: number
  readonly interactions: number
  readonly neighboursMax: number
  /** Columns that are solved. Default: all. */
  readonly targets?: number
  /** Default: 1. */
  readonly workers?: number
  readonly kept?: KeptLimits
}

/**
 * The bytes of shared memory that `solveLocal` asks for, at most. The result takes 16 bytes a
 * weight beside it.
 */
export function planSolve(shape: SolveShape): number {
  const { subjects, items, interactions, neighboursMax, targets = items, workers = 1 } = shape
  return layOut({
    people: subjects,
    items,
    interactions,
    neighbours: Math.max(1, Math.min(neighboursMax, items)),
    targets,
    workers: Math.max(1, workers),
    kept: countKeptAtMost(items, shape.kept?.bytesMax),
  }).bytes
}
