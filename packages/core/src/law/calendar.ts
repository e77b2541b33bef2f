/**
 * Which days are no business days in a country, as data with a source for each. A deadline in
 * business days ends on the earliest day that it may: what is not verified never puts it off, and
 * is told beside it. A day that an office makes up for on a weekend counts as soon as anybody says
 * so.
 */
import { formatDate, parseDate } from '../values/index.ts'
import { type Grade, WEEKDAYS, type Weekday } from './rule-pack.ts'

export interface BusinessCalendar {
  /** ISO 3166-1. */
  readonly country: string
  readonly version: string
  readonly title: string
  /** Days of the week on which nobody works. */
  readonly weekend: readonly Weekday[]
  readonly holidays: readonly CalendarDay[]
  /** Days of a weekend on which people work all the same. */
  readonly workdays: readonly CalendarDay[]
}

export interface CalendarDay {
  readonly name: string
  readonly on: DayRule
  /** Where else it is kept, where it falls on another day of the week. */
  readonly moves: DayMove | undefined
  readonly citation: string
  readonly source: string | undefined
  readonly grade: Grade
  /** Not verified to be no business day in the sense of the law. */
  readonly advisory: boolean
}

/**
 * - `yearly`: `12-25`;
 * - `weekday`: the first such day of the week on or after a day of the year (`after`), or the last
 *   one on or before it: the third Monday of January is the first on or after 01-15;
 * - `easter`: so many days after Easter Sunday (Gregorian), or before;
 * - `dates`: as somebody announced them, from a first to a last, both included.
 */
export type DayRule =
  | { readonly kind: 'yearly'; readonly day: string }
  | {
      readonly kind: 'weekday'
      readonly weekday: Weekday
      readonly after: boolean
      readonly day: string
    }
  | { readonly kind: 'easter'; readonly days: number }
  | { readonly kind: 'dates'; readonly from: string; readonly to: string }

/**
 * - `next_monday`: to the Monday after it;
 * - `nearest_monday`: from Tuesday and Wednesday to the Monday before, from Thursday and Friday to
 *   the one after;
 * - `nearest_weekday`: from Saturday to the Friday before, from Sunday to the Monday after;
 * - `monday_too`: where it falls on a weekend, the Monday after is kept, too.
 */
export const DAY_MOVES = ['next_monday', 'nearest_monday', 'nearest_weekday', 'monday_too'] as const
export type DayMove = (typeof DAY_MOVES)[number]

/** 0 for Monday; a day is days since 1970-01-01, a Thursday. */
export function weekdayIndex(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

export function weekdayName(day: number): Weekday {
  return WEEKDAYS[weekdayIndex(day)] ?? 'mon'
}

/** Those of a list that fall on days from the first to the last, both included. */
export function daysBetween(
  days: readonly CalendarDay[],
  first: number,
  last: number,
): ReadonlyMap<number, CalendarDay> {
  const found = new Map<number, CalendarDay>()
  if (days.length === 0) return found
  for (let year = yearOfDay(first) - 1; year <= yearOfDay(last) + 1; year += 1) {
    for (const one of days) {
      for (const day of occurrences(one, year)) {
        if (day >= first && day <= last && !found.has(day)) found.set(day, one)
      }
    }
  }
  return found
}

function yearOfDay(day: number): number {
  return Number(formatDate(day).slice(0, 4))
}

function occurrences({ on, moves }: CalendarDay, year: number): readonly number[] {
  return datesOf(on, year).flatMap((day) => moved(day, moves))
}

function datesOf(on: DayRule, year: number): readonly number[] {
  switch (on.kind) {
    case 'yearly':
      return existing(dayIn(year, on.day))
    case 'weekday':
      return existing(dayIn(year, on.day)).map((day) => {
        const wanted = WEEKDAYS.indexOf(on.weekday)
        const ahead = (wanted - weekdayIndex(day) + 7) % 7
        return on.after ? day + ahead : day - ((7 - ahead) % 7)
      })
    case 'easter':
      return [easterSunday(year) + on.days]
    case 'dates':
      return daysFrom(on.from, on.to).filter((day) => yearOfDay(day) === year)
  }
}

/** The 29th of February is there in some years. */
function existing(day: number | undefined): readonly number[] {
  return day === undefined ? [] : [day]
}

function dayIn(year: number, monthAndDay: string): number | undefined {
  return parseDate(`${String(year).padStart(4, '0')}-${monthAndDay}`)
}

function daysFrom(from: string, to: string): readonly number[] {
  const [first = 0, last = -1] = [parseDate(from), parseDate(to)]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}

function moved(day: number, moves: DayMove | undefined): readonly number[] {
  const index = weekdayIndex(day)
  const nextMonday = day + ((7 - index) % 7)
  switch (moves) {
    case undefined:
      return [day]
    case 'next_monday':
      return [nextMonday]
    case 'nearest_monday':
      if (index === 1 || index === 2) return [day - index]
      return index === 3 || index === 4 ? [nextMonday] : [day]
    case 'nearest_weekday':
      return index === 5 ? [day - 1] : index === 6 ? [day + 1] : [day]
    case 'monday_too':
      return index >= 5 ? [day, nextMonday] : [day]
  }
}

/**
 * Of the Gregorian calendar (the "anonymous" algorithm, Nature, 20 April 1876; Meeus, Astronomical
 * Algorithms, ch. 8).
 */
export function easterSunday(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const inCentury = year % 100
  const [leaps, leapRest] = [Math.floor(century / 4), century % 4]
  const correction = Math.floor((century + 8) / 25)
  const lunar = Math.floor((century - correction + 1) / 3)
  const epact = (19 * golden + century - leaps - lunar + 15) % 30
  const [shorts, shortRest] = [Math.floor(inCentury / 4), inCentury % 4]
  const toSunday = (32 + 2 * leapRest + 2 * shorts - epact - shortRest) % 7
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  const sum = epact + toSunday - 7 * late + 114
  const [month, day] = [Math.floor(sum / 31), (sum % 31) + 1]
  return dayIn(year, `${pad(month)}-${pad(day)}`) ?? 0
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
