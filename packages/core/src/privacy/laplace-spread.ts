/** How wide discrete Laplace noise lies: what a reader of noisy counts has to know. */
import type { Scale } from './discrete-laplace.ts'

/** `2q / (1 − q)²`. */
export function laplaceVariance(scale: Scale): number {
  const q = ratioOf(scale)
  return (2 * q) / (1 - q) ** 2
}

/** The chance that a draw is that number. */
export function laplaceChance(scale: Scale, value: number): number {
  const q = ratioOf(scale)
  return ((1 - q) / (1 + q)) * q ** Math.abs(value)
}

/**
 * The least whole number that a draw does not exceed in size but with the chance `miss`, 0 to 1:
 * `P(|Z| > h) = 2 q^(h + 1) / (1 + q)`.
 */
export function laplaceReach(scale: Scale, miss: number): number {
  const q = ratioOf(scale)
  const exact = Math.log((miss * (1 + q)) / 2) / Math.log(q) - 1
  return Math.max(0, Math.ceil(exact - 1e-9))
}

function ratioOf({ numerator, denominator }: Scale): number {
  return Math.exp(-denominator / numerator)
}
