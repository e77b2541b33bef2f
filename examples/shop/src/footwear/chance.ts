/** Chance that is the same each time: a small generator (mulberry32) with a seed. */

export interface Chance {
  /** At least 0, below 1. */
  next(): number
  /** A whole number, at least 0 and below `below`. */
  below(below: number): number
  shuffle<T>(list: readonly T[]): T[]
}

export function chanceFrom(seed: number): Chance {
  let state = seed | 0
  const chance: Chance = {
    next() {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
    },
    below: (below) => Math.floor(chance.next() * below),
    shuffle(list) {
      const keyed = list.map((one) => [chance.next(), one] as const)
      return keyed.sort(([a], [b]) => a - b).map(([, one]) => one)
    },
  }
  return chance
}
