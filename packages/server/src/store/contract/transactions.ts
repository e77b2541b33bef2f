import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toInstant } from '@equipoise/core/values'
import {
  aConsentRecord,
  anInteraction,
  aRightsLeaf,
  BOTH,
  type EngineUnderTest,
  external,
  NOTHING_SAID,
  openStage,
} from './stage.ts'

export function transactionContract(engine: EngineUnderTest): void {
  test('a transaction that fails leaves nothing, and those beside it stay', async (t) => {
    const { store, person } = await openStage(t, engine)
    const people = await Promise.all(Array.from({ length: 9 }, () => person()))
    const permits = await Promise.all(people.map((one) => one.permit('model_training')))
    const outcomes = await Promise.allSettled(
      permits.map((permit, index) =>
        store.transact([permit], async (writer) => {
          await writer.appendInteractions([anInteraction({ purposes: ['model_training'] })])
          if (index % 3 === 1) throw new Error('given up')
        }),
      ),
    )
    const failed = outcomes.map(({ status }) => status === 'rejected')
    assert.deepEqual(failed, [false, true, false, false, true, false, false, true, false])
    const kept = await Promise.all(people.map((one) => one.kept()))
    assert.deepEqual(
      kept.map((rows) => rows.length),
      [1, 0, 1, 1, 0, 1, 1, 0, 1],
    )
  })

  test('the reason of a failure comes back as it was', async (t) => {
    const { store } = await openStage(t, engine)
    const reason = new Error('given up')
    const attempt = store.transact('system', () => Promise.reject(reason))
    await assert.rejects(attempt, (error) => error === reason)
  })

  test('somebody whose making failed never was, key and leaf included', async (t) => {
    const { store, person, now } = await openStage(t, engine)
    const someone = await person('kept')
    const failing = store.transact(someone.rights('consent'), async (writer) => {
      await writer.appendConsent(aConsentRecord('withdraw', BOTH, now()))
      await writer.endPurposes(BOTH)
      throw new Error('given up')
    })
    await assert.rejects(failing, /given up/)
    assert.equal((await someone.facts())?.consentRevision, 1)
    const ledger = await store.verifyLedger()
    assert.deepEqual([ledger.entries, ledger.problems], [1, []])
  })

  test('an erasure that was given up took nothing, also beside one that was not', async (t) => {
    const { store, person, now } = await openStage(t, engine)
    const [stays, leaves] = [await person(), await person()]
    await stays.append(anInteraction())
    const givenUp = store.transact(stays.rights('erasure'), async (writer) => {
      await writer.erase(aRightsLeaf('erase', stays.subject, now()))
      throw new Error('given up')
    })
    await Promise.all([assert.rejects(givenUp, /given up/), leaves.erase()])
    assert.equal((await stays.kept()).length, 1)
    assert.ok(await stays.facts())
    assert.equal(await leaves.facts(), undefined)
  })

  test('what failed may be tried again', async (t) => {
    const { store, person, now } = await openStage(t, engine)
    const someone = await person('7', [])
    const { subject, externalId } = someone
    await someone.erase()
    const attempt = (fail: boolean) =>
      store.transact(someone.rights('consent'), async (writer) => {
        await writer.createSubject(external(externalId), { ...NOTHING_SAID, createdAt: now() })
        if (fail) throw new Error('given up')
      })
    await assert.rejects(attempt(true), /given up/)
    assert.equal(await store.read('gate', (reader) => reader.findSubject(external('7'))), undefined)
    await attempt(false)
    assert.equal(await store.read('gate', (reader) => reader.findSubject(external('7'))), subject)
  })

  test('a transaction reads what it wrote', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(anInteraction({ id: 'a' }))
    await store.transact(someone.rights('consent'), async (writer) => {
      assert.equal((await writer.listInteractions()).length, 1)
      await writer.endPurposes(BOTH)
      assert.deepEqual(await writer.listInteractions(), [])
    })
  })

  test('nobody else reads a transaction before it is done', async (t) => {
    const { store } = await openStage(t, engine)
    const find = () => store.read('system', (reader) => reader.findSetting('a'))
    await store.transact('system', async (writer) => {
      await writer.putSetting('a', 'b')
      assert.equal(await find(), undefined)
    })
    assert.equal(await find(), 'b')
  })

  test('many at once are all done, each once', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    const permit = await someone.permit('model_training')
    const append = (n: number) =>
      store.transact([permit], (writer) =>
        writer.appendInteractions([
          anInteraction({ id: `${n % 500}`, purposes: ['model_training'] }),
        ]),
      )
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, (_, n) => append(n)))
    assert.equal(outcomes.filter(({ accepted }) => accepted === 1).length, 500)
    assert.equal((await someone.kept()).length, 500)
  })

  test('all that was done is there after a restart', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person('7')
    const interaction = anInteraction({ id: 'a', at: toInstant(1_000) })
    await someone.append(interaction)
    const permit = await someone.permit('model_training')
    const contribution = { items: ['item-1'], until: undefined, madeOf: undefined }
    await stage.store.transact(permit, (writer) => writer.putContribution(contribution))
    const [facts, ledger] = [await someone.facts(), await stage.store.verifyLedger()]
    await stage.reopen()
    const { store } = stage
    assert.equal(
      await store.read('gate', (reader) => reader.findSubject(external('7'))),
      someone.subject,
    )
    assert.deepEqual(await someone.facts(), facts)
    assert.deepEqual(await someone.kept(), [interaction])
    assert.deepEqual(await store.read(permit, (reader) => reader.findContribution()), contribution)
    assert.deepEqual(await store.verifyLedger(), ledger)
  })

  test('the erased stay erased after a restart', async (t) => {
    const { person, reopen } = await openStage(t, engine)
    const someone = await person('7')
    await someone.append(anInteraction())
    await someone.erase()
    await reopen()
    assert.equal(await someone.facts(), undefined)
    await assert.rejects(someone.kept(), { code: 'not_found' })
  })

  test('the store finds itself whole', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(anInteraction())
    await someone.erase()
    assert.deepEqual(await store.check(), [])
  })
}
