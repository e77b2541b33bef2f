/**
 * Keys, of five kinds:
 *
 *   publishable   stands in a page, for the pages of its origins; names nobody
 *   secret        for the business's own servers
 *   operator      for people who run it, each with a role
 *   exchange      for an ad exchange: asks for bids, and does nothing else
 *   signing       checks the subject tokens that the business's back end signs
 *
 * Of the others only a keyed hash is kept: a key is shown once, when it is made. Of a signing
 * key is kept, sealed, what checks its signatures.
 */
import { formatId, type Instant, type KeyId, parseId, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { AccessKey, AccessKeyKind, OperatorRole, Store } from '../../store/index.ts'
import { parseOrigin } from './origin.ts'
import { type PublicKey, parsePublicKey, sealVerification } from './verification.ts'

const TOKEN_BYTES = 32
const FORM = /^eq_(publishable|secret|operator|exchange)_[A-Za-z0-9_-]{43}$/
const KEYS_MAX = 1_000
const ORIGINS_MAX = 50
const LABEL_LENGTH_MAX = 100

export interface AccessParts {
  readonly store: Store
  readonly root: RootKeys
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
}

export interface NewKey {
  readonly kind: AccessKeyKind
  readonly label?: string | undefined
  /** Of an operator's key; an administrator's where it is not said. */
  readonly role?: OperatorRole | undefined
  /** Of a publishable key, at least one: such as `https://shop.example`. */
  readonly origins?: readonly string[] | undefined
  readonly expiresAt?: Instant | undefined
  /** Of a signing key, where the back end keeps the private half to itself. */
  readonly publicKey?: PublicKey | undefined
}

export interface CreatedKey {
  readonly id: KeyId
  readonly kind: AccessKeyKind
  /** Null for a signing key that was given as a public key: there is nothing to show. */
  readonly key: string | null
}

/** @throws EquipoiseError `invalid_request` where the kind and what was given do not fit. */
export async function createAccessKey(
  parts: AccessParts,
  given: NewKey | AccessKeyKind,
): Promise<CreatedKey> {
  const asked: NewKey = typeof given === 'string' ? { kind: given } : given
  checkNewKey(asked)
  const { store, root, now, random } = parts
  const { kind } = asked
  const secret = Buffer.from(random(TOKEN_BYTES))
  const key = `eq_${kind}_${secret.toString('base64url')}`
  const id = formatId('key', random(16))
  const hash = root.keyedHash('access', key)
  const publicKey = asked.publicKey === undefined ? undefined : parsePublicKey(asked.publicKey)
  const sealed = kind === 'signing' ? sealVerification(root, id, publicKey ?? secret) : undefined
  const record: AccessKey = {
    id,
    kind,
    label: asked.label ?? '',
    role: kind === 'operator' ? (asked.role ?? 'administrator') : undefined,
    origins: (asked.origins ?? []).map(parseOrigin),
    createdAt: now(),
    expiresAt: asked.expiresAt,
    revokedAt: undefined,
    lastUsedAt: undefined,
    sealed,
  }
  await store.transact('system', async (writer) => {
    const keys = await writer.listAccessKeys()
    if (keys.filter((one) => isLive(one, record.createdAt)).length >= KEYS_MAX) {
      throw new EquipoiseError('invalid_request', `Cannot make a key: ${KEYS_MAX} are enough`)
    }
    await writer.createAccessKey(record, hash)
  })
  return { id, kind, key: publicKey === undefined ? key : null }
}

function checkNewKey({ kind, label = '', role, origins = [], publicKey }: NewKey): void {
  const refuse = (says: string): never => {
    throw new EquipoiseError('invalid_request', `Cannot make a key: ${says}`)
  }
  if (label.length > LABEL_LENGTH_MAX)
    refuse(`its label has ${LABEL_LENGTH_MAX} characters at most`)
  if (role !== undefined && kind !== 'operator') refuse('only an operator key has a role')
  if (publicKey !== undefined && kind !== 'signing') refuse('only a signing key has a public key')
  if (kind !== 'publishable' && origins.length > 0) refuse('only a publishable key has origins')
  if (kind === 'publishable' && (origins.length === 0 || origins.length > ORIGINS_MAX)) {
    refuse(`a publishable key names 1 to ${ORIGINS_MAX} origins, such as https://shop.example`)
  }
}

/** Whether the text has the form of a key that calls: signing keys never call. */
export function isKeyForm(text: string): boolean {
  return FORM.test(text)
}

export function parseKeyId(text: string): KeyId | undefined {
  const bytes = parseId('key', text)
  return bytes === undefined ? undefined : formatId('key', bytes)
}

/** Whether the key opens anything at that time. */
export function isLive({ expiresAt, revokedAt }: AccessKey, at: Instant): boolean {
  const expired = expiresAt !== undefined && at >= expiresAt
  return !expired && revokedAt === undefined
}

/** When a key that is replaced lapses. @param graceSeconds how long both are good. */
export function lapsesAt(at: Instant, graceSeconds: number): Instant {
  return toInstant(at + graceSeconds * 1_000)
}
