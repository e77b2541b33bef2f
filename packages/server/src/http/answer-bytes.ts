/**
 * Bytes of answers, cut from larger pieces: to set ten kilobytes aside for each costs more than to
 * write them, and so does a text of all parts that is written once more as bytes. What is too long
 * for a piece gets bytes of its own.
 */

const PIECE_BYTES = 256 * 1024
const SHARE_BYTES_MAX = PIECE_BYTES / 4
/** A UTF-16 unit is at most three bytes of UTF-8. */
const UNIT_BYTES_MAX = 3

let piece = Buffer.alloc(0)
let used = 0

/** The UTF-8 of texts, one after the other; nobody else ever writes to these bytes. */
export function answerBytes(texts: readonly string[]): Buffer {
  let most = 0
  for (const text of texts) most += text.length * UNIT_BYTES_MAX
  if (most > SHARE_BYTES_MAX) return Buffer.from(texts.join(''))
  if (piece.length - used < most) {
    piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
    used = 0
  }
  const start = used
  for (const text of texts) used += piece.write(text, used)
  return piece.subarray(start, used)
}
