/** What was shown: kept under permits, found by id, ended, removed and erased with its person. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatId, type Purpose, toInstant } from '@equipoise/core/values'
import {
  type CollectedImpression,
  IMPRESSIONS_MAX,
  type ImpressionOutcome,
  type KeptImpression,
  OUTCOMES_MAX,
} from '../store.ts'
import {
  anInteraction,
  aRightsLeaf,
  BASIS,
  type EngineUnderTest,
  openStage,
  type Person,
  type Stage,
} from './stage.ts'

const USED_UNTIL = toInstant(1_700_086_400_000)
const SITE: readonly Purpose[] = ['site_personalization']
const BOTH_COUNTS: readonly Purpose[] = ['site_personalization', 'measurement']

export function impressionContract(engine: EngineUnderTest): void {
  test('an impression is kept as it was, latest first, also after a restart', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    const [first, second] = [anImpression(1), anImpression(2, { model: undefined, item: 'Ünï' })]
    assert.deepEqual(await show(stage, someone, first, second), { accepted: 2, duplicates: 0 })
    await stage.reopen()
    const kept = [second, first].map((one) => ({ ...one, outcomes: [] }))
    assert.deepEqual(await listOf(stage, someone), kept)
  })

  test('an impression counts once, whatever it says the second time', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    await show(stage, someone, anImpression(1))
    const again = await show(stage, someone, anImpression(1, { item: 'other' }), anImpression(2))
    assert.deepEqual(again, { accepted: 1, duplicates: 1 })
    const items = (await listOf(stage, someone)).map(({ item }) => item)
    assert.deepEqual(items, ['item-1', 'item-1'])
  })

  test('an impression whose row is gone counts no second time, until its mark is swept', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    await show(stage, someone, anImpression(1))
    await stage.store.transact(someone.rights('correction'), (writer) =>
      writer.removeItems(['item-1']),
    )
    const again = await show(stage, someone, anImpression(1))
    assert.deepEqual(again, { accepted: 0, duplicates: 1 })
    assert.deepEqual(await listOf(stage, someone), [])
    const sweep = (before: number) =>
      stage.store.transact('system', (writer) => writer.sweepUsed(toInstant(before)))
    await sweep(USED_UNTIL)
    assert.equal((await show(stage, someone, anImpression(1))).accepted, 0)
    await sweep(USED_UNTIL + 1)
    assert.equal((await show(stage, someone, anImpression(1))).accepted, 1)
  })

  test('outcomes are added to what is kept, the same one once, the latest at most', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    const { id } = anImpression(1)
    assert.equal(await comes(stage, someone, 1, outcomeAt(1)), 'no_impression')
    await show(stage, someone, anImpression(1))
    assert.equal(await comes(stage, someone, 1, outcomeAt(1)), 'kept')
    assert.equal(await comes(stage, someone, 1, outcomeAt(1)), 'duplicate')
    for (let n = 2; n <= OUTCOMES_MAX + 1; n += 1) await comes(stage, someone, 1, outcomeAt(n))
    const [kept] = await listOf(stage, someone)
    assert.equal(kept?.id, id)
    const latest = Array.from({ length: OUTCOMES_MAX }, (_, n) => outcomeAt(n + 2))
    assert.deepEqual(kept?.outcomes, latest)
  })

  test('of each person the latest are kept, and no more than so many', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    const many = Array.from({ length: IMPRESSIONS_MAX + 5 }, (_, n) => anImpression(n))
    for (let n = 0; n < many.length; n += 201) {
      await show(stage, someone, ...many.slice(n, n + 201))
    }
    const kept = (await listOf(stage, someone)).map(({ id }) => id)
    const latest = many.slice(5).map(({ id }) => id)
    assert.deepEqual(kept, latest.toReversed())
  })

  test('what was shown is listed in parts, each once, also where some goes meanwhile', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    await show(stage, someone, ...[1, 2, 3, 4, 5].map((n) => anImpression(n, { item: `${n}` })))
    const page = (before?: number) =>
      stage.store.read(someone.rights('access'), (reader) =>
        reader.pageImpressions({ before, count: 2 }),
      )
    const first = await page()
    await stage.store.transact(someone.rights('correction'), (writer) =>
      writer.removeItems(['4', '3']),
    )
    const second = await page(first.next)
    const items = [...first.entries, ...second.entries].map(({ item }) => item)
    assert.deepEqual([items, second.next], [['5', '4', '2', '1'], undefined])
  })

  test('an impression needs a permit for each of its purposes, and consent as it stood', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    const permit = await someone.permit('site_personalization')
    const append = (impression: CollectedImpression) =>
      stage.store.transact([permit], (writer) => writer.appendImpressions([impression], USED_UNTIL))
    await assert.rejects(append(anImpression(1)), /purposes that the permits are for/)
    await assert.rejects(append(anImpression(1, { purposes: [] })), /purposes that/)
    await someone.consent('give', 'email_marketing')
    await assert.rejects(append(anImpression(1, { purposes: SITE })), { code: 'consent_changed' })
    const report = stage.store.transact([permit], (writer) =>
      writer.appendOutcome(anImpression(1).id, outcomeAt(1)),
    )
    await assert.rejects(report, { code: 'consent_changed' })
    assert.deepEqual(await listOf(stage, someone), [])
  })

  test('an outcome under a permit for none of its purposes finds no impression', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    await show(stage, someone, anImpression(1, { purposes: SITE }))
    const permit = await someone.permit('measurement')
    const fate = await stage.store.transact([permit], (writer) =>
      writer.appendOutcome(anImpression(1).id, outcomeAt(1)),
    )
    assert.equal(fate, 'no_impression')
  })

  test('what was kept for a purpose alone goes when it ends, and the rest stays', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    await show(stage, someone, anImpression(1, { purposes: SITE }), anImpression(2))
    const removal = await someone.consent('withdraw', 'site_personalization')
    assert.equal(removal?.rows, 1)
    const kept = await listOf(stage, someone)
    assert.deepEqual(
      kept.map(({ id, purposes }) => [id, purposes]),
      [[anImpression(2).id, ['measurement']]],
    )
    await someone.consent('withdraw', 'measurement')
    assert.deepEqual(await listOf(stage, someone), [])
  })

  test('removing items takes all that was done with them and shown of them', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    await someone.append(anInteraction({ item: 'a' }), anInteraction({ item: 'b' }))
    await show(stage, someone, anImpression(1, { item: 'a' }), anImpression(2, { item: 'c' }))
    const { rows, stateChanged } = await stage.store.transact(
      someone.rights('correction'),
      (writer) => writer.removeItems(['a', 'c', 'nothing']),
    )
    assert.deepEqual([rows, stateChanged], [3, false])
    assert.deepEqual(
      (await someone.kept()).map(({ item }) => item),
      ['b'],
    )
    assert.deepEqual(await listOf(stage, someone), [])
    const profile = await someone.profile('site_personalization')
    assert.deepEqual(
      profile.map(({ item }) => item),
      ['b'],
    )
  })

  test('showings are read under their own purpose, latest first, and as they stand', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    const ad = { campaign: 'c', creative: 'cr', advertiser: 'a', payer: 'p', items: ['x', 'y'] }
    await show(stage, someone, anImpression(1, { purposes: SITE }), anImpression(2, { ad }))
    const read = async (purpose: Purpose) =>
      (
        await stage.store.read(await someone.permit(purpose), (reader) => reader.readShowings())
      ).map(({ items, campaign }) => [campaign, ...items])
    const site = [
      ['c', 'x', 'y'],
      [undefined, 'item-1'],
    ]
    assert.deepEqual(await read('site_personalization'), site)
    assert.deepEqual(await read('site_personalization'), site)
    assert.deepEqual(await read('measurement'), [['c', 'x', 'y']])
    await show(stage, someone, anImpression(3, { purposes: SITE }))
    assert.equal((await read('site_personalization')).length, 3)
    await stage.store.transact(someone.rights('correction'), (writer) => writer.removeItems(['y']))
    assert.equal((await read('site_personalization')).length, 2)
  })

  test('what a person no longer did is no longer named as a reason', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    await someone.append(
      anInteraction({ id: 'x', item: 'seen' }),
      anInteraction({ id: 'y', item: 'seen' }),
    )
    await show(stage, someone, anImpression(1))
    const named = async () => (await listOf(stage, someone))[0]?.contributions.map(({ id }) => id)
    await someone.remove('x')
    assert.deepEqual(await named(), ['seen', 'books', null])
    await someone.remove('y')
    assert.deepEqual(await named(), [null, 'books', null])
  })

  test('an act that was given up took no impression and showed none', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    await show(stage, someone, anImpression(1))
    const permits = await permitsOf(someone)
    const append = stage.store.transact(permits, async (writer) => {
      await writer.appendImpressions([anImpression(2)], USED_UNTIL)
      await writer.appendOutcome(anImpression(1).id, outcomeAt(1))
      throw new Error('given up')
    })
    await assert.rejects(append, /given up/)
    const remove = stage.store.transact(someone.rights('erasure'), async (writer) => {
      await writer.removeItems(['item-1'])
      throw new Error('given up')
    })
    await assert.rejects(remove, /given up/)
    assert.deepEqual(await listOf(stage, someone), [{ ...anImpression(1), outcomes: [] }])
  })

  test('erasing takes what was shown, and counts it', async (t) => {
    const { stage, someone } = await aPerson(t, engine)
    await show(stage, someone, anImpression(1), anImpression(2))
    // One subject, one act of consent, two impressions.
    const leaf = aRightsLeaf('erase', someone.subject, stage.now())
    const { rows } = await stage.store.transact(someone.rights('erasure'), (writer) =>
      writer.erase(() => leaf),
    )
    assert.equal(rows, 4)
    await assert.rejects(listOf(stage, someone), { code: 'not_found' })
  })
}

async function aPerson(
  t: Parameters<typeof openStage>[0],
  engine: EngineUnderTest,
): Promise<{ readonly stage: Stage; readonly someone: Person }> {
  const stage = await openStage(t, engine)
  const purposes: readonly Purpose[] = [...BOTH_COUNTS, 'model_training']
  return { stage, someone: await stage.person(undefined, purposes) }
}

function anImpression(n: number, change: Partial<CollectedImpression> = {}): CollectedImpression {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, n)
  return {
    id: formatId('imp', bytes),
    item: 'item-1',
    slot: 'home',
    decidedAt: toInstant(1_700_000_000_000),
    at: toInstant(1_700_000_001_000),
    rung: 'personal',
    model: 'm-1',
    contributions: [
      { kind: 'item', id: 'seen', percent: 60, support: 50 },
      { kind: 'category', id: 'books', percent: 30, support: null },
      { kind: 'rest', id: null, percent: 10, support: null },
    ],
    purposes: BOTH_COUNTS,
    basis: BASIS,
    ...change,
  }
}

function outcomeAt(n: number): ImpressionOutcome {
  return { verb: 'click', at: toInstant(1_700_000_002_000 + n) }
}

function permitsOf(someone: Person) {
  return Promise.all(BOTH_COUNTS.map((purpose) => someone.permit(purpose)))
}

async function show({ store }: Stage, someone: Person, ...impressions: CollectedImpression[]) {
  const permits = await permitsOf(someone)
  return store.transact(permits, (writer) => writer.appendImpressions(impressions, USED_UNTIL))
}

async function comes({ store }: Stage, someone: Person, n: number, outcome: ImpressionOutcome) {
  const permits = await permitsOf(someone)
  return store.transact(permits, (writer) => writer.appendOutcome(anImpression(n).id, outcome))
}

function listOf({ store }: Stage, someone: Person): Promise<readonly KeptImpression[]> {
  return store.read(someone.rights('access'), (reader) => reader.listImpressions())
}
