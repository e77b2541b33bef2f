/**
 * Seals the texts of a list, all of one length, each to be opened alone: AES-256 in counter mode
 * (NIST SP 800-38A) over the whole list in one call, and for each text HMAC-SHA-256 over its
 * counter and its ciphertext (encrypt, then authenticate), of which 16 bytes are kept (RFC 2104,
 * section 5).
 *
 * Why not GCM, as for everything else (`seal.ts`): each text there costs a cipher object of its
 * own, 9 µs for 300 bytes in Node; here it is 2 µs. Both keys come by HKDF for this use and this
 * length alone, so that what is authenticated is always of one length.
 *
 * One cipher goes on from list to list, so that no counter comes twice, and after `STREAM_LISTS`
 * another one begins at 128 random bits: a copy of the machine made meanwhile goes on from the same
 * place, and soon goes its own way. Even of 2^34 ciphers of 2^17 blocks two overlap with a chance
 * of 2^-42 (the square of the ciphers, times twice the blocks, over 2^128).
 *
 * Form: counter (16) | ciphertext | tag (16).
 */
import { type Cipheriv, createCipheriv, createSecretKey, timingSafeEqual } from 'node:crypto'
import { assert } from '@equipoise/core/values'
import { bytesHash } from './keyed-hash.ts'
import { deriveKey } from './seal.ts'

const BLOCK_BYTES = 16
const TAG_BYTES = 16
export const LIST_SEAL_BYTES: number = BLOCK_BYTES + TAG_BYTES
/** How many lists one cipher seals: making one costs as much as sealing ten texts. */
const STREAM_LISTS = 64

export interface ListSealer {
  /**
   * @param plains the texts, one after the other.
   * @param random draws random bytes.
   * @param into room for the sealed ones.
   * @returns the sealed ones, one after the other: each `LIST_SEAL_BYTES` longer than its text.
   */
  seal(plains: Uint8Array, random: (size: number) => Uint8Array, into?: Buffer): Buffer
  /** Undefined where it was altered, or sealed under another name or elsewhere. */
  open(sealed: Uint8Array): Buffer | undefined
}

/** A cipher in counter mode that has come as far as its counter says. */
interface Stream {
  readonly cipher: Cipheriv
  readonly counter: Buffer
  lists: number
}

/** @param plainBytes of each text: a multiple of 16, so that each begins at a block. */
export function listSealer(root: Uint8Array, name: string, plainBytes: number): ListSealer {
  assert(plainBytes > 0 && plainBytes % BLOCK_BYTES === 0, 'texts of whole blocks')
  const use = `equipoise/${name}|${plainBytes}`
  const encrypting = createSecretKey(deriveKey(root, `${use}|encrypt`))
  const tagOf = bytesHash(deriveKey(root, `${use}|authenticate`), BLOCK_BYTES + plainBytes)
  const sealedBytes = plainBytes + LIST_SEAL_BYTES
  const cipherFrom = (counter: Uint8Array): Cipheriv =>
    createCipheriv('aes-256-ctr', encrypting, counter)
  let stream: Stream | undefined
  const nextStream = (random: (size: number) => Uint8Array): Stream => {
    if (stream !== undefined && stream.lists < STREAM_LISTS) return stream
    const counter = Buffer.from(random(BLOCK_BYTES))
    stream = { cipher: cipherFrom(counter), counter, lists: 0 }
    return stream
  }
  return {
    seal(plains, random, into) {
      assert(plains.length % plainBytes === 0, `texts of ${plainBytes} bytes`)
      const count = plains.length / plainBytes
      const sealed = into ?? Buffer.allocUnsafe(count * sealedBytes)
      assert(sealed.length === count * sealedBytes, 'room for as many texts')
      // From here on nothing fails: the counter goes as far as the cipher does.
      const from = nextStream(random)
      from.lists += 1
      const encrypted = from.cipher.update(plains)
      for (let text = 0; text < count; text += 1) {
        const start = text * sealedBytes
        const end = start + BLOCK_BYTES + plainBytes
        from.counter.copy(sealed, start)
        encrypted.copy(sealed, start + BLOCK_BYTES, text * plainBytes, (text + 1) * plainBytes)
        sealed.write(tagOf(sealed, start), end, TAG_BYTES, 'latin1')
        advance(from.counter, plainBytes / BLOCK_BYTES)
      }
      return sealed
    },
    open(sealed) {
      if (sealed.length !== sealedBytes) return undefined
      const body = sealed.subarray(0, BLOCK_BYTES + plainBytes)
      const tag = Buffer.from(tagOf(body), 'latin1').subarray(0, TAG_BYTES)
      if (!timingSafeEqual(tag, sealed.subarray(body.length))) return undefined
      return cipherFrom(body.subarray(0, BLOCK_BYTES)).update(body.subarray(BLOCK_BYTES))
    },
  }
}

/** Counts blocks on, as the cipher does: one number of 128 bits, the last byte the lowest. */
function advance(counter: Buffer, blocks: number): void {
  let carry = blocks
  for (let at = BLOCK_BYTES - 1; at >= 0 && carry > 0; at -= 1) {
    carry += counter[at] ?? 0
    counter[at] = carry & 255
    carry >>= 8
  }
}
