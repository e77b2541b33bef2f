/** The catalogue, keys, counts and settings: nothing of it is about a person. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatId } from '@equipoise/core/values'
import type { CatalogueItem, RefusalCount } from '../store.ts'
import { type EngineUnderTest, openStage, type Stage } from './stage.ts'

const BOOK: CatalogueItem = {
  id: 'Ünï 😀',
  title: 'A book',
  categories: ['books', 'gifts'],
  attributes: { colour: 'red', ['__proto__']: 'x' },
  priceMinor: 0,
  currency: 'EUR',
  available: false,
  sensitive: ['health'],
}
const BARE: CatalogueItem = {
  id: 'bare',
  title: undefined,
  categories: [],
  attributes: {},
  priceMinor: undefined,
  currency: undefined,
  available: true,
  sensitive: [],
}

export function catalogueContract(engine: EngineUnderTest): void {
  test('an item is read as it was put, also after a restart', async (t) => {
    const stage = await openStage(t, engine)
    await put(stage, BOOK, BARE)
    await stage.reopen()
    const find = (id: string) => stage.store.read('system', (reader) => reader.findItem(id))
    assert.deepEqual(await find(BOOK.id), BOOK)
    assert.deepEqual(await find(BARE.id), BARE)
    assert.equal(await find('bär'), undefined)
  })

  test('an item that is put again is replaced whole', async (t) => {
    const stage = await openStage(t, engine)
    await put(stage, { ...BOOK, id: 'bare' })
    await put(stage, BARE)
    assert.deepEqual(await list(stage), [BARE])
  })

  test('an item is deleted once', async (t) => {
    const stage = await openStage(t, engine)
    await put(stage, BOOK, BARE)
    const remove = () => stage.store.transact('system', (writer) => writer.deleteItem('bare'))
    assert.deepEqual([await remove(), await remove()], [true, false])
    assert.deepEqual(await list(stage), [BOOK])
  })

  test('items are listed in one order, whatever the order of their coming', async (t) => {
    const [here, there] = [await openStage(t, engine), await openStage(t, engine)]
    const items = ['b', 'a', 'é', 'B', '10', '9'].map((id) => ({ ...BARE, id }))
    await put(here, ...items)
    await put(there, ...items.toReversed())
    assert.deepEqual(await list(here), await list(there))
  })

  test('a key is found by its hash alone, and keys are counted by kind', async (t) => {
    const { store, now } = await openStage(t, engine)
    const key = {
      id: formatId('key', new Uint8Array(16)),
      kind: 'secret',
      createdAt: now(),
    } as const
    const hash = new Uint8Array(32).fill(7)
    await store.transact('system', (writer) => writer.createAccessKey(key, hash))
    await store.read('system', async (reader) => {
      assert.deepEqual(await reader.findAccessKey(hash), key)
      assert.equal(await reader.findAccessKey(new Uint8Array(32).fill(8)), undefined)
      assert.equal(await reader.findAccessKey(hash.subarray(0, 31)), undefined)
      const counts = [
        await reader.countAccessKeys('secret'),
        await reader.countAccessKeys('operator'),
      ]
      assert.deepEqual(counts, [1, 0])
    })
  })

  test('a clearance is read as it was made', async (t) => {
    const { store, now } = await openStage(t, engine)
    const id = formatId('era', new Uint8Array(16))
    const clearance = { id, at: now(), rows: 7, stateRevision: 3, modelClearedAt: now() }
    await store.transact('system', (writer) => writer.createClearance(clearance))
    assert.deepEqual(await store.read('system', (reader) => reader.findClearance(id)), clearance)
    const other = formatId('era', new Uint8Array(16).fill(1))
    assert.equal(await store.read('system', (reader) => reader.findClearance(other)), undefined)
  })

  test('refusals add up by day, purpose, code and pack, the latest day first', async (t) => {
    const { store } = await openStage(t, engine)
    const count: RefusalCount = {
      day: '2026-11-24',
      purpose: 'site_personalization',
      code: 'consent_absent',
      pack: 'eu-gdpr@2026-11-24',
      count: 2,
    }
    const counts = [count, { ...count, day: '2026-11-25' }, { ...count, code: 'consent_refused' }]
    for (let n = 0; n < 3; n += 1) {
      await store.transact('system', (writer) => writer.countRefusals(counts))
    }
    const listed = await store.read('system', (reader) => reader.listRefusals())
    assert.equal(listed[0]?.day, '2026-11-25')
    assert.deepEqual(listed.map(({ code, count: of }) => `${code} ${of}`).toSorted(), [
      'consent_absent 6',
      'consent_absent 6',
      'consent_refused 6',
    ])
  })

  test('a setting is read as it was last put, and touches nothing of the engine’s own', async (t) => {
    const stage = await openStage(t, engine)
    const { store } = stage
    await stage.person()
    await store.transact('system', async (writer) => {
      await writer.putSetting('state_revision', '7')
      await writer.putSetting('ledger_frontier', 'x')
      await writer.putSetting('a', 'b')
      await writer.putSetting('a', 'c')
    })
    await store.read('system', async (reader) => {
      assert.equal(await reader.findSetting('a'), 'c')
      assert.equal(await reader.findSetting('b'), undefined)
      assert.equal(await reader.stateRevision(), 0)
    })
    assert.deepEqual((await store.verifyLedger()).problems, [])
  })
}

function put(stage: Stage, ...items: CatalogueItem[]): Promise<void> {
  return stage.store.transact('system', (writer) => writer.putItems(items, stage.now()))
}

function list(stage: Stage): Promise<readonly CatalogueItem[]> {
  return stage.store.read('system', (reader) => reader.listItems())
}
