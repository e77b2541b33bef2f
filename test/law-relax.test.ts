/** Our opt-in default gives way to the law only with an assessment, which has a leaf of its own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Purpose, Region } from '@equipoise/core/values'
import { endRelaxation, listRelaxations, relaxLaw } from '@equipoise/server/modules/law'
import { anApp, type TestApp } from './builders/app.ts'
import { aSubject } from './builders/subject.ts'

const CALIFORNIA = 'US-CA' as Region // literals of the test, known good
const TEXAS = 'US-TX' as Region
const ASSESSMENT = 'California lets own-site suggestions rest on notice; people expect them here.'

/** Somebody who lives there and agreed to measuring alone. */
async function decideFor({ app }: TestApp, name: string, region: Region, purpose: Purpose) {
  const subject = await aSubject(name).from(region).giving('measurement').join(app)
  return (await app.gate.open(subject)).decide(purpose)
}

test('without an assessment nothing is relaxed, and no leaf is written', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  const before = (await app.store.verifyLedger()).entries
  const request = {
    purpose: 'site_personalization',
    places: [CALIFORNIA],
    assessment: 'ok',
  } as const
  await assert.rejects(relaxLaw(app, request), { code: 'assessment_missing' })
  assert.equal((await app.store.verifyLedger()).entries, before)
  assert.deepEqual(await listRelaxations(app.store), [])
})

test('with one, the law decides for that purpose there, and nowhere else', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  const own = 'site_personalization'
  assert.equal((await decideFor(opened, 'ann', CALIFORNIA, own)).outcome, 'refused')
  const before = (await app.store.verifyLedger()).entries
  const made = await relaxLaw(app, { purpose: own, places: [CALIFORNIA], assessment: ASSESSMENT })
  await app.gate.refresh()
  const { entries, problems } = await app.store.verifyLedger()
  assert.deepEqual([entries, problems, made.leaf], [before + 1, [], before])
  assert.equal((await decideFor(opened, 'bea', CALIFORNIA, own)).outcome, 'permitted')
  assert.equal((await decideFor(opened, 'cem', TEXAS, own)).outcome, 'refused')
  assert.equal((await decideFor(opened, 'dan', CALIFORNIA, 'model_training')).outcome, 'refused')
})

test('it outlives a restart, and ends with an act of its own', async (t) => {
  const opened = await anApp(t)
  const own = 'site_personalization'
  await relaxLaw(opened.app, { purpose: own, places: [CALIFORNIA], assessment: ASSESSMENT })
  await opened.reopen()
  assert.equal((await decideFor(opened, 'ann', CALIFORNIA, own)).outcome, 'permitted')
  const { entries } = await opened.app.store.verifyLedger()
  assert.equal(await endRelaxation(opened.app, own), 1)
  await opened.app.gate.refresh()
  assert.equal((await decideFor(opened, 'bea', CALIFORNIA, own)).outcome, 'refused')
  // The act, and what she said.
  assert.equal((await opened.app.store.verifyLedger()).entries, entries + 2)
})

test('no law is relaxed: what it refuses stays refused', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  const across = 'cross_context_advertising'
  const places = ['FR' as Region] // the same
  await relaxLaw(app, { purpose: across, places, assessment: ASSESSMENT })
  await app.gate.refresh()
  const decision = await decideFor(opened, 'ann', 'FR' as Region, across) // the same
  assert.deepEqual([decision.outcome, decision.lawOutcome], ['refused', 'refused'])
})
