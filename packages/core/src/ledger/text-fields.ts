/** The two fields that C2SP's log texts have in common, each with exactly one way to write it. */
import { parseBase64 } from '../values/bytes.ts'
import { HASH_SIZE_BYTES } from './merkle.ts'

/** Reads a decimal number without sign or leading zeroes, up to 2^53 - 1. */
export function parseDecimal(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : undefined
}

/** Reads a SHA-256 hash in base64. */
export function parseHash(text: string): Uint8Array | undefined {
  const bytes = parseBase64(text)
  return bytes?.length === HASH_SIZE_BYTES ? bytes : undefined
}
