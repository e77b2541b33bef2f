/**
 * When a mail may go: within a window of the recipient's own day. Where their zone is not known for
 * certain, every zone in which they may be has to be within it. A clock that is put forward or back
 * moves the window with it: it is told by what the clock on the wall shows.
 */
import {
  isZone,
  minuteOfDay,
  startOfDateIn,
  WEEKDAYS,
  type Weekday,
  weekdayOf,
  zonesOf,
} from '../law/index.ts'
import { type Instant, isInstant, toInstant } from '../values/index.ts'

export interface SendWindow {
  /** Minutes since midnight: 0 to 1439. */
  readonly fromMinute: number
  /** Above `fromMinute`, at most 1440. */
  readonly toMinute: number
  /** Every day where undefined. */
  readonly days?: readonly Weekday[] | undefined
}

const MINUTE_MS = 60_000
/** A window of one hour on one day of the week is found within nine days in any zone. */
const SEARCH_MINUTES_MAX = 9 * 1_440
const STEP_MINUTES = 15

/** Where a recipient is: what they said, else what their region has, else the sender's own. */
export function recipientZones(
  { zone, region }: { readonly zone?: string | undefined; readonly region?: string | undefined },
  fallback: string,
): readonly string[] {
  if (zone !== undefined && isZone(zone)) return [zone]
  const zones = region === undefined ? [] : zonesOf(region)
  return zones.length > 0 ? zones : [fallback]
}

/**
 * The first instant, from `at` on, within the window in every one of the zones; undefined where
 * there is none within nine days. Instants move by quarters of an hour, as zones differ by.
 */
export function nextInWindow(
  at: Instant,
  window: SendWindow | undefined,
  zones: readonly string[],
): Instant | undefined {
  if (window === undefined || isWithin(at, window, zones)) return at
  const quarter = STEP_MINUTES * MINUTE_MS
  const first = Math.ceil(at / quarter) * quarter
  for (let minutes = 0; minutes <= SEARCH_MINUTES_MAX; minutes += STEP_MINUTES) {
    const next = first + minutes * MINUTE_MS
    if (isInstant(next) && isWithin(next, window, zones)) return toInstant(next)
  }
  return undefined
}

function isWithin(at: Instant, window: SendWindow, zones: readonly string[]): boolean {
  return zones.every((zone) => {
    const minute = minuteOfDay(zone, at)
    const isDay = window.days === undefined || window.days.includes(weekdayOf(zone, at))
    return isDay && minute >= window.fromMinute && minute < window.toMinute
  })
}

const CLOCK = /^([01]\d|2[0-4]):([0-5]\d)$/

/** Reads `HH:MM` as minutes since midnight, up to `24:00`. */
export function parseMinute(text: string): number | undefined {
  const [, hour, minute] = CLOCK.exec(text) ?? []
  const minutes = Number(hour) * 60 + Number(minute)
  return hour !== undefined && minutes <= 1_440 ? minutes : undefined
}

export function isWeekday(text: unknown): text is Weekday {
  return WEEKDAYS.some((day) => day === text)
}

const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)$/

/**
 * When the clocks of the zones show that local time (`2026-12-01T09:00`) or are past it: the last
 * of them, so that nobody is early. A time that the clocks jump over is the first after it.
 * Undefined where the text is none.
 */
export function fromLocalTime(text: string, zones: readonly string[]): Instant | undefined {
  const [, date = '', hour, minute] = LOCAL_TIME.exec(text) ?? []
  const times = zones.map((zone) => {
    const start = startOfDateIn(date, zone)
    if (start === undefined) return Number.NaN
    const wanted = Number(hour) * 60 + Number(minute)
    const guess = start + wanted * MINUTE_MS
    // Where the clocks were moved since midnight, by as much as they were.
    const moved = guess + (wanted - minuteOfDay(zone, guess)) * MINUTE_MS
    return minuteOfDay(zone, moved) === wanted && Math.abs(moved - guess) <= MOVED_MS_MAX
      ? moved
      : guess
  })
  const last = Math.max(...times)
  return isInstant(last) ? toInstant(last) : undefined
}

const MOVED_MS_MAX = 180 * MINUTE_MS
