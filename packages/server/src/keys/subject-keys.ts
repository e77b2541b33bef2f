/**
 * One data key a subject, wrapped under an epoch key, in a file of its own (`keys.db`) that deletes
 * securely. Destroying the row destroys every sealed value of that subject. New keys are durable
 * before the rows that need them: `flush` runs before the store commits, and a key whose row never
 * came is swept at the next opening.
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { formatId, parseId, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../errors.ts'
import type { RootKeys } from './root-keys.ts'
import { deriveKey, KEY_BYTES, type Place, seal, unseal } from './seal.ts'

const CACHED_MAX = 10_000
const FORMAT = 1

/** Seals and opens what belongs to one subject. */
export interface SubjectSealer {
  seal(place: Place, plain: Uint8Array): Uint8Array
  /** @throws SealError where the value was altered or moved. */
  open(place: Place, sealed: Uint8Array): Buffer
}

/** A subject's data key as it lies in the table. */
export interface WrappedKey {
  readonly epoch: number
  readonly wrapped: Uint8Array
}

/** What data keys are wrapped under. */
export interface Wrapping {
  readonly tenant: string
  readonly epochKeys: ReadonlyMap<number, KeyObject>
}

/**
 * @throws SealError where it was altered or is somebody else's.
 * @throws EquipoiseError `key_missing` where it is of an epoch that is not here.
 */
export function openSealer(
  { tenant, epochKeys }: Wrapping,
  subject: SubjectId,
  { epoch, wrapped }: WrappedKey,
): SubjectSealer {
  const epochKey = epochKeys.get(epoch)
  if (!epochKey) throw new EquipoiseError('key_missing', `Cannot find the key of epoch ${epoch}`)
  return subjectSealer(tenant, subject, unseal(epochKey, wrapped, boundTo(tenant, subject, epoch)))
}

function boundTo(tenant: string, subject: SubjectId, epoch: number): Buffer {
  return Buffer.from(`${tenant}|${subject}|wrapped_keys|${epoch}`)
}

export class SubjectKeys {
  readonly #root: RootKeys
  readonly #database: DatabaseSync
  readonly #select: StatementSync
  readonly #selectRange: StatementSync
  readonly #insert: StatementSync
  readonly #delete: StatementSync
  readonly #sealers = new Map<SubjectId, SubjectSealer>()
  readonly #staged = new Map<SubjectId, Uint8Array>()

