/**
 * Carries the interactions of an earlier version, a row each, over to the table of today, where
 * such a row is one of one: it stays sealed as it is. So many at a time, so that the write-ahead
 * log stays small however many they are; what an end half-way leaves is carried over at the next
 * opening.
 */
import { blobIn, type Database, integerIn } from './database.ts'

const ROWS_TOGETHER = 20_000
const EARLIER = 'single_interactions'

export function carryOver(database: Database, rowsTogether: number = ROWS_TOGETHER): void {
  if (!hasEarlier(database)) return
  while (carrySome(database, rowsTogether)) {
    // Until none is left.
  }
  database.exec(`DROP TABLE ${EARLIER}`)
}

function hasEarlier(database: Database): boolean {
  const sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
  return database.get(sql, EARLIER) !== undefined
}

/** False where these were the last. */
function carrySome(database: Database, rows: number): boolean {
  const next = database.get(
    `SELECT subject, seq FROM ${EARLIER} ORDER BY subject, seq LIMIT 1 OFFSET ?`,
    rows,
  )
  const upTo = next ? ' WHERE (subject, seq) < (?, ?)' : ''
  const values = next ? [blobIn(next, 'subject'), integerIn(next, 'seq')] : []
  database.exec('BEGIN IMMEDIATE')
  try {
    database.run(
      `INSERT INTO interactions (subject, seq, id_hashes, purposes, sealed)
       SELECT subject, seq, id_hash, purposes, sealed FROM ${EARLIER}${upTo} ORDER BY subject, seq`,
      ...values,
    )
    database.run(`DELETE FROM ${EARLIER}${upTo}`, ...values)
    database.exec('COMMIT')
  } catch (error) {
    database.rollback()
    throw error
  }
  return next !== undefined
}
