/** Business days: the earliest end that a law may mean, with what might put it off told beside. */
import { strict as assert } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatDate, formatInstant, type Instant, parseDate, toInstant } from '../values/index.ts'
import { addBusinessDays, countBusinessDays } from './business-days.ts'
import { type BusinessCalendar, type CalendarDay, daysBetween, easterSunday } from './calendar.ts'
import { parseCalendar } from './parse-calendar.ts'

const CALENDARS = join(import.meta.dirname, '../../../../calendars')

function read(country: string): BusinessCalendar {
  const text = readFileSync(join(CALENDARS, `${country}.json`), 'utf8')
  const calendar = parseCalendar(JSON.parse(text))
  assert.ok(calendar.ok, JSON.stringify(calendar))
  return calendar.value
}

function at(text: string): Instant {
  return toInstant(Date.parse(text))
}

function holidaysOf(country: string, year: number): readonly string[] {
  const [first = 0, last = 0] = [`${year}-01-01`, `${year}-12-31`].map((day) => parseDate(day) ?? 0)
  return [...daysBetween(read(country).holidays, first, last).keys()].toSorted().map(formatDate)
}

const BARE: BusinessCalendar = {
  country: 'ZZ',
  version: '2026-01-01',
  title: 'None',
  weekend: ['sat', 'sun'],
  holidays: [],
  workdays: [],
}

function aDay(date: string, advisory: boolean): CalendarDay {
  const on = { kind: 'dates', from: date, to: date } as const
  const grade = advisory ? 'unverified' : 'statute'
  return { name: date, on, moves: undefined, citation: 'Act', source: undefined, grade, advisory }
}

test('a day of the week is that of the law’s own place, not that of Greenwich', () => {
  // Saturday morning in Auckland is Friday in Greenwich, whose next business day is Monday there.
  const saturday = at('2026-11-28T10:00:00+13:00')
  const inAuckland = addBusinessDays(saturday, 1, 'Pacific/Auckland')
  assert.equal(formatInstant(inAuckland), '2026-11-29T21:00:00.000Z')
  assert.equal(formatInstant(addBusinessDays(saturday, 1, 'UTC')), '2026-11-30T21:00:00.000Z')
})

test('a clock that is put forward meanwhile leaves the hour on the wall', () => {
  const friday = at('2026-03-06T09:00:00-08:00')
  const end = addBusinessDays(friday, 1, 'America/Los_Angeles')
  assert.equal(formatInstant(end), '2026-03-09T16:00:00.000Z')
})

test('a holiday that nobody verified is told, and puts nothing off; a verified one is left out', () => {
  const monday = at('2026-11-23T12:00:00Z')
  const count = (...holidays: CalendarDay[]) =>
    countBusinessDays(monday, { days: 3, zone: 'UTC', calendar: { ...BARE, holidays } })
  const advised = count(aDay('2026-11-25', true))
  assert.equal(formatInstant(advised.at), '2026-11-26T12:00:00.000Z')
  assert.equal(advised.withHolidays, at('2026-11-27T12:00:00Z'))
  assert.deepEqual(
    advised.holidays.map(({ date }) => date),
    ['2026-11-25'],
  )
  const verified = count(aDay('2026-11-25', false))
  assert.equal(formatInstant(verified.at), '2026-11-27T12:00:00.000Z')
  assert.deepEqual([verified.withHolidays, verified.holidays], [null, []])
})

test('a weekend day that is worked counts at once, whoever says so', () => {
  const friday = at('2026-11-27T12:00:00Z')
  const calendar = { ...BARE, workdays: [aDay('2026-11-28', true)] }
  const { at: end } = countBusinessDays(friday, { days: 1, zone: 'UTC', calendar })
  assert.equal(formatInstant(end), '2026-11-28T12:00:00.000Z')
})

const someDay = fc.integer({ min: 20_000, max: 22_000 }).map(formatDate)
const someDays = fc.array(
  fc.tuple(someDay, fc.boolean()).map(([date, advisory]) => aDay(date, advisory)),
  { maxLength: 60 },
)
const someInstant = fc.integer({ min: 20_000 * 864e5, max: 21_900 * 864e5 }).map(toInstant)
const someZone = fc.constantFrom('UTC', 'America/Los_Angeles', 'Pacific/Auckland', 'Asia/Shanghai')

