/** Chance that is the same for a seed, so that no test of noise fails by chance (mulberry32). */

/** A number from 0 to below 1 each call. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function seededBytes(seed: number): (size: number) => Uint8Array {
  const draw = seeded(seed)
  return (size) => Uint8Array.from({ length: size }, () => draw() * 256)
}
