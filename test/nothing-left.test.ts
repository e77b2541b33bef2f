/**
 * Nothing is left: of a person who left, no trace is found in the whole data directory by somebody
 * who has all its keys; and the same search finds them everywhere before.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { PURPOSES, parseId, type SubjectId } from '@equipoise/core/values'
import { recordConsent } from '@equipoise/server/modules/consent'
import {
  changeSubjectWishes,
  eraseSubject,
  exportSubject,
  removeInteraction,
} from '@equipoise/server/modules/rights'
import { click, MEASURED, openAdShop, see } from './builders/ad-shop.ts'
import { anApp, type TestApp } from './builders/app.ts'
import { catalogue, stock } from './builders/catalogue.ts'
import { aConsent, aSubject, BY_SUBJECT, type Meeting, meet } from './builders/subject.ts'
import { lookupsOf, scanDirectory, scanWithKey, subjectId, type Trace } from './directory-scan.ts'
import { ROOT } from './source-tree.ts'

const CANARY = 'canary-7d1f0c'
const EVIDENCE = `${CANARY}-evidence`
const REGION = 'QX-7ZK'
const MEETINGS: readonly Meeting[] = Array.from({ length: 90 }, (_, n) => ({
  id: `${CANARY}-interaction-${n}`,
  item: n < 8 ? `${CANARY}-item-${n}` : `item-${n % 40}`,
  at: '2026-11-24T10:00:00Z',
}))
const TEXTS = {
  'external id': `${CANARY}-external-id`,
  evidence: EVIDENCE,
  region: REGION,
  'interaction id': `${CANARY}-interaction-`,
  'item id': `${CANARY}-item-`,
  'what they follow': `${CANARY}-followed`,
}

for (const placed of [false, true]) {
  test(`a person who is erased is found everywhere before, and nowhere after (placed: ${placed})`, async (t) => {
    const { opened, canary } = await aTown(t)
    // Closing puts what arrived in its place.
    if (placed) await opened.reopen()
    const needles = needlesOf(opened, canary)
    assertReleased(opened)
    await exportSubject(opened.app, canary, BY_SUBJECT)
    const before = scanDirectory(opened.directory, needles)
    const hashes = Object.keys(needles).filter((name) => /^hash of interaction/.test(name))
    const expected = Object.keys(needles).filter((name) => placed || !hashes.includes(name))
    assert.equal(hashes.length, MEETINGS.length)
    assert.deepEqual(namesIn(before.traces), expected.toSorted())
    const where = placed ? 'a sealed value of interactions' : 'an entry of arrivals'
    assert.ok(placesIn(before.traces, 'interaction id').includes(where))
    assert.ok(placesIn(before.traces, 'item id').includes('the model'))
    assert.equal(before.unopened, 0)
    await erase(opened, canary)
    assertNothing(opened, needles)
    await opened.reopen()
    assertNothing(opened, needles)
    assert.deepEqual((await opened.app.store.verifyLedger()).problems, [])
  })
}

for (const act of ['erased', 'took it back'] as const) {
  test(`a copy of the store from when it had just arrived opens to no key of after (${act})`, async (t) => {
    const { opened, canary } = await aTown(t, { people: 20 })
    const copy = mkdtempSync(join(tmpdir(), 'equipoise-copy-'))
    t.after(() => rmSync(copy, { recursive: true, force: true }))
    const inEntries = () =>
      scanDirectory(copy, { item: `${CANARY}-item-3` }).traces.filter(({ where }) =>
        /arrivals/.test(where),
      )
    copyOf(opened, copy, ['equipoise.db', 'equipoise.db-wal'])
    copyOf(opened, copy, ['keys', 'keys.db', 'keys.db-wal', 'model', 'release'])
    assert.notDeepEqual(inEntries(), [])
    const interaction = `${CANARY}-interaction-3`
    if (act === 'erased') await erase(opened, canary)
    else await removeInteraction(opened.app, canary, { interaction, acting: BY_SUBJECT })
    copyOf(opened, copy, ['keys', 'keys.db', 'keys.db-wal', 'model', 'release'])
    assert.deepEqual(inEntries(), [])
    assert.notEqual(scanDirectory(copy, {}).unopened, 0)
  })
}

test('an erasure is reported when no log holds anything any more', async (t) => {
  const { opened, canary } = await aTown(t, { people: 20 })
  await eraseSubject(opened.app, canary, BY_SUBJECT)
  const inLogs = scanDirectory(opened.directory, needlesOf(opened, canary)).traces
  assert.deepEqual(
    inLogs.filter(({ where }) => where.includes('wal')),
    [],
  )
})

for (const resident of [false, true]) {
  test(`somebody who takes back every purpose leaves nothing they did (resident: ${resident})`, async (t) => {
    const { opened, canary } = await aTown(t, { resident, last: true, people: 60 })
    const { app, directory } = opened
    const { 'interaction id': interaction, 'item id': item, ...kept } = needlesOf(opened, canary)
    const done = {
      'interaction id': interaction ?? '',
      'item id': item ?? '',
      ...Object.fromEntries(Object.entries(kept).filter(([name]) => /^hash of int/.test(name))),
    }
    const bytes = bytesOf(canary)
    assert.deepEqual(namesIn(scanWithKey(directory, bytes, TEXTS)), Object.keys(TEXTS).toSorted())
    const { cleared } = await recordConsent(
      app,
      { subject: canary },
      aConsent('withdraw', PURPOSES),
    )
    await app.trainer.awaitClearance(cleared?.clearance ?? assert.fail('nothing was cleared'))
    assert.deepEqual(scanDirectory(directory, done).traces, [])
    assert.deepEqual(scanWithKey(directory, bytes, done), [])
    // Their consent, and so who they are, and what they asked for stays until they ask for more.
    const left = scanDirectory(directory, TEXTS).traces
    assert.deepEqual(namesIn(left), ['evidence', 'external id', 'region', 'what they follow'])
    await opened.reopen()
    assert.deepEqual(scanDirectory(directory, done).traces, [])
  })
}

test('one thing that is taken back is nowhere any more, and the rest still is', async (t) => {
  const { opened, canary } = await aTown(t, { people: 20, last: true })
  const { app, directory } = opened
  const cleared = await removeInteraction(app, canary, {
    interaction: `${CANARY}-interaction-3`,
    acting: BY_SUBJECT,
  })
  await app.trainer.awaitClearance(cleared.clearance)
  await app.trainer.train()
  const gone = { item: `${CANARY}-item-3`, interaction: `"${CANARY}-interaction-3"` }
  assert.deepEqual(scanDirectory(directory, gone).traces, [])
  assert.deepEqual(scanWithKey(directory, bytesOf(canary), gone), [])
  assert.notEqual(scanDirectory(directory, { item: `${CANARY}-item-4` }).traces.length, 0)
})

test('of somebody who was measured nothing is left, and the counts name nobody', async (t) => {
  const opened = await anApp(t)
  const { app, directory } = opened
  await openAdShop(app)
  const name = TEXTS['external id']
  const canary = await aSubject(name)
    .giving(...MEASURED)
    .join(app)
  await click(app, await see(app, name))
  await meet(app, name, [{ item: 'shoe', verb: 'purchase', id: `${CANARY}-interaction-0` }])
  const needles = {
    'subject id': bytesOf(canary),
    'external id': name,
    canary: CANARY,
    'their week': '"reached":["shoes"]',
  }
  const { traces } = scanDirectory(directory, needles)
  assert.deepEqual(placesIn(traces, 'their week'), ['a sealed value of measured_weeks'])
  await erase(opened, canary)
  assert.deepEqual(scanDirectory(directory, needles).traces, [])
})

test('a key that an erasure left half-way is destroyed at the next opening', async (t) => {
  const { opened, canary } = await aTown(t, { people: 20 })
  const { directory } = opened
  const needles = needlesOf(opened, canary)
  const rows = keyRow(directory, canary)
  await erase(opened, canary)
  await opened.close()
  const database = new DatabaseSync(join(directory, 'keys.db'))
  const insert = database.prepare('INSERT INTO wrapped_keys VALUES (?, ?, ?)')
  insert.run(rows.subject, rows.epoch, rows.wrapped)
  database.close()
  const withKey = { ...needles, 'wrapped key': rows.wrapped }
  assert.notDeepEqual(scanDirectory(directory, withKey).traces, [])
  await opened.reopen()
  assertNothing(opened, withKey)
})

test('an erasure whose process is killed before the key is destroyed is completed', async (t) => {
  const { opened, canary } = await aTown(t, { people: 20 })
  const { directory } = opened
  const needles = { ...needlesOf(opened, canary), 'wrapped key': keyRow(directory, canary).wrapped }
  await opened.reopen(() => killWhileErasing(directory, canary))
  assertNothing(opened, { 'wrapped key': needles['wrapped key'] })
  await opened.app.trainer.ensure()
  assertNothing(opened, needles)
  assert.deepEqual((await opened.app.store.verifyLedger()).problems, [])
})

/** Files and folders as they are now, in another folder, in the place of those there. */
function copyOf({ directory }: TestApp, copy: string, names: readonly string[]): void {
  for (const name of names) {
    rmSync(join(copy, name), { recursive: true, force: true })
    if (existsSync(join(directory, name))) {
      cpSync(join(directory, name), join(copy, name), { recursive: true })
    }
  }
}

