/**
 * The upper tail of a chi-square distribution, for 1 to 3 degrees of freedom in closed form:
 *
 *   1: erfc √(x/2)      2: e^(−x/2)      3: erfc √(x/2) + √(2x/π) e^(−x/2)
 */
import { assert } from '../values/assert.ts'

/** The chance that a chi-square variable is `x` or more, `x` from 0. */
export function chiSquareTail(x: number, freedom: number): number {
  assert(x >= 0 && freedom >= 1 && freedom <= 3, 'a statistic from 0, of 1 to 3 degrees')
  const tail = Math.exp(-x / 2)
  if (freedom === 2) return tail
  const one = erfc(Math.sqrt(x / 2))
  return freedom === 1 ? one : Math.min(1, one + Math.sqrt((2 * x) / Math.PI) * tail)
}

/**
 * The complementary error function from 0 on: its series near 0, beyond 2 its continued fraction
 * (Abramowitz and Stegun 7.1.6 and 7.1.14), both to about 1e-12.
 */
function erfc(z: number): number {
  if (z < 2) {
    let [term, sum] = [z, z]
    for (let n = 1; Math.abs(term) > 1e-17; n += 1) {
      term *= (2 * z * z) / (2 * n + 1)
      sum += term
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum
  }
  let fraction = z
  for (let n = 60; n >= 1; n -= 1) fraction = z + n / 2 / fraction
  return Math.exp(-z * z) / Math.sqrt(Math.PI) / fraction
}
