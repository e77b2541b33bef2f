/** Advertising: records, spend that no limit lets through, counts and the public repository. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toInstant } from '@equipoise/core/values'
import type { AdRecord, CountedShowing } from '../store.ts'
import { type EngineUnderTest, openStage, type Stage } from './stage.ts'

const AT = toInstant(1_700_000_000_000)
const UNTIL = toInstant(1_700_086_400_000)
const HOUR_MS = 3_600_000
const AD = { digest: 'd1', body: '{"title":"Tea"}' }
const SHOWING: CountedShowing = {
  campaign: 'tea',
  creative: 'tea-1',
  slot: 'side',
  at: AT,
  price: 400,
  limit: 1_000,
  country: undefined,
}

const record = (kind: AdRecord['kind'], id: string, body = '{}', createdAt = AT): AdRecord => ({
  kind,
  id,
  body,
  createdAt,
})

export function adContract(engine: EngineUnderTest): void {
  test('records come back in the order of their first coming, also after a restart', async (t) => {
    const stage = await openStage(t, engine)
    await put(stage, record('campaigns', 'b'), record('campaigns', 'a'), record('slots', 'a'))
    await put(stage, record('campaigns', 'b', '{"bid":1}', toInstant(AT + 1)))
    await stage.reopen()
    const records = await stage.store.read('system', (reader) => reader.listAdRecords())
    assert.deepEqual(records, [
      record('campaigns', 'b', '{"bid":1}'),
      record('campaigns', 'a'),
      record('slots', 'a'),
    ])
  })

  test('a record is deleted once, and only the one of its kind', async (t) => {
    const stage = await openStage(t, engine)
    await put(stage, record('campaigns', 'a'), record('slots', 'a'))
    const remove = () => stage.store.transact('system', (w) => w.deleteAdRecord('slots', 'a'))
    assert.deepEqual([await remove(), await remove()], [true, false])
    const left = await stage.store.read('system', (reader) => reader.listAdRecords())
    assert.deepEqual(left, [record('campaigns', 'a')])
  })

  test('a showing is charged once, and never beyond the limit', async (t) => {
    const stage = await openStage(t, engine)
    const fates: string[] = []
    for (const once of ['a', 'a', 'b', 'c']) fates.push(await show(stage, once))
    assert.deepEqual(fates, ['charged', 'duplicate', 'charged', 'over_limit'])
    const hour = Math.floor(AT / HOUR_MS)
    assert.deepEqual(await spend(stage), [{ campaign: 'tea', total: 800, hour, thisHour: 800 }])
    const days = await stage.store.read('system', (reader) => reader.listAdDays('tea'))
    assert.deepEqual(
      days.map(({ showings, spent, clicks }) => [showings, spent, clicks]),
      [[3, 800, 0]],
    )
  })

  test('a limit holds among many at once', async (t) => {
    const stage = await openStage(t, engine)
    const fates = await Promise.all(Array.from({ length: 50 }, (_, n) => show(stage, `s${n}`)))
    assert.equal(fates.filter((fate) => fate === 'charged').length, 2)
    assert.equal((await spend(stage))[0]?.total, 800)
  })

  test('the first showing may not cost more than the limit either', async (t) => {
    const stage = await openStage(t, engine)
    assert.equal(await show(stage, 'a', { limit: 399 }), 'over_limit')
    assert.deepEqual(await spend(stage), [])
  })

  test('what an hour cost is counted anew in the next', async (t) => {
    const stage = await openStage(t, engine)
    await show(stage, 'a', { price: 10 })
    await show(stage, 'b', { price: 20, at: toInstant(AT + HOUR_MS) })
    const [{ total, thisHour } = { total: 0, thisHour: 0 }] = await spend(stage)
    assert.deepEqual([total, thisHour], [30, 20])
  })

  test('a click is counted once', async (t) => {
    const stage = await openStage(t, engine)
    await show(stage, 'a')
    const { price: _, limit: __, country: ___, ...click } = SHOWING
    const once = { text: 'a', until: UNTIL }
    const count = () => stage.store.transact('system', (writer) => writer.countClick(click, once))
    assert.deepEqual([await count(), await count()], [true, false])
    const [day] = await stage.store.read('system', (reader) => reader.listAdDays('tea'))
    assert.equal(day?.clicks, 1)
  })

  test('the repository keeps each ad once, from its first to its last showing, and a while', async (t) => {
    const stage = await openStage(t, engine)
    const later = toInstant(AT + 5 * HOUR_MS)
    await show(stage, 'a')
    await show(stage, 'b', { at: later })
    const page = { before: undefined, count: 10 }
    const list = () => stage.store.read('system', (reader) => reader.pageRepository(page))
    const kept = { ...AD, firstShownAt: AT, lastShownAt: later, showings: 2, countries: [] }
    assert.deepEqual((await list()).entries, [kept])
    const sweep = (before: number) =>
      stage.store.transact('system', (writer) => writer.sweepRepository(toInstant(before)))
    assert.deepEqual([await sweep(later), await sweep(later + 1)], [0, 1])
    assert.deepEqual((await list()).entries, [])
  })

  test('where an ad was shown is counted by country, once, and goes with the ad', async (t) => {
    const stage = await openStage(t, engine)
    const shown = ['DE', 'FR', 'DE', undefined, 'AT', 'DE', 'AT']
    for (const [n, country] of shown.entries()) await show(stage, `s${n}`, { country })
    await show(stage, 's0', { country: 'FR' })
    const list = () =>
      stage.store.read('system', (reader) =>
        reader.pageRepository({ before: undefined, count: 10 }),
      )
    const counted = async () =>
      (await list()).entries.flatMap(({ countries }) =>
        countries.map(({ country, showings }) => `${country} ${showings}`),
      )
    assert.deepEqual(await counted(), ['DE 3', 'AT 2', 'FR 1'])
    await stage.reopen()
    assert.deepEqual(await counted(), ['DE 3', 'AT 2', 'FR 1'])
    const before = toInstant(AT + 1)
    await stage.store.transact('system', (writer) => writer.sweepRepository(before))
    await show(stage, 'again', { country: 'FR' })
    assert.deepEqual(await counted(), ['FR 1'])
  })
}

function put(stage: Stage, ...records: readonly AdRecord[]): Promise<void> {
  return stage.store.transact('system', (writer) => writer.putAdRecords(records))
}

function show(stage: Stage, text: string, over: Partial<CountedShowing> = {}) {
  const once = { text, until: UNTIL }
  return stage.store.transact('system', (writer) =>
    writer.countShowing({ ...SHOWING, ...over }, once, AD),
  )
}

function spend(stage: Stage) {
  return stage.store.read('system', (reader) => reader.listSpend())
}
