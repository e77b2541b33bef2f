/** What somebody with a hand on the files may change, the ledger's verification finds. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { openStage, type Stage } from '../contract/stage.ts'
import { SQLITE, type SqliteUnderTest } from './sqlite-under-test.ts'

const BYTES: readonly (readonly [string, string, string])[] = [
  ['a commitment', 'ledger_leaves', 'commitment'],
  ['a sealed act', 'acts', 'sealed'],
]
for (const [what, table, column] of BYTES) {
  test(`a flip of any byte of ${what} is found`, async (t) => {
    const { database, problems } = await aLedger(t)
    const rows = database
      .prepare(`SELECT leaf, ${column} AS bytes FROM ${table} WHERE leaf IN (0, 2)`)
      .all()
    const put = database.prepare(`UPDATE ${table} SET ${column} = ? WHERE leaf = ?`)
    for (const { leaf = null, bytes } of rows) {
      const original = bytes as Uint8Array
      for (let at = 0; at < original.length; at += 1) {
        put.run(flipped(original, at), leaf)
        assert.notEqual((await problems()).length, 0, `byte ${at} of leaf ${leaf}`)
      }
      put.run(original, leaf)
    }
    assert.deepEqual(await problems(), [])
  })
}

test('a change of any character of a checkpoint is found', async (t) => {
  const { database, problems } = await aLedger(t)
  const rows = database.prepare('SELECT size, note FROM ledger_checkpoints').all()
  const put = database.prepare('UPDATE ledger_checkpoints SET note = ? WHERE size = ?')
  for (const { size = null, note } of rows) {
    const original = `${note}`
    for (let at = 0; at < original.length; at += 1) {
      const other = original[at] === 'A' ? 'B' : 'A'
      put.run(original.slice(0, at) + other + original.slice(at + 1), size)
      assert.notEqual((await problems()).length, 0, `character ${at} of checkpoint ${size}`)
    }
    put.run(original, size)
  }
  assert.deepEqual(await problems(), [])
})

test('a change of any character of the checkpoint outside the store is found', async (t) => {
  const { directory, problems } = await aLedger(t)
  const path = join(directory, 'ledger.checkpoint')
  const original = readFileSync(path, 'utf8')
  for (let at = 0; at < original.length; at += 1) {
    const other = original[at] === 'A' ? 'B' : 'A'
    writeFileSync(path, original.slice(0, at) + other + original.slice(at + 1))
    assert.notEqual((await problems()).length, 0, `character ${at}`)
  }
})

test('a checkpoint outside the store that is taken away is missed', async (t) => {
  const { directory, problems } = await aLedger(t)
  rmSync(join(directory, 'ledger.checkpoint'))
  assert.match((await problems()).join(), /missing/)
})

const CHANGES: readonly (readonly [string, string, RegExp])[] = [
  ['a leaf that is missing', 'DELETE FROM ledger_leaves WHERE leaf = 1', /Leaf 1 is missing/],
  ['the first leaf missing', 'DELETE FROM ledger_leaves WHERE leaf = 0', /Leaf 0 is missing/],
  ['the last leaf missing', 'DELETE FROM ledger_leaves WHERE leaf = 4', /counts more leaves/],
  ['all leaves missing', 'DELETE FROM ledger_leaves', /counts more leaves/],
  [
    'two leaves in each other’s place',
    `UPDATE ledger_leaves SET leaf = -1 WHERE leaf = 1;
     UPDATE ledger_leaves SET leaf = 1 WHERE leaf = 2;
     UPDATE ledger_leaves SET leaf = 2 WHERE leaf = -1`,
    /Root at 2 leaves is/,
  ],
  [
    'a leaf more',
    'INSERT INTO ledger_leaves VALUES (5, zeroblob(32))',
    /No valid checkpoint counts all 6/,
  ],
  [
    'a leaf twice',
    'INSERT INTO ledger_leaves SELECT 5, commitment FROM ledger_leaves WHERE leaf = 4',
    /counts all 6/,
  ],
  [
    'the newest checkpoint replaced by an older one',
    `UPDATE ledger_checkpoints SET note =
     (SELECT note FROM ledger_checkpoints WHERE size = 2) WHERE size = 5;
     DELETE FROM ledger_leaves WHERE leaf = 4`,
    /counts more leaves/,
  ],
  [
    'an act that became another’s',
    `UPDATE acts SET subject =
     (SELECT subject FROM acts WHERE leaf = 1) WHERE leaf = 0`,
    /act of leaf 0 does not open it/,
  ],
  [
    'an act put in another’s place',
    `UPDATE acts SET sealed =
     (SELECT sealed FROM acts WHERE leaf = 0) WHERE leaf = 2`,
    /act of leaf 2 does not open it/,
  ],
  ['an act that is gone', 'DELETE FROM acts WHERE leaf = 2', /more or fewer consent records/],
  [
    'an act of another kind',
    "UPDATE acts SET kind = 'rights' WHERE leaf = 2",
    /more or fewer consent/,
  ],
  [
    'an act of no leaf',
    'UPDATE acts SET leaf = 9 WHERE leaf = 2',
    /act of leaf 9 does not open it/,
  ],
  [
    'a revision raised',
    'UPDATE subjects SET consent_revision = consent_revision + 1',
    /more or fewer/,
  ],
  ['the head altered', "UPDATE meta SET value = '5' WHERE name = 'ledger_frontier'", /The head/],
  [
    'the head of another log',
    `UPDATE meta SET value = (SELECT value FROM meta
     WHERE name = 'ledger_frontier') || 'A' WHERE name = 'ledger_frontier'`,
    /The head/,
  ],
]
for (const [what, sql, says] of CHANGES) {
  test(`${what} is found`, async (t) => {
    const { database, problems, stage } = await aLedger(t)
    assert.deepEqual(await problems(), [])
    database.exec(sql)
    assert.match((await problems()).join('\n'), says)
    // Also by who opens the store anew, as `ledger verify` does.
    await stage.reopen()
    assert.match((await problems()).join('\n'), says)
  })
}

test('a log cut short with all its signatures is found by the checkpoint beside the store', async (t) => {
  const ledger = await aLedger(t)
  await cutAfterMore(ledger)
  assert.match((await ledger.problems()).join(), /Checkpoint 7 counts more leaves than the 5/)
})

test('a log that was cut short is not added to, which would sign its loss away', async (t) => {
  const ledger = await aLedger(t)
  await cutAfterMore(ledger)
  await ledger.stage.reopen()
  await assert.rejects(ledger.stage.person('new'), { code: 'ledger_broken' })
  await ledger.stage.store.transact('system', (writer) => writer.putSetting('a', 'b'))
  assert.match((await ledger.problems()).join(), /Checkpoint 7 counts more leaves than the 5/)
})

test('a head that cannot be read is found, and does not keep the store from opening', async (t) => {
  const { database, problems, stage } = await aLedger(t)
  database.exec("UPDATE meta SET value = 'x' WHERE name = 'ledger_frontier'")
  await stage.reopen()
  assert.match((await problems()).join(), /The head/)
})

/** Two more acts, and then everything of the store as an older copy would have it. */
async function cutAfterMore({ stage, database }: Ledger): Promise<void> {
  const frontier = frontierOf(database)
  const someone = await stage.person('late')
  await someone.consent('refuse', 'measurement')
  database.exec(`
    DELETE FROM subjects WHERE subject IN (SELECT subject FROM acts WHERE leaf >= 5);
    DELETE FROM acts WHERE leaf >= 5;
    DELETE FROM ledger_leaves WHERE leaf >= 5;
    DELETE FROM ledger_checkpoints WHERE size > 5;
  `)
  database.prepare("UPDATE meta SET value = ? WHERE name = 'ledger_frontier'").run(frontier)
}

interface Ledger {
  readonly stage: Stage
  readonly directory: string
  readonly database: DatabaseSync
  problems(): Promise<readonly string[]>
}

/** Five leaves, each under a checkpoint of its own: two people with three acts, one who left. */
async function aLedger(t: TestContext): Promise<Ledger> {
  const opened: SqliteUnderTest[] = []
  const stage = await openStage(t, {
    name: 'sqlite',
    async open(now) {
      const store = await SQLITE.open(now)
      opened.push(store)
      return store
    },
  })
  const [one] = [await stage.person('one'), await stage.person('two')]
  await one.consent('withdraw', 'model_training')
  await (await stage.person('leaving')).erase()
  const directory = opened[0]?.directory ?? ''
  const database = new DatabaseSync(join(directory, 'equipoise.db'))
  database.exec('PRAGMA synchronous = OFF')
  t.after(() => database.close())
  const problems = async () => (await stage.store.verifyLedger()).problems
  return { stage, directory, database, problems }
}

function frontierOf(database: DatabaseSync): string {
  const row = database.prepare("SELECT value FROM meta WHERE name = 'ledger_frontier'").get()
  return `${row?.['value']}`
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const altered = Uint8Array.from(bytes)
  altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8))
  return altered
}
