import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { PassingKeys } from './passing-keys.ts'
import { openRootKeys } from './root-keys.ts'
import { SealError } from './seal.ts'
import { SubjectKeys } from './subject-keys.ts'

const ROOT_KEY = Buffer.alloc(32, 1)
const PLAIN = Buffer.from('what arrived')

test('what one seals it opens again, also after a restart, and no other one does', (t) => {
  const { keys, again } = aDirectory(t)
  const [one, other] = [keys.make(), keys.make()]
  const sealed = one.seal(PLAIN)
  assert.deepEqual(one.open(sealed), PLAIN)
  assert.throws(() => other.open(sealed), SealError)
  const found = again().find(one.number) ?? assert.fail('no key')
  assert.deepEqual(found.open(sealed), PLAIN)
})

test('one that was destroyed is found by nobody, and its number never comes again', (t) => {
  const { keys, again } = aDirectory(t)
  const [one, two] = [keys.make(), keys.make()]
  keys.destroy([one.number, two.number])
  assert.equal(keys.find(two.number), undefined)
  assert.ok(again().make().number > two.number)
})

test('of one that was destroyed no file has the wrapped key any more', (t) => {
  const { keys, directory } = aDirectory(t)
  const [goes, stays] = [keys.make(), keys.make()]
  const [gone, kept] = [goes, stays].map(({ number }) => wrappedIn(directory, number))
  keys.destroy([goes.number])
  const files = globSync('keys.db*', { cwd: directory }).map((file) =>
    readFileSync(join(directory, file)),
  )
  assert.ok(gone && kept)
  assert.ok(files.every((bytes) => !bytes.includes(gone)))
  assert.ok(files.some((bytes) => bytes.includes(kept)))
  assert.deepEqual(keys.numbers(), [stays.number])
})

test('one that may still lie in a log that is in use is not reported as destroyed', (t) => {
  const { keys, directory } = aDirectory(t)
  const { number } = keys.make()
  const reader = new DatabaseSync(join(directory, 'keys.db'), { readOnly: true })
  reader.exec('BEGIN; SELECT * FROM passing_keys')
  assert.throws(() => keys.destroy([number]), { code: 'store_unavailable' })
  reader.close()
  keys.destroy([number])
})

test('a wrapped key opens under no other number', (t) => {
  const { keys, directory } = aDirectory(t)
  const [one, other] = [keys.make(), keys.make()]
  const database = new DatabaseSync(join(directory, 'keys.db'))
  database
    .prepare('UPDATE passing_keys SET wrapped = ? WHERE number = ?')
    .run(wrappedIn(directory, one.number), other.number)
  database.close()
  assert.throws(() => keys.find(other.number), SealError)
})

function aDirectory(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-passing-keys-'))
  const root = openRootKeys(directory, ROOT_KEY, true)
  const path = join(directory, 'keys.db')
  const subjects = new SubjectKeys(path, root)
  const opened: { close(): void }[] = [subjects]
  const open = () => {
    const keys = new PassingKeys(path, root)
    opened.push(keys)
    return keys
  }
  t.after(() => {
    for (const one of opened) one.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return { directory, keys: open(), again: open }
}

function wrappedIn(directory: string, number: number): Buffer {
  const database = new DatabaseSync(join(directory, 'keys.db'), { readOnly: true })
  const row = database.prepare('SELECT wrapped FROM passing_keys WHERE number = ?').get(number)
  database.close()
  return Buffer.from(row?.['wrapped'] as Uint8Array)
}
