/** A directory of the first version opens in this one with everything in it. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { NO_WISHES } from '@equipoise/core/channels'
import { toConsentLeaf } from '@equipoise/core/consent'
import { decideRights } from '@equipoise/core/law'
import { formatId, type SubjectId, toInstant } from '@equipoise/core/values'
import { writeKeyFile } from '../../keys/key-file.ts'
import { openRootKeys } from '../../keys/root-keys.ts'
import { bytesOf, SubjectKeys, type SubjectSealer } from '../../keys/subject-keys.ts'
import { aConsentRecord, aRightsLeaf, BOTH, external } from '../contract/stage.ts'
import { Database } from './database.ts'
import { appendAct } from './ledger-rows.ts'
import { openLedgerSigner, signHead } from './ledger-signer.ts'
import { migrate } from './schema.ts'
import { openIn, ROOT_KEY } from './sqlite-under-test.ts'

const NOW = toInstant(1_764_000_000_000)
const now = () => NOW
const SUBJECT: SubjectId = formatId('sub', new Uint8Array(16).fill(7))
const KEY = formatId('key', new Uint8Array(16).fill(8))
const DID = [
  { id: 'a', item: 'Ünï 😀', verb: 'purchase', at: toInstant(0), purposes: BOTH },
  { id: 'b', item: 'item-2', verb: 'view', at: undefined, purposes: BOTH },
] as const

test('a person of the first version is as they were, vouched for and without marks', async (t) => {
  const { store } = await openOld(t)
  const found = await store.read('gate', (reader) => reader.findSubject(external('7')))
  const facts = await store.read('gate', (reader) => reader.findFacts(SUBJECT))
  assert.equal(found, SUBJECT)
  const { consent, standing: _, ...about } = facts ?? assert.fail('nobody is there')
  assert.ok(consent !== 'unverifiable')
  assert.equal(consent.count, 1)
  assert.deepEqual(about, {
    subject: SUBJECT,
    consentRevision: 1,
    region: 'DE',
    ageBand: 'adult',
    vouched: true,
    pausedUntil: undefined,
    marks: { items: [], categories: [] },
    ceiling: undefined,
    wishes: NO_WISHES,
  })
})

test('what they did is there, without what nobody wrote down, and goes on', async (t) => {
  const { store } = await openOld(t)
  const kept = () =>
    store.read(decideRights('access', SUBJECT, NOW), (reader) => reader.listInteractions())
  const before = DID.map((one) => ({ ...one, basis: undefined }))
  assert.deepEqual(await kept(), before)
  const leaf = aRightsLeaf('remove', SUBJECT, NOW)
  const right = decideRights('erasure', SUBJECT, NOW)
  await store.transact(right, (writer) => writer.removeInteraction('a', leaf))
  assert.deepEqual(await kept(), before.slice(1))
  assert.deepEqual((await store.verifyLedger()).problems, [])
  assert.deepEqual(await store.check(), [])
})

test('what had arrived in the way of the second version is in its place, once', async (t) => {
  const { store, directory } = await openOld(t, (database, row) => {
    migrate(database, 2)
    const arrive =
      'INSERT INTO arrivals (subject, seq, id_hash, purposes, sealed) VALUES (?, ?, ?, 6, ?)'
    // One that was moved already, one whose number is another's, and one as it should be.
    for (const [seq, id] of [
      [1, 'b'],
      [1, 'c'],
      [2, 'd'],
    ] as const) {
      const { hash, sealed } = row({ id, item: `item-${id}`, verb: 'view', at: undefined })
      database.run(arrive, bytesOf(SUBJECT), seq, hash, sealed)
    }
  })
  const kept = () =>
    store.read(decideRights('access', SUBJECT, NOW), (reader) => reader.listInteractions())
  assert.deepEqual(
    (await kept()).map(({ id }) => id),
    ['a', 'b', 'c', 'd'],
  )
  const database = new Database(join(directory, 'equipoise.db'), true)
  const seqs = database.all('SELECT seq FROM interactions ORDER BY seq').map(({ seq }) => seq)
  database.close()
  assert.deepEqual(seqs, [0, 1, 2, 3])
})

test('an operator’s key of the first version opens everything, and has no name', async (t) => {
  const { store } = await openOld(t)
  const [key, ...others] = await store.read('system', (reader) => reader.listAccessKeys())
  assert.deepEqual(others, [])
  assert.deepEqual(key, {
    id: KEY,
    kind: 'operator',
    label: '',
    role: 'administrator',
    origins: [],
    createdAt: NOW,
    expiresAt: undefined,
    revokedAt: undefined,
    lastUsedAt: undefined,
    sealed: undefined,
    hash: new Uint8Array(32).fill(9),
  })
})

type SealRow = (did: Did) => { hash: Uint8Array; sealed: Uint8Array }

interface Did {
  readonly id: string
  readonly item: string
  readonly verb: string
  readonly at: number | undefined
}

/** @param later what a version after the first one did with the directory. */
async function openOld(
  t: TestContext,
  later: (database: Database, row: SealRow) => void = () => {},
) {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-migrating-'))
  makeOld(directory, later)
  const opened = openIn(directory, now)
  t.after(async () => {
    await opened.discard()
    rmSync(directory, { recursive: true, force: true })
  })
  return opened
}

/** A directory as the first version wrote it: one person, two interactions, one key. */
function makeOld(directory: string, later: (database: Database, row: SealRow) => void): void {
  const root = openRootKeys(directory, ROOT_KEY, true)
  const database = new Database(join(directory, 'equipoise.db'))
  migrate(database, 1)
  const keys = new SubjectKeys(join(directory, 'keys.db'), root)
  const sealer = keys.stage(SUBJECT)
  keys.flush()
  const about = { externalId: '7', region: 'DE', ageBand: 'adult', createdAt: NOW }
  database.run(
    'INSERT INTO subjects VALUES (?, ?, 1, 2, ?)',
    bytesOf(SUBJECT),
    root.keyedHash('subject', '7'),
    sealed(sealer, 'subjects', about),
  )
  const row: SealRow = ({ id, item, verb, at }) => ({
    hash: root.keyedHash(`interaction|${SUBJECT}`, id).subarray(0, 16),
    sealed: sealed(sealer, 'interactions', [id, item, verb, at ?? null]),
  })
  DID.forEach((did, seq) => {
    const { hash, sealed: bytes } = row(did)
    const sql = 'INSERT INTO interactions VALUES (?, ?, ?, 6, ?)'
    database.run(sql, bytesOf(SUBJECT), seq, hash, bytes)
  })
  const record = toConsentLeaf(SUBJECT, aConsentRecord('give', BOTH, NOW))
  appendAct(database, bytesOf(SUBJECT), sealer, record)
  const note = signHead(database, openLedgerSigner(root, true)) ?? assert.fail('no head')
  writeKeyFile(join(directory, 'ledger.checkpoint'), note)
  const hash = new Uint8Array(32).fill(9)
  database.run('INSERT INTO access_keys VALUES (?, ?, ?, ?)', KEY, 'operator', hash, NOW)
  later(database, row)
  keys.close()
  database.close()
}

function sealed(sealer: SubjectSealer, table: string, value: unknown): Uint8Array {
  return sealer.seal({ table, column: 'sealed' }, Buffer.from(JSON.stringify(value)))
}
