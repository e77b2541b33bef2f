/** SQLite with nothing around it: the least that durable rows of that size can cost here. */
import { DatabaseSync } from 'node:sqlite'

export interface BareTable {
  /** Inserts rows in one transaction. */
  insertAll(rows: readonly Uint8Array[]): void
  close(): void
}

export function openBareTable(path: string): BareTable {
  const database = new DatabaseSync(path)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
  `)
  const insert = database.prepare('INSERT INTO rows (body) VALUES (?)')
  return {
    insertAll(rows) {
      database.exec('BEGIN')
      for (const row of rows) insert.run(row)
      database.exec('COMMIT')
    },
    close: () => database.close(),
  }
}
