/**
 * Random bytes of the operating system, drawn many at a time: a call for each few bytes costs more
 * than all that is done with them. What was given out stays nowhere here.
 */
import { randomBytes, randomFillSync } from 'node:crypto'

const POOL_BYTES = 8_192
/** More at once is drawn for its own. */
const SHARE_BYTES_MAX = 1_024

export function randomPool(): (size: number) => Uint8Array {
  const pool = Buffer.alloc(POOL_BYTES)
  let used = POOL_BYTES
  return (size) => {
    if (size > SHARE_BYTES_MAX) return randomBytes(size)
    if (used + size > POOL_BYTES) {
      randomFillSync(pool)
      used = 0
    }
    const drawn = new Uint8Array(size)
    pool.copy(drawn, 0, used, used + size)
    pool.fill(0, used, used + size)
    used += size
    return drawn
  }
}
