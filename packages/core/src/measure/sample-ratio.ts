/**
 * Whether the arms of an experiment have the people that their shares promise. Where they have not,
 * something sorts people beside chance, and the results mean nothing (Fabijan et al. 2019). A
 * chi-square test of the counts, whose covariance is that of the draw and of the noise together:
 *
 *   d = n − w N,  Cov d = N (diag w − w wᵀ) + σ² (I − w 1ᵀ)(I − 1 wᵀ),  X² = dᵀ Cov⁻¹ d
 *
 * without the last arm, which the others tell.
 */
import { chiSquareTail } from './chi-square.ts'

/** Below it results are not to be read. */
export const MISMATCH_CHANCE = 0.0005

export interface ArmCount {
  readonly people: number
  /** Above 0; all sum to 1. */
  readonly share: number
}

/** The chance that arms drawn by those shares differ as much or more: 0 to 1. */
export function sampleRatioChance(arms: readonly ArmCount[], noiseVariance: number): number {
  const total = arms.reduce((sum, { people }) => sum + people, 0)
  if (arms.length < 2 || total <= 0) return 1
  const free = arms.slice(0, -1)
  const off = free.map(({ people, share }) => people - share * total)
  const covariance = free.map(({ share: a }, row) =>
    free.map(({ share: b }, column) => {
      const same = row === column ? 1 : 0
      const noise = same - a - b + arms.length * a * b
      return total * (same * a - a * b) + noiseVariance * noise
    }),
  )
  const spread = solve(covariance, off)
  const statistic = off.reduce((sum, one, at) => sum + one * (spread[at] ?? 0), 0)
  return chiSquareTail(Math.max(0, statistic), free.length)
}

/** Solves a symmetric, positive definite system of at most three by Gaussian elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0])
  for (let pivot = 0; pivot < size; pivot += 1) {
    const top = rows[pivot] ?? []
    for (const row of rows.slice(pivot + 1)) {
      const factor = (row[pivot] ?? 0) / (top[pivot] ?? 1)
      for (let at = pivot; at <= size; at += 1) row[at] = (row[at] ?? 0) - factor * (top[at] ?? 0)
    }
  }
  const solved: number[] = Array.from({ length: size }, () => 0)
  for (let at = size - 1; at >= 0; at -= 1) {
    const row = rows[at] ?? []
    const known = solved.reduce(
      (sum, one, other) => (other > at ? sum + one * (row[other] ?? 0) : sum),
      0,
    )
    solved[at] = ((row[size] ?? 0) - known) / (row[at] ?? 1)
  }
  return solved
}
