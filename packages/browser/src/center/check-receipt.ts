/**
 * Checks a receipt in this browser, with the log's public key alone, by the same code that checks
 * it anywhere else. That code asks for hashes at once and a browser makes them later: what is
 * asked for is noted, made, and the check begins again, until nothing is missing. A receipt asks
 * for about as many as its log is high, so that this ends soon; more than `ROUNDS_MAX` is no
 * receipt of ours.
 */
import { parseVerifierKey } from '@equipoise/core/ledger'
import { type VerifiedReceipt, verifyReceipt } from '@equipoise/core/receipt'
import type { Result } from '@equipoise/core/values'

const ROUNDS_MAX = 400

/** @throws Error where the browser cannot check such a signature. */
export async function checkReceipt(text: string, key: string): Promise<Result<VerifiedReceipt>> {
  const made = new Map<string, Uint8Array>()
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const missing = new Map<string, () => Promise<Uint8Array>>()
    const found = attempt(text, key, (name, make) => {
      const known = made.get(name)
      if (known !== undefined) return known
      missing.set(name, make)
      throw new Missing()
    })
    if (found !== undefined) return found
    for (const [name, make] of missing) made.set(name, await make())
  }
  throw new Error('Cannot check a receipt that needs so many hashes')
}

class Missing extends Error {}

type Ask = (name: string, make: () => Promise<Uint8Array>) => Uint8Array

function attempt(text: string, key: string, ask: Ask): Result<VerifiedReceipt> | undefined {
  const hash = (bytes: Uint8Array): Uint8Array => ask(`hash ${bytes}`, () => sha256(bytes))
  const hmac = (secret: Uint8Array, message: Uint8Array): Uint8Array =>
    ask(`hmac ${secret} ${message}`, () => hmacSha256(secret, message))
  const verify = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean =>
    ask(`sign ${message} ${signature} ${publicKey}`, () =>
      verifyEd25519(message, signature, publicKey),
    )[0] === 1
  try {
    const parsed = parseVerifierKey(key.trim(), hash)
    if (!parsed.ok) return parsed
    return verifyReceipt(text, { keys: [parsed.value], verify, hash, hmac })
  } catch (error) {
    if (error instanceof Missing) return undefined
    throw error
  }
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', copyOf(bytes)))
}

async function hmacSha256(secret: Uint8Array, message: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', copyOf(secret), algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, copyOf(message)))
}

/** One byte: 1 where it is good. */
async function verifyEd25519(
  message: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', copyOf(publicKey), 'Ed25519', false, ['verify'])
  const isGood = await crypto.subtle.verify('Ed25519', key, copyOf(signature), copyOf(message))
  return Uint8Array.of(isGood ? 1 : 0)
}

/** In memory of its own, as the browser's types ask for. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes)
}
