import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  commit,
  encodeRecord,
  LEDGER_RECORD_SCHEMA,
  leafHash,
  parseVerifierKey,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
} from '@equipoise/core/ledger'
import { formatId, formatInstant } from '@equipoise/core/values'
import { hmacSha256, sha256 } from '../sqlite/ledger-rows.ts'
import { verifyEd25519 } from '../sqlite/ledger-signer.ts'
import type { KeptAct, Store } from '../store.ts'
import { anInteraction, aRightsLeaf, type EngineUnderTest, openStage } from './stage.ts'

export function ledgerContract(engine: EngineUnderTest): void {
  test('an empty ledger verifies', async (t) => {
    const { store } = await openStage(t, engine)
    const { entries, problems } = await store.verifyLedger()
    assert.deepEqual([entries, problems], [0, []])
  })

  test('every act of a person is one entry, and nothing else is', async (t) => {
    const { store, person, now } = await openStage(t, engine)
    const entries = async () => (await store.verifyLedger()).entries
    const someone = await person('7')
    const counts = [await entries()]
    await someone.append(anInteraction({ id: 'a' }))
    counts.push(await entries())
    await someone.consent('give', 'measurement')
    counts.push(await entries())
    const leaf = aRightsLeaf('export', someone.subject, now())
    await store.transact(someone.rights('access'), (writer) => writer.appendRightsAct(leaf))
    counts.push(await entries())
    await someone.remove('a')
    counts.push(await entries())
    await someone.remove('nothing')
    counts.push(await entries())
    await someone.erase()
    counts.push(await entries())
    assert.deepEqual(counts, [1, 1, 2, 3, 4, 4, 5])
    assert.deepEqual((await store.verifyLedger()).problems, [])
  })

  test('the root changes with every entry, and never by itself', async (t) => {
    const stage = await openStage(t, engine)
    const root = async () => (await stage.store.verifyLedger()).root
    const roots = [await root()]
    for (let n = 0; n < 9; n += 1) {
      await stage.person()
      roots.push(await root())
    }
    assert.equal(new Set(roots).size, 10)
    await stage.reopen()
    assert.equal(await root(), roots.at(-1))
  })

  test('the ledger grows on after a restart, and after erasures', async (t) => {
    const stage = await openStage(t, engine)
    for (let n = 0; n < 5; n += 1) {
      const [stays, leaves] = await Promise.all([stage.person(), stage.person()])
      await leaves.erase()
      await stays.consent('withdraw', 'model_training')
      await stage.reopen()
    }
    const { entries, problems } = await stage.store.verifyLedger()
    assert.deepEqual([entries, problems], [20, []])
  })

  test('many acts at once make one entry each', async (t) => {
    const { store, person } = await openStage(t, engine)
    const people = await Promise.all(Array.from({ length: 50 }, () => person()))
    await Promise.all(people.map((one) => one.consent('give', 'measurement')))
    const { entries, problems } = await store.verifyLedger()
    assert.deepEqual([entries, problems], [100, []])
  })

  test('every act of a person is proven under the latest head, with what opens it', async (t) => {
    const { store, person, now } = await openStage(t, engine)
    const someone = await person()
    await someone.consent('withdraw', 'model_training')
    const leaf = aRightsLeaf('export', someone.subject, now())
    await store.transact(someone.rights('access'), (writer) => writer.appendRightsAct(leaf))
    const page = { before: undefined, count: 2 }
    const right = someone.rights('access')
    const { entries, next } = await store.read(right, (reader) => reader.pageActs(page))
    const rest = await store.read(right, (reader) => reader.pageActs({ before: next, count: 2 }))
    const acts = [...entries, ...rest.entries]
    assert.deepEqual(
      acts.map(({ leaf: at, record }) => [at, record.act]),
      [
        [2, 'export'],
        [1, 'withdraw'],
        [0, 'give'],
      ],
    )
    assert.equal(rest.next, undefined)
    for (const act of acts) await assertProven(store, act)
    const one = await store.read(right, (reader) => reader.findAct(1))
    assert.deepEqual(one, acts[1])
  })

  test('nobody finds the act of somebody else', async (t) => {
    const { store, person } = await openStage(t, engine)
    const [one, other] = [await person(), await person()]
    const found = await store.read(other.rights('access'), (reader) => reader.findAct(0))
    assert.equal(found, undefined)
    assert.ok(await store.read(one.rights('access'), (reader) => reader.findAct(0)))
  })

  test('an erasure and an act of nobody known are opened by their answer alone', async (t) => {
    const { store, person, now } = await openStage(t, engine)
    const { act, rows } = await (await person()).erase()
    await assertProven(store, act)
    assert.equal(act.record.act, 'erase')
    assert.ok(rows > 0)
    const refusal = await store.transact('system', (writer) =>
      writer.appendAnonymousAct({
        schema: LEDGER_RECORD_SCHEMA,
        kind: 'consent',
        act: 'refuse',
        at: formatInstant(now()),
        body: { purposes: ['measurement'] },
      }),
    )
    await assertProven(store, refusal)
    assert.deepEqual((await store.verifyLedger()).problems, [])
  })

  test('each head is the beginning of every later one', async (t) => {
    const { store, person } = await openStage(t, engine)
    const heads = [await headOf(store)]
    assert.equal(heads[0]?.size, 0)
    for (let n = 0; n < 6; n += 1) {
      await person()
      heads.push(await headOf(store))
    }
    for (const [i, older] of heads.entries()) {
      for (const newer of older.size === 0 ? [] : heads.slice(i)) {
        const proof = await store.log.proveConsistency(older.size, newer.size)
        const claim = { oldSize: older.size, newSize: newer.size, proof }
        const roots = { oldRoot: older.root, newRoot: newer.root }
        assert.ok(verifyConsistency({ ...claim, ...roots }, sha256).ok)
      }
    }
  })

  test('tiles hold what the log has, and only so much', async (t) => {
    const stage = await openStage(t, engine)
    const append = () =>
      stage.store.transact('system', (writer) =>
        writer.appendAnonymousAct(aRightsLeaf('export', NOBODY, stage.now())),
      )
    const acts = await Promise.all(Array.from({ length: 259 }, append))
    const ordered = acts.toSorted((a, b) => a.leaf - b.leaf)
    const find = (level: number | 'entries', index: number, width: number) =>
      stage.store.log.findTile({ level, index, width })
    assert.equal((await find(0, 0, 256))?.length, 256 * 32)
    assert.equal((await find(0, 1, 3))?.length, 3 * 32)
    assert.equal((await find(1, 0, 1))?.length, 32)
    assert.equal((await find('entries', 1, 2))?.length, 2 * 34)
    assert.equal(await find(0, 1, 4), undefined)
    assert.equal(await find(1, 0, 2), undefined)
    for (const act of [ordered[0], ordered[255], ordered[258]]) {
      await assertProven(stage.store, act ?? assert.fail('no act'))
    }
    await stage.reopen()
    assert.equal((await find(1, 0, 1))?.length, 32)
    await assertProven(stage.store, ordered[17] ?? assert.fail('no act'))
  })
}

const NOBODY = formatId('sub', new Uint8Array(16))

async function headOf({ log }: Store) {
  const key = parseVerifierKey(log.verifierKey, sha256)
  assert.ok(key.ok)
  const head = verifyCheckpoint((await log.head()).note, [key.value], verifyEd25519)
  assert.ok(head.ok)
  return head.value
}

async function assertProven(store: Store, { leaf, record, secret }: KeptAct): Promise<void> {
  const { size, root } = await headOf(store)
  const leafOf = leafHash(commit(encodeRecord(record), secret, hmacSha256), sha256)
  const proof = await store.log.proveInclusion(leaf, size)
  const claim = { index: leaf, size, leafHash: leafOf, root, proof }
  assert.deepEqual(verifyInclusion(claim, sha256), { ok: true, value: true })
}