interface Town {
  readonly opened: TestApp
  readonly canary: SubjectId
}

/** Ordinary people, one who is looked for among them or last of them, and a model of all. */
async function aTown(
  t: TestContext,
  { people = 150, last = false, resident = false } = {},
): Promise<Town> {
  const environment = { EQUIPOISE_SUPPORT_PEOPLE_MIN: '50' }
  const opened = await anApp(t, { resident, environment })
  const { app } = opened
  await stock(app, catalogue(40))
  const joinOthers = (from: number, to: number) =>
    Promise.all(Array.from({ length: to - from }, (_, n) => anOrdinary(from + n).join(app)))
  const middle = last ? people : Math.floor(people / 2)
  await joinOthers(0, middle)
  const canary = await aSubject(TEXTS['external id'])
    .from(REGION)
    .withEvidence(EVIDENCE)
    .meeting(...MEETINGS)
    .join(app)
  const follow = [{ by: 'category', value: TEXTS['what they follow'] }]
  await changeSubjectWishes(app, canary, { change: { follow }, acting: BY_SUBJECT })
  await joinOthers(middle, people)
  await app.trainer.train()
  return { opened, canary }
}

/** What pages are told of the canary's town is there, opens, and names nothing that is theirs. */
function assertReleased({ app, directory }: TestApp): void {
  const [most = ''] = app.release()?.ids ?? []
  const places = placesIn(scanDirectory(directory, { most, ...TEXTS }).traces, 'most')
  assert.ok(places.includes('the release'))
  const { traces } = scanDirectory(directory, TEXTS)
  assert.ok(traces.every(({ where }) => where !== 'the release'))
}

