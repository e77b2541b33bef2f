/**
 * A yes from a page needs the nonce of the notice that was shown there: sealed, good for one yes
 * and half an hour, and bound to the notice's text, its purposes, the origin and who was asked. A
 * no needs none. It is kept nowhere; only a used one is remembered, until it would have lapsed
 * anyway.
 */
import {
  formatId,
  formatInstant,
  type Instant,
  type Purpose,
  purposeMask,
  purposesIn,
  toInstant,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { ConsentAct } from './record-consent.ts'

export const NONCE_LIFETIME_MS: number = 30 * 60_000
const NONCE_LENGTH_MAX = 2_048

/** The notice as a page shows it. */
export interface Notice {
  /** The page's own name for this wording. */
  readonly version: string
  /** SHA-256 of the text as it was shown, hexadecimal. */
  readonly digest: string
  readonly purposes: readonly Purpose[]
  /** Whether it asks for a separate, express statement. */
  readonly explicit: boolean
}

/** Who was asked, and where: what the nonce is bound to. */
export interface Asked {
  readonly holder: string
  readonly origin: string
}

export interface NonceParts {
  readonly root: RootKeys
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
}

type Stored = readonly [
  id: string,
  shownAt: number,
  version: string,
  digest: string,
  mask: number,
  explicit: boolean,
  holder: string,
  origin: string,
]

export function issueNonce(
  { root, now, random }: NonceParts,
  notice: Notice,
  asked: Asked,
): { readonly nonce: string; readonly expiresAt: Instant } {
  const shownAt = now()
  const { version, digest, purposes, explicit } = notice
  const stored: Stored = [
    formatId('non', random(16)),
    shownAt,
    version,
    digest,
    purposeMask(purposes),
    explicit,
    holderHash(root, asked),
    asked.origin,
  ]
  const sealed = root.sealer('nonce').seal(Buffer.from(JSON.stringify(stored)))
  const nonce = Buffer.from(sealed).toString('base64url')
  return { nonce, expiresAt: toInstant(shownAt + NONCE_LIFETIME_MS) }
}

/**
 * What a yes under that nonce may say: its evidence, and the text that is used up by it.
 *
 * @throws EquipoiseError `nonce_invalid` where it is forged, late, another's, or of other purposes.
 */
export function openNonce(
  { root, now }: NonceParts,
  nonce: string,
  asked: Asked & { readonly purposes: readonly Purpose[] },
): Pick<ConsentAct, 'evidence' | 'explicit' | 'once'> {
  const opened = readNonce(root, nonce)
  if (opened === undefined) throw invalid()
  const [id, shownAt, version, digest, mask, explicit, holder, origin] = opened
  const until = toInstant(shownAt + NONCE_LIFETIME_MS)
  const covered = purposesIn(mask)
  const holds =
    now() < until &&
    holder === holderHash(root, asked) &&
    asked.purposes.every((purpose) => covered.includes(purpose))
  if (!holds) throw invalid()
  const shown = formatInstant(toInstant(shownAt))
  const evidence = `Notice "${version}" (SHA-256 ${digest}), shown ${shown} at ${origin}, ${id}`
  return { evidence, explicit, once: { text: id, until } }
}

function readNonce(root: RootKeys, nonce: string): Stored | undefined {
  if (nonce.length > NONCE_LENGTH_MAX) return undefined
  const opened = root.sealer('nonce').open(Buffer.from(nonce, 'base64url'))
  // Written by issueNonce alone, under a key of its own.
  return opened === undefined ? undefined : (JSON.parse(opened.toString('utf8')) as Stored)
}

function holderHash(root: RootKeys, { holder, origin }: Asked): string {
  return root.keyedHash('nonce', `${origin}\0${holder}`).toString('base64url')
}

export function invalid(): EquipoiseError {
  return new EquipoiseError('nonce_invalid', 'Cannot take a yes without a good nonce of its notice')
}
