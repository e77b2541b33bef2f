/** Measurement: a person's week goes with its permit, counts add up, and epsilon is spent once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MeasuredCount, type MeasuredWeek, openWeek } from '@equipoise/core/measure'
import { formatId, type Purpose, toInstant } from '@equipoise/core/values'
import { BASIS, type EngineUnderTest, openStage, type Person, type Stage } from './stage.ts'

const GIVEN: readonly Purpose[] = ['measurement', 'site_personalization']
const DAY = 20_781
const COUNT: MeasuredCount = { measure: 'impressions', key: 'a|b|c', day: DAY, count: 1 }
const UNTIL = toInstant(1_900_000_000_000)

export function measurementContract(engine: EngineUnderTest): void {
  test('a week comes back as it was kept, also after a restart, and counts add up', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person(undefined, GIVEN)
    const week = { ...openWeek(undefined, stage.now()), used: { impressions: 2 }, reached: ['a'] }
    await measure(stage, someone, week, [COUNT, { ...COUNT, count: 3 }])
    await stage.reopen()
    assert.deepEqual(await weekOf(stage, someone), week)
    assert.deepEqual(await counted(stage), [{ ...COUNT, count: 4 }])
  })

  test('a count needs a permit for measurement, and another one will not do', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person(undefined, GIVEN)
    const permit = await someone.permit('site_personalization')
    const week = openWeek(undefined, stage.now())
    const act = stage.store.transact([permit], (writer) => writer.putMeasured(week, [COUNT]))
    await assert.rejects(act, /a permit for measurement/)
    assert.deepEqual(await counted(stage), [])
  })

  test('a withdrawal and an erasure take the week, and leave the counts', async (t) => {
    const stage = await openStage(t, engine)
    const [one, other] = [
      await stage.person('one', GIVEN),
      await stage.person('other', GIVEN),
    ] as const
    const week = openWeek(undefined, stage.now())
    for (const someone of [one, other]) await measure(stage, someone, week, [COUNT])
    const permit = await one.permit('measurement')
    await one.consent('withdraw', 'measurement')
    assert.equal(await weekOf(stage, one), undefined)
    const late = stage.store.transact([permit], (writer) => writer.putMeasured(week, [COUNT]))
    await assert.rejects(late, { code: 'consent_changed' })
    await other.erase()
    const tables = await stage.store.survey()
    assert.equal(tables.find(({ place }) => place.endsWith('/measured_weeks'))?.empty, true)
    assert.deepEqual(await counted(stage), [{ ...COUNT, count: 2 }])
  })

  test('what is measured once is not measured again, of this person', async (t) => {
    const stage = await openStage(t, engine)
    const [one, other] = [await stage.person('one', GIVEN), await stage.person('other', GIVEN)]
    const once = async (someone: Person): Promise<boolean> => {
      const permit = await someone.permit('measurement')
      return stage.store.transact([permit], (writer) => writer.measureOnce('order', UNTIL))
    }
    assert.deepEqual([await once(one), await once(one), await once(other)], [true, false, true])
  })

  test('ads are told as far as they are kept for measurement, with the clicks on them', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person(undefined, GIVEN)
    const permits = await Promise.all(GIVEN.map((purpose) => someone.permit(purpose)))
    const at = stage.now()
    const ad = { campaign: 'a', creative: 'b', advertiser: 'x', payer: 'y', items: ['shoe'] }
    const impression = (n: number, purposes: readonly Purpose[]) => ({
      ...{ id: formatId('imp', new Uint8Array(16).fill(n)), item: 'shoe', slot: 'c' },
      ...{ decidedAt: at, at, rung: 'general', model: undefined, contributions: [], ad },
      ...{ purposes, basis: BASIS },
    })
    const ads = await stage.store.transact(permits, async (writer) => {
      const shown = [impression(1, ['measurement']), impression(2, ['site_personalization'])]
      await writer.appendImpressions(shown, UNTIL)
      await writer.appendOutcome(impression(1, []).id, { verb: 'click', at })
      return writer.listTouchedAds()
    })
    const names = { campaign: 'a', creative: 'b', slot: 'c', items: ['shoe'] }
    assert.deepEqual(ads, [{ ...names, at, clickedAt: [at] }])
  })

  test('epsilon is spent up to the total of a week, whatever it is spent on', async (t) => {
    const stage = await openStage(t, engine)
    const charge = (week: number, family: string, spent: number) =>
      stage.store.transact('system', (w) => w.chargeEpsilon({ week, family, spent }, 600))
    assert.deepEqual(
      [
        await charge(10, 'campaigns', 400),
        await charge(10, 'levels', 201),
        await charge(10, 'levels', 200),
        await charge(10, 'campaigns', 1),
        await charge(11, 'campaigns', 600),
      ],
      [true, false, true, false, true],
    )
    await stage.reopen()
    const spent = await stage.store.read('system', (reader) => reader.listEpsilonSpent(10, 10))
    assert.deepEqual(spent, [
      { week: 10, family: 'campaigns', spent: 400 },
      { week: 10, family: 'levels', spent: 200 },
    ])
  })

  test('a report is found by its question and by its number, and never made twice', async (t) => {
    const stage = await openStage(t, engine)
    const report = { digest: 'd', question: '{}', answer: '{"rows":[]}', createdAt: stage.now() }
    const create = () => stage.store.transact('system', (writer) => writer.createReport(report))
    const seq = await create()
    await assert.rejects(create())
    const kept = { seq, ...report }
    const page = { before: undefined, count: 10 }
    const found = await stage.store.read('system', async (reader) => [
      await reader.findReport('d'),
      await reader.findReportOf(seq),
      ...(await reader.pageReports(page)).entries,
      await reader.findReport('e'),
    ])
    assert.deepEqual(found, [kept, kept, kept, undefined])
  })

  test('counts of a range are told, and those before a day are swept', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person(undefined, GIVEN)
    const days = [DAY, DAY + 1, DAY + 2].map((day) => ({ ...COUNT, day }))
    await measure(stage, someone, openWeek(undefined, stage.now()), days)
    const within = { fromDay: DAY + 1, untilDay: DAY + 1 }
    const told = await stage.store.read('system', (reader) =>
      reader.listMeasured(['impressions', 'clicks'], within),
    )
    assert.deepEqual(told, [{ ...COUNT, day: DAY + 1 }])
    const sweep = () => stage.store.transact('system', (writer) => writer.sweepMeasured(DAY + 2))
    assert.deepEqual([await sweep(), await sweep()], [2, 0])
  })
}

async function measure(
  { store }: Stage,
  someone: Person,
  week: MeasuredWeek,
  counts: readonly MeasuredCount[],
): Promise<void> {
  const permit = await someone.permit('measurement')
  await store.transact([permit], (writer) => writer.putMeasured(week, counts))
}

function weekOf({ store }: Stage, someone: Person): Promise<MeasuredWeek | undefined> {
  return store.read(someone.rights('access'), (reader) => reader.findMeasuredWeek())
}

function counted({ store }: Stage): Promise<readonly MeasuredCount[]> {
  const range = { fromDay: 0, untilDay: 100_000 }
  return store.read('system', (reader) => reader.listMeasured(['impressions'], range))
}
