/**
 * A yes from a page needs the nonce of the notice that was shown there: sealed, good for one yes
 * and half an hour, and bound to one text of a registered notice, its purposes, the origin and who
 * was asked. A no needs none. It is kept nowhere; only a used one is remembered, until it would
 * have lapsed anyway.
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
import { getNotice, type NamedNotice, type NoticeParts, noticeShown } from './notices.ts'
import type { ConsentAct } from './record-consent.ts'

export const NONCE_LIFETIME_MS: number = 30 * 60_000
const NONCE_LENGTH_MAX = 2_048

/** Who was asked, and where: what the nonce is bound to. */
export interface Asked {
  readonly holder: string
  readonly origin: string
}

export interface NonceParts extends NoticeParts {
  readonly root: RootKeys
  readonly random: (size: number) => Uint8Array
}

type Stored = readonly [
  id: string,
  shownAt: number,
  notice: string,
  version: string,
  language: string,
  digest: string,
  mask: number,
  explicit: boolean,
  holder: string,
  origin: string,
]

/**
 * @param purposes all that the notice asks for where undefined.
 * @throws EquipoiseError `notice_unknown`, `notice_retired`, `invalid_request`.
 */
export async function issueNonce(
  parts: NonceParts,
  named: NamedNotice & { readonly purposes: readonly Purpose[] | undefined },
  asked: Asked,
): Promise<{ readonly nonce: string; readonly expiresAt: Instant }> {
  const { root, now, random } = parts
  const notice = await getNotice(parts, named.id, named.version)
  if (notice.retiredAt !== undefined) {
    throw new EquipoiseError('notice_retired', 'Cannot ask with a notice that is retired')
  }
  const purposes = named.purposes ?? notice.purposes
  const { id, version, language, digest } = await noticeShown(parts, named, purposes)
  const shownAt = now()
  const stored: Stored = [
    formatId('non', random(16)),
    shownAt,
    id,
    version,
    language,
    digest,
    purposeMask(purposes),
    notice.explicit,
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
  { root, now }: Pick<NonceParts, 'root' | 'now'>,
  nonce: string,
  asked: Asked & { readonly purposes: readonly Purpose[] },
): Pick<ConsentAct, 'evidence' | 'explicit' | 'notice' | 'once'> {
  const opened = readNonce(root, nonce)
  if (opened === undefined) throw invalid()
  const [id, shownAt, notice, version, language, digest, mask, explicit, holder, origin] = opened
  const until = toInstant(shownAt + NONCE_LIFETIME_MS)
  const covered = purposesIn(mask)
  const holds =
    now() < until &&
    holder === holderHash(root, asked) &&
    asked.purposes.every((purpose) => covered.includes(purpose))
  if (!holds) throw invalid()
  const shown = formatInstant(toInstant(shownAt))
  return {
    evidence: `Shown ${shown} at ${origin}, ${id}`,
    explicit,
    notice: { id: notice, version, language, digest },
    once: { text: id, until },
  }
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
