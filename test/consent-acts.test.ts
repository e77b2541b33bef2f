/** What a person says counts from the next moment on, through the product's own acts. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { decideRights } from '@equipoise/core/law'
import { formatId } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { collectInteractions } from '@equipoise/server/modules/collect'
import {
  endAllUnpermitted,
  GIVES_PER_DAY_MAX,
  readConsentState,
  recordConsent,
} from '@equipoise/server/modules/consent'
import { type DecideRequest, decideSlot } from '@equipoise/server/modules/decide'
import { NO_SITUATION } from '@equipoise/server/modules/law'
import { eraseSubject, exportSubject } from '@equipoise/server/modules/rights'
import { getSubject } from '@equipoise/server/modules/subjects'
import { anApp } from './builders/app.ts'
import { anItem, catalogue, stock } from './builders/catalogue.ts'
import { aConsent, aSubject, BOTH, BY_SUBJECT, meet } from './builders/subject.ts'

const ANN = { externalId: 'ann' }
const HOUR_MS = 3_600_000

test('two first acts at once about one person make one person', async (t) => {
  const { app } = await anApp(t)
  const acts = [
    aConsent('give', ['site_personalization']),
    aConsent('give', ['model_training']),
    aConsent('refuse', ['measurement']),
  ]
  const recorded = await Promise.all(acts.map((act) => recordConsent(app, ANN, act)))
  assert.equal(new Set(recorded.map(({ subject }) => subject)).size, 1)
  const { site_personalization, model_training, measurement } = await stateOf(app)
  assert.deepEqual(
    [site_personalization, model_training, measurement],
    ['given', 'given', 'refused'],
  )
})

test('of acts within one millisecond the later one speaks', async (t) => {
  const { app } = await anApp(t)
  for (const action of ['give', 'withdraw', 'give', 'refuse', 'give', 'withdraw'] as const) {
    await recordConsent(app, ANN, aConsent(action, BOTH))
    const { model_training } = await stateOf(app)
    assert.equal(
      model_training,
      { give: 'given', withdraw: 'withdrawn', refuse: 'refused' }[action],
    )
  }
})

test('a no that says nothing new is the one that stands, and still takes what is kept', async (t) => {
  const { app } = await anApp(t)
  const no = { ...aConsent('refuse', BOTH), evidence: '' }
  const first = await recordConsent(app, ANN, no)
  const again = await recordConsent(app, ANN, no)
  const part = await recordConsent(app, ANN, {
    ...no,
    action: 'withdraw',
    purposes: ['model_training'],
  })
  assert.deepEqual([again.record, part.record], [first.record, first.record])
  const more = await recordConsent(app, ANN, { ...no, purposes: [...BOTH, 'measurement'] })
  const worded = await recordConsent(app, ANN, { ...no, evidence: 'A letter' })
  const guardian = await recordConsent(app, ANN, { ...no, by: 'guardian' })
  const ids = [first, more, worded, guardian].map(({ record }) => record)
  assert.equal(new Set(ids).size, 4)
  const kept = await app.store.read(decideRights('access', first.subject, app.now()), (reader) =>
    reader.listConsent(),
  )
  assert.deepEqual(
    kept.map(({ id }) => id),
    ids,
  )
})

test('of one person a day has a bounded number of yeses, and a no is never one too many', async (t) => {
  const { app, advance } = await anApp(t)
  const purposes = ['measurement'] as const
  const give = () => recordConsent(app, ANN, aConsent('give', purposes))
  for (let n = 0; n < GIVES_PER_DAY_MAX; n += 1) {
    await give()
    if (n % 10 === 0) await recordConsent(app, ANN, aConsent('withdraw', purposes))
  }
  await assert.rejects(give(), {
    code: 'too_many_requests',
    details: { retryAfterSeconds: 43_200 },
  })
  for (let n = 0; n < 2 * GIVES_PER_DAY_MAX; n += 1) {
    await recordConsent(app, ANN, aConsent('withdraw', purposes))
  }
  assert.equal((await stateOf(app)).measurement, 'withdrawn')
  advance(12 * HOUR_MS)
  await give()
  assert.equal((await stateOf(app)).measurement, 'given')
})

test('a no speaks also where the clock was set back since the yes', async (t) => {
  const opened = await anApp(t)
  await aSubject('ann').meeting({ item: 'a' }).join(opened.app)
  opened.advance(-HOUR_MS)
  await recordConsent(opened.app, ANN, aConsent('withdraw', BOTH))
  assert.equal((await stateOf(opened.app)).site_personalization, 'withdrawn')
  const { accepted } = await collect(opened.app, {})
  assert.equal(accepted, 0)
})

test('where the clock was set back no yes is taken or used, and nothing is lost', async (t) => {
  const opened = await anApp(t)
  const subject = await aSubject('ann').meeting({ item: 'a' }).join(opened.app)
  opened.advance(-HOUR_MS)
  const yes = recordConsent(opened.app, ANN, aConsent('give', BOTH))
  await assert.rejects(yes, { code: 'clock_set_back' })
  const { accepted, refused } = await collect(opened.app, {})
  assert.deepEqual([accepted, refused[0]?.reasons[0]?.code], [0, 'clock_set_back'])
  assert.equal(await endAllUnpermitted(opened.app), 0)
  opened.advance(HOUR_MS)
  const { interactions } = await exportSubject(opened.app, subject, BY_SUBJECT)
  assert.equal(interactions.length, 1)
  assert.equal((await collect(opened.app, {})).accepted, 1)
})

test('a withdrawal refuses the next interaction, and says why', async (t) => {
  const { app } = await anApp(t)
  await aSubject('ann').join(app)
  assert.equal((await collect(app, {})).accepted, 1)
  await recordConsent(app, ANN, aConsent('withdraw', BOTH))
  const { accepted, refused } = await collect(app, {})
  assert.equal(accepted, 0)
  assert.ok(refused[0]?.reasons.every(({ citation }) => citation !== ''))
  assert.equal(refused[0]?.reasons[0]?.code, 'consent_withdrawn')
})

test('what happened between a no and the next yes stays uncollected', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  await aSubject('ann').join(app)
  opened.advance(HOUR_MS)
  await recordConsent(app, ANN, aConsent('withdraw', BOTH))
  opened.advance(2 * HOUR_MS)
  await recordConsent(app, ANN, aConsent('give', BOTH))
  const between = await collect(app, { at: '2026-11-24T14:00:00Z' })
  const after = await collect(app, { at: '2026-11-24T15:00:00Z' })
  assert.deepEqual([between.accepted, after.accepted], [0, 1])
})

test('nothing of somebody who never said anything reaches the store', async (t) => {
  const { app } = await anApp(t)
  const { accepted, refused } = await collect(app, {})
  assert.deepEqual([accepted, refused.length], [0, 1])
  assert.equal(await app.store.read('system', (reader) => reader.countSubjects()), 0)
  const [count] = await app.store.read('system', (reader) => reader.listRefusals())
  assert.equal(count?.count, 1)
})

test('a child’s own yes counts for nothing where a guardian’s is needed', async (t) => {
  const { app } = await anApp(t)
  await aSubject('ann').from('DE').aged('13_15').join(app)
  assert.equal((await collect(app, {})).accepted, 0)
  await recordConsent(app, ANN, { ...aConsent('give', BOTH), by: 'guardian' })
  assert.equal((await collect(app, {})).accepted, 1)
})

test('the next decision after a no uses nothing of the person', async (t) => {
  const { app } = await anApp(t)
  await stock(app, catalogue(10))
  for (const name of ['ann', 'ben', 'cat']) {
    await aSubject(name).meeting({ item: 'item-1' }, { item: 'item-2' }).join(app)
  }
  await meet(app, 'ben', [{ item: 'item-3' }])
  await app.trainer.train()
  assert.equal((await decideFor(app)).rung, 'personal')
  await recordConsent(app, ANN, aConsent('withdraw', ['site_personalization']))
  const { rung, dataUsed, basis } = await decideFor(app)
  assert.deepEqual([rung, dataUsed.historyItems, basis], ['general', 0, 'none'])
})

test('a yes without its evidence, or with broken or endless evidence, is not recorded', async (t) => {
  const { app } = await anApp(t)
  const give = (evidence: string) =>
    recordConsent(app, ANN, { ...aConsent('give', BOTH), evidence })
  await assert.rejects(give(' '), { code: 'evidence_missing' })
  await assert.rejects(give('\ud800'), { code: 'invalid_request' })
  await assert.rejects(give('x'.repeat(2_001)), { code: 'invalid_request' })
  await assert.rejects(getSubject(app.store, ANN), { code: 'not_found' })
})

test('a withdrawal of somebody who is not there makes nobody', async (t) => {
  const { app } = await anApp(t)
  const withdraw = recordConsent(app, ANN, aConsent('withdraw', BOTH))
  await assert.rejects(withdraw, { code: 'not_found' })
  assert.equal(await app.store.read('system', (reader) => reader.countSubjects()), 0)
})

test('an erased person and one who never was answer alike', async (t) => {
  const { app } = await anApp(t)
  const subject = await aSubject('ann').meeting({ item: 'a' }).join(app)
  await eraseSubject(app, subject, BY_SUBJECT)
  const outcomes = await Promise.allSettled([
    getSubject(app.store, ANN),
    getSubject(app.store, { externalId: 'nobody' }),
    getSubject(app.store, { subject }),
    getSubject(app.store, { subject: 'sub_00000000000000000000000000' }),
    getSubject(app.store, { subject: 'sub_of-no-form' }),
    exportSubject(app, subject, BY_SUBJECT),
    eraseSubject(app, subject, BY_SUBJECT),
    recordConsent(app, { subject }, aConsent('give', BOTH)),
  ])
  const answers = outcomes.map((one) => (one.status === 'rejected' ? `${one.reason}` : 'found'))
  assert.deepEqual([...new Set(answers)], ['EquipoiseError: Cannot find the subject'])
  assert.deepEqual(await decideFor(app), await decideFor(app, 'nobody'))
})

test('who turns out to be a child is neither kept nor trained on any longer', async (t) => {
  const { app } = await anApp(t)
  await aSubject('ann').from('DE').meeting({ item: 'a' }, { item: 'b' }).join(app)
  await app.trainer.train()
  const older = aConsent('give', ['measurement'])
  const { cleared } = await recordConsent(app, ANN, { ...older, ageBand: 'under_13' })
  assert.ok(cleared)
  const { interactions, training } = await exportSubject(
    app,
    await getSubject(app.store, ANN),
    BY_SUBJECT,
  )
  assert.deepEqual([interactions, training.items], [[], []])
  assert.equal(app.published(), undefined)
})

test('a yes to sensitive things that is taken back takes them out of the model', async (t) => {
  const { app } = await anApp(t)
  await stock(app, [anItem('plain'), anItem('pill', { sensitive: ['health'] })])
  await aSubject('ann').meeting({ item: 'plain' }, { item: 'pill' }).join(app)
  const sensitive = aConsent('give', ['sensitive_profiling'])
  await recordConsent(app, ANN, { ...sensitive, explicit: true })
  assert.equal((await app.trainer.train()).items, 2)
  const { cleared } = await recordConsent(app, ANN, aConsent('withdraw', ['sensitive_profiling']))
  assert.ok(cleared)
  assert.equal(app.published(), undefined)
  assert.equal((await app.trainer.train()).items, 1)
})

test('an erasure whose log somebody reads is told as failed, and followed all the same', async (t) => {
  const { app, directory } = await anApp(t, { resident: true })
  await aSubject('ann').meeting({ item: 'a' }).join(app)
  await aSubject('ben').meeting({ item: 'b' }).join(app)
  assert.equal((await app.trainer.train()).items, 2)
  const backup = new DatabaseSync(join(directory, 'equipoise.db'), { readOnly: true })
  backup.exec('BEGIN; SELECT count(*) FROM items')
  const subject = await getSubject(app.store, ANN)
  await assert.rejects(eraseSubject(app, subject, BY_SUBJECT), { code: 'store_unavailable' })
  backup.close()
  await assert.rejects(getSubject(app.store, ANN), { code: 'not_found' })
  // Nobody was given an id to ask by; this waits for whatever is under way.
  await app.trainer.awaitClearance(formatId('era', new Uint8Array(16)))
  assert.deepEqual(app.published()?.model.ids, ['b'])
})

async function stateOf(app: App) {
  return readConsentState(app.gate, await getSubject(app.store, ANN))
}

function collect(app: App, change: object) {
  const interaction = { ...ANN, item: 'item-1', verb: 'view', ...change }
  return collectInteractions(app, [interaction], NO_SITUATION)
}

function decideFor(app: App, externalId: string = ANN.externalId) {
  const request: DecideRequest = {
    outlet: 'exact',
    who: { externalId },
    slot: 'home',
    count: 5,
    page: { item: undefined, categories: [] },
    filters: {
      categories: [],
      priceMinorMin: undefined,
      priceMinorMax: undefined,
      attributes: {},
    },
    exclude: [],
  }
  return decideSlot(app, request, NO_SITUATION)
}
