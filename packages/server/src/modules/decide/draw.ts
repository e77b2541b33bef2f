/** Chance as a number. */

/** A number from 0 to below 1: 48 bits of a source of random bytes. */
export function chance(random: (size: number) => Uint8Array): number {
  return random(6).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48
}
