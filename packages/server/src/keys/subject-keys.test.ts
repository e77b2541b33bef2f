import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { formatId, type SubjectId } from '@equipoise/core/values'
import { openRootKeys, type RootKeys } from './root-keys.ts'
import { SealError } from './seal.ts'
import { bytesOf, SubjectKeys, type SubjectSealer } from './subject-keys.ts'

const [ALICE, BOB] = [aSubjectId(1), aSubjectId(2)]
const PLACE = { table: 'interactions', column: 'sealed' }
const PLAIN = Buffer.from('bought a book')

test('a sealed value opens nowhere but where it was put', (t) => {
  const { keys } = openKeys(t)
  const [alice, bob] = [keys.stage(ALICE), keys.stage(BOB)]
  const sealed = alice.seal(PLACE, PLAIN)
  assert.deepEqual(alice.open(PLACE, sealed), PLAIN)
  assert.throws(() => alice.open({ ...PLACE, table: 'acts' }, sealed), SealError)
  assert.throws(() => alice.open({ ...PLACE, column: 'other' }, sealed), SealError)
  assert.throws(() => bob.open(PLACE, sealed), SealError)
})

test('a value with its wrapped key opens in no other directory, even under the same root key', (t) => {
  const [here, there] = [openKeys(t), openKeys(t)]
  const sealed = here.keys.stage(ALICE).seal(PLACE, PLAIN)
  here.keys.flush()
  there.insert(rowOf(here, ALICE))
  assert.throws(() => there.keys.find(ALICE)?.open(PLACE, sealed), SealError)
})

test('a wrapped key opens for no other subject and no other epoch', (t) => {
  const directory = openKeys(t)
  directory.keys.stage(ALICE)
  directory.keys.flush()
  const { wrapped } = rowOf(directory, ALICE)
  directory.insert({ subject: bytesOf(BOB), epoch: 1, wrapped })
  assert.throws(() => directory.keys.find(BOB), SealError)
  directory.insert({ subject: bytesOf(aSubjectId(3)), epoch: 2, wrapped })
  assert.throws(() => directory.keys.find(aSubjectId(3)), { code: 'key_missing' })
})

test('the data key itself is written nowhere', (t) => {
  const directory = openKeys(t)
  directory.keys.stage(ALICE)
  directory.keys.flush()
  const { wrapped } = rowOf(directory, ALICE)
  // version, nonce, 32 bytes under the epoch key, tag
  assert.equal(wrapped.length, 1 + 12 + 32 + 16)
})

test('what is kept for somebody keeps no more memory than it takes', (t) => {
  const { keys } = openKeys(t)
  const collect = garbageCollector()
  const sealers = new Set<SubjectSealer>()
  collect()
  const before = process.memoryUsage().arrayBuffers
  for (let number = 1; number <= 200; number += 1) {
    const sealer = keys.stage(aSubjectId(number))
    sealer.seal(PLACE, PLAIN)
    sealers.add(sealer)
    // What others take of the pool meanwhile, and let go.
    for (let part = 0; part < 64; part += 1) Buffer.from('x'.repeat(1_000))
  }
  collect()
  const bytesEach = (process.memoryUsage().arrayBuffers - before) / sealers.size
  assert.ok(bytesEach < 4_096, `${bytesEach} bytes`)
})

test('a staged key is durable once it is flushed, and not before', (t) => {
  const directory = openKeys(t)
  const sealed = directory.keys.stage(ALICE).seal(PLACE, PLAIN)
  directory.keys.stage(BOB)
  directory.keys.unstage(BOB)
  assert.deepEqual(directory.reopen().subjects(), [])
  directory.keys.flush()
  assert.deepEqual(directory.reopen().find(ALICE)?.open(PLACE, sealed), PLAIN)
  assert.equal(directory.keys.find(BOB), undefined)
})

