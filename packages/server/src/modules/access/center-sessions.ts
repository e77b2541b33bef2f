/**
 * The link that a mail brings, and the session that it opens at the privacy center. Of both a
 * keyed hash is kept and the secret with nobody but their holder. A link opens once. What a
 * session may do follows from how it came about: whoever opened a fresh link in the very browser
 * that asked for it has shown more than whoever has the mail (docs/decisions/0050).
 */
import { timingSafeEqual } from 'node:crypto'
import { decideRights } from '@equipoise/core/law'
import { type Instant, type SubjectId, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { KeptCenterAccess } from '../../store/index.ts'
import type { AccessParts } from './access-keys.ts'
import { isSessionForm, makeSession } from './sessions.ts'

/** Of the browser that asks: it names nobody. */
export const ASKED_COOKIE = '__Host-equipoise-asked'
export const CENTER_COOKIE = '__Host-equipoise-center'
export const CENTER_MINUTES = 30
export const FRESH_MINUTES = 10
const MINUTE_MS = 60_000

export interface CenterSession {
  readonly subject: SubjectId
  /** Which of their accesses it is. */
  readonly access: string
  readonly secret: string
  readonly until: Instant
  /** Opened a moment ago, in the browser that asked: then it may do everything. */
  readonly isFresh: boolean
}

export interface FoundLink {
  readonly subject: SubjectId
  readonly access: string
  readonly language: string
  readonly isSameBrowser: boolean
}

export function hashLink(root: RootKeys, secret: string): Buffer {
  return root.keyedHash('center-link', secret)
}

/** What is kept of the browser that asks, by the secret that only it has. */
export function hashBrowser(root: RootKeys, secret: string): string {
  return root.keyedHash('center-browser', secret).toString('base64url')
}

/** Looks, and uses nothing up. Undefined where it is none of ours, used, or too old. */
export async function findLink(
  parts: AccessParts,
  secret: string,
  browser: string | undefined,
): Promise<FoundLink | undefined> {
  const kept = await findKept(parts, 'link', secret)
  if (kept === undefined) return undefined
  const { subject, access, language } = kept
  return { subject, access, language, isSameBrowser: isBrowser(parts.root, kept, browser) }
}

/** Uses the link up. Undefined where somebody else was sooner. */
export async function useLink(
  { store, root, now, random }: AccessParts,
  { subject, access, isSameBrowser }: FoundLink,
): Promise<{ readonly secret: string } | undefined> {
  const secret = makeSession(random)
  const at = now()
  const opened = {
    session: hashSession(root, secret),
    until: toInstant(at + CENTER_MINUTES * MINUTE_MS),
    openedAt: at,
    isSameBrowser,
  }
  const isOpen = await store.transact(decideRights('access', subject, at), async (writer) =>
    writer.openCenterAccess(access, opened),
  )
  return isOpen ? { secret } : undefined
}

export async function findCenterSession(
  parts: AccessParts,
  secret: string | undefined,
): Promise<CenterSession | undefined> {
  if (!isSessionForm(secret)) return undefined
  const kept = await findKept(parts, 'session', secret)
  if (kept === undefined) return undefined
  const { subject, access, until, openedAt, isSameBrowser = false } = kept
  const isNew = openedAt !== undefined && parts.now() < openedAt + FRESH_MINUTES * MINUTE_MS
  return { subject, access, secret, until, isFresh: isNew && isSameBrowser }
}

export async function endCenterSession(
  { store, now }: AccessParts,
  { subject, access }: CenterSession,
): Promise<void> {
  await store.transact(decideRights('access', subject, now()), async (writer) =>
    writer.endCenterAccess(access),
  )
}

type Found = KeptCenterAccess & { readonly subject: SubjectId }

async function findKept(
  { store, root, now }: AccessParts,
  kind: 'link' | 'session',
  secret: string,
): Promise<Found | undefined> {
  if (!isSessionForm(secret)) return undefined
  const hash = kind === 'link' ? hashLink(root, secret) : hashSession(root, secret)
  const found = await store.read('system', (reader) => reader.findCenterAccess(kind, hash, now()))
  if (found === undefined) return undefined
  const { subject, access } = found
  try {
    const kept = await store.read(decideRights('access', subject, now()), async (reader) =>
      reader.findCenterAccess(access),
    )
    return kept && { ...kept, subject }
  } catch (error) {
    // Erased meanwhile.
    if (error instanceof EquipoiseError && error.code === 'not_found') return undefined
    throw error
  }
}

function hashSession(root: RootKeys, secret: string): Buffer {
  return root.keyedHash('center-session', secret)
}

function isBrowser(root: RootKeys, kept: KeptCenterAccess, secret: string | undefined): boolean {
  if (!isSessionForm(secret)) return false
  const [expected, actual] = [Buffer.from(kept.browser), Buffer.from(hashBrowser(root, secret))]
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
