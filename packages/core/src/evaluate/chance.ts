/** Chance that can be had again: the same numbers for the same seed, on every machine. */

import { assert } from '../values/assert.ts'

export interface Chance {
  /** A whole number from 0 to below `count`, 1 to 2^32. */
  below(count: number): number
}

/**
 * Numbers that look random (mulberry32, by Tommy Ettinger): good enough to shuffle and to resample,
 * never for anything that must not be guessed.
 *
 * @param seed a whole number, of which the low 32 bits count.
 */
export function seededChance(seed: number): Chance {
  assert(Number.isSafeInteger(seed), `a whole number as seed, got ${seed}`)
  let state = seed | 0
  const number = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { below: (count) => Math.floor(number() * count) }
}

/** The whole numbers below `count` in an order that the chance decides (Fisher and Yates). */
export function shuffled(count: number, chance: Chance): Uint32Array<ArrayBuffer> {
  const order = Uint32Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last -= 1) {
    const other = chance.below(last + 1)
    const moved = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = moved
  }
  return order
}
