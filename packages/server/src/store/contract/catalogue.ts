/** The catalogue, keys, counts and settings: nothing of it is about a person. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatId, type Instant, toInstant } from '@equipoise/core/values'
import type { AccessKey, CatalogueItem, KeptAccessKey, RefusalCount } from '../store.ts'
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

  test('a key is listed as it was made, with the hash that it is found by', async (t) => {
    const stage = await openStage(t, engine)
    const [first, second] = [aKey(1, stage.now()), { ...aKey(0, stage.now()), ...SIGNING }]
    await createKeys(stage, first, second)
    await stage.reopen()
    assert.deepEqual(await listKeys(stage), [second, first])
  })

  test('what changes about a key is changed, and the rest stays', async (t) => {
    const stage = await openStage(t, engine)
    const key = aKey(1, stage.now())
    await createKeys(stage, key, aKey(2, stage.now()))
    const update = (change: Partial<AccessKey>, id = key.id) =>
      stage.store.transact('system', (writer) => writer.updateAccessKey(id, change))
    const changes = [
      await update({ expiresAt: toInstant(1) }),
      await update({ revokedAt: toInstant(2), lastUsedAt: toInstant(3) }),
      await update({ expiresAt: undefined }),
      await update({ revokedAt: toInstant(4) }, formatId('key', new Uint8Array(16).fill(9))),
    ]
    assert.deepEqual(changes, [true, true, true, false])
    const changed = { ...key, revokedAt: toInstant(2), lastUsedAt: toInstant(3) }
    assert.deepEqual(await listKeys(stage), [changed, aKey(2, stage.now())])
  })

  test('acts for a person are listed latest first, with their reason', async (t) => {
    const { store, now } = await openStage(t, engine)
    const acts = ['export', 'erase'].map((act) => ({ at: now(), key: 'key_1', act, reason: 'x' }))
    for (const act of acts) {
      await store.transact('system', (writer) => writer.appendOperatorAct(act))
    }
    const list = (before?: number) =>
      store.read('system', (reader) => reader.listOperatorActs({ before, count: 1 }))
    const first = await list()
    const second = await list(first.next)
    assert.deepEqual([...first.entries, ...second.entries], acts.toReversed())
    assert.equal(second.next, undefined)
  })

  test('a version of a notice is written once, found by name, listed in parts, retired once', async (t) => {
    const stage = await openStage(t, engine)
    const write = (n: number, body: string) =>
      stage.store.transact('system', (writer) =>
        writer.createNotice({
          id: 'n',
          version: `v${n}`,
          digest: '0f',
          body,
          registeredAt: stage.now(),
        }),
      )
    const made = [await write(1, '{"a":1}'), await write(2, '{}'), await write(1, '{"b":2}')]
    assert.deepEqual(made, [true, true, false])
    const retire = (version: string, at: number) =>
      stage.store.transact('system', (writer) => writer.retireNotice('n', version, toInstant(at)))
    assert.deepEqual(
      [await retire('v2', 5), await retire('v2', 6), await retire('v3', 7)],
      [true, true, false],
    )
    await stage.reopen()
    const find = (version: string | undefined) =>
      stage.store.read('system', (reader) => reader.findNotice('n', version))
    assert.deepEqual([(await find('v1'))?.body, (await find('v2'))?.retiredAt], ['{"a":1}', 5])
    assert.deepEqual([(await find(undefined))?.version, await find('v3')], ['v1', undefined])
    const page = (before: number | undefined) =>
      stage.store.read('system', (reader) => reader.listNotices({ before, count: 1 }))
    const first = await page(undefined)
    const second = await page(first.next)
    const versions = [...first.entries, ...second.entries].map(({ version }) => version)
    assert.deepEqual([versions, second.next], [['v2', 'v1'], undefined])
    assert.equal(await stage.store.read('system', (reader) => reader.countNotices()), 2)
  })

  test('a rulebook is kept once under its digest', async (t) => {
    const { store } = await openStage(t, engine)
    const find = (digest: string) => store.read('system', (reader) => reader.findRulebook(digest))
    for (const body of ['{"a":1}', '{"b":2}']) {
      await store.transact('system', (writer) => writer.putRulebook('0f', body))
    }
    assert.deepEqual([await find('0f'), await find('0e')], ['{"a":1}', undefined])
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

const SIGNING: Partial<KeptAccessKey> = {
  kind: 'signing',
  label: 'The shop’s back end',
  origins: ['https://shop.example'],
  expiresAt: toInstant(1),
  revokedAt: toInstant(2),
  lastUsedAt: toInstant(3),
  sealed: new Uint8Array([1, 2, 3]),
}

function aKey(n: number, createdAt: Instant): KeptAccessKey {
  return {
    id: formatId('key', new Uint8Array(16).fill(n)),
    kind: n === 1 ? 'operator' : 'secret',
    label: '',
    role: n === 1 ? 'marketer' : undefined,
    origins: [],
    createdAt,
    expiresAt: undefined,
    revokedAt: undefined,
    lastUsedAt: undefined,
    sealed: undefined,
    hash: new Uint8Array(32).fill(n),
  }
}

function createKeys(stage: Stage, ...keys: KeptAccessKey[]): Promise<void> {
  return stage.store.transact('system', async (writer) => {
    for (const { hash, ...key } of keys) await writer.createAccessKey(key, hash)
  })
}

function listKeys({ store }: Stage): Promise<readonly KeptAccessKey[]> {
  return store.read('system', (reader) => reader.listAccessKeys())
}

function put(stage: Stage, ...items: CatalogueItem[]): Promise<void> {
  return stage.store.transact('system', (writer) => writer.putItems(items, stage.now()))
}

function list(stage: Stage): Promise<readonly CatalogueItem[]> {
  return stage.store.read('system', (reader) => reader.listItems())
}
