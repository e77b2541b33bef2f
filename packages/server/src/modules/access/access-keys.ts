/**
 * Keys for servers and operators. We keep only a keyed hash: a key is shown once, when it is made.
 */
import { formatId, type Instant, type KeyId } from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { AccessKeyKind, Store } from '../../store/index.ts'

const TOKEN_BYTES = 32
const FORM = /^eq_(secret|operator)_[A-Za-z0-9_-]{43}$/

export interface AccessParts {
  readonly store: Store
  readonly root: RootKeys
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
}

export interface CreatedKey {
  readonly id: KeyId
  readonly kind: AccessKeyKind
  readonly key: string
}

export async function createAccessKey(
  { store, root, now, random }: AccessParts,
  kind: AccessKeyKind,
): Promise<CreatedKey> {
  const key = `eq_${kind}_${Buffer.from(random(TOKEN_BYTES)).toString('base64url')}`
  const id = formatId('key', random(16))
  const hash = root.keyedHash('access', key)
  await store.transact('system', async (writer) =>
    writer.createAccessKey({ id, kind, createdAt: now() }, hash),
  )
  return { id, kind, key }
}

/** Which kind of key that is; undefined for one that is malformed or unknown. */
export async function findAccessKeyKind(
  { store, root }: Pick<AccessParts, 'store' | 'root'>,
  key: string,
): Promise<AccessKeyKind | undefined> {
  if (!FORM.test(key)) return undefined
  const hash = root.keyedHash('access', key)
  const found = await store.read('system', async (reader) => reader.findAccessKey(hash))
  return found?.kind
}
