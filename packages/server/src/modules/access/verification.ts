/**
 * What checks the signatures of a signing key: a shared secret (HS256), or the public half of a
 * pair whose private half stays with the back end (EdDSA, ES256). The algorithm belongs to the key:
 * what a token says of itself is never believed.
 */
import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import type { KeyId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'

export const SIGNING_ALGORITHMS = ['HS256', 'EdDSA', 'ES256'] as const
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number]

export interface Verification {
  readonly algorithm: SigningAlgorithm
  readonly key: KeyObject
}

/** A public key as a JWK (RFC 7517): Ed25519 or P-256. */
export interface PublicKey {
  readonly kty: string
  readonly crv: string
  readonly x: string
  readonly y?: string | undefined
}

type Stored =
  | { readonly algorithm: 'HS256'; readonly secret: string }
  | { readonly algorithm: 'EdDSA' | 'ES256'; readonly jwk: PublicKey }

const CURVES: Readonly<Record<string, 'EdDSA' | 'ES256'>> = { Ed25519: 'EdDSA', 'P-256': 'ES256' }

/** @throws EquipoiseError `invalid_request` for anything but a public key of a curve named here. */
export function parsePublicKey({ kty, crv, x, y }: PublicKey): PublicKey {
  const jwk = { kty, crv, x, y }
  try {
    if (!Object.hasOwn(CURVES, crv)) throw new TypeError('no such curve')
    toKeyObject(jwk)
    return jwk
  } catch (cause) {
    const says = 'Cannot read the public key: want a JWK on Ed25519 or P-256'
    throw new EquipoiseError('invalid_request', says, { cause })
  }
}

/** Seals a public key, or the secret of a shared one. */
export function sealVerification(
  root: RootKeys,
  id: KeyId,
  given: PublicKey | Uint8Array,
): Uint8Array {
  const stored: Stored =
    given instanceof Uint8Array
      ? { algorithm: 'HS256', secret: Buffer.from(given).toString('base64url') }
      : { algorithm: CURVES[given.crv] ?? 'EdDSA', jwk: given }
  return root.sealer(`signing|${id}`).seal(Buffer.from(JSON.stringify(stored)))
}

/** Undefined where the value does not open. */
export function openVerification(
  root: RootKeys,
  id: KeyId,
  sealed: Uint8Array,
): Verification | undefined {
  const opened = root.sealer(`signing|${id}`).open(sealed)
  if (opened === undefined) return undefined
  // Written by sealVerification alone.
  const stored = JSON.parse(opened.toString('utf8')) as Stored
  if (stored.algorithm === 'HS256') {
    const key = createSecretKey(Buffer.from(stored.secret, 'base64url'))
    return { algorithm: stored.algorithm, key }
  }
  return { algorithm: stored.algorithm, key: toKeyObject(stored.jwk) }
}

/** @throws TypeError or Error of OpenSSL where it is no public key. */
function toKeyObject({ kty, crv, x, y }: PublicKey): KeyObject {
  const key = y === undefined ? { kty, crv, x } : { kty, crv, x, y }
  return createPublicKey({ key, format: 'jwk' })
}
