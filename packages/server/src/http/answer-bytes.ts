/**
 * Bytes of answers, cut from larger pieces: to set ten kilobytes aside for each costs more than to
 * write them, and is cleared away as often. What is too long for a piece gets bytes of its own.
 */

const PIECE_BYTES = 256 * 1024
/** A UTF-16 unit is at most three bytes of UTF-8. */
const UNIT_BYTES_MAX = 3
const TEXT_LENGTH_MAX = PIECE_BYTES / 4 / UNIT_BYTES_MAX

let piece = Buffer.alloc(0)
let used = 0

/** The UTF-8 of a text; nobody else ever writes to these bytes. */
export function answerBytes(text: string): Buffer {
  if (text.length > TEXT_LENGTH_MAX) return Buffer.from(text)
  if (piece.length - used < text.length * UNIT_BYTES_MAX) {
    piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
    used = 0
  }
  const start = used
  used += piece.write(text, start)
  return piece.subarray(start, used)
}
