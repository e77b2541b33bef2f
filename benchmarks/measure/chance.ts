/** Chance that can be had again: the same numbers for the same seed. */

export interface Chance {
  /** 0 to below 1. */
  number(): number
  /** A whole number from 0 to below the count. */
  below(count: number): number
  /** One of them; undefined of none. */
  pick<T>(values: readonly T[]): T | undefined
}

/** @param seed a whole number (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed
  const number = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number): number => Math.floor(number() * count)
  return { number, below, pick: (values) => values[below(values.length)] }
}
