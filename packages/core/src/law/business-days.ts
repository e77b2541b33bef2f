/**
 * Counting business days on the wall calendar of the law's own place. The day of a request is not
 * counted, and the time of the day stays: whoever answers by then answers within the last day.
 */
import { DAY_MS, formatDate, type Instant, toInstant } from '../values/index.ts'
import {
  type BusinessCalendar,
  type CalendarDay,
  daysBetween,
  weekdayIndex,
  weekdayName,
} from './calendar.ts'
import { offsetMinutes } from './zone.ts'

const MINUTE_MS = 60_000
/** In so many days a business day comes, in any calendar that is one. */
const SEARCHED_DAYS_MAX = 400

/** A holiday that may put off a deadline and did not. */
export interface ToldHoliday {
  readonly date: string
  readonly name: string
  readonly citation: string
  readonly source: string | null
}

export interface BusinessDeadline {
  /** The earliest end: only verified holidays are left out. */
  readonly at: Instant
  /** The end if no told holiday is a business day; null where that is the same. */
  readonly withHolidays: Instant | null
  /** Those before that end that are not verified. */
  readonly holidays: readonly ToldHoliday[]
}

/** Monday to Friday, with no holiday left out: no other count ends earlier. */
export function addBusinessDays(at: Instant, days: number, zone: string | undefined): Instant {
  return countBusinessDays(at, { days, zone, calendar: undefined }).at
}

export interface Counting {
  readonly days: number
  readonly zone: string | undefined
  readonly calendar: BusinessCalendar | undefined
}

export function countBusinessDays(
  at: Instant,
  { days, zone = 'UTC', calendar }: Counting,
): BusinessDeadline {
  const local = at + offsetMinutes(zone, at) * MINUTE_MS
  const first = Math.floor(local / DAY_MS)
  const last = first + days * 2 + SEARCHED_DAYS_MAX
  const holidays = daysBetween(calendar?.holidays ?? [], first + 1, last)
  const workdays = daysBetween(calendar?.workdays ?? [], first + 1, last)
  const isWorked = (day: number): boolean => workdays.has(day) || !isWeekend(day, calendar)
  const isVerified = (day: number): boolean => holidays.get(day)?.advisory === false
  const earliest = walk(first, last, days, (day) => isWorked(day) && !isVerified(day))
  const latest = walk(first, last, days, (day) => isWorked(day) && !holidays.has(day))
  const told = [...holidays].filter(([day, { advisory }]) => {
    return advisory && day > first && day <= latest && isWorked(day)
  })
  const toEnd = (day: number): Instant => fromLocal(local + (day - first) * DAY_MS, zone)
  return {
    at: toEnd(earliest),
    withHolidays: latest === earliest ? null : toEnd(latest),
    holidays: told.toSorted(([a], [b]) => a - b).map(([day, one]) => tell(day, one)),
  }
}

function walk(
  first: number,
  last: number,
  days: number,
  isBusinessDay: (day: number) => boolean,
): number {
  let day = first
  for (let left = days; left > 0 && day < last; ) {
    day += 1
    if (isBusinessDay(day)) left -= 1
  }
  return day
}

function isWeekend(day: number, calendar: BusinessCalendar | undefined): boolean {
  return calendar === undefined
    ? weekdayIndex(day) >= 5
    : calendar.weekend.includes(weekdayName(day))
}

function tell(day: number, { name, citation, source }: CalendarDay): ToldHoliday {
  return { date: formatDate(day), name, citation, source: source ?? null }
}

/** The instant at which a clock on the wall there shows that. */
export function fromLocal(local: number, zone: string): Instant {
  const first = local - offsetMinutes(zone, local) * MINUTE_MS
  return toInstant(Math.max(0, local - offsetMinutes(zone, first) * MINUTE_MS))
}

/** What a clock on the wall there shows, as if it were UTC. */
export function toLocal(at: Instant, zone: string): Instant {
  return toInstant(Math.max(0, at + offsetMinutes(zone, at) * MINUTE_MS))
}
