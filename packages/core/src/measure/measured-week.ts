/**
 * What one person may add to the counts that reports are made of: so many units of each kind
 * within a week, and no more, whatever they do. This bound is the sensitivity that the noise of a
 * report is made for. What is kept of it is the week's usage alone, with the person, and is
 * replaced by the next week's.
 *
 * A week begins on Monday, in UTC. Days are counted from 1970-01-01, a Thursday; weeks from the one
 * that it was in. A unit is charged to the day on which it is counted, and counted on that day.
 */
import { DAY_MS, type Instant } from '../values/instant.ts'

/**
 * Units a week, of each person. Those of campaigns are 20 in all. `levels` are showings of
 * anything; `people` and `converted` are of experiments, one of each an experiment.
 */
export const WEEK_UNITS = {
  impressions: 10,
  clicks: 3,
  conversions: 3,
  reach: 4,
  levels: 10,
  people: 4,
  converted: 4,
} as const
export type Unit = keyof typeof WEEK_UNITS

/** Of these so many a day, so that the first days of a week do not use up the others'. */
const DAY_UNITS: Readonly<Partial<Record<Unit, number>>> = { impressions: 2, levels: 2 }

export interface MeasuredWeek {
  readonly week: number
  /** The day that `today` is of. */
  readonly day: number
  readonly used: Readonly<Partial<Record<Unit, number>>>
  readonly today: Readonly<Partial<Record<Unit, number>>>
  /** Campaigns whose reach they were counted in. */
  readonly reached: readonly string[]
  /** Experiments that they were counted in, and those in which as converted. */
  readonly counted: readonly string[]
  readonly converted: readonly string[]
}

export function dayOf(at: Instant): number {
  return Math.floor(at / DAY_MS)
}

export function weekOf(day: number): number {
  return Math.floor((day + 3) / 7)
}

export function firstDayOf(week: number): number {
  return week * 7 - 3
}

/** What is used by now: nothing where what is kept is of another week. */
export function openWeek(kept: MeasuredWeek | undefined, now: Instant): MeasuredWeek {
  const day = dayOf(now)
  const week = weekOf(day)
  if (kept === undefined || kept.week !== week) {
    return { week, day, used: {}, today: {}, reached: [], counted: [], converted: [] }
  }
  return kept.day === day ? kept : { ...kept, day, today: {} }
}

/** The week with one more unit used; undefined where none is left. */
export function charge(week: MeasuredWeek, unit: Unit): MeasuredWeek | undefined {
  const used = week.used[unit] ?? 0
  const today = week.today[unit] ?? 0
  if (used >= WEEK_UNITS[unit] || today >= (DAY_UNITS[unit] ?? WEEK_UNITS[unit])) return undefined
  return {
    ...week,
    used: { ...week.used, [unit]: used + 1 },
    today: { ...week.today, [unit]: today + 1 },
  }
}
