/**
 * Time in core: an instant is milliseconds since 1970-01-01T00:00:00Z, handed in by whoever has a
 * clock. Calendar arithmetic is done here without `Date`, in UTC and the proleptic Gregorian
 * calendar (days_from_civil, Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
 */
export type Instant = number & { readonly [instant]: true }

declare const instant: unique symbol

export const DAY_MS = 86_400_000
const MAX_MS = 253_402_300_799_999

/** @param ms milliseconds UTC, years 1970 to 9999. */
export function toInstant(ms: number): Instant {
  if (!isInstant(ms))
    throw new RangeError(`Cannot take "${ms}" as an instant: expected 0 to ${MAX_MS}`)
  return ms
}

export function isInstant(ms: unknown): ms is Instant {
  return Number.isInteger(ms) && Number(ms) >= 0 && Number(ms) <= MAX_MS
}

/** `2026-11-24T09:30:00.000Z` */
export function formatInstant(at: Instant): string {
  const days = Math.floor(at / DAY_MS)
  const ms = at - days * DAY_MS
  const time = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ]
  const clock = time.map((part) => pad(part, 2)).join(':')
  return `${formatDate(days)}T${clock}.${pad(ms % 1000, 3)}Z`
}

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/

/** Reads an RFC 3339 date-time; undefined for anything else, impossible days included. */
export function parseInstant(text: string): Instant | undefined {
  const match = DATE_TIME.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const days = parseDate(`${year}-${month}-${day}`)
  const offset = parseOffsetMinutes(zone ?? '')
  if (days === undefined || offset === undefined) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const seconds = Number(hour) * 3600 + (Number(minute) - offset) * 60 + Number(second)
  const ms = days * DAY_MS + seconds * 1000 + Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
  return isInstant(ms) ? ms : undefined
}

function parseOffsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))]
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** Reads `YYYY-MM-DD` as days since 1970-01-01; undefined where there is no such day. */
export function parseDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return undefined
  const days = daysFromCivil(Number(match[1]), Number(match[2]), Number(match[3]))
  return formatDate(days) === text ? days : undefined
}

/** The instant at which that day begins, in UTC. */
export function startOfDate(text: string): Instant | undefined {
  const days = parseDate(text)
  const ms = days === undefined ? Number.NaN : days * DAY_MS
  return isInstant(ms) ? ms : undefined
}

const PERIOD = /^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?$/

export function isPeriod(text: string): boolean {
  return text !== 'P' && PERIOD.test(text)
}

/**
 * Adds an ISO 8601 period of years, months and days (`P6M`, `P1Y`, `P30D`). A day that the target
 * month does not have becomes its last day, as the law's months are usually counted.
 */
export function addPeriod(at: Instant, period: string): Instant {
  const length = READ.get(period) ?? readPeriod(period)
  const days = Math.floor(at / DAY_MS)
  const civil = civilFromDays(days)
  const months = civil.year * 12 + civil.month - 1 + length.months
  const year = Math.floor(months / 12)
  const month = (months % 12) + 1
  const day = Math.min(civil.day, daysInMonth(year, month))
  const total = daysFromCivil(year, month, day) + length.days
  return toInstant(Math.min(total * DAY_MS + (at - days * DAY_MS), MAX_MS))
}

interface PeriodLength {
  readonly months: number
  readonly days: number
}

/** Rules name a handful of periods, and every decision adds one of them. */
const READ = new Map<string, PeriodLength>()
const READ_MAX = 256

function readPeriod(period: string): PeriodLength {
  const match = PERIOD.exec(period)
  if (!match || !isPeriod(period)) throw new RangeError(`Cannot read period "${period}"`)
  const [years, months, days] = match.slice(1).map((part) => Number(part ?? 0))
  const length = { months: (years ?? 0) * 12 + (months ?? 0), days: days ?? 0 }
  if (READ.size < READ_MAX) READ.set(period, length)
  return length
}

function daysInMonth(year: number, month: number): number {
  return (
    daysFromCivil(year + (month === 12 ? 1 : 0), (month % 12) + 1, 1) -
    daysFromCivil(year, month, 1)
  )
}

function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** A day (days since 1970-01-01) as `YYYY-MM-DD`. */
export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days)
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
