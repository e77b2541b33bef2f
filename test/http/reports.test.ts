/** Reports and experiments over HTTP: made, read again, listed, refused. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf, type Measure, openWeek } from '@equipoise/core/measure'
import type { App } from '@equipoise/server/app'
import { CAMPAIGN, MEASURED, openAdShop, see } from '../builders/ad-shop.ts'
import { aKey, serverOfFile } from '../builders/server.ts'
import { aSubject, meet } from '../builders/subject.ts'

const TODAY = { from: '2026-11-24', until: '2026-11-24' }
const YESTERDAY = { from: '2026-11-23', until: '2026-11-23' }
const PEOPLE = 30
const server = serverOfFile({}, async ({ app }) => {
  await openAdShop(app, { holdoutRatio: 0.2 })
  for (let n = 0; n < PEOPLE; n += 1) {
    await aSubject(`p-${n}`)
      .giving(...MEASURED)
      .join(app)
    await meet(app, `p-${n}`, [{ item: 'hat' }])
  }
  await countYesterday(app)
})

/** As many days of many people would leave it. */
async function countYesterday(app: App): Promise<void> {
  const subject = await aSubject('many').giving('measurement').join(app)
  const decision = (await app.gate.open(subject)).decide('measurement')
  assert.ok(decision.outcome === 'permitted')
  const day = dayOf(app.now()) - 1
  const counts: readonly (readonly [Measure, string, number])[] = [
    ['impressions', 'shoes|shoe|side', 4_000],
    ['clicks', 'shoes|shoe|side', 900],
    ['spent', 'shoes|shoe|side', 400_000],
    ['levels', 'side|broad', 1_000],
    ['levels', 'side|topical', 3_000],
  ]
  await app.store.transact([decision.permit], (writer) =>
    writer.putMeasured(
      openWeek(undefined, app.now()),
      counts.map(([measure, key, count]) => ({ measure, key, count, day })),
    ),
  )
}

const make = (body: object) => server().send('POST /v1/reports', { body })

test('a report is made, charged, read again and listed', async () => {
  const { status, json } = await make({ family: 'campaigns', ...YESTERDAY, by: ['campaign'] })
  assert.equal(status, 200)
  assert.deepEqual(
    [json.family, json.from, json.epsilon, json.rowMin],
    ['campaigns', YESTERDAY.from, 2, 75],
  )
  const [row] = json.rows
  assert.equal(Object.keys(row).length, 11)
  assert.deepEqual([row.campaign, row.creative, row.currency], ['shoes', null, 'EUR'])
  const offBy = [row.impressions - 4_000, row.clicks - 900, row.conversions, row.spentMinor - 1_600]
  // Twenty times the scale of each: once in hundreds of millions of runs.
  for (const [at, most] of [500, 150, 150, 200].entries()) {
    assert.ok(Math.abs(offBy[at] ?? Number.NaN) < most, `${at}: ${offBy[at]}`)
  }
  assert.deepEqual((await make({ family: 'campaigns', ...YESTERDAY })).json, json)
  assert.deepEqual((await server().send(`GET /v1/reports/${json.id}`)).json, json)
  const { json: listed } = await server().send('GET /v1/reports?limit=1')
  assert.deepEqual(listed, { reports: [json], nextCursor: null })
  const { json: epsilon } = await server().send('GET /v1/reports/epsilon')
  const [week] = epsilon.weeks
  assert.deepEqual([week.week, week.spent, week.left], ['2026-11-23', 2, 4])
})

test('each family answers in its own form', async () => {
  const levels = await make({ family: 'levels', ...YESTERDAY, epsilon: 0.5 })
  // A row of noise alone may be among them.
  const broad = levels.json.rows.find(({ level }: { level: string }) => level === 'broad')
  assert.deepEqual([broad.slot, broad.day], [null, null])
  assert.ok(Math.abs(broad.ratio - 0.25) < 0.1)
  const { json } = await make({ family: 'experiments', ...YESTERDAY, epsilon: 0.5 })
  const [row] = json.rows
  assert.deepEqual([row.experiment, row.kind], ['shoes', 'holdout'])
  assert.deepEqual(
    row.arms.map(({ arm, share }: { arm: string; share: number }) => [arm, share]),
    [
      ['shown', 0.8],
      ['held_out', 0.2],
    ],
  )
})

test('what may not be told is refused with a code', async () => {
  const refusals = [
    [{ family: 'campaigns', ...TODAY }, 409, 'days_open'],
    [{ family: 'campaigns', ...YESTERDAY, until: '2026-11-22' }, 400, 'question_invalid'],
    [{ family: 'people', ...YESTERDAY }, 400, 'invalid_request'],
    [{ family: 'campaigns', ...YESTERDAY, epsilon: 5 }, 409, 'epsilon_spent'],
  ] as const
  for (const [body, status, code] of refusals) {
    const answer = await make(body)
    assert.deepEqual([answer.status, answer.json.code], [status, code], answer.text)
  }
  assert.equal((await server().send('GET /v1/reports/999')).status, 404)
})

test('a viewer reads reports, and makes none', async () => {
  const key = await aKey(server().app, { kind: 'operator', role: 'viewer' })
  assert.equal((await server().send('GET /v1/reports', { key })).status, 200)
  const body = { family: 'levels', ...YESTERDAY }
  assert.equal((await server().send('POST /v1/reports', { body, key })).status, 403)
})

test('experiments are set up, exported and taken in like everything of ads', async () => {
  const { startsAt, endsAt } = CAMPAIGN
  const arms = [{ name: 'as_is' }, { name: 'varied', rerank: { diversify: { lambda: 0.2 } } }]
  const form = { slot: 'home', startsAt, endsAt, arms }
  const put = await server().send('PUT /v1/experiments/variety', { body: form })
  assert.deepEqual(put.json, { id: 'variety', ...form })
  const { json } = await server().send('GET /v1/ads/export')
  assert.ok(json.ads.some((one: { kind: string }) => one.kind === 'experiments'))
  const taken = await server().send('POST /v1/ads/import', { body: json })
  assert.deepEqual(taken.json, { taken: json.ads.length })
  assert.equal((await server().send('DELETE /v1/experiments/variety')).status, 204)
})

test('an ad tells its level when it is shown', async () => {
  const { app } = server()
  const shown = []
  for (let n = 0; n < PEOPLE; n += 1) {
    try {
      shown.push(await see(app, `p-${n}`))
    } catch {
      // Held out.
    }
  }
  assert.ok(shown.length > PEOPLE / 4)
  const range = { fromDay: 0, untilDay: 100_000 }
  const counts = await app.store.read('system', (reader) => reader.listMeasured(['levels'], range))
  const general = counts.find(({ key }) => key === 'side|general')
  assert.equal(general?.count, shown.length)
})
