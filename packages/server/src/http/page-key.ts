/**
 * The keys of our own pages: of this process alone. That of the page at `/` is an
 * administrator's, and good only over loopback; that of the privacy center names nobody, like any
 * page's.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'

/** Made at start, kept in memory, gone with the process. */
export interface PageKey {
  readonly key: string
  matches(key: string): boolean
}

export interface OwnKeys {
  readonly page: PageKey
  readonly center: PageKey
}

export function makePageKey(kind: 'page' | 'own' = 'page'): PageKey {
  const key = `eq_${kind}_${randomBytes(32).toString('base64url')}`
  const expected = Buffer.from(key)
  return {
    key,
    matches(given) {
      if (given.length !== key.length) return false
      const bytes = Buffer.from(given)
      return bytes.length === expected.length && timingSafeEqual(bytes, expected)
    },
  }
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
}

/**
 * Whether the request was meant for this machine: a page elsewhere cannot pass for it (rebinding).
 */
export function isLocalHost(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '')
  return name === 'localhost' || name === '127.0.0.1' || name === '[::1]'
}
