/** Holdouts and experiments: stable, by chance, only of who permits it, and told with intervals. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { DAY_MS, type Purpose } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { armFor } from '@equipoise/server/modules/ads'
import { decideSlot, NO_FILTERS } from '@equipoise/server/modules/decide'
import { NO_SITUATION } from '@equipoise/server/modules/law'
import { makeReport } from '@equipoise/server/modules/measure'
import { CAMPAIGN, countsOf, MEASURED, openAdShop, see, visit } from '../builders/ad-shop.ts'
import { anApp } from '../builders/app.ts'
import { catalogue, stock } from '../builders/catalogue.ts'
import { aSubject, meet } from '../builders/subject.ts'

const TUESDAY = { from: '2026-11-24', until: '2026-11-24' }
const EXACT = { EQUIPOISE_REPORT_NOISE: 'none' }

async function aCrowd(app: App, people: number, purposes: readonly Purpose[] = MEASURED) {
  const names = Array.from({ length: people }, (_, n) => `p-${n}`)
  for (const name of names)
    await aSubject(name)
      .giving(...purposes)
      .join(app)
  return names
}

async function shownTo(app: App, names: readonly string[]): Promise<readonly string[]> {
  const shown: string[] = []
  for (const name of names) if ((await visit(app, name)).length > 0) shown.push(name)
  return shown
}

test('a part of those who permit it is held out, and always the same part', async (t) => {
  const opened = await anApp(t)
  await openAdShop(opened.app, { holdoutRatio: 0.5 })
  const names = await aCrowd(opened.app, 60)
  const shown = await shownTo(opened.app, names)
  assert.ok(shown.length > 10 && shown.length < 50, `${shown.length} of 60`)
  await opened.reopen()
  await opened.app.adPeople.ready()
  assert.deepEqual(await shownTo(opened.app, names), shown)
})

test('who does not permit measurement, and nobody in particular, is never held out', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app, { holdoutRatio: 0.5 })
  const purposes: readonly Purpose[] = ['site_personalization', 'first_party_advertising']
  const names = await aCrowd(app, 20, purposes)
  assert.deepEqual(await shownTo(app, names), names)
  assert.equal((await visit(app, undefined)).length, 1)
})

test('another ratio is another holdout: people are drawn anew', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app, { holdoutRatio: 0.5 })
  const names = await aCrowd(app, 30)
  const shown = await shownTo(app, names)
  await app.desk.put('campaigns', 'shoes', { ...CAMPAIGN, holdoutRatio: 0.49 })
  assert.notDeepEqual(await shownTo(app, names), shown)
})

test('uplift is told against those who were held out, whether or not an ad was shown', async (t) => {
  const opened = await anApp(t, { environment: EXACT })
  const { app } = opened
  await openAdShop(app, { holdoutRatio: 0.5 })
  const names = await aCrowd(app, 260)
  const holdout = app.desk.holdoutOf('shoes', app.now())
  assert.ok(holdout)
  let [shown, bought] = [0, 0]
  for (const name of names) {
    const subject = (await app.store.read('gate', (reader) =>
      reader.findSubject({ kind: 'external', text: name }),
    )) as NonNullable<Parameters<typeof armFor>[2]> // Everybody has joined.
    await meet(app, name, [{ item: 'hat' }])
    if (armFor(app.root, holdout, subject) !== 'shown') continue
    shown += 1
    // Two of three of those whom it is aimed at buy, and nobody else does.
    if (shown % 3 === 0) continue
    bought += 1
    await meet(app, name, [{ item: 'shoe', verb: 'purchase' }])
  }
  assert.deepEqual(await countsOf(app), {
    'converted campaign:shoes|shown': bought,
    'people campaign:shoes|held_out': names.length - shown,
    'people campaign:shoes|shown': shown,
  })
  opened.advance(DAY_MS)
  const { rows } = await makeReport(app, { family: 'experiments', ...TUESDAY })
  const [row] = rows
  assert.ok(row !== undefined && 'arms' in row)
  assert.deepEqual([row.experiment, row.kind, row.notes], ['shoes', 'holdout', []])
  const [difference] = row.differences
  assert.ok(difference !== undefined)
  assert.deepEqual([difference.arm, difference.against], ['shown', 'held_out'])
  assert.ok(Math.abs(difference.value - bought / shown) < 1e-9)
  assert.ok(difference.isConclusive && difference.low > 0.5 && difference.high < 0.8)
})

test('who was shown the ad alone is not counted: the other part could not be', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app, { holdoutRatio: 0.5 })
  const names = await aCrowd(app, 12)
  for (const name of await shownTo(app, names)) await see(app, name)
  const people = async () =>
    Object.entries(await countsOf(app)).filter(([name]) => name.startsWith('people'))
  assert.deepEqual(await people(), [])
  for (const name of names) await meet(app, name, [{ item: 'hat' }])
  assert.equal(
    (await people()).reduce((sum, [, count]) => sum + count, 0),
    names.length,
  )
})

test('noise makes small arms tell nothing, or nothing conclusive', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  await openAdShop(app, { holdoutRatio: 0.5 })
  for (const name of await aCrowd(app, 10)) await meet(app, name, [{ item: 'hat' }])
  opened.advance(DAY_MS)
  const { rows } = await makeReport(app, { family: 'experiments', ...TUESDAY })
  const [row] = rows
  assert.ok(row !== undefined && 'arms' in row)
  assert.ok(row.notes.length > 0)
  assert.ok(row.differences.every(({ isConclusive }) => !isConclusive))
})

const ARMS = [{ name: 'as_is' }, { name: 'varied', rerank: { diversify: { lambda: 0.1 } } }]
const TRIAL = { slot: 'home', startsAt: CAMPAIGN.startsAt, endsAt: CAMPAIGN.endsAt, arms: ARMS }

async function aTrial(t: TestContext, form: object = TRIAL) {
  const opened = await anApp(t, { environment: EXACT })
  await openAdShop(opened.app)
  await stock(opened.app, catalogue(40))
  await opened.app.desk.put('experiments', 'variety', form)
  return opened
}

async function stepsFor(app: App, externalId: string): Promise<readonly string[]> {
  const page = { item: undefined, categories: [] }
  const asked = { outlet: 'page', who: { externalId }, slot: 'home', count: 5, page } as const
  const { changes } = await decideSlot(
    app,
    { ...asked, filters: NO_FILTERS, exclude: [] },
    NO_SITUATION,
  )
  return changes.map(({ step }) => step)
}

test('an arm sets how a slot is ranked, for who permits it alone', async (t) => {
  const { app } = await aTrial(t)
  const names = await aCrowd(app, 30)
  const steps = await Promise.all(names.map((name) => stepsFor(app, name)))
  const varied = steps.filter((one) => one.includes('diversify')).length
  assert.ok(varied > 3 && varied < 27, `${varied} of 30`)
  assert.deepEqual(await Promise.all(names.map((name) => stepsFor(app, name))), steps)
  for (let n = 0; n < 20; n += 1) {
    await aSubject(`q-${n}`).giving('site_personalization').join(app)
    assert.deepEqual(await stepsFor(app, `q-${n}`), [])
  }
})

test('an arm may lower the ceiling of a slot of ads', async (t) => {
  const { app } = await anApp(t)
  await openAdShop(app)
  const arms = [{ name: 'plain', ceiling: 'general' }, { name: 'as_is' }]
  await app.desk.put('experiments', 'level', { ...TRIAL, slot: 'side', arms })
  const experiment = app.desk.experimentIn('side', app.now())
  assert.equal(experiment?.settings.get('plain')?.ceiling, 'general')
})

test('who was shown something in the slot is counted in their arm, and converts in it', async (t) => {
  const opened = await aTrial(t)
  const { app } = opened
  for (const name of await aCrowd(app, 200)) {
    await meet(app, name, [{ item: 'a', verb: 'purchase' }])
    await see(app, name, 'home')
    await meet(app, name, [{ item: 'a', verb: 'purchase' }])
    await meet(app, name, [{ item: 'b', verb: 'purchase' }])
  }
  const counts = await countsOf(app)
  const people =
    (counts['people slot:variety|as_is'] ?? 0) + (counts['people slot:variety|varied'] ?? 0)
  const converted =
    (counts['converted slot:variety|as_is'] ?? 0) + (counts['converted slot:variety|varied'] ?? 0)
  assert.deepEqual([people, converted], [200, 200])
  opened.advance(DAY_MS)
  const { rows } = await makeReport(app, { family: 'experiments', ...TUESDAY })
  const [row] = rows
  assert.ok(row !== undefined && 'arms' in row)
  assert.deepEqual(
    row.arms.map(({ arm, share }) => [arm, share]),
    [
      ['as_is', 0.5],
      ['varied', 0.5],
    ],
  )
  // By chance alone; a mismatch is far below.
  assert.ok((row.sampleRatio?.chance ?? 0) > 1e-7)
})

test('arms that lose people are flagged, and are not to be read', async (t) => {
  const opened = await aTrial(t)
  const { app } = opened
  const experiment = app.desk.experimentIn('home', app.now())
  assert.ok(experiment)
  // A page that breaks in one arm reports no showing of it, for most.
  let kept = 0
  for (const name of await aCrowd(app, 260)) {
    const steps = await stepsFor(app, name)
    if (steps.length === 0 || kept < 60) await see(app, name, 'home')
    if (steps.length > 0) kept += 1
  }
  opened.advance(DAY_MS)
  const { rows } = await makeReport(app, { family: 'experiments', ...TUESDAY })
  const [row] = rows
  assert.ok(row !== undefined && 'arms' in row)
  assert.ok(row.notes.includes('sample_ratio_mismatch'))
})

test('what is wrong with an experiment is refused with a code of its own', async (t) => {
  const { app } = await aTrial(t)
  const codes = async (id: string, over: object) => {
    try {
      await app.desk.put('experiments', id, { ...TRIAL, ...over })
    } catch (error) {
      // An error of the catalogue carries its issues.
      const { details } = error as { details: { issues: { code: string }[] } }
      return details.issues.map(({ code }) => code)
    }
    return []
  }
  assert.deepEqual(await codes('other', {}), ['slot_taken'])
  assert.deepEqual(await codes('variety', {}), [])
  assert.deepEqual(await codes('x', { slot: 'nowhere' }), ['name_unknown'])
  assert.deepEqual(await codes('x', { slot: 'side' }), ['options_contradict'])
  assert.deepEqual(await codes('x', { slot: 'item', endsAt: TRIAL.startsAt }), [
    'ends_before_start',
  ])
  const twice = [{ name: 'a' }, { name: 'a' }]
  assert.deepEqual(await codes('x', { slot: 'item', arms: twice }), ['name_taken'])
  assert.deepEqual(await codes('x', { slot: 'item', arms: [{ name: 'a' }] }), ['invalid_field'])
  await app.desk.put('experiments', 'ads', {
    ...TRIAL,
    slot: 'side',
    arms: [{ name: 'a' }, { name: 'b' }],
  })
  await assert.rejects(app.desk.remove('slots', 'side'), /names it/)
})
