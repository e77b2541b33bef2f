/** What is counted of whom: only under the permit, only so much, once, and nowhere with a name. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS } from '@equipoise/core/values'
import { collectInteractions, collectParsed } from '@equipoise/server/modules/collect'
import { recordConsent } from '@equipoise/server/modules/consent'
import { makeTokens } from '@equipoise/server/modules/impressions'
import { NO_SITUATION } from '@equipoise/server/modules/law'
import { COMMAND_LINE, eraseSubject, exportSubject } from '@equipoise/server/modules/rights'
import {
  CAMPAIGN,
  click,
  countsOf,
  MEASURED,
  openAdShop,
  report,
  see,
  visit,
} from '../builders/ad-shop.ts'
import { anApp } from '../builders/app.ts'
import { aConsent, aSubject, meet } from '../builders/subject.ts'

const AD = 'shoes|shoe|side'

test('what somebody who agreed sees, clicks on and buys is counted for its ad', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app)
  await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  const token = await see(app, 'ann')
  await click(app, token)
  await meet(app, 'ann', [{ item: 'shoe', verb: 'purchase', id: 'order-1' }])
  assert.deepEqual(await countsOf(app), {
    [`clicks ${AD}`]: 1,
    [`conversions ${AD}`]: 1,
    [`impressions ${AD}`]: 1,
    'levels side|general': 1,
    'reach shoes': 1,
    [`spent ${AD}`]: 100,
  })
})

test('who did not agree to be measured is counted nowhere', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app)
  await aSubject('bob').giving('site_personalization', 'first_party_advertising').join(app)
  const token = await see(app, 'bob')
  await click(app, token)
  await meet(app, 'bob', [{ item: 'shoe', verb: 'purchase' }])
  assert.deepEqual(await countsOf(app), {})
})

test('who agreed to be measured and to nothing else is counted, and nothing is kept', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app)
  const subject = await aSubject('dan').giving('measurement').join(app)
  await see(app, 'dan')
  const order = { externalId: 'dan', item: 'shoe', verb: 'purchase', id: 'order-1' }
  const once = await collectInteractions(app, [order], NO_SITUATION)
  await collectInteractions(app, [order], NO_SITUATION)
  assert.deepEqual([once.accepted, once.refused.length], [0, 1])
  assert.equal((await countsOf(app))[`conversions ${AD}`], 1)
  assert.deepEqual((await exportSubject(app, subject, COMMAND_LINE)).interactions, [])
})

test('what its sender withholds from measurement is not counted', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app)
  await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  await see(app, 'ann')
  const interaction = { id: 'order-1', item: 'shoe', verb: 'purchase', at: undefined } as const
  const one = { index: 0, who: { externalId: 'ann' }, interaction }
  const narrow = { ...one, allowed: new Set(['site_personalization'] as const) }
  await collectParsed(app, [narrow], NO_SITUATION)
  assert.equal((await countsOf(app))[`conversions ${AD}`], undefined)
})

test('the same report, the same click and the same order count once', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app)
  await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  const token = await see(app, 'ann')
  await report(app, token)
  await click(app, token)
  await click(app, token)
  const order = { item: 'shoe', verb: 'purchase', id: 'order-1' } as const
  await meet(app, 'ann', [order])
  const before = await countsOf(app)
  const again = await collectInteractions(app, [{ externalId: 'ann', ...order }], NO_SITUATION)
  assert.equal(again.duplicates, 1)
  assert.deepEqual(await countsOf(app), before)
  assert.equal(before[`clicks ${AD}`], 1)
})

test('a purchase of something else, or after the window, is put down to nothing', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  await openAdShop(app)
  await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  await aSubject('cleo')
    .giving(...MEASURED)
    .join(app)
  await see(app, 'ann')
  await click(app, await see(app, 'cleo'))
  await meet(app, 'ann', [{ item: 'hat', verb: 'purchase' }])
  opened.advance(2 * DAY_MS)
  await meet(app, 'ann', [{ item: 'shoe', verb: 'purchase' }])
  assert.equal((await countsOf(app))[`conversions ${AD}`], undefined)
  await meet(app, 'cleo', [{ item: 'shoe', verb: 'purchase' }])
  assert.equal((await countsOf(app))[`conversions ${AD}`], 1)
})

test('what is told days after it happened is no conversion', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  await openAdShop(app)
  await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  await see(app, 'ann')
  const at = '2026-11-24T13:00:00Z'
  opened.advance(3 * DAY_MS)
  await meet(app, 'ann', [{ item: 'shoe', verb: 'purchase', at, id: 'late' }])
  assert.equal((await countsOf(app))[`conversions ${AD}`], undefined)
})

test('a campaign says what converts', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app, { conversion: { verbs: ['like'], of: 'anything' } })
  await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  await see(app, 'ann')
  await meet(app, 'ann', [{ item: 'shoe', verb: 'purchase' }])
  assert.equal((await countsOf(app))[`conversions ${AD}`], undefined)
  await meet(app, 'ann', [{ item: 'hat', verb: 'like' }])
  assert.equal((await countsOf(app))[`conversions ${AD}`], 1)
})

test('from a withdrawal on nothing more is counted, nor in that week after another yes', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  await openAdShop(app)
  const subject = await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  await see(app, 'ann')
  const before = await countsOf(app)
  opened.advance(1_000)
  await recordConsent(app, { subject }, aConsent('withdraw', ['measurement']))
  const { measured } = await exportSubject(app, subject, COMMAND_LINE)
  assert.equal(measured, null)
  await see(app, 'ann')
  opened.advance(1_000)
  await recordConsent(app, { subject }, aConsent('give', ['measurement']))
  opened.advance(1_000)
  await see(app, 'ann')
  assert.deepEqual(await countsOf(app), before)
  opened.advance(7 * DAY_MS)
  await see(app, 'ann')
  assert.equal((await countsOf(app))[`impressions ${AD}`], 2)
})

test('one person adds ten showings to a week at most, two a day', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  await openAdShop(app)
  await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  for (let day = 0; day < 3; day += 1) {
    for (let turn = 0; turn < 4; turn += 1) await see(app, 'ann')
    opened.advance(DAY_MS)
  }
  assert.equal((await countsOf(app))[`impressions ${AD}`], 6)
  assert.equal((await countsOf(app))['reach shoes'], 1)
})

test('a person sees what of theirs is counted, and it goes with them', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app)
  const subject = await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  await see(app, 'ann')
  const { measured } = await exportSubject(app, subject, COMMAND_LINE)
  assert.deepEqual(measured, {
    week: '2026-11-23',
    used: { impressions: 1, levels: 1, reach: 1 },
    campaigns: ['shoes'],
    experiments: [],
    converted: [],
  })
  const tables = async () =>
    (await app.store.survey()).find(({ place }) => place.endsWith('measured_weeks'))
  assert.equal((await tables())?.empty, false)
  await eraseSubject(app, subject, COMMAND_LINE)
  assert.equal((await tables())?.empty, true)
})

test('counts do not name a playlist: its name may be of one person, and would outlive them', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app)
  const subject = await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  const decided = { subject, slot: 'playlist:for-ann', rung: 'general', model: undefined }
  const item = { item: 'shoe', contributions: [], level: 'general' } as const
  const [token = ''] = makeTokens(app, { ...decided, decidedAt: app.now() }, [item])
  await report(app, token)
  await eraseSubject(app, subject, COMMAND_LINE)
  assert.deepEqual(await countsOf(app), { 'levels playlist|general': 1 })
})

test('a showing beyond the limit is counted, and costs nothing', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app, { bidMinor: 1_000 })
  await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  const decided = [await visit(app, 'ann'), await visit(app, 'ann')]
  const form = { ...CAMPAIGN, bidMinor: 1_000, spendLimitMinor: 1 }
  await app.desk.put('campaigns', 'shoes', form)
  for (const [shown] of decided) await report(app, shown?.token ?? '')
  const counts = await countsOf(app)
  assert.deepEqual([counts[`impressions ${AD}`], counts[`spent ${AD}`]], [2, 100])
})
