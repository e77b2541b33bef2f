/**
 * A person whom nobody has named, known again by a cookie: a random secret that only the browser
 * has and of which a keyed hash is kept. It is set when the person agrees to be known again
 * (`device_storage`), never before.
 */
import { timingSafeEqual } from 'node:crypto'
import type { RootKeys } from '../../keys/root-keys.ts'

export const SESSION_COOKIE = '__Host-equipoise'
/** As long as a yes is good at most: afterwards the person is asked again. */
export const SESSION_LIFETIME_DAYS = 180
const SECRET_BYTES = 32
const FORM = /^[A-Za-z0-9_-]{43}$/

export function makeSession(random: (size: number) => Uint8Array): string {
  return Buffer.from(random(SECRET_BYTES)).toString('base64url')
}

export function isSessionForm(text: string | undefined): text is string {
  return text !== undefined && FORM.test(text)
}

/** What a page of ours sends back with a write: another site cannot read it, nor guess it. */
export function csrfTokenOf(root: RootKeys, session: string): string {
  return root.keyedHash('csrf', session).subarray(0, 18).toString('base64url')
}

export function isCsrfToken(root: RootKeys, session: string, given: string | undefined): boolean {
  const expected = Buffer.from(csrfTokenOf(root, session))
  const actual = Buffer.from(given ?? '')
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
