/**
 * Subject tokens: short-lived JWTs with which the business's back end says who is in front of a
 * page (RFC 7519, checked by `jose` as RFC 8725 asks: the key fixes the algorithm, audience and
 * times are checked, and nothing else in a token counts).
 *
 *   header  kid: the id of a signing key
 *   claims  sub: the business's own id of the person · aud: "equipoise" · iat · exp
 */
import { type Instant, parseExternalId } from '@equipoise/core/values'
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import type { KeyRing } from './key-ring.ts'

export const TOKEN_AUDIENCE = 'equipoise'
/** The longest that a token may be good for. */
export const TOKEN_LIFETIME_MINUTES_MAX = 60
const TOKEN_LENGTH_MAX = 4_096
const CLOCK_TOLERANCE_SECONDS = 60
const CACHED_MAX = 5_000

export interface TokenHolder {
  readonly externalId: string
  /** The signing key that vouches for it. */
  readonly key: string
}

interface Verified extends TokenHolder {
  readonly expiresAt: number
}

export class SubjectTokens {
  readonly #ring: KeyRing
  readonly #now: () => Instant
  /** What was verified is not verified again until it expires; its key is looked up each time. */
  readonly #verified = new Map<string, Verified>()

  constructor(ring: KeyRing, now: () => Instant) {
    this.#ring = ring
    this.#now = now
  }

  /** Undefined for a token that is malformed, forged, of another key's algorithm, early or late. */
  async verify(token: string): Promise<TokenHolder | undefined> {
    if (token.length > TOKEN_LENGTH_MAX) return undefined
    const known = this.#verified.get(token)
    if (known !== undefined) {
      const good = known.expiresAt > this.#now() && this.#ring.findSigning(known.key) !== undefined
      if (good) return known
      this.#verified.delete(token)
    }
    const verified = await this.#verify(token)
    if (verified === undefined) return undefined
    if (this.#verified.size >= CACHED_MAX) this.#verified.clear()
    this.#verified.set(token, verified)
    return verified
  }

  async #verify(token: string): Promise<Verified | undefined> {
    try {
      const { kid } = decodeProtectedHeader(token)
      const signing = kid === undefined ? undefined : this.#ring.findSigning(kid)
      if (signing === undefined) return undefined
      const { payload } = await jwtVerify(token, signing.key, {
        algorithms: [signing.algorithm],
        audience: TOKEN_AUDIENCE,
        requiredClaims: ['sub', 'iat', 'exp'],
        currentDate: new Date(this.#now()),
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        maxTokenAge: `${TOKEN_LIFETIME_MINUTES_MAX} minutes`,
      })
      const { sub, iat = 0, exp = 0 } = payload
      const externalId = parseExternalId(sub)
      const lifetimeSeconds = exp - iat
      const isShort = lifetimeSeconds > 0 && lifetimeSeconds <= TOKEN_LIFETIME_MINUTES_MAX * 60
      if (!externalId.ok || !isShort) return undefined
      return { externalId: externalId.value, key: signing.id, expiresAt: exp * 1_000 }
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined
      throw error
    }
  }
}