function anOrdinary(n: number) {
  const meetings = Array.from({ length: 12 }, (_, m) => ({ item: `item-${(n * 7 + m * m) % 40}` }))
  return aSubject(`person-${n}`).meeting({ item: 'item-0' }, ...meetings)
}

async function erase({ app }: TestApp, canary: SubjectId): Promise<void> {
  const { clearance } = await eraseSubject(app, canary, BY_SUBJECT)
  await app.trainer.awaitClearance(clearance)
  await app.trainer.ensure()
}

function needlesOf({ directory }: TestApp, canary: SubjectId): Record<string, string | Uint8Array> {
  const interactionIds = MEETINGS.flatMap(({ id }) => (id === undefined ? [] : [id]))
  const person = { externalId: TEXTS['external id'], subjectId: canary, interactionIds }
  assert.equal(subjectId(bytesOf(canary)), canary)
  return { ...TEXTS, 'subject id': bytesOf(canary), ...lookupsOf(directory, person) }
}

function bytesOf(canary: SubjectId): Uint8Array {
  return parseId('sub', canary) ?? assert.fail('no subject id')
}

function namesIn(traces: readonly Trace[]): string[] {
  return [...new Set(traces.map(({ needle }) => needle))].toSorted()
}

function placesIn(traces: readonly Trace[], needle: string): string[] {
  return traces.filter((trace) => trace.needle === needle).map(({ where }) => where)
}

function assertNothing({ directory }: TestApp, needles: Record<string, string | Uint8Array>): void {
  const { traces, opened, unopened } = scanDirectory(directory, needles)
  assert.deepEqual(traces, [])
  assert.ok(opened > 60 && unopened === 0)
}

function keyRow(directory: string, canary: SubjectId) {
  const database = new DatabaseSync(join(directory, 'keys.db'), { readOnly: true })
  const row = database.prepare('SELECT * FROM wrapped_keys WHERE subject = ?').get(bytesOf(canary))
  database.close()
  const { subject, epoch, wrapped } = row ?? assert.fail('no key')
  return {
    subject: subject as Uint8Array,
    epoch: Number(epoch),
    wrapped: wrapped as Uint8Array,
  }
}

/** A process of its own erases them, and dies where it would destroy their key. */
function killWhileErasing(directory: string, canary: SubjectId): void {
  const source = (path: string) => JSON.stringify(join(ROOT, 'packages/server/src', path))
  const code = `
    import { SubjectKeys } from ${source('keys/subject-keys.ts')}
    import { openApp } from ${source('app.ts')}
    import { parseConfig } from ${source('config/config.ts')}
    import { eraseSubject } from ${source('modules/rights/index.ts')}
    SubjectKeys.prototype.destroy = () => process.kill(process.pid, 'SIGKILL')
    const config = parseConfig({ EQUIPOISE_DATA: ${JSON.stringify(directory)} })
    const now = () => Date.parse('2026-11-24T12:00:00Z')
    const app = await openApp({ config, resident: false, now })
    await eraseSubject(app, ${JSON.stringify(canary)}, { by: 'subject' })
  `
  const node = ['--conditions=@equipoise/source', '--input-type=module', '--eval', code]
  const { signal, stderr } = spawnSync(process.execPath, node, { cwd: ROOT, encoding: 'utf8' })
  assert.equal(signal, 'SIGKILL', stderr)
}