test('a destroyed key is gone from every file, and stays gone', (t) => {
  const directory = openKeys(t)
  for (let n = 0; n < 300; n += 1) directory.keys.stage(aSubjectId(n))
  directory.keys.flush()
  const { wrapped } = rowOf(directory, ALICE)
  const written = () => directory.files().some((file) => file.includes(Buffer.from(wrapped)))
  assert.ok(written())
  directory.keys.destroy(ALICE)
  assert.equal(written(), false)
  assert.equal(
    directory.files().some((file) => file.includes(Buffer.from(bytesOf(ALICE)))),
    false,
  )
  assert.equal(directory.keys.find(ALICE), undefined)
  assert.equal(directory.reopen().find(ALICE), undefined)
  assert.ok(directory.keys.find(BOB))
})

test('a key that may still lie in a log that is in use is not reported as destroyed', (t) => {
  const directory = openKeys(t)
  directory.keys.stage(ALICE)
  directory.keys.flush()
  directory.database.exec('BEGIN; SELECT * FROM wrapped_keys')
  assert.throws(() => directory.keys.destroy(ALICE), { code: 'store_unavailable' })
})

test('a key without a subject is swept, and only that', (t) => {
  const { keys } = openKeys(t)
  for (const subject of [ALICE, BOB]) keys.stage(subject)
  keys.flush()
  assert.equal(
    keys.sweep((subject) => subject === BOB),
    1,
  )
  assert.deepEqual(keys.subjects(), [BOB])
})

test('more people than the cache holds keep their own keys', (t) => {
  const { keys } = openKeys(t)
  const sealed = Array.from({ length: 10_050 }, (_, n) => {
    const subject = aSubjectId(n)
    return { subject, value: keys.stage(subject).seal(PLACE, Buffer.from(subject)) }
  })
  keys.flush()
  for (const { subject, value } of sealed) {
    assert.deepEqual(keys.find(subject)?.open(PLACE, value), Buffer.from(subject))
  }
})

test('the file of keys is for its owner alone', (t) => {
  const directory = openKeys(t)
  directory.keys.stage(ALICE)
  directory.keys.flush()
  const modes = directory.paths().map((path) => statSync(path).mode & 0o777)
  if (process.platform !== 'win32') assert.deepEqual([...new Set(modes)], [0o600])
})

interface KeyRow {
  readonly subject: Uint8Array
  readonly epoch: number
  readonly wrapped: Uint8Array
}

interface OpenedKeys {
  readonly keys: SubjectKeys
  readonly root: RootKeys
  readonly database: DatabaseSync
  insert(row: KeyRow): void
  /** Another hold on the same file. */
  reopen(): SubjectKeys
  paths(): string[]
  files(): Buffer[]
}

function openKeys(t: TestContext): OpenedKeys {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-subject-keys-'))
  const folder = mkdtempSync(join(directory, 'data-'))
  const root = openRootKeys(directory, Buffer.alloc(32, 1), true)
  const path = join(folder, 'keys.db')
  const opened = [new SubjectKeys(path, root)]
  const [keys] = opened
  assert.ok(keys)
  const database = new DatabaseSync(path)
  t.after(() => {
    for (const one of opened) one.close()
    database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const paths = () => readdirSync(folder).map((file) => join(folder, file))
  return {
    keys,
    root,
    database,
    insert: ({ subject, epoch, wrapped }) => {
      database.prepare('INSERT INTO wrapped_keys VALUES (?, ?, ?)').run(subject, epoch, wrapped)
    },
    reopen: () => {
      const again = new SubjectKeys(path, root)
      opened.push(again)
      return again
    },
    paths,
    files: () => paths().map((file) => readFileSync(file)),
  }
}

function rowOf({ database }: OpenedKeys, subject: SubjectId): KeyRow {
  const row = database.prepare('SELECT * FROM wrapped_keys WHERE subject = ?').get(bytesOf(subject))
  return row as unknown as KeyRow
}

function aSubjectId(n: number): SubjectId {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, Math.imul(n, 2_654_435_761))
  return formatId('sub', bytes)
}

/** Collects all garbage that there is, in a process that was not started so that one may. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  // With that flag every new context has it.
  return runInNewContext('gc') as () => void
}
