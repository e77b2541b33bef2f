/** Opening a directory: whose it is, with which keys, and what an end half-way left to do. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { formatId, toInstant } from '@equipoise/core/values'
import { openRootKeys } from '../../keys/root-keys.ts'
import { bytesOf, SubjectKeys } from '../../keys/subject-keys.ts'
import { anInteraction, openStage, type Person, type Stage } from '../contract/stage.ts'
import { lockDirectory } from './directory-lock.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { openIn, ROOT_KEY, type SqliteUnderTest } from './sqlite-under-test.ts'

const now = () => toInstant(1_764_000_000_000)

test('a directory belongs to one at a time, and to the next once it is let go', (t) => {
  const directory = aDirectory(t)
  const release = lockDirectory(directory)
  assert.throws(() => lockDirectory(directory), { code: 'directory_in_use' })
  release()
  lockDirectory(directory)()
})

test('another process gets told, and gets the directory when its holder is killed', async (t) => {
  const directory = aDirectory(t)
  const lock = new URL('./directory-lock.ts', import.meta.url).href
  const code = `
    const { lockDirectory } = await import(${JSON.stringify(lock)})
    lockDirectory(${JSON.stringify(directory)})
    globalThis.gc()
    console.log('locked')
    setInterval(() => {}, 1000)
  `
  const holder = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', code])
  t.after(() => holder.kill('SIGKILL'))
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  assert.throws(() => lockDirectory(directory), { code: 'directory_in_use' })
  holder.kill('SIGKILL')
  await new Promise((resolve) => holder.once('close', resolve))
  lockDirectory(directory)()
})

test('another root key does not open a store', async (t) => {
  const { directory } = await aStore(t)
  const wrong = () => openRootKeys(directory, Buffer.alloc(32, 2), false)
  assert.throws(wrong, { code: 'root_key_wrong' })
})

test('a ledger that lost its key is not given a new one', async (t) => {
  const { directory, store } = await aStore(t)
  await store.close()
  rmSync(join(directory, 'keys/ledger.key'))
  assert.throws(() => openIn(directory, now), { code: 'key_missing' })
  assert.equal(existsSync(join(directory, 'keys/ledger.key')), false)
})

test('a first start that ended before it wrote anything is taken up again', async (t) => {
  const directory = aDirectory(t)
  const root = openRootKeys(directory, ROOT_KEY, true)
  writeFileSync(join(directory, 'equipoise.db'), '')
  const store = openSqliteStore({ directory, root, now })
  assert.deepEqual((await store.verifyLedger()).problems, [])
  await store.close()
})

test('a store of a later version is left alone', async (t) => {
  const { directory, store } = await aStore(t)
  await store.close()
  change(directory, 'PRAGMA user_version = 1000')
  assert.throws(() => openIn(directory, now), { code: 'directory_unknown' })
})

test('only the owner may read the files of a store', async (t) => {
  const { directory } = await aStore(t)
  const secret = /^(equipoise|keys)\.db|^ledger\.checkpoint$/
  const files = readdirSync(directory).filter((file) => secret.test(file))
  const modes = files.map((file) => [file, statSync(join(directory, file)).mode & 0o777])
  assert.ok(files.length >= 5)
  if (process.platform !== 'win32') {
    assert.deepEqual(
      modes,
      files.map((file) => [file, 0o600]),
    )
  }
})

test('a key whose subject never came, or left half-way, is destroyed at the next opening', async (t) => {
  const opened = await aStore(t)
  const { directory, store } = opened
  const [known] = await store.read('system', (reader) => reader.listSubjects(undefined, 1))
  await store.close()
  const orphan = formatId('sub', randomBytes(16))
  const keys = new SubjectKeys(join(directory, 'keys.db'), openRootKeys(directory, ROOT_KEY, false))
  keys.stage(orphan)
  keys.flush()
  keys.close()
  await opened.reopen()
  const left = rowsOf(directory, 'keys.db', 'SELECT subject FROM wrapped_keys')
  assert.deepEqual(
    left.map((row) => Buffer.from(row['subject'] as Uint8Array)),
    [Buffer.from(bytesOf(known ?? orphan))],
  )
})

test('a person whose key is gone answers as unknown, and their past as unreadable', async (t) => {
  const { stage, someone, directory, ...opened } = await aStore(t)
  await opened.store.close()
  change(directory, 'DELETE FROM wrapped_keys', 'keys.db')
  await opened.reopen()
  assert.equal(await someone.facts(), undefined)
  await assert.rejects(someone.kept(), { code: 'key_missing' })
})

const ALTERED: readonly (readonly [string, string])[] = [
  ['whose act was altered', 'UPDATE acts SET sealed = zeroblob(length(sealed))'],
  ['whose act is gone', 'DELETE FROM acts WHERE leaf = 1'],
  [
    'whose act was put in another’s place',
    `UPDATE acts SET sealed =
     (SELECT sealed FROM acts AS give WHERE give.subject = acts.subject AND give.leaf = 0)`,
  ],
  ['whose act became one of another kind', "UPDATE acts SET kind = 'rights' WHERE leaf = 1"],
  ['whose description was altered', 'UPDATE subjects SET sealed = zeroblob(60)'],
]
for (const [how, sql] of ALTERED) {
  test(`consent of somebody ${how} cannot be relied on`, async (t) => {
    const { stage, someone, directory, ...opened } = await aStore(t)
    await someone.consent('withdraw', 'site_personalization')
    await opened.store.close()
    change(directory, sql)
    await opened.reopen()
    // Also among all, before and after they were read alone.
    const listed = async () => (await Array.fromAsync(stage.store.list('gate', 9))).flat()
    assert.deepEqual(
      (await listed()).map(({ consent }) => consent),
      ['unverifiable'],
    )
    assert.equal((await someone.facts())?.consent, 'unverifiable')
    assert.deepEqual(
      (await listed()).map(({ consent }) => consent),
      ['unverifiable'],
    )
  })
}

const ALTERED_LATER: readonly (readonly [string, string])[] = [
  ['whose fold was altered', 'UPDATE consent_folds SET sealed = zeroblob(length(sealed))'],
  ['whose latest act is gone', 'DELETE FROM acts WHERE leaf = (SELECT max(leaf) FROM acts)'],
  [
    'whose latest act was put back to an earlier one',
    `UPDATE acts SET sealed = (SELECT sealed FROM acts AS first WHERE first.leaf = 0)
     WHERE leaf = (SELECT max(leaf) FROM acts)`,
  ],
]
for (const [how, sql] of ALTERED_LATER) {
  test(`consent of somebody of many records ${how} cannot be relied on`, async (t) => {
    const { stage, someone, directory, ...opened } = await aStore(t)
    for (let n = 0; n < 20; n += 1) await someone.consent('give', 'measurement')
    await someone.consent('withdraw', 'site_personalization')
    await opened.store.close()
    assert.equal(rowsOf(directory, 'equipoise.db', 'SELECT * FROM consent_folds').length, 1)
    change(directory, sql)
    await opened.reopen()
    // Also among all, before and after they were read alone.
    const listed = async () => (await Array.fromAsync(stage.store.list('gate', 9))).flat()
    assert.deepEqual(
      (await listed()).map(({ consent }) => consent),
      ['unverifiable'],
    )
    assert.equal((await someone.facts())?.consent, 'unverifiable')
    assert.deepEqual(
      (await listed()).map(({ consent }) => consent),
      ['unverifiable'],
    )
  })
}

test('what was corrected is not kept beside a part, and what is altered there counts for nothing', async (t) => {
  const { stage, someone, directory, ...opened } = await aStore(t)
  const put = async () => {
    const permit = await someone.permit('model_training')
    const part = { items: ['a'], until: undefined, madeOf: 'that' }
    await stage.store.transact(permit, (writer) => writer.putContribution(part))
  }
  const size = () => {
    const sql = 'SELECT length(sealed) AS size FROM contributions'
    return Number(rowsOf(directory, 'equipoise.db', sql)[0]?.['size'])
  }
  const seal = 1 + 12 + 16
  const bare = seal + JSON.stringify({ items: ['a'], until: null, madeOf: 'that' }).length
  await put()
  assert.ok(size() > bare)
  await stage.store.transact(someone.rights('correction'), (writer) =>
    writer.updateSubject({ ageBand: 'adult' }),
  )
  assert.equal(size(), bare)
  await put()
  await stage.store.close()
  const nothing = 'UPDATE contributions SET sealed = zeroblob(length(sealed))'
  change(directory, nothing)
  await opened.reopen()
  const [listed] = (await Array.fromAsync(stage.store.list('gate', 9))).flat()
  assert.deepEqual(listed, await someone.facts())
  const permit = await someone.permit('model_training')
  await assert.rejects(stage.store.read([permit], (reader) => reader.listContributions()))
})

test('what stood at some time is read from a few records, and not from those before', async (t) => {
  const { stage, someone, directory, ...opened } = await aStore(t)
  for (let n = 0; n < 60; n += 1) await someone.consent('give', 'measurement')
  const at = (revision: number) =>
    stage.store.read(someone.rights('access'), (reader) => reader.readConsentAt([revision]))
  const [early, late] = [await at(5), await at(50)]
  await opened.store.close()
  change(directory, 'UPDATE acts SET sealed = zeroblob(length(sealed)) WHERE leaf < 8')
  await opened.reopen()
  assert.deepEqual(await at(50), late)
  await assert.rejects(at(9), { code: 'ledger_broken' })
  await assert.rejects(at(5), { code: 'ledger_broken' })
  assert.equal(early.get(5)?.count, 5)
  await opened.store.close()
  // A mark of another number, and one that was altered, are relied on for nothing.
  change(directory, 'UPDATE consent_marks SET revision = revision + 1')
  await opened.reopen()
  await assert.rejects(at(50), { code: 'ledger_broken' })
  await opened.store.close()
  change(directory, 'UPDATE consent_marks SET sealed = zeroblob(length(sealed))')
  await opened.reopen()
  await assert.rejects(at(50), { code: 'ledger_broken' })
})

test('without its fold, consent is read from all of its records', async (t) => {
  const { stage, someone, directory, ...opened } = await aStore(t)
  for (let n = 0; n < 20; n += 1) await someone.consent('give', 'measurement')
  const before = await someone.facts()
  await opened.store.close()
  change(directory, 'DELETE FROM consent_folds')
  await opened.reopen()
  assert.deepEqual(await someone.facts(), before)
})

interface OpenedStore extends SqliteUnderTest {
  readonly stage: Stage
  readonly someone: Person
}

/** A store with one person in it. */
async function aStore(t: TestContext): Promise<OpenedStore> {
  const opened = openIn(aDirectory(t), now)
  const stage = await openStage(t, { name: 'sqlite', open: async () => opened })
  const someone = await stage.person()
  await someone.append(anInteraction())
  return Object.defineProperties(
    { stage, someone },
    Object.getOwnPropertyDescriptors(opened),
  ) as OpenedStore
}

function change(directory: string, sql: string, file: string = 'equipoise.db'): void {
  const database = new DatabaseSync(join(directory, file))
  database.exec(sql)
  database.close()
}

function rowsOf(directory: string, file: string, sql: string) {
  const database = new DatabaseSync(join(directory, file), { readOnly: true })
  const rows = database.prepare(sql).all()
  database.close()
  return rows
}

function aDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-opening-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
