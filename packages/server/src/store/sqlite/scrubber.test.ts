import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Database } from './database.ts'
import { Scrubber } from './scrubber.ts'

test('deleting from a page that was balanced may leave a copy, and scrubbing takes it', (t) => {
  const { database, scrubber, leftIn } = aFile(t)
  const deleted = deleteUntilLeft(database, leftIn)
  scrubber.mark()
  scrubber.scrub()
  assert.equal(leftIn(deleted), 0)
})

test('a large file is scrubbed later, and once for many deletions', (t) => {
  const { database, scrubber, leftIn, planned } = aFile(t, { atOnceBytesMax: 0 })
  const deleted = deleteUntilLeft(database, leftIn)
  for (let n = 0; n < 3; n += 1) {
    scrubber.mark()
    scrubber.scrub()
  }
  assert.notEqual(leftIn(deleted), 0)
  assert.equal(planned.length, 1)
  planned[0]?.()
  assert.equal(leftIn(deleted), 0)
})

test('what was due is taken up after a crash, and not once it was done', (t) => {
  const { database, scrubber, planned, again } = aFile(t, { atOnceBytesMax: 0 })
  scrubber.mark()
  again()
  assert.equal(planned.length, 1)
  planned[0]?.()
  again()
  assert.equal(planned.length, 1)
  assert.equal(database.get('SELECT 1 FROM meta'), undefined)
})

test('a small file whose scrubbing was cut off is scrubbed at the next opening', (t) => {
  const { database, scrubber, leftIn, again } = aFile(t)
  const deleted = deleteUntilLeft(database, leftIn)
  scrubber.mark()
  again()
  assert.equal(leftIn(deleted), 0)
})

test('closing scrubs what is still due', (t) => {
  const { database, scrubber, leftIn } = aFile(t, { atOnceBytesMax: 0 })
  const deleted = deleteUntilLeft(database, leftIn)
  scrubber.mark()
  scrubber.close()
  assert.equal(leftIn(deleted), 0)
})

test('where nothing was deleted nothing is rewritten', (t) => {
  const { scrubber, planned } = aFile(t, { atOnceBytesMax: 0 })
  scrubber.scrub()
  scrubber.close()
  assert.deepEqual(planned, [])
})

function aFile(t: TestContext, options: { atOnceBytesMax?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-scrubber-'))
  const path = join(folder, 'x.db')
  const database = new Database(path)
  t.after(() => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    PRAGMA secure_delete = ON;
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE rows (id BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `)
  const planned: (() => void)[] = []
  const later = (act: () => void) => {
    planned.push(act)
    return () => {}
  }
  const open = () => new Scrubber(database, { whenIdle: (act) => act(), later, ...options })
  const leftIn = (values: readonly Buffer[]) => {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const bytes = readFileSync(path)
    return values.filter((value) => bytes.includes(value)).length
  }
  return { database, scrubber: open(), leftIn, planned, again: open }
}

/** Rows of many sizes come and go until SQLite has left one behind; returns those that went. */
function deleteUntilLeft(
  database: Database,
  leftIn: (values: readonly Buffer[]) => number,
): readonly Buffer[] {
  const deleted: Buffer[] = []
  const there: [Buffer, Buffer][] = []
  for (let n = 0; n < 100_000; n += 1) {
    const [id, value] = [randomBytes(16), randomBytes(60 + ((n * 7919) % 900))]
    database.run('INSERT INTO rows (id, sealed) VALUES (?, ?)', id, value)
    there.push([id, value])
    const [gone] = n % 3 === 0 ? there.splice((n * 31) % there.length, 1) : []
    if (gone) {
      database.run('DELETE FROM rows WHERE id = ?', gone[0])
      deleted.push(gone[1].subarray(0, 40))
    }
    if (n % 500 === 499 && leftIn(deleted) > 0) return deleted
  }
  throw new Error('SQLite leaves nothing behind any more: the scrubber can go')
}