  constructor(path: string, root: RootKeys) {
    this.#root = root
    this.#database = new DatabaseSync(path)
    if (process.platform !== 'win32') chmodSync(path, 0o600)
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON;
      CREATE TABLE IF NOT EXISTS wrapped_keys (
        subject BLOB PRIMARY KEY,
        epoch INTEGER NOT NULL,
        wrapped BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;
    `)
    this.#select = this.#database.prepare(
      'SELECT epoch, wrapped FROM wrapped_keys WHERE subject = ?',
    )
    this.#selectRange = this.#database.prepare(
      'SELECT subject, epoch, wrapped FROM wrapped_keys WHERE subject BETWEEN ? AND ?',
    )
    this.#insert = this.#database.prepare(
      'INSERT INTO wrapped_keys (subject, epoch, wrapped) VALUES (?, ?, ?)',
    )
    this.#delete = this.#database.prepare('DELETE FROM wrapped_keys WHERE subject = ?')
  }

  /** The subject's sealer; undefined where the key was destroyed or never was. */
  find(subject: SubjectId): SubjectSealer | undefined {
    const cached = this.#sealers.get(subject)
    if (cached) return cached
    const row = this.#select.get(bytesOf(subject))
    return row && this.#keep(subject, openSealer(this.#root, subject, wrappedIn(row)))
  }

  /**
   * The keys of everybody from one id to another, still wrapped, by the bytes of the id (Latin-1):
   * for whoever reads everybody once.
   */
  listWrapped(first: Uint8Array, last: Uint8Array): ReadonlyMap<string, WrappedKey> {
    const keys = new Map<string, WrappedKey>()
    for (const row of this.#selectRange.all(first, last)) {
      // The column is BLOB NOT NULL in a STRICT table.
      const key = row['subject'] as Uint8Array
      keys.set(textOfBytes(key), wrappedIn(row))
    }
    return keys
  }

  /** The sealer of a key that was listed. Nothing of it is kept here. */
  openListed(subject: SubjectId, key: WrappedKey): SubjectSealer {
    return this.#sealers.get(subject) ?? openSealer(this.#root, subject, key)
  }

  /** Makes a key that becomes durable at the next `flush`. */
  stage(subject: SubjectId): SubjectSealer {
    const key = randomBytes(KEY_BYTES)
    this.#staged.set(subject, key)
    return this.#keep(subject, subjectSealer(this.#root.tenant, subject, key))
  }

  /** Forgets a staged key whose act was rolled back. */
  unstage(subject: SubjectId): void {
    if (this.#staged.delete(subject)) this.#sealers.delete(subject)
  }

  /** Makes the staged keys durable, in one transaction. */
  flush(): void {
    if (this.#staged.size === 0) return
    const { epoch } = this.#root
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      for (const [subject, key] of this.#staged) {
        const bound = boundTo(this.#root.tenant, subject, epoch)
        const wrapped = seal(this.#root.epochKey(epoch), key, bound)
        this.#insert.run(bytesOf(subject), epoch, wrapped)
      }
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
    this.#staged.clear()
  }

  /**
   * Destroys the key: gone from the table, from its free pages and from its write-ahead log.
   *
   * @throws EquipoiseError `store_unavailable` where the log could not be emptied.
   */
  destroy(subject: SubjectId): void {
    this.#sealers.delete(subject)
    this.#staged.delete(subject)
    this.#delete.run(bytesOf(subject))
    const emptied = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
    if (emptied?.['busy'] !== 0) {
      throw new EquipoiseError(
        'store_unavailable',
        'Cannot empty the log of the keys: it is in use',
      )
    }
  }

  /** Destroys the keys of subjects that the store does not know; returns how many. */
  sweep(isKnown: (subject: SubjectId) => boolean): number {
    const orphans = this.subjects().filter((subject) => !isKnown(subject))
    for (const subject of orphans) this.destroy(subject)
    return orphans.length
  }

  subjects(): SubjectId[] {
    const rows = this.#database.prepare('SELECT subject FROM wrapped_keys').all()
    return rows.map((row) => formatId('sub', row['subject'] as Uint8Array)) // BLOB NOT NULL, STRICT
  }

  close(): void {
    this.#sealers.clear()
    this.#database.close()
  }

  #keep(subject: SubjectId, sealer: SubjectSealer): SubjectSealer {
    if (this.#sealers.size >= CACHED_MAX) {
      const oldest = this.#sealers.keys().next().value
      if (oldest !== undefined && !this.#staged.has(oldest)) this.#sealers.delete(oldest)
    }
    this.#sealers.set(subject, sealer)
    return sealer
  }
}

/** A character a byte (Latin-1): what bytes are compared and looked up by. */
export function textOfBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

function wrappedIn(row: Readonly<Record<string, unknown>>): WrappedKey {
  // The columns are INTEGER NOT NULL and BLOB NOT NULL in a STRICT table.
  return { epoch: Number(row['epoch']), wrapped: row['wrapped'] as Uint8Array }
}

/** A short `Buffer` is a part of a pool of 64 KiB, and keeps all of it for as long as it lives. */
const UTF8 = new TextEncoder()

function subjectSealer(tenant: string, subject: SubjectId, key: Uint8Array): SubjectSealer {
  // By the place itself: whoever seals there says it with one and the same object.
  const fields = new Map<Place, { readonly key: KeyObject; readonly bound: Uint8Array }>()
  const fieldOf = (place: Place) => {
    let field = fields.get(place)
    if (!field) {
      const { table, column } = place
      const name = `${table}.${column}`
      field = {
        key: createSecretKey(deriveKey(key, `equipoise/field@${FORMAT}|${name}`)),
        bound: UTF8.encode(`${tenant}|${subject}|${table}|${column}|${FORMAT}`),
      }
      fields.set(place, field)
    }
    return field
  }
  return {
    seal(place, plain) {
      const field = fieldOf(place)
      return seal(field.key, plain, field.bound)
    },
    open(place, sealed) {
      const field = fieldOf(place)
      return unseal(field.key, sealed, field.bound)
    },
  }
}

export function bytesOf(subject: SubjectId): Uint8Array {
  const bytes = parseId('sub', subject)
  if (!bytes) throw new TypeError('Cannot use a subject id: it is not of this form')
  return bytes
}
