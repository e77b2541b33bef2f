/**
 * Sealing: AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D; one key seals far fewer than
 * 2^32 texts). The key of a field comes from the owner's key by HKDF-SHA-256 (RFC 5869) with the
 * field's name, and the additional data binds tenant, owner, table, column and format version, so
 * that a sealed value opens nowhere but where it was put.
 *
 * Form: version byte | nonce (12) | ciphertext | tag (16).
 */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'
import { hmacOnce } from './keyed-hash.ts'

export const KEY_BYTES = 32
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Where a sealed value lives. */
export interface Place {
  readonly table: string
  readonly column: string
}

export class SealError extends Error {
  override readonly name = 'SealError'
}

const NO_SALT = new Uint8Array(0)
/** The counter of the one block that is expanded to. */
const FIRST_BLOCK = '\x01'

/**
 * HKDF-SHA-256 without salt, to 32 bytes: extract and expand are one HMAC each. Whoever opens
 * everybody derives some keys a person, for which `hkdfSync` takes five times as long.
 *
 * @param key of at most 4 kB.
 */
export function deriveKey(key: Uint8Array, info: string): Uint8Array {
  const extracted = Buffer.from(hmacOnce(NO_SALT, key), 'latin1')
  return Buffer.from(hmacOnce(extracted, Buffer.from(`${info}${FIRST_BLOCK}`)), 'latin1')
}

export type SealKey = Uint8Array | KeyObject

/** Given bytes, Node takes some 20 µs longer for each call than it takes to make a key of them. */
function keyOf(key: SealKey): KeyObject {
  return key instanceof Uint8Array ? createSecretKey(key) : key
}

export function seal(key: SealKey, plain: Uint8Array, bound: Uint8Array): Uint8Array {
  const sealed = Buffer.allocUnsafe(1 + NONCE_BYTES + plain.length + TAG_BYTES)
  sealed[0] = VERSION
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  nonce.set(nextNonce())
  const cipher = createCipheriv('aes-256-gcm', keyOf(key), nonce)
  cipher.setAAD(bound)
  cipher.update(plain).copy(sealed, 1 + NONCE_BYTES)
  cipher.final()
  cipher.getAuthTag().copy(sealed, sealed.length - TAG_BYTES)
  return sealed
}

/** So much is sealed at a time, so that a large content needs no second copy of itself. */
const CHUNK_BYTES = 2 ** 20

/** As `seal` of the parts one after the other, in pieces. */
export function* sealParts(
  key: SealKey,
  parts: Iterable<Uint8Array>,
  bound: Uint8Array,
): Generator<Uint8Array> {
  const nonce = Buffer.from(nextNonce())
  yield Buffer.concat([Buffer.of(VERSION), nonce])
  const cipher = createCipheriv('aes-256-gcm', keyOf(key), nonce)
  cipher.setAAD(bound)
  for (const part of parts) {
    for (let at = 0; at < part.length; at += CHUNK_BYTES) {
      yield cipher.update(part.subarray(at, at + CHUNK_BYTES))
    }
  }
  cipher.final()
  yield cipher.getAuthTag()
}

const NONCES = Buffer.alloc(NONCE_BYTES * 512)
let noncesUsed = NONCES.length

/** Random bytes are drawn many at a time: a call for each costs more than the sealing itself. */
function nextNonce(): Uint8Array {
  if (noncesUsed === NONCES.length) {
    randomFillSync(NONCES)
    noncesUsed = 0
  }
  noncesUsed += NONCE_BYTES
  return NONCES.subarray(noncesUsed - NONCE_BYTES, noncesUsed)
}

/** @throws SealError where the value was altered, moved, or sealed with another key. */
export function unseal(key: SealKey, sealed: Uint8Array, bound: Uint8Array): Buffer {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION) {
    throw new SealError('Cannot open a sealed value: it is not of this form')
  }
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(key), nonce)
  decipher.setAAD(bound)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    const plain = decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES))
    decipher.final()
    return plain
  } catch (cause) {
    throw new SealError('Cannot open a sealed value: it was altered or is not from here', { cause })
  }
}
