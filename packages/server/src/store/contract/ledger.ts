import assert from 'node:assert/strict'
import { test } from 'node:test'
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
}
