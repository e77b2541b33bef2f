/**
 * Attacks on reports, each with its guard off, where it works, and with it on, where it fails. The
 * attacker is an operator who knows everything about everybody but one person, and wants to know
 * whether that one is in the counts.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { runningAudiences } from '@equipoise/core/channels'
import {
  countConversion,
  countShowing,
  keyOf,
  type MeasuredCount,
  openWeek,
  type ReleaseGuards,
  ROW_MIN_NOISY,
  releaseRows,
  WEEK_UNITS,
} from '@equipoise/core/measure'
import { DAY_MS, toInstant } from '@equipoise/core/values'
import { makeReport } from '@equipoise/server/modules/measure'
import { MEASURED, openAdShop, see } from '../builders/ad-shop.ts'
import { anApp, NOON } from '../builders/app.ts'
import { aSubject } from '../builders/subject.ts'
import { seeded } from '../builders/town.ts'

const AD = { campaign: 'shoes', creative: 'shoe', slot: 'side' }
const KEY = keyOf('shoes')
const TRIALS = 4_000

/** The same for a seed, so that no test here fails by chance. */
function guardsOf(seed: number, epsilon: number): ReleaseGuards {
  const draw = seeded(seed)
  const random = (size: number) => Uint8Array.from({ length: size }, () => draw() * 256)
  const noise = { epsilonHundredths: 100 * epsilon, random }
  return { noise, rowMin: Number.NEGATIVE_INFINITY }
}

const OFF: ReleaseGuards = { noise: undefined, rowMin: 0 }

function conversionsIn(counted: number, guards: ReleaseGuards): number {
  const rows = [{ key: KEY, counts: { conversions: counted } }]
  return releaseRows(rows, ['conversions'], guards)[0]?.counts.conversions ?? 0
}

/**
 * How much better than by chance the best threshold tells two counts apart, 0 to 1: the share of
 * hits less that of false alarms.
 */
function advantage(without: number, within: number, guards: ReleaseGuards): number {
  const draw = (count: number) => Array.from({ length: TRIALS }, () => conversionsIn(count, guards))
  const [outs, ins] = [draw(without), draw(within)]
  const above = (all: readonly number[], threshold: number): number =>
    all.filter((one) => one >= threshold).length / TRIALS
  const thresholds = [...new Set([...outs, ...ins])]
  return Math.max(...thresholds.map((at) => above(ins, at) - above(outs, at)))
}

test('differencing: a report with and one without a person tell whether they bought', () => {
  // Without noise one conversion more is one person who bought, every time.
  assert.equal(advantage(200, 201, OFF), 1)
  // With it, at most what epsilon allows for one of three units: (e^(ε/3) − 1) / (e^(ε/3) + 1).
  const epsilon = 2
  const bound = (units: number): number => {
    const power = Math.exp((epsilon * units) / WEEK_UNITS.conversions)
    return (power - 1) / (power + 1)
  }
  const sampling = 2 / Math.sqrt(TRIALS)
  assert.ok(advantage(200, 201, guardsOf(1, epsilon)) < bound(1) + sampling)
  // Whatever they do in that week: all of their units, and still short of certainty.
  const all = advantage(200, 200 + WEEK_UNITS.conversions, guardsOf(2, epsilon))
  assert.ok(all < bound(WEEK_UNITS.conversions) + sampling, String(all))
})

test('flooding: who does something a thousand times would stand out of any noise', () => {
  // Without a limit a thousand purchases show through the noise that is made for three.
  assert.ok(advantage(200, 1_200, guardsOf(3, 2)) > 0.99)
  let week = openWeek(undefined, NOON)
  const counts: MeasuredCount[] = []
  for (let turn = 0; turn < 1_000; turn += 1) {
    const done = countConversion(week, AD)
    week = done.week
    counts.push(...done.counts)
  }
  const added = counts.reduce((sum, { count }) => sum + count, 0)
  assert.equal(added, WEEK_UNITS.conversions)
  assert.ok(advantage(200, 200 + added, guardsOf(4, 2)) < 0.8)
})

test('aiming: a campaign for one person would tell whether they came', () => {
  const showing = { slot: 'side', level: undefined, ad: { ...AD, spent: 100 } }
  const { counts } = countShowing(openWeek(undefined, NOON), showing)
  const shown = counts.filter(({ measure }) => measure === 'impressions').length
  const rowOf = (impressions: number, guards: ReleaseGuards) =>
    releaseRows([{ key: KEY, counts: { impressions } }], ['impressions'], guards)
  // With neither noise nor threshold the row of one person is there or is not.
  assert.deepEqual(
    [rowOf(0, OFF)[0]?.counts.impressions, rowOf(shown, OFF)[0]?.counts.impressions],
    [0, 1],
  )
  // With both, such a row is shown as often whether they came or not: by the noise alone.
  const { noise } = guardsOf(5, 2)
  const shows = (impressions: number): number =>
    Array.from({ length: TRIALS }, () =>
      rowOf(impressions, { noise, rowMin: ROW_MIN_NOISY }),
    ).filter((rows) => rows.length > 0).length / TRIALS
  assert.ok(Math.abs(shows(shown) - shows(0)) < 0.02)
  // And an audience of so few does not run at all.
  const audience = { id: 'one', conditions: [] }
  const runs = runningAudiences({ sizeOf: () => 1, difference: () => 1 }, [audience], 50)
  assert.equal(runs.size, 0)
})

