/** Keys for servers, operators, pages and back ends, each found by a keyed hash of its secret. */
import { formatId, type KeyId, parseId, toInstant } from '@equipoise/core/values'
import {
  ACCESS_KEY_KINDS,
  type AccessKey,
  type KeptAccessKey,
  OPERATOR_ROLES,
  type OperatorRole,
} from '../store.ts'
import { blobIn, type Database, instantIn, integerIn, type Row, textIn } from './database.ts'

/** What is missing is as it was before there was such a thing. */
interface StoredBody {
  readonly label?: string
  readonly role?: OperatorRole
  readonly origins?: readonly string[]
}

type Change = Partial<Pick<AccessKey, 'expiresAt' | 'revokedAt' | 'lastUsedAt'>>

/** In the order in which they were made. */
export function listAccessKeys(database: Database): KeptAccessKey[] {
  const rows = database.all('SELECT * FROM access_keys ORDER BY created_at, access_key')
  return rows.map(parseAccessKey).filter((key) => key !== undefined)
}

export function createAccessKey(database: Database, key: AccessKey, hash: Uint8Array): void {
  const { label, role, origins } = key
  const body: StoredBody = { label, ...(role === undefined ? {} : { role }), origins }
  database.run(
    `INSERT INTO access_keys (access_key, kind, hash, created_at, body, sealed, expires_at,
       revoked_at, last_used_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    key.id,
    key.kind,
    hash,
    key.createdAt,
    JSON.stringify(body),
    key.sealed ?? null,
    key.expiresAt ?? null,
    key.revokedAt ?? null,
    key.lastUsedAt ?? null,
  )
}

/** False where there is no such key. */
export function updateAccessKey(database: Database, id: KeyId, change: Change): boolean {
  const row = database.get('SELECT * FROM access_keys WHERE access_key = ?', id)
  const key = row === undefined ? undefined : parseAccessKey(row)
  if (key === undefined) return false
  const { expiresAt, revokedAt, lastUsedAt } = { ...key, ...change }
  database.run(
    `UPDATE access_keys SET expires_at = ?, revoked_at = ?, last_used_at = ?
     WHERE access_key = ?`,
    expiresAt ?? null,
    revokedAt ?? null,
    lastUsedAt ?? null,
    id,
  )
  return true
}

function parseAccessKey(row: Row): KeptAccessKey | undefined {
  const bytes = parseId('key', textIn(row, 'access_key'))
  const kind = ACCESS_KEY_KINDS.find((one) => one === textIn(row, 'kind'))
  if (!bytes || !kind) return undefined
  // Written by createAccessKey alone, or empty since before there was a body.
  const body = JSON.parse(textIn(row, 'body')) as StoredBody
  return {
    id: formatId('key', bytes),
    kind,
    label: body.label ?? '',
    role: kind === 'operator' ? roleIn(body) : undefined,
    origins: body.origins ?? [],
    createdAt: toInstant(integerIn(row, 'created_at')),
    expiresAt: instantIn(row, 'expires_at'),
    revokedAt: instantIn(row, 'revoked_at'),
    lastUsedAt: instantIn(row, 'last_used_at'),
    sealed: row['sealed'] === null ? undefined : blobIn(row, 'sealed'),
    hash: blobIn(row, 'hash'),
  }
}

/** Before there were roles, an operator's key opened everything. A role of no list opens least. */
function roleIn({ role }: StoredBody): OperatorRole {
  if (role === undefined) return 'administrator'
  return OPERATOR_ROLES.find((one) => one === role) ?? 'viewer'
}
