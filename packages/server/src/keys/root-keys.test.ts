import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { writeKeyFile } from './key-file.ts'
import { openRootKeys, type RootKeys } from './root-keys.ts'

const GIVEN = Buffer.alloc(32, 1)

test('the same directory opens to the same keys, and another one to others', (t) => {
  const directory = aDirectory(t)
  const [made, opened] = [
    openRootKeys(directory, undefined, true),
    openRootKeys(directory, undefined, false),
  ]
  const other = openRootKeys(aDirectory(t), undefined, true)
  assert.deepEqual(fingerprintOf(opened), fingerprintOf(made))
  assert.notEqual(other.tenant, made.tenant)
  assert.notDeepEqual(fingerprintOf(other), fingerprintOf(made))
})

test('a root key that is given is written nowhere', (t) => {
  const directory = aDirectory(t)
  openRootKeys(directory, GIVEN, true)
  for (const file of readdirSync(join(directory, 'keys'))) {
    const bytes = readFileSync(join(directory, 'keys', file))
    assert.ok(!bytes.includes(GIVEN) && !bytes.toString().includes(GIVEN.toString('hex')), file)
  }
})

test('every key file is for its owner alone', (t) => {
  const directory = aDirectory(t)
  openRootKeys(directory, undefined, true).writeSecret('ledger', Buffer.from('x'))
  const modes = readdirSync(join(directory, 'keys')).map(
    (file) => statSync(join(directory, 'keys', file)).mode & 0o777,
  )
  assert.deepEqual(modes, process.platform === 'win32' ? modes : [0o600, 0o600, 0o600])
  if (process.platform !== 'win32')
    assert.equal(statSync(join(directory, 'keys')).mode & 0o777, 0o700)
})

test('another root key is told apart, given or in the file', (t) => {
  const directory = aDirectory(t)
  openRootKeys(directory, GIVEN, true)
  assert.throws(() => openRootKeys(directory, Buffer.alloc(32, 2), false), {
    code: 'root_key_wrong',
  })
  writeKeyFile(join(directory, 'keys/root.key'), '00'.repeat(32))
  assert.throws(() => openRootKeys(directory, undefined, false), { code: 'root_key_wrong' })
})

for (const file of ['root.key', 'epochs.json']) {
  test(`a directory that lost its ${file} is not given a new one`, (t) => {
    const directory = aDirectory(t)
    openRootKeys(directory, undefined, true)
    rmSync(join(directory, 'keys', file))
    assert.throws(() => openRootKeys(directory, undefined, false), { code: 'key_missing' })
    assert.ok(!readdirSync(join(directory, 'keys')).includes(file))
  })
}

const BROKEN_FILES: readonly (readonly [string, string, string])[] = [
  ['root.key', 'too short', 'root_key_wrong'],
  ['root.key', '', 'root_key_wrong'],
  ['epochs.json', '', 'key_missing'],
  ['epochs.json', '{"tenant": "x", "epo', 'key_missing'],
  ['epochs.json', '[]', 'key_missing'],
  ['epochs.json', '{"tenant": "x", "epochs": []}', 'key_missing'],
]

for (const [file, content, code] of BROKEN_FILES) {
  test(`${file} with "${content}" in it is named as broken`, (t) => {
    const directory = aDirectory(t)
    openRootKeys(directory, undefined, true)
    writeFileSync(join(directory, 'keys', file), content)
    assert.throws(() => openRootKeys(directory, undefined, false), { code })
  })
}

test('an epoch key does not open under another tenant or another number', (t) => {
  for (const change of [{ tenant: 'f'.repeat(32) }, { epoch: 2 }]) {
    const directory = aDirectory(t)
    openRootKeys(directory, GIVEN, true)
    const path = join(directory, 'keys/epochs.json')
    const file = JSON.parse(readFileSync(path, 'utf8'))
    if ('epoch' in change) file.epochs[0].epoch = change.epoch
    writeFileSync(path, JSON.stringify({ ...file, ...('tenant' in change ? change : {}) }))
    assert.throws(() => openRootKeys(directory, GIVEN, false), { code: 'root_key_wrong' })
  }
})

test('a key of no epoch is missing', (t) => {
  const keys = openRootKeys(aDirectory(t), GIVEN, true)
  assert.throws(() => keys.epochKey(2), { code: 'key_missing' })
})

test('a secret is read under its own name and in its own directory alone', (t) => {
  const directory = aDirectory(t)
  const keys = openRootKeys(directory, GIVEN, true)
  const other = aDirectory(t)
  const otherKeys = openRootKeys(other, GIVEN, true)
  keys.writeSecret('ledger', Buffer.from('secret'))
  const sealed = readFileSync(join(directory, 'keys/ledger.key'))
  writeKeyFile(join(directory, 'keys/model.key'), sealed)
  writeKeyFile(join(other, 'keys/ledger.key'), sealed)
  assert.deepEqual(keys.readSecret('ledger'), Buffer.from('secret'))
  assert.ok(!sealed.includes('secret'))
  assert.equal(keys.readSecret('nothing'), undefined)
  assert.throws(() => keys.readSecret('model'), { code: 'root_key_wrong' })
  assert.throws(() => otherKeys.readSecret('ledger'), { code: 'root_key_wrong' })
})

test('a keyed hash depends on the key, the kind and the text, and on where one ends', (t) => {
  const keys = openRootKeys(aDirectory(t), GIVEN, true)
  const other = openRootKeys(aDirectory(t), Buffer.alloc(32, 2), true)
  const hashes = [
    keys.keyedHash('subject', '7'),
    keys.keyedHash('access', '7'),
    keys.keyedHash('subject', '8'),
    keys.keyedHash('subjec', 't7'),
    other.keyedHash('subject', '7'),
  ].map((hash) => hash.toString('hex'))
  assert.equal(new Set(hashes).size, hashes.length)
  assert.deepEqual(keys.keyedHash('subject', '7').toString('hex'), hashes[0])
  assert.deepEqual(keys.keyedHash('subject', Buffer.from('7')).toString('hex'), hashes[0])
  assert.equal(Buffer.from(keys.keyedHashText('subject', '7'), 'latin1').toString('hex'), hashes[0])
})

function fingerprintOf(keys: RootKeys): readonly unknown[] {
  return [keys.tenant, keys.epoch, keys.epochKey(keys.epoch), keys.keyedHash('subject', '7')]
}

function aDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-root-keys-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
