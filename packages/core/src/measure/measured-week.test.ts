import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY_MS, toInstant } from '../values/index.ts'
import {
  type Counted,
  countClick,
  countConversion,
  countConverted,
  countPerson,
  countShowing,
  dayOf,
  firstDayOf,
  type Measure,
  type MeasuredWeek,
  openWeek,
  sensitivityOf,
  weekOf,
} from './index.ts'

const MONDAY = toInstant(Date.parse('2026-11-23T00:00:00Z'))
const names = fc.constantFrom('a', 'b', 'c')
const touches = fc.record({ campaign: names, creative: names, slot: names })

type Act = (week: MeasuredWeek) => Counted
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc
    .record({
      ad: fc.option(touches, { nil: undefined }),
      spent: fc.integer({ min: -5, max: 500 }),
    })
    .map(
      ({ ad, spent }): Act =>
        (week) =>
          countShowing(week, { slot: 'side', level: 'broad', ad: ad && { ...ad, spent } }),
    ),
  touches.map(
    (touch): Act =>
      (week) =>
        countClick(week, touch),
  ),
  touches.map(
    (touch): Act =>
      (week) =>
        countConversion(week, touch),
  ),
  names.map(
    (one): Act =>
      (week) =>
        countPerson(week, one, 'shown'),
  ),
  names.map(
    (one): Act =>
      (week) =>
        countConverted(week, one, 'shown'),
  ),
)

test('whatever somebody does, they add no more to a measure in a week than its sensitivity', () => {
  const timed = fc.array(fc.tuple(acts, fc.integer({ min: 0, max: 7 * DAY_MS - 1 })), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(timed, (all) => {
      let week: MeasuredWeek | undefined
      const sums = new Map<Measure, number>()
      for (const [act, ms] of all.toSorted(([, a], [, b]) => a - b)) {
        const done = act(openWeek(week, toInstant(MONDAY + ms)))
        week = done.week
        for (const { measure, count } of done.counts) {
          assert.ok(Number.isInteger(count) && count > 0)
          sums.set(measure, (sums.get(measure) ?? 0) + count)
        }
      }
      for (const [measure, sum] of sums) assert.ok(sum <= sensitivityOf(measure), measure)
    }),
  )
})

test('a week begins on Monday, and its units with it', () => {
  assert.equal(weekOf(dayOf(MONDAY)), weekOf(dayOf(toInstant(MONDAY + 7 * DAY_MS - 1))))
  assert.equal(weekOf(dayOf(toInstant(MONDAY - 1))), weekOf(dayOf(MONDAY)) - 1)
  assert.equal(firstDayOf(weekOf(dayOf(MONDAY))), dayOf(MONDAY))
  const click = { campaign: 'a', creative: 'a', slot: 'a' }
  const clicked = countClick(openWeek(undefined, MONDAY), click)
  assert.deepEqual(openWeek(clicked.week, toInstant(MONDAY + 7 * DAY_MS)).used, {})
})

test('two showings a day are counted, so that the days of a week are alike', () => {
  const showing = {
    slot: 'side',
    level: undefined,
    ad: { campaign: 'a', creative: 'a', spent: 100 },
  }
  let week: MeasuredWeek | undefined
  const counted = Array.from({ length: 7 }, (_, day) => {
    let shown = 0
    for (let n = 0; n < 5; n += 1) {
      const done = countShowing(openWeek(week, toInstant(MONDAY + day * DAY_MS)), showing)
      week = done.week
      shown += done.counts.filter(({ measure }) => measure === 'impressions').length
    }
    return shown
  })
  assert.deepEqual(counted, [2, 2, 2, 2, 2, 0, 0])
})

test('only who is counted in an experiment can convert in it, and once', () => {
  const before = openWeek(undefined, MONDAY)
  assert.deepEqual(countConverted(before, 'x', 'a').counts, [])
  const counted = countPerson(before, 'x', 'a')
  const converted = countConverted(counted.week, 'x', 'a')
  assert.equal(converted.counts.length, 1)
  assert.deepEqual(countConverted(converted.week, 'x', 'a').counts, [])
  assert.deepEqual(countPerson(converted.week, 'x', 'a').counts, [])
})
