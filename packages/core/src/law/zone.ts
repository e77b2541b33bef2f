/**
 * Civil time in a zone of the IANA database: when a law's day begins, and what a clock on the wall
 * of its place shows. The runtime's own tables say how far a zone is from UTC; a given instant
 * always gives the same answer.
 */
import { DAY_MS, type Instant, isInstant, startOfDate } from '../values/index.ts'
import { WEEKDAYS, type Weekday } from './rule-pack.ts'

const MINUTE_MS = 60_000
/** No zone changes its offset within a quarter of an hour but at its beginning. */
const QUARTER_MS = 15 * MINUTE_MS
const REMEMBERED_MAX = 4_096

const FORMATS = new Map<string, Intl.DateTimeFormat>()
const OFFSETS = new Map<string, number>()

export function isZone(name: unknown): name is string {
  if (typeof name !== 'string') return false
  try {
    formatOf(name)
    return true
  } catch {
    return false
  }
}

/** Minutes ahead of UTC. */
export function offsetMinutes(zone: string, at: number): number {
  if (zone === 'UTC') return 0
  const quarter = Math.floor(at / QUARTER_MS)
  const name = `${zone} ${quarter}`
  const known = OFFSETS.get(name)
  if (known !== undefined) return known
  const offset = readOffset(zone, quarter * QUARTER_MS)
  if (OFFSETS.size >= REMEMBERED_MAX) OFFSETS.clear()
  OFFSETS.set(name, offset)
  return offset
}

function readOffset(zone: string, at: number): number {
  const parts = formatOf(zone).formatToParts(at)
  const numberOf = (type: string): string => parts.find((part) => part.type === type)?.value ?? '0'
  const day = startOfDate(`${numberOf('year')}-${numberOf('month')}-${numberOf('day')}`)
  const minutes = Number(numberOf('hour')) * 60 + Number(numberOf('minute'))
  // Before 1970 there is no instant, and no law of ours begins in its first hours.
  return day === undefined ? 0 : Math.round((day + minutes * MINUTE_MS - at) / MINUTE_MS)
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  FORMATS.set(zone, format)
  return format
}

/** The instant at which that day begins there; undefined where there is no such day. */
export function startOfDateIn(date: string, zone: string): Instant | undefined {
  const utc = startOfDate(date)
  if (utc === undefined) return undefined
  const first = utc - offsetMinutes(zone, utc) * MINUTE_MS
  const start = utc - offsetMinutes(zone, first) * MINUTE_MS
  return isInstant(start) ? start : utc
}

/** Minutes since midnight there. */
export function minuteOfDay(zone: string, at: number): number {
  const minutes = Math.floor(at / MINUTE_MS) + offsetMinutes(zone, at)
  return ((minutes % 1_440) + 1_440) % 1_440
}

export function weekdayOf(zone: string, at: number): Weekday {
  const day = Math.floor((at + offsetMinutes(zone, at) * MINUTE_MS) / DAY_MS)
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon'
}

/** The calendar year there. */
export function yearOf(zone: string, at: number): number {
  let year = 1970 + Math.floor(at / (366 * DAY_MS))
  while ((startOfDateIn(`${year + 1}-01-01`, zone) ?? Number.POSITIVE_INFINITY) <= at) year += 1
  return year
}