test('what is not verified never puts a deadline off, and a holiday never brings it forward', () => {
  fc.assert(
    fc.property(
      someInstant,
      fc.integer({ min: 1, max: 40 }),
      someDays,
      someZone,
      (from, days, holidays, zone) => {
        const count = (kept: readonly CalendarDay[]) =>
          countBusinessDays(from, { days, zone, calendar: { ...BARE, holidays: kept } })
        const plain = addBusinessDays(from, days, zone)
        const verified = holidays.filter(({ advisory }) => !advisory)
        // Of two that speak of one day the first counts: verified ones come first here.
        const all = count([...verified, ...holidays])
        assert.equal(all.at, count(verified).at)
        assert.ok(all.at >= plain)
        assert.ok(all.withHolidays === null || all.withHolidays > all.at)
        assert.equal(all.holidays.length > 0, all.withHolidays !== null)
      },
    ),
  )
})

test('a workday more, or a shorter weekend, never puts a deadline off', () => {
  fc.assert(
    fc.property(someInstant, fc.integer({ min: 1, max: 40 }), someDays, (from, days, workdays) => {
      const plain = countBusinessDays(from, { days, zone: 'UTC', calendar: BARE }).at
      const weekend = ['sun'] as const
      for (const calendar of [
        { ...BARE, workdays },
        { ...BARE, weekend },
      ]) {
        assert.ok(countBusinessDays(from, { days, zone: 'UTC', calendar }).at <= plain)
      }
    }),
  )
})

test('Easter falls where the tables have it', () => {
  const known = ['2019-04-21', '2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25']
  for (const date of known) assert.equal(formatDate(easterSunday(Number(date.slice(0, 4)))), date)
})

test('the rules of the calendars give the days of 2026 as they were announced', () => {
  assert.deepEqual(holidaysOf('us', 2026), [
    ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-07-03'],
    ...['2026-09-07', '2026-10-12', '2026-11-11', '2026-11-26', '2026-12-25'],
  ])
  assert.deepEqual(holidaysOf('co', 2026), [
    ...['2026-01-01', '2026-01-12', '2026-03-23', '2026-04-02', '2026-04-03', '2026-05-01'],
    ...['2026-05-18', '2026-06-08', '2026-06-15', '2026-06-29', '2026-07-20', '2026-08-07'],
    ...['2026-08-17', '2026-10-12', '2026-11-02', '2026-11-16', '2026-12-08', '2026-12-25'],
  ])
  assert.ok(holidaysOf('ar', 2026).includes('2026-06-15'), 'the 17th of June was a Wednesday')
  assert.ok(holidaysOf('ca', 2026).includes('2026-05-18'), 'Victoria Day')
})

test('every calendar that ships is read, has sources or says that nobody verified it, and puts nothing off', () => {
  const countries = readdirSync(CALENDARS).filter((name) => name.endsWith('.json'))
  assert.ok(countries.length >= 10)
  for (const name of countries) {
    const { country, holidays, workdays } = read(name.slice(0, -5))
    assert.equal(country.toLowerCase(), name.slice(0, 2))
    for (const { grade, source, advisory } of [...holidays, ...workdays]) {
      assert.ok(advisory, 'nobody verified what a law means by a business day')
      assert.equal(source === undefined, grade === 'unverified', name)
    }
  }
})

const BAD: readonly (readonly [what: string, change: object, code: string])[] = [
  ['of no country', { country: 'QQ' }, 'field_invalid'],
  ['of a part of one', { country: 'US-CA' }, 'field_invalid'],
  ['with a weekend of four days', { weekend: ['fri', 'sat', 'sun', 'mon'] }, 'field_invalid'],
  ['with a field that is unknown', { moon: true }, 'field_unknown'],
  [
    'with a day that there is not',
    { holidays: [{ name: 'a', on: '02-30', citation: 'b' }] },
    'field_invalid',
  ],
  ['with a day without a citation', { holidays: [{ name: 'a', on: '02-28' }] }, 'citation_missing'],
  [
    'with dates the wrong way round',
    { holidays: [{ name: 'a', on: { from: '2026-02-02', to: '2026-02-01' }, citation: 'b' }] },
    'field_invalid',
  ],
  [
    'with an unverified day that would put deadlines off',
    { holidays: [{ name: 'a', on: '12-25', citation: 'b', advisory: false }] },
    'grade_unsound',
  ],
]
for (const [what, change, code] of BAD) {
  test(`a calendar ${what} is refused`, () => {
    const read = parseCalendar({ country: 'NZ', version: '2026-01-01', title: 'NZ', ...change })
    assert.ok(!read.ok && read.issues.some((issue) => issue.code === code), JSON.stringify(read))
  })
}

test('whatever comes in, a calendar is read or refused, and never thrown at', () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 3 }), (json) => {
      parseCalendar(json)
      parseCalendar({ ...BARE, holidays: [json], workdays: json })
    }),
  )
})
