import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addPeriod,
  DAY_MS,
  formatInstant,
  type Instant,
  isInstant,
  isPeriod,
  parseDate,
  parseInstant,
  startOfDate,
  toInstant,
} from './instant.ts'

const LATEST = Date.parse('9999-12-31T23:59:59.999Z')
const instants = fc.integer({ min: 0, max: LATEST }).map(toInstant)
const ordinary = fc.integer({ min: 0, max: Date.parse('2200-01-01') }).map(toInstant)

test('an instant is written as Date writes it, and reads back', () => {
  fc.assert(
    fc.property(instants, (at) => {
      assert.equal(formatInstant(at), new Date(at).toISOString())
      assert.equal(parseInstant(formatInstant(at)), at)
    }),
  )
})

test('the first and the last instant are 1970 and 9999, and nothing is outside', () => {
  assert.equal(formatInstant(toInstant(LATEST)), '9999-12-31T23:59:59.999Z')
  for (const ms of [-1, LATEST + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(isInstant(ms), false)
    assert.throws(() => toInstant(ms), RangeError)
  }
  for (const value of ['0', null, undefined, 0n]) assert.equal(isInstant(value), false)
})

test('an offset from UTC is taken off, as Date does', () => {
  const zone = fc
    .tuple(
      fc.constantFrom('+', '-'),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ max: 59, min: 0 }),
    )
    .map(([sign, h, m]) => `${sign}${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
  const later = ordinary.filter((at) => at > 2 * DAY_MS)
  fc.assert(
    fc.property(later, zone, (at, offset) => {
      const text = formatInstant(at).replace('Z', offset)
      assert.equal(parseInstant(text), Date.parse(text))
    }),
  )
})

test('a time that does not exist or is not written in full is refused', () => {
  for (const text of [
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+0100',
    '2026-01-01 00:00:00Z',
    '2026-01-01',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+00:01',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\n',
    '',
  ]) {
    assert.equal(parseInstant(text), undefined, text)
  }
})

test('finer than a millisecond is cut off, never rounded into the next', () => {
  assert.equal(
    parseInstant('2026-01-01T00:00:00.999999999Z'),
    Date.parse('2026-01-01T00:00:00.999Z'),
  )
  assert.equal(parseInstant('2026-01-01T00:00:00.5Z'), Date.parse('2026-01-01T00:00:00.500Z'))
})

test('a day is read as Date reads it, where there is such a day', () => {
  fc.assert(
    fc.property(instants, (at) => {
      const day = formatInstant(at).slice(0, 10)
      assert.equal(parseDate(day), Math.floor(at / DAY_MS))
      assert.equal(startOfDate(day), Date.parse(day))
    }),
  )
  for (const day of ['2025-02-29', '2026-1-1', '2026-06-31', '0000-00-00', '2026-01-01T']) {
    assert.equal(parseDate(day), undefined, day)
  }
  assert.equal(startOfDate('1969-12-31'), undefined)
})

test('years, months and days are added on the calendar, the last day of a short month included', () => {
  const part = fc.integer({ min: 0, max: 60 })
  fc.assert(
    fc.property(ordinary, part, part, part, (at, years, months, days) => {
      assert.equal(
        addPeriod(at, `P${years}Y${months}M${days}D`),
        addWithDate(at, years, months, days),
      )
    }),
    { numRuns: 1_000 },
  )
})

test('half a year after the end of August is the end of February', () => {
  const add = (day: string, period: string) =>
    formatInstant(addPeriod(dayAt(day), period)).slice(0, 10)
  assert.equal(add('2026-08-31', 'P6M'), '2027-02-28')
  assert.equal(add('2027-08-31', 'P6M'), '2028-02-29')
  assert.equal(add('2028-02-29', 'P1Y'), '2029-02-28')
})

test('a period past the last instant ends there', () => {
  assert.equal(addPeriod(dayAt('9999-06-01'), 'P1Y'), LATEST)
  assert.equal(addPeriod(dayAt('2026-06-01'), 'P9999Y'), LATEST)
})

test('a longer period never ends earlier', () => {
  const months = fc.integer({ min: 0, max: 500 })
  fc.assert(
    fc.property(ordinary, months, months, (at, a, b) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)]
      assert.ok(addPeriod(at, `P${less}M`) <= addPeriod(at, `P${more}M`))
    }),
  )
})

test('what is no period is refused', () => {
  for (const text of [
    'P',
    '',
    '6M',
    'P6',
    'PT6H',
    'P-6M',
    'P1M1Y',
    'P1.5M',
    'p6m',
    'P6M ',
    'P1W',
  ]) {
    assert.equal(isPeriod(text), false, text)
    assert.throws(() => addPeriod(toInstant(0), text), RangeError, text)
  }
  for (const text of ['P6M', 'P1Y', 'P30D', 'P1Y6M', 'P1Y2M3D']) assert.ok(isPeriod(text), text)
})

function dayAt(day: string): Instant {
  return toInstant(Date.parse(day))
}

/**
 * The same arithmetic with the clock's own library: first the month, cut to its length, then days.
 */
function addWithDate(at: Instant, years: number, months: number, days: number): number {
  const start = new Date(at)
  const month = start.getUTCFullYear() * 12 + start.getUTCMonth() + years * 12 + months
  const lastDay = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()
  const day = Math.min(start.getUTCDate(), lastDay)
  return Date.UTC(Math.floor(month / 12), month % 12, day) + days * DAY_MS + (at % DAY_MS)
}
