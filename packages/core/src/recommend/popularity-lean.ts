/**
 * Lets columns lean to what is popular: the weights towards an item that d people hold are
 * multiplied by d^(t/10). Of very sparse data each column knows little, and how many people hold an
 * item says what the column cannot; the target's power in RP3beta (Paudel et al. 2017) does the
 * same, with β = −t/10.
 *
 * The factor of a column depends on the target's own count alone. Whoever comes or goes touches the
 * items that they hold, whose columns are solved again anyway, so that all others stay as they are,
 * to the bit. It is found with integers, so that every machine multiplies by the same number.
 */

import { assert } from '../values/assert.ts'
import type { LocalColumns } from './local-columns.ts'
import { WEIGHT_BITS, WEIGHT_ONE } from './subject-weight.ts'

export const POPULARITY_TENTHS_MAX = 10

/** More people than this hold no item. */
const HOLDERS_BITS = 22

/**
 * floor(2^20 · d^(t/10)) ÷ 2^20. Costs about 50 µs.
 *
 * @param holders how many people hold an item, 0 to 2^22; nobody counts as one.
 * @param tenths an integer, 0 to 10.
 */
export function popularityFactor(holders: number, tenths: number): number {
  assert(
    Number.isInteger(holders) && holders >= 0 && holders <= 2 ** HOLDERS_BITS,
    `holders from 0 to 2^${HOLDERS_BITS}, got ${holders}`,
  )
  assert(
    Number.isInteger(tenths) && tenths >= 0 && tenths <= POPULARITY_TENTHS_MAX,
    `a power of 0 to ${POPULARITY_TENTHS_MAX} tenths, got ${tenths}`,
  )
  const power = 2n ** BigInt(10 * WEIGHT_BITS) * BigInt(Math.max(1, holders)) ** BigInt(tenths)
  return Number(tenthRoot(power)) / WEIGHT_ONE
}

/**
 * The columns, leaning; the same ones where the power is 0. O(weights).
 *
 * @param holders how many people hold each item, vouched for or not.
 */
export function leanToPopular<Columns extends Pick<LocalColumns, 'targets' | 'columns'>>(
  solved: Columns,
  holders: Uint32Array,
  tenths: number,
): Columns {
  if (tenths === 0) return solved
  const { targets, columns } = solved
  const { starts } = columns
  const factors = new Map<number, number>()
  const values = new Float64Array(columns.values)
  for (let column = 0; column < targets.length; column += 1) {
    const held = holders[targets[column] ?? 0] ?? 0
    const factor = factors.get(held) ?? popularityFactor(held, tenths)
    factors.set(held, factor)
    const end = starts[column + 1] ?? 0
    for (let at = starts[column] ?? 0; at < end; at += 1) values[at] = (values[at] ?? 0) * factor
  }
  return { ...solved, columns: { ...columns, values } }
}

/** The largest R with R^10 ≤ power, bit by bit. */
function tenthRoot(power: bigint): bigint {
  let root = 0n
  for (let bit = 1n << BigInt(WEIGHT_BITS + HOLDERS_BITS); bit > 0n; bit >>= 1n) {
    const raised = root | bit
    if (raised ** 10n <= power) root = raised
  }
  return root
}
