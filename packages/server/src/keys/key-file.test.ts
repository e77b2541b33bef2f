import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readKeyFile, removeKeyFile, writeKeyFile } from './key-file.ts'

const skip = process.platform === 'win32' ? 'Windows has no modes' : false

test('what was written is read, and nothing else is left beside it', (t) => {
  const folder = aFolder(t)
  writeKeyFile(join(folder, 'a.key'), 'first and longer')
  writeKeyFile(join(folder, 'a.key'), Buffer.from('second'))
  assert.deepEqual(readKeyFile(join(folder, 'a.key')), Buffer.from('second'))
  assert.deepEqual(readdirSync(folder), ['a.key'])
})

test('a file that is not there is nothing, and removing it again is well', (t) => {
  const path = join(aFolder(t), 'a.key')
  assert.equal(readKeyFile(path), undefined)
  writeKeyFile(path, 'x')
  removeKeyFile(path)
  removeKeyFile(path)
  assert.equal(readKeyFile(path), undefined)
})

test('only the owner may read a key file, whatever the mask', { skip }, (t) => {
  const path = join(aFolder(t), 'a.key')
  const before = process.umask(0)
  t.after(() => process.umask(before))
  writeKeyFile(path, 'secret')
  assert.equal(statSync(path).mode & 0o777, 0o600)
})

for (const mode of [0o640, 0o604, 0o660, 0o610, 0o601, 0o644, 0o777]) {
  test(`a key file of mode ${mode.toString(8)} is refused`, { skip }, (t) => {
    const path = join(aFolder(t), 'a.key')
    writeKeyFile(path, 'secret')
    chmodSync(path, mode)
    assert.throws(() => readKeyFile(path), { code: 'key_missing' })
  })
}

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-key-file-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
