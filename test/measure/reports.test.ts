/** Reports: what they tell, what they cost, and what they refuse. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { DAY_MS } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { listEpsilon, listReports, makeReport } from '@equipoise/server/modules/measure'
import { click, MEASURED, openAdShop, see } from '../builders/ad-shop.ts'
import { anApp, type TestApp } from '../builders/app.ts'
import { aSubject, meet } from '../builders/subject.ts'

/** 24 November 2026 is what the builder's clock says at first: a Tuesday. */
const TUESDAY = { from: '2026-11-24', until: '2026-11-24' }
const EXACT = { EQUIPOISE_REPORT_NOISE: 'none' }
const PEOPLE = 60

/** So many people are shown an ad, click on it and buy, and the day is over. */
async function aDay(
  t: TestContext,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestApp> {
  const opened = await anApp(t, { environment })
  const { app } = opened
  await openAdShop(app)
  for (let n = 0; n < PEOPLE; n += 1) {
    const name = `p-${n}`
    await aSubject(name)
      .giving(...MEASURED)
      .join(app)
    await click(app, await see(app, name))
    await meet(app, name, [{ item: 'shoe', verb: 'purchase' }])
  }
  opened.advance(DAY_MS)
  return opened
}

const campaigns = (app: App, over: object = {}) =>
  makeReport(app, { family: 'campaigns', ...TUESDAY, ...over })

const codeOf = (code: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === code

test('without noise a report of enough is exact, and money is in it', async (t) => {
  const { app } = await aDay(t, EXACT)
  const { rows, epsilon, margins } = await campaigns(app)
  assert.deepEqual(rows, [
    {
      campaign: 'shoes',
      creative: null,
      slot: null,
      day: null,
      impressions: PEOPLE,
      clicks: PEOPLE,
      conversions: PEOPLE,
      // 60 showings for 400 a thousand.
      spentMinor: 24,
      spentMarginMinor: 0,
      currency: 'EUR',
      reach: PEOPLE,
    },
  ])
  assert.deepEqual([epsilon, margins.impressions], [0, 0])
  const { rows: bySlot, margins: ofSlots } = await campaigns(app, {
    by: ['campaign', 'slot', 'creative', 'day'],
  })
  const [row] = bySlot
  assert.ok(row !== undefined && 'reach' in row)
  assert.deepEqual(
    [row.creative, row.slot, row.day, row.reach],
    ['shoe', 'side', TUESDAY.from, null],
  )
  // Reach is not told apart so, and takes no part of epsilon.
  assert.deepEqual(Object.keys(ofSlots), ['impressions', 'clicks', 'conversions'])
  // The campaign names a creative that nobody saw, and it has no row.
  assert.equal(bySlot.length, 1)
})

test('with noise the same question has the same answer, and is charged once', async (t) => {
  const opened = await aDay(t, { EQUIPOISE_REPORT_EPSILON_TOTAL: '20' })
  const first = await campaigns(opened.app, { epsilon: 15 })
  for (let turn = 0; turn < 5; turn += 1) {
    assert.deepEqual(await campaigns(opened.app, { epsilon: 15, by: ['campaign'] }), first)
  }
  await opened.reopen()
  assert.deepEqual(await campaigns(opened.app, { epsilon: 15 }), first)
  const weeks = await listEpsilon(opened.app)
  assert.deepEqual(weeks[0], {
    week: '2026-11-23',
    total: 20,
    spent: 15,
    left: 5,
    byFamily: { campaigns: 15 },
  })
  const { entries } = await listReports(opened.app, { before: undefined, count: 10 })
  assert.deepEqual(entries, [first])
})

test('noise lies within its margin mostly, and a report names it', async (t) => {
  const { app } = await aDay(t, { EQUIPOISE_REPORT_EPSILON_TOTAL: '20' })
  const { rows, margins } = await campaigns(app, { epsilon: 19 })
  const [row] = rows
  assert.ok(row !== undefined && 'clicks' in row && row.clicks !== null)
  // Five measures: the scale of clicks is 5 × 3 / 19.
  assert.equal(margins.clicks, 2)
  assert.equal(margins.impressions, 8)
  // Fifteen times the scale: once in two million runs.
  assert.ok(Math.abs(row.clicks - PEOPLE) < 12)
})

test('once a week is spent it is refused, whatever the family, and other weeks are not', async (t) => {
  const opened = await aDay(t)
  const { app } = opened
  await campaigns(app)
  await makeReport(app, { family: 'levels', ...TUESDAY })
  await makeReport(app, { family: 'experiments', ...TUESDAY })
  await assert.rejects(campaigns(app, { by: ['slot'] }), codeOf('epsilon_spent'))
  // What touches the week is refused, too, and costs the other week nothing.
  opened.advance(7 * DAY_MS)
  const both = { from: '2026-11-24', until: '2026-12-01' }
  await assert.rejects(campaigns(app, both), codeOf('epsilon_spent'))
  const next = { from: '2026-11-30', until: '2026-12-01' }
  const { epsilon } = await campaigns(app, next)
  assert.equal(epsilon, 2)
  const [later] = await listEpsilon(app)
  assert.equal(later?.spent, 2)
})

test('what is already made is read after the week is spent', async (t) => {
  const { app } = await aDay(t)
  const first = await campaigns(app, { epsilon: 6 })
  await assert.rejects(makeReport(app, { family: 'levels', ...TUESDAY }), codeOf('epsilon_spent'))
  assert.deepEqual(await campaigns(app, { epsilon: 6 }), first)
})

test('many at once share what is left', async (t) => {
  const { app } = await aDay(t)
  const epsilons = Array.from({ length: 20 }, (_, n) => 1 + n / 100)
  const made = await Promise.allSettled(epsilons.map((epsilon) => campaigns(app, { epsilon })))
  assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 5)
  const [week] = await listEpsilon(app)
  assert.ok((week?.spent ?? 0) <= 6)
})

test('a day that is not over, and what is no question, are refused', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  await openAdShop(app)
  await assert.rejects(campaigns(app), codeOf('days_open'))
  opened.advance(DAY_MS)
  const bad: readonly object[] = [
    { from: '2026-11-25', until: '2026-11-24' },
    { from: '2026-11-31', until: '2026-12-01' },
    { from: '2026-01-01' },
    { from: '2020-01-01', until: '2020-01-02' },
    { epsilon: 0.05 },
    { epsilon: Number.NaN },
    { epsilon: 7 },
    { family: 'levels', by: ['campaign'] },
  ]
  for (const over of bad) await assert.rejects(campaigns(app, over), codeOf('question_invalid'))
  const [week] = await listEpsilon(app)
  assert.equal(week?.spent, 0)
})

test('below the threshold a row is not shown', async (t) => {
  const opened = await anApp(t, { environment: EXACT })
  const { app } = opened
  await openAdShop(app)
  for (let n = 0; n < 49; n += 1) {
    await aSubject(`p-${n}`)
      .giving(...MEASURED)
      .join(app)
    await see(app, `p-${n}`)
  }
  opened.advance(DAY_MS)
  assert.deepEqual((await campaigns(app)).rows, [])
})

test('how specific what was shown was is told by level', async (t) => {
  const { app } = await aDay(t, EXACT)
  const { rows } = await makeReport(app, { family: 'levels', ...TUESDAY, by: ['slot'] })
  assert.deepEqual(rows, [
    { slot: 'side', day: null, level: 'general', showings: PEOPLE, ratio: 1 },
  ])
})
