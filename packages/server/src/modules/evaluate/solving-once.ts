/**
 * Solves a model's columns, and keeps those of the best and the last settings: what a search tries
 * of leaning and of half-lives needs no columns of its own.
 */
import type { Split } from '@equipoise/core/evaluate'
import type { ModelOptions, SparseColumns } from '@equipoise/core/recommend'
import { solveOurs } from './build-models.ts'

/** Settings of which the columns are kept, for each split. */
const KEPT = 2

export class SolvingOnce {
  readonly #kept = new Map<Split, Map<string, SparseColumns>>()

  /** As `solveOurs`. */
  async solve(
    split: Split,
    options: ModelOptions,
    onProgress: (ratio: number) => void,
  ): Promise<SparseColumns> {
    const { lambda, dropout, exponentTenths, neighboursMax } = options
    const key = JSON.stringify([lambda, dropout, exponentTenths, neighboursMax])
    const kept = this.#kept.get(split) ?? new Map<string, SparseColumns>()
    this.#kept.set(split, kept)
    const solved = kept.get(key) ?? (await solveOurs(split.train, options, onProgress))
    kept.delete(key)
    kept.set(key, solved)
    const [oldest] = kept.keys()
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    return solved
  }
}
