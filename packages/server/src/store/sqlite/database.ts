/**
 * A thin, typed hold on one `node:sqlite` connection: prepared once, columns checked on the way
 * out.
 */
import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from 'node:sqlite'
import { type Instant, toInstant } from '@equipoise/core/values'

export type Row = Readonly<Record<string, SQLOutputValue>>

/** Nobody else writes; somebody may read, a backup say, and is not waited for long. */
const BUSY_TIMEOUT_MS = 500

export class Database {
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(path: string, readOnly: boolean = false) {
    this.#connection = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS })
  }

  /** Runs a statement; returns how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes)
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values)
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values)
  }

  /** Runs statements that take no values, such as a schema or a pragma. */
  exec(sql: string): void {
    this.#connection.exec(sql)
  }

  /** Ends a transaction that failed; where the disk was full, SQLite has ended it already. */
  rollback(): void {
    if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK')
  }

  close(): void {
    this.#statements.clear()
    this.#connection.close()
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#connection.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

export function integerIn(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`Cannot read "${column}": want an integer`)
  return value
}

export function textIn(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`Cannot read "${column}": want a text`)
  return value
}

export function blobIn(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw new TypeError(`Cannot read "${column}": want bytes`)
  return value
}

/** A time, or nothing where the column is null. */
export function instantIn(row: Row, column: string): Instant | undefined {
  return row[column] === null ? undefined : toInstant(integerIn(row, column))
}

/** The one number of a query that always gives a row with a column `n`. */
export function countIn(row: Row | undefined): number {
  return row === undefined ? 0 : integerIn(row, 'n')
}
