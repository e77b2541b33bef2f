/** A training reads again who changed, and changes nothing where it does not come to its end. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { App } from '@equipoise/server/app'
import { recordConsent } from '@equipoise/server/modules/consent'
import { markWrong, removeInteraction } from '@equipoise/server/modules/rights'
import { anApp } from './builders/app.ts'
import { anItem, catalogue, stock } from './builders/catalogue.ts'
import { aConsent, aSubject, BOTH, BY_SUBJECT, meet } from './builders/subject.ts'

const PEOPLE = 12
const ITEMS = [...catalogue(8), anItem('secret', { sensitive: ['health'] })]

test('only who changed is written again, and all are there all the same', async (t) => {
  const opened = await aTown(t)
  assert.ok((await writesOfTraining(opened.app)) >= PEOPLE)
  assert.equal(await writesOfTraining(opened.app), 0)
  await meet(opened.app, 'p-3', [{ item: 'item-7' }])
  assert.equal(await writesOfTraining(opened.app), 1)
  await opened.reopen()
  assert.equal(await writesOfTraining(opened.app), 0)
  assert.equal(opened.app.published()?.manifest.subjects, PEOPLE)
})

test('whatever a contribution is made of, a change of it is read again', async (t) => {
  const { app } = await aTown(t)
  const held = () =>
    app.published()?.model.people[app.published()?.model.ordinals.get('secret') ?? -1]
  await app.trainer.train()
  assert.equal(held(), undefined)
  const gives = [...BOTH, 'sensitive_profiling'] as const
  const explicit = { ...aConsent('give', gives), explicit: true }
  const { subject } = await recordConsent(app, { externalId: 'p-1' }, explicit)
  await app.trainer.train()
  assert.equal(held(), 1)
  await stock(app, [anItem('secret')])
  await app.trainer.train()
  assert.equal(held(), PEOPLE)
  await markWrong(app, subject, { wrong: { item: 'secret' }, acting: BY_SUBJECT })
  await app.trainer.train()
  assert.equal(held(), PEOPLE - 1)
})

test('an interaction that takes the number of one that went is met', async (t) => {
  const { app } = await anApp(t)
  const ann = await aSubject('ann')
    .meeting({ item: 'a', id: '1' }, { item: 'b', id: '2' }, { item: 'b', id: '3' })
    .join(app)
  await app.trainer.train()
  // What they give stays the same without it.
  await removeInteraction(app, ann, { interaction: '3', acting: BY_SUBJECT })
  await meet(app, 'ann', [{ item: 'c', id: '4' }])
  await app.trainer.train()
  assert.deepEqual(app.published()?.model.ids, ['a', 'b', 'c'])
})

for (const stage of ['reading people', 'solving', 'publishing'] as const) {
  test(`a training that is ended while "${stage}" leaves the model that was published`, async (t) => {
    const { app, directory } = await aTown(t)
    await app.trainer.train()
    const before = app.published()?.manifest
    await meet(app, 'p-3', [{ item: 'item-7' }])
    const ending = new AbortController()
    const training = app.trainer.train((progress) => {
      if (progress.stage === stage) ending.abort()
    }, ending.signal)
    await assert.rejects(training, { code: 'training_disturbed' })
    assert.equal(app.published()?.manifest, before)
    assert.deepEqual(readdirSync(join(directory, 'model')), [`${before?.model}.sealed`])
    await app.trainer.train()
    const { digests } = app.published()?.manifest ?? {}
    assert.notEqual(digests?.gram, before?.digests.gram)
    assert.equal(digests?.gram, await app.trainer.stateDigest())
  })
}

test('what a process left half written is gone at the next opening', async (t) => {
  const opened = await aTown(t)
  await opened.app.trainer.train()
  const left = ['mod_left.sealed', 'mod_right.sealed.new'].map((name) =>
    join(opened.directory, 'model', name),
  )
  await opened.reopen(() => {
    for (const path of left) writeFileSync(path, 'half')
  })
  for (const path of left) assert.ok(!existsSync(path))
  assert.equal(opened.app.published()?.manifest.subjects, PEOPLE)
})

async function aTown(t: Parameters<typeof anApp>[0]) {
  const opened = await anApp(t)
  await stock(opened.app, ITEMS)
  for (let n = 0; n < PEOPLE; n += 1) {
    const items = [`item-${n % 8}`, `item-${(n * 3) % 7}`, 'secret']
    await aSubject(`p-${n}`)
      .meeting(...items.map((item) => ({ item })))
      .join(opened.app)
  }
  return opened
}

/** How many transactions a training takes beside the one that publishes. */
async function writesOfTraining(app: App): Promise<number> {
  const { transactions } = app.store.condition()
  await app.trainer.train()
  return app.store.condition().transactions - transactions - 1
}
