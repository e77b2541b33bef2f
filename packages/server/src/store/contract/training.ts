import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ErasureId, formatId, toInstant } from '@equipoise/core/values'
import type { Contribution, Removal } from '../store.ts'
import {
  anInteraction,
  type BOTH,
  type EngineUnderTest,
  openStage,
  type Person,
  type Stage,
} from './stage.ts'

const ITEMS: Contribution = {
  items: ['a', 'b', 'é', '😀'],
  until: toInstant(1_800_000_000_000),
  madeOf: 'this',
}

export function trainingContract(engine: EngineUnderTest): void {
  test('a part in the training state is read as it was put, under either right to it', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    assert.equal(await findFor(stage, someone), undefined)
    assert.equal(await put(stage, someone, ITEMS), true)
    assert.deepEqual(await findFor(stage, someone), ITEMS)
    const shown = stage.store.read(someone.rights('access'), (reader) => reader.findContribution())
    assert.deepEqual(await shown, ITEMS)
  })

  test('putting says whether it differs, and loses nothing of the state', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    const changes = [
      await put(stage, someone, ITEMS),
      await put(stage, someone, ITEMS),
      await put(stage, someone, { ...ITEMS, until: undefined }),
      await put(stage, someone, { ...ITEMS, items: [] }),
    ]
    assert.deepEqual(changes, [true, false, true, true])
    assert.equal(await revisionOf(stage), 0)
  })

  test('what a part was made of is kept beside it, and makes no other part', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    await put(stage, someone, ITEMS)
    assert.equal(await put(stage, someone, { ...ITEMS, madeOf: 'that' }), false)
    assert.equal((await findFor(stage, someone))?.madeOf, 'that')
    const { stateChanged } = await replace(stage, someone, { ...ITEMS, madeOf: undefined })
    assert.equal(stateChanged, false)
    assert.deepEqual(await findFor(stage, someone), { ...ITEMS, madeOf: undefined })
  })

  test('progress is another one after anything was kept or taken out, and only then', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    const seen: string[] = []
    const look = async () => seen.push(await progressOf(stage, someone))
    await look()
    for (const id of ['1', '2', '3']) {
      await someone.append(anInteraction({ id }))
      await look()
    }
    // What comes takes the number of what went.
    await someone.remove('3')
    await look()
    await someone.append(anInteraction({ id: '4' }))
    await look()
    await someone.append(anInteraction({ id: '5', purposes: ['site_personalization'] }))
    await look()
    await someone.consent('withdraw', 'site_personalization')
    await look()
    await someone.append(anInteraction({ id: '6', purposes: ['model_training'] }))
    await look()
    assert.equal(new Set(seen).size, seen.length)
    await someone.append(anInteraction({ id: '6', purposes: ['model_training'] }))
    await someone.remove('nothing')
    await put(stage, someone, ITEMS)
    assert.equal(await progressOf(stage, someone), seen.at(-1))
    await stage.reopen()
    assert.equal(await progressOf(stage, someone), seen.at(-1))
  })

  test('items are distinct and in the order of their bytes, or they are not put', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    for (const items of [
      ['b', 'a'],
      ['a', 'a'],
      ['😀', '～'],
    ]) {
      await assert.rejects(put(stage, someone, { ...ITEMS, items }), /order of their bytes/)
    }
    assert.equal(await findFor(stage, someone), undefined)
  })

  const LOSSES: readonly (readonly [
    string,
    (stage: Stage, someone: Person) => Promise<Removal>,
  ])[] = [
    ['the withdrawal of training', async (_, someone) => withdraw(someone)],
    ['an erasure', (_, someone) => someone.erase()],
    ['taking it out', (stage, someone) => replace(stage, someone, undefined)],
    ['making it smaller', (stage, someone) => replace(stage, someone, { ...ITEMS, items: ['a'] })],
  ]
  for (const [what, lose] of LOSSES) {
    test(`${what} is a loss of the state, counted once`, async (t) => {
      const stage = await openStage(t, engine)
      const someone = await stage.person()
      await put(stage, someone, ITEMS)
      const { stateChanged, stateRevision } = await lose(stage, someone)
      assert.deepEqual({ stateChanged, stateRevision }, { stateChanged: true, stateRevision: 1 })
      assert.equal(await revisionOf(stage), 1)
    })
  }

  const NO_LOSSES: readonly (readonly [
    string,
    (stage: Stage, someone: Person) => Promise<Removal>,
  ])[] = [
    ['the same part again', (stage, someone) => replace(stage, someone, ITEMS)],
    ['the end of another purpose', async (_, someone) => withdraw(someone, 'site_personalization')],
    ['an interaction that is not there', (_, someone) => someone.remove('nothing')],
  ]
  for (const [what, act] of NO_LOSSES) {
    test(`${what} is no loss of the state`, async (t) => {
      const stage = await openStage(t, engine)
      const someone = await stage.person()
      await put(stage, someone, ITEMS)
      const { stateChanged, stateRevision } = await act(stage, someone)
      assert.deepEqual({ stateChanged, stateRevision }, { stateChanged: false, stateRevision: 0 })
      assert.deepEqual(
        await stage.store.read(someone.rights('access'), (r) => r.findContribution()),
        ITEMS,
      )
    })
  }

  test('somebody who gave nothing to the state takes nothing from it', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    const { stateChanged, stateRevision } = await someone.erase()
    assert.deepEqual({ stateChanged, stateRevision }, { stateChanged: false, stateRevision: 0 })
  })

  test('the system drops a part once, without a permit', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    await put(stage, someone, ITEMS)
    const drop = () =>
      stage.store.transact('system', (writer) => writer.dropContribution(someone.subject))
    assert.deepEqual([await drop(), await drop()], [true, false])
    assert.equal(await revisionOf(stage), 1)
    assert.equal(await findFor(stage, someone), undefined)
  })

  test('a model of a revision clears what was asked for up to it, once', async (t) => {
    const stage = await openStage(t, engine)
    const ids = await Promise.all([0, 1, 2].map((revision) => createClearance(stage, revision)))
    const clear = (revision: number) =>
      stage.store.transact('system', (writer) => writer.clearModel(revision, stage.now()))
    const clearedAt = () =>
      stage.store.read('system', async (reader) => {
        const found = await Promise.all(ids.map((id) => reader.findClearance(id)))
        return found.map((one) => one?.modelClearedAt)
      })
    const first = stage.now()
    await clear(1)
    stage.advance(1_000)
    assert.deepEqual(await clearedAt(), [first, first, undefined])
    await clear(2)
    assert.deepEqual(await clearedAt(), [first, first, stage.now()])
  })
}

