/**
 * What stands in the log: not a record, nor a hash of one, but HMAC-SHA-256 of the record under a
 * random secret of its own.
 *
 * A log cannot forget, a person may ask to be forgotten. A plain hash of anything about a person
 * can be tried out by whoever guesses the record or the identifier, so it stays personal data
 * (EDPB, Guidelines 02/2025); no identifier and no plain hash of one is ever a leaf. The secret
 * lives in the person's own encrypted row and in their receipt: destroy ours, and the leaf is a
 * random number to us, while the receipt still opens it. The other way round, nobody can find a
 * second record or secret for a leaf, so nobody can open it as something else.
 *
 * Secrets have exactly 32 bytes: HMAC pads shorter keys with zeroes, so that two could be one.
 */
import { assert } from '../values/assert.ts'
import { concatBytes, equalBytes, utf8 } from '../values/bytes.ts'

/** HMAC-SHA-256, handed to core by its runtime. */
export type HmacFunction = (key: Uint8Array, message: Uint8Array) => Uint8Array

export const SECRET_SIZE_BYTES = 32

const DOMAIN = utf8('equipoise/ledger-commitment@1\n')

/** Computes the leaf data of a record. `secret` is 32 random bytes that no other record has. */
export function commit(record: Uint8Array, secret: Uint8Array, hmac: HmacFunction): Uint8Array {
  assert(secret.length === SECRET_SIZE_BYTES, 'a secret of 32 bytes')
  return hmac(secret, concatBytes(DOMAIN, record))
}

export interface Opening {
  readonly record: Uint8Array
  readonly secret: Uint8Array
}

/** Whether this record and secret, which may come from anyone, are what the leaf commits to. */
export function opens(leaf: Uint8Array, opening: Opening, hmac: HmacFunction): boolean {
  if (opening.secret.length !== SECRET_SIZE_BYTES) return false
  return equalBytes(leaf, commit(opening.record, opening.secret, hmac))
}
