/**
 * Keys that live as long as what they seal is on its way: each is random, lies wrapped under an
 * epoch key beside the data keys, outside every backup of the store, and is destroyed once what it
 * sealed has come to its place. Several people's data is sealed with one, so that it must go before
 * any of them is told that theirs is gone.
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { EquipoiseError } from '../errors.ts'
import type { RootKeys } from './root-keys.ts'
import { KEY_BYTES, seal, unseal } from './seal.ts'

/** Seals and opens under one such key. */
export interface PassingKey {
  readonly number: number
  seal(plain: Uint8Array): Uint8Array
  /** @throws SealError where it was altered, or sealed with another key. */
  open(sealed: Uint8Array): Buffer
}

export class PassingKeys {
  readonly #root: RootKeys
  readonly #database: DatabaseSync

  /** @param path of the file of data keys, which is there. */
  constructor(path: string, root: RootKeys) {
    this.#root = root
    this.#database = new DatabaseSync(path)
    // AUTOINCREMENT: the number of a key that was destroyed never comes again.
    this.#database.exec(`
      PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON;
      CREATE TABLE IF NOT EXISTS passing_keys (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        epoch INTEGER NOT NULL,
        wrapped BLOB NOT NULL
      ) STRICT;
    `)
  }

  /** A new one, durable when this returns. */
  make(): PassingKey {
    const key = randomBytes(KEY_BYTES)
    const { epoch } = this.#root
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const sql = "INSERT INTO passing_keys (epoch, wrapped) VALUES (?, x'') RETURNING number"
      const number = Number(this.#database.prepare(sql).get(epoch)?.['number'])
      const wrapped = seal(this.#root.epochKey(epoch), key, this.#bound(number, epoch))
      this.#database
        .prepare('UPDATE passing_keys SET wrapped = ? WHERE number = ?')
        .run(wrapped, number)
      this.#database.exec('COMMIT')
      return this.#keyOf(number, createSecretKey(key))
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** Undefined where it was destroyed or never was. */
  find(number: number): PassingKey | undefined {
    const sql = 'SELECT epoch, wrapped FROM passing_keys WHERE number = ?'
    const row = this.#database.prepare(sql).get(number)
    if (!row) return undefined
    const epoch = Number(row['epoch'])
    // The column is BLOB NOT NULL in a STRICT table.
    const wrapped = row['wrapped'] as Uint8Array
    const key = unseal(this.#root.epochKey(epoch), wrapped, this.#bound(number, epoch))
    return this.#keyOf(number, createSecretKey(key))
  }

  numbers(): readonly number[] {
    const rows = this.#database.prepare('SELECT number FROM passing_keys').all()
    return rows.map((row) => Number(row['number']))
  }

  /**
   * Destroys keys: gone from the table, from its free pages and from its write-ahead log.
   *
   * @throws EquipoiseError `store_unavailable` where the log could not be emptied.
   */
  destroy(numbers: readonly number[]): void {
    if (numbers.length === 0) return
    this.#database
      .prepare('DELETE FROM passing_keys WHERE number IN (SELECT value FROM json_each(?))')
      .run(JSON.stringify(numbers))
    const emptied = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
    if (emptied?.['busy'] !== 0) {
      throw new EquipoiseError(
        'store_unavailable',
        'Cannot empty the log of the keys: it is in use',
      )
    }
  }

  close(): void {
    this.#database.close()
  }

  #keyOf(number: number, key: KeyObject): PassingKey {
    const bound = Buffer.from(`${this.#root.tenant}|passing|${number}`)
    return {
      number,
      seal: (plain) => seal(key, plain, bound),
      open: (sealed) => unseal(key, sealed, bound),
    }
  }

  #bound(number: number, epoch: number): Buffer {
    return Buffer.from(`${this.#root.tenant}|passing_keys|${number}|${epoch}`)
  }
}
