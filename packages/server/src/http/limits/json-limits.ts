/**
 * How deep and how long a JSON body may be. Both are counted over the bytes before they are
 * parsed, in one pass without recursion, so that nothing is built of a body that is refused. The
 * bytes that count are ASCII, and no part of any longer character in UTF-8 is.
 *
 * `__proto__` and `constructor` are names like any other: parsing makes plain fields of them,
 * closed schemas refuse them as unknown, and open records keep them. A test sends them everywhere
 * and finds nothing changed.
 */
import { EquipoiseError } from '../../errors.ts'

/** Objects and lists within one another. */
export const JSON_DEPTH_MAX = 32
/** Entries of all objects and lists together, counted by the commas between them. */
export const JSON_ENTRIES_MAX = 100_000

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c

/** @throws EquipoiseError `body_too_deep`, `batch_too_large`. */
export function checkJsonExtent(bytes: Uint8Array): void {
  let depth = 0
  let entries = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) at = endOfText(bytes, at)
    else if (byte === COMMA) entries += 1
    // The brackets of both kinds: they differ by one bit.
    else if (byte === 0x5b || byte === 0x7b) depth += 1
    else if (byte === 0x5d || byte === 0x7d) depth -= 1
    if (depth > JSON_DEPTH_MAX) {
      throw new EquipoiseError(
        'body_too_deep',
        `Cannot read the body: it is more than ${JSON_DEPTH_MAX} levels deep`,
      )
    }
  }
  if (entries > JSON_ENTRIES_MAX) {
    throw new EquipoiseError(
      'batch_too_large',
      `Cannot read the body: it has more than ${JSON_ENTRIES_MAX} entries`,
    )
  }
}

/** Where the text ends that begins there; the last byte of all where it does not. */
function endOfText(bytes: Uint8Array, from: number): number {
  let at = from + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}