test('two audiences: campaigns for the same people but one would tell what that one did', () => {
  // Everybody in both was shown both; the one between them was shown the larger one's alone.
  const [smaller, larger] = [300, 301]
  assert.equal(conversionsIn(larger, OFF) - conversionsIn(smaller, OFF), 1)
  const guards = guardsOf(7, 2)
  const differences = Array.from(
    { length: 1_000 },
    () => conversionsIn(larger, guards) - conversionsIn(smaller, guards),
  )
  const right = differences.filter((one) => one === 1).length / differences.length
  assert.ok(right < 0.25, String(right))
  // Nor do both of them run.
  const audiences = [
    { id: 'smaller', conditions: [{ attribute: 'place', anyOf: ['DE'] } as const] },
    { id: 'larger', conditions: [{ attribute: 'looked_at', anyOf: ['shoes'] } as const] },
  ]
  const sizes = { sizeOf: () => 300, difference: () => 1 }
  assert.deepEqual([...runningAudiences(sizes, audiences, 50)], ['smaller'])
})

test('averaging: the mean of many answers would be the exact count', () => {
  const epsilon = 2
  const fresh = guardsOf(6, epsilon)
  const answers = Array.from({ length: TRIALS }, () => conversionsIn(201, fresh))
  const mean = answers.reduce((sum, one) => sum + one, 0) / TRIALS
  // With an answer made anew each time, a few thousand tell 201 from 200.
  assert.ok(Math.abs(mean - 201) < 0.2, String(mean))
})

test('averaging: asked again, and in every other way, the counts are told no more often', async (t) => {
  const opened = await anApp(t)
  const { app } = opened
  await openAdShop(app)
  for (let n = 0; n < 5; n += 1) {
    await aSubject(`p-${n}`)
      .giving(...MEASURED)
      .join(app)
    await see(app, `p-${n}`)
  }
  opened.advance(DAY_MS)
  const day = { from: '2026-11-24', until: '2026-11-24' }
  const first = await makeReport(app, { family: 'campaigns', ...day })
  for (let turn = 0; turn < 50; turn += 1) {
    assert.deepEqual(await makeReport(app, { family: 'campaigns', ...day }), first)
  }
  // The same counts in other words: by what, over which days, at which price.
  opened.advance(20 * DAY_MS)
  const others = [
    ...(['creative', 'slot', 'day'] as const).map((by) => ({ ...day, by: [by] })),
    ...Array.from({ length: 20 }, (_, n) => ({
      ...day,
      until: `2026-12-${String(n + 1).padStart(2, '0')}`,
    })),
    ...Array.from({ length: 20 }, (_, n) => ({ ...day, epsilon: 0.5 + n / 100 })),
  ]
  let answered = 1
  for (const over of others) {
    try {
      await makeReport(app, { family: 'campaigns', ...over })
      answered += 1
    } catch {
      // The epsilon of the week is spent.
    }
  }
  // Six of epsilon, two a report.
  assert.equal(answered, 3)
})

test('watching: two reports of a day that is not over would tell what happened between them', async (t) => {
  const opened = await anApp(t, { environment: { EQUIPOISE_REPORT_NOISE: 'none' } })
  const { app } = opened
  await openAdShop(app)
  const today = { family: 'campaigns', from: '2026-11-24', until: '2026-11-24' } as const
  const refused = /days that are over/
  await assert.rejects(makeReport(app, today), refused)
  await aSubject('ann')
    .giving(...MEASURED)
    .join(app)
  await see(app, 'ann')
  await assert.rejects(makeReport(app, today), refused)
  // What is reported late is counted on the day on which it comes: a day that is over stays so.
  opened.advance(DAY_MS)
  const before = await makeReport(app, { ...today, by: ['day'] })
  await see(app, 'ann')
  const range = { fromDay: 0, untilDay: Math.floor(toInstant(NOON) / DAY_MS) }
  const counts = await app.store.read('system', (reader) =>
    reader.listMeasured(['impressions'], range),
  )
  assert.deepEqual(
    counts.map(({ count }) => count),
    [1],
  )
  assert.deepEqual(before.rows, [])
})

test('noise comes of the operating system: no two directories answer alike', () => {
  const real: ReleaseGuards = {
    noise: { epsilonHundredths: 200, random: (size) => randomBytes(size) },
    rowMin: Number.NEGATIVE_INFINITY,
  }
  const answers = new Set(Array.from({ length: 200 }, () => conversionsIn(200, real)))
  assert.ok(answers.size > 3)
})
