/**
 * How much one subject weighs in the matrix: W(k) = floor(2^20 · k^(-t/10)) for k distinct items.
 *
 * A person with a long history says less with each item, and would otherwise drown the rest out:
 * their contribution to G has Frobenius norm k·W. An exponent between one half and one bounds it
 * and recommends better too (`field/recommend.md` §0.4). The weight is an integer found with
 * integers only, so that every machine adds and subtracts exactly the same number.
 */

import { assert } from '../values/assert.ts'

/** Weights are fixed-point numbers with this many bits after the point. */
export const WEIGHT_BITS = 20

/** The weight of a subject with one item: what the solver counts as one person. */
export const WEIGHT_ONE: number = 2 ** WEIGHT_BITS

/** Exponents run from 0 (everyone's items weigh the same) to 10 tenths (everyone does). */
export const EXPONENT_TENTHS_MAX = 10

/**
 * The integer weight of a subject. Costs about 20 µs.
 *
 * @param itemCount distinct items of the subject, 1 to 2^20: up to there no weight rounds to zero.
 * @param exponentTenths an integer, 0 to 10.
 */
export function subjectWeight(itemCount: number, exponentTenths: number): number {
  assert(
    Number.isInteger(itemCount) && itemCount >= 1 && itemCount <= WEIGHT_ONE,
    `an item count from 1 to ${WEIGHT_ONE}, got ${itemCount}`,
  )
  assert(
    Number.isInteger(exponentTenths) &&
      exponentTenths >= 0 &&
      exponentTenths <= EXPONENT_TENTHS_MAX,
    `an exponent of 0 to ${EXPONENT_TENTHS_MAX} tenths, got ${exponentTenths}`,
  )
  return tenthRoot(2n ** BigInt(10 * WEIGHT_BITS), BigInt(itemCount) ** BigInt(exponentTenths))
}

/** Weights of all item counts up to `itemCountMax`; entry 0 is 0. */
export function subjectWeights(
  itemCountMax: number,
  exponentTenths: number,
): Int32Array<ArrayBuffer> {
  const weights = new Int32Array(itemCountMax + 1)
  for (let count = 1; count <= itemCountMax; count += 1) {
    weights[count] = subjectWeight(count, exponentTenths)
  }
  return weights
}

/** The largest W of at most 20 bits and one with W^10 · divisor ≤ dividend, bit by bit. */
function tenthRoot(dividend: bigint, divisor: bigint): number {
  let root = 0n
  for (let bit = 1n << BigInt(WEIGHT_BITS); bit > 0n; bit >>= 1n) {
    const raised = root | bit
    if (raised ** 10n * divisor <= dividend) root = raised
  }
  return Number(root)
}
