/**
 * The public key of a note's signer as text, `name+id+key`: what a person needs to check a receipt
 * offline. The id (c2sp.org/signed-note) binds name, algorithm and key together; the text form is
 * that of golang.org/x/mod/sumdb/note, which log tools share.
 */
import { assert } from '../values/assert.ts'
import {
  concatBytes,
  equalBytes,
  type HashFunction,
  parseBase64,
  parseHex,
  toBase64,
  toHex,
  utf8,
} from '../values/bytes.ts'
import { failure, type Result, success } from '../values/result.ts'

export const KEY_ID_SIZE_BYTES = 4

const ED25519 = Uint8Array.of(1)
const PUBLIC_KEY_SIZE_BYTES = 32

export interface VerifierKey {
  readonly name: string
  readonly keyId: Uint8Array
  readonly publicKey: Uint8Array
}

/** Names an Ed25519 public key (32 bytes, RFC 8032). */
export function toVerifierKey(
  name: string,
  publicKey: Uint8Array,
  hash: HashFunction,
): VerifierKey {
  assert(isKeyName(name), 'a key name without spaces and plus signs')
  assert(publicKey.length === PUBLIC_KEY_SIZE_BYTES, 'an Ed25519 public key of 32 bytes')
  const digest = hash(concatBytes(utf8(`${name}\n`), ED25519, publicKey))
  return { name, keyId: digest.slice(0, KEY_ID_SIZE_BYTES), publicKey }
}

export function formatVerifierKey({ name, keyId, publicKey }: VerifierKey): string {
  return `${name}+${toHex(keyId)}+${toBase64(concatBytes(ED25519, publicKey))}`
}

export function parseVerifierKey(text: string, hash: HashFunction): Result<VerifierKey> {
  const [name = '', id = '', ...rest] = text.split('+')
  if (!isKeyName(name)) return failure('name', 'bad_key_name', 'Key name is missing or has spaces')
  // Base64 has plus signs of its own.
  const bytes = parseBase64(rest.join('+'))
  if (bytes?.length !== ED25519.length + PUBLIC_KEY_SIZE_BYTES || bytes[0] !== ED25519[0]) {
    return failure('publicKey', 'bad_public_key', 'Key is not an Ed25519 public key in base64')
  }
  const key = toVerifierKey(name, bytes.slice(ED25519.length), hash)
  if (equalBytes(parseHex(id) ?? new Uint8Array(), key.keyId)) return success(key)
  return failure('keyId', 'bad_key_id', 'Key id is not that of this name and key')
}

/** Whether a name can stand in a signature line. */
export function isKeyName(name: string): boolean {
  return /^[^\p{White_Space}\p{Cc}\p{Surrogate}+]+$/u.test(name)
}