async function put(stage: Stage, someone: Person, contribution: Contribution): Promise<boolean> {
  const permit = await someone.permit('model_training')
  return stage.store.transact(permit, (writer) => writer.putContribution(contribution))
}

async function findFor(stage: Stage, someone: Person): Promise<Contribution | undefined> {
  const permit = await someone.permit('model_training')
  return stage.store.read(permit, (reader) => reader.findContribution())
}

async function progressOf(stage: Stage, someone: Person): Promise<string> {
  const permit = await someone.permit('model_training')
  return stage.store.read(permit, (reader) => reader.readProgress())
}

async function withdraw(
  someone: Person,
  purpose: (typeof BOTH)[number] = 'model_training',
): Promise<Removal> {
  const removal = await someone.consent('withdraw', purpose)
  assert.ok(removal)
  return removal
}

function replace(
  stage: Stage,
  someone: Person,
  contribution: Contribution | undefined,
): Promise<Removal> {
  return stage.store.transact(someone.rights('erasure'), (writer) =>
    writer.replaceContribution(contribution),
  )
}

function revisionOf(stage: Stage): Promise<number> {
  return stage.store.read('system', (reader) => reader.stateRevision())
}

async function createClearance(stage: Stage, stateRevision: number): Promise<ErasureId> {
  const id = formatId('era', new Uint8Array(16).fill(stateRevision))
  const at = stage.now()
  await stage.store.transact('system', (writer) =>
    writer.createClearance({ id, at, rows: 1, stateRevision, modelClearedAt: undefined }),
  )
  return id
}
