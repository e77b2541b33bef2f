/**
 * Subject tokens: with one, your back end says who is in front of a page. A JSON Web Token (RFC
 * 7519), HS256, made by WebCrypto. For back ends: whoever has the signing key can be anybody.
 */

export interface SubjectToken {
  /** The signing key, `eq_signing_…`, as `createKey({ kind: 'signing' })` answered it. */
  readonly key: string
  /** The id that came with it, `key_…`. */
  readonly keyId: string
  /** Your own id of the person. */
  readonly externalId: string
  /** How long it is good: 1 to 900 seconds, 900 where left out. */
  readonly lifetimeSeconds?: number
  /** Now, in milliseconds UTC: the machine's clock where left out. */
  readonly now?: number
}

const LIFETIME_SECONDS_MAX = 900
/** 32 bytes as base64url. */
const KEY_FORM = /^eq_signing_(?<secret>[A-Za-z0-9_-]{43})$/

/** @throws TypeError for what is no signing key, id or lifetime. */
export async function signSubjectToken(token: SubjectToken): Promise<string> {
  const { key, keyId, externalId, lifetimeSeconds = LIFETIME_SECONDS_MAX, now = Date.now() } = token
  const secret = KEY_FORM.exec(key)?.groups?.['secret']
  if (secret === undefined)
    throw new TypeError('Cannot sign with this key: want one of eq_signing_')
  if (keyId === '' || externalId === '') throw new TypeError('Cannot sign without both ids')
  if (!(lifetimeSeconds >= 1 && lifetimeSeconds <= LIFETIME_SECONDS_MAX)) {
    throw new TypeError(`Cannot sign for that long: want 1 to ${LIFETIME_SECONDS_MAX} seconds`)
  }
  const iat = Math.floor(now / 1_000)
  const head = toBase64Url({ alg: 'HS256', typ: 'JWT', kid: keyId })
  const exp = iat + Math.floor(lifetimeSeconds)
  const claims = toBase64Url({ sub: externalId, aud: 'equipoise', iat, exp })
  const signed = new TextEncoder().encode(`${head}.${claims}`)
  const signature = await crypto.subtle.sign('HMAC', await importKey(secret), signed)
  return `${head}.${claims}.${encodeBytes(new Uint8Array(signature))}`
}

function importKey(secret: string) {
  const text = atob(secret.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}

function toBase64Url(value: object): string {
  return encodeBytes(new TextEncoder().encode(JSON.stringify(value)))
}

function encodeBytes(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
