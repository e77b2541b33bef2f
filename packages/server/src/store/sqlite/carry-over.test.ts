import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { carryOver } from './carry-over.ts'
import { countIn, Database } from './database.ts'
import { migrate } from './schema.ts'

test('rows of an earlier version are carried over as they are, however few at a time', (t) => {
  for (const together of [1, 3, 7, 21, 100]) {
    const { database, rows } = anEarlierStore(t)
    carryOver(database, together)
    assert.deepEqual(carriedIn(database), rows)
    assert.equal(countIn(database.get(EARLIER_TABLES)), 0)
  }
})

test('what an end half-way left is carried over at the next opening', (t) => {
  const { database, rows } = anEarlierStore(t)
  database.exec(`CREATE TRIGGER ends BEFORE DELETE ON single_interactions WHEN old.seq = 5
    BEGIN SELECT raise(ABORT, 'ended'); END`)
  assert.throws(() => carryOver(database, 3), /ended/)
  const half = carriedIn(database).length
  assert.ok(half > 0 && half < rows.length)
  database.exec('DROP TRIGGER ends')
  carryOver(database, 3)
  assert.deepEqual(carriedIn(database), rows)
})

const EARLIER_TABLES = `SELECT count(*) AS n FROM sqlite_schema
  WHERE type = 'table' AND name = 'single_interactions'`

/** Three people with seven interactions each, as the version before kept them. */
function anEarlierStore(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-carrying-'))
  const database = new Database(join(directory, 'equipoise.db'))
  t.after(() => {
    database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  migrate(database)
  database.exec(`CREATE TABLE single_interactions (
    subject BLOB NOT NULL, seq INTEGER NOT NULL, id_hash BLOB NOT NULL, purposes INTEGER NOT NULL,
    sealed BLOB NOT NULL, PRIMARY KEY (subject, seq), UNIQUE (subject, id_hash)
  ) STRICT, WITHOUT ROWID`)
  const rows = [1, 2, 3].flatMap((person) =>
    [0, 1, 2, 3, 4, 5, 6].map((seq) => [
      new Uint8Array(16).fill(person),
      seq,
      new Uint8Array(16).fill(seq),
      6,
      Uint8Array.of(person, seq),
    ]),
  )
  // Bytes and numbers, as the columns want them.
  const insert = 'INSERT INTO single_interactions VALUES (?, ?, ?, ?, ?)'
  for (const row of rows) database.run(insert, ...row)
  return { database, rows }
}

function carriedIn(database: Database): unknown[][] {
  const sql = 'SELECT subject, seq, id_hashes, purposes, sealed FROM interactions'
  return database.all(sql).map((row) => Object.values(row))
}
