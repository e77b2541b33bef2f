/**
 * Civil time in a zone of the IANA database: when a law's day begins, and what a clock on the wall
 * of its place shows. The runtime's own tables say how far a zone is from UTC; a given instant
 * always gives the same answer.
 */
import { type Instant, isInstant, startOfDate } from '../values/index.ts'

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
