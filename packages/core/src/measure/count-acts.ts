/**
 * What an act of a person adds to the counts, as far as their week has units left. Pure: from the
 * week before to the week after, and the counts to add. A count names a day and what was done,
 * never who did it.
 */
import type { SpecificityLevel } from '../channels/index.ts'
import type { AdTouch } from './attribute.ts'
import { charge, type MeasuredWeek, type Unit } from './measured-week.ts'

/** `spent` comes with an impression: hundredths of the campaign's bid that the showing cost. */
export type Measure = Unit | 'spent'
export const SPENT_PER_SHOWING_MAX = 100

export interface MeasuredCount {
  readonly measure: Measure
  /** The names that it is of, such as campaign, creative and slot, joined by `|`. */
  readonly key: string
  readonly day: number
  readonly count: number
}

export interface Counted {
  readonly week: MeasuredWeek
  readonly counts: readonly MeasuredCount[]
}

export interface MeasuredShowing {
  readonly slot: string
  /** Undefined where the decision did not tell. */
  readonly level: SpecificityLevel | undefined
  readonly ad: MeasuredAd | undefined
}

export interface MeasuredAd {
  readonly campaign: string
  readonly creative: string
  /** What it cost, in hundredths of the bid, 0 to 100. */
  readonly spent: number
}

export function keyOf(...names: readonly string[]): string {
  return names.join('|')
}

export function namesIn(key: string): readonly string[] {
  return key.split('|')
}

export function countShowing(before: MeasuredWeek, { slot, level, ad }: MeasuredShowing): Counted {
  const sum = new Sum(before)
  if (level !== undefined) sum.add('levels', keyOf(slot, level))
  if (ad === undefined) return sum
  const key = keyOf(ad.campaign, ad.creative, slot)
  if (!sum.add('impressions', key)) return sum
  const spent = Math.min(SPENT_PER_SHOWING_MAX, Math.max(0, Math.round(ad.spent)))
  if (spent > 0) sum.put('spent', key, spent)
  if (!sum.week.reached.includes(ad.campaign) && sum.add('reach', ad.campaign)) {
    sum.week = { ...sum.week, reached: [...sum.week.reached, ad.campaign] }
  }
  return sum
}

export function countClick(before: MeasuredWeek, touch: AdTouch): Counted {
  return countTouch(before, 'clicks', touch)
}

export function countConversion(before: MeasuredWeek, touch: AdTouch): Counted {
  return countTouch(before, 'conversions', touch)
}

function countTouch(
  before: MeasuredWeek,
  unit: 'clicks' | 'conversions',
  { campaign, creative, slot }: AdTouch,
): Counted {
  const sum = new Sum(before)
  sum.add(unit, keyOf(campaign, creative, slot))
  return sum
}

/** Counts somebody once a week in an arm of an experiment. */
export function countPerson(before: MeasuredWeek, experiment: string, arm: string): Counted {
  const sum = new Sum(before)
  if (!before.counted.includes(experiment) && sum.add('people', keyOf(experiment, arm))) {
    sum.week = { ...sum.week, counted: [...before.counted, experiment] }
  }
  return sum
}

/** Counts once a week that somebody who is counted in an experiment converted. */
export function countConverted(before: MeasuredWeek, experiment: string, arm: string): Counted {
  const sum = new Sum(before)
  const isOpen = before.counted.includes(experiment) && !before.converted.includes(experiment)
  if (isOpen && sum.add('converted', keyOf(experiment, arm))) {
    sum.week = { ...sum.week, converted: [...before.converted, experiment] }
  }
  return sum
}

class Sum implements Counted {
  week: MeasuredWeek
  readonly counts: MeasuredCount[] = []

  constructor(before: MeasuredWeek) {
    this.week = before
  }

  /** False where no unit is left, and nothing is counted. */
  add(unit: Unit, key: string): boolean {
    const after = charge(this.week, unit)
    if (after === undefined) return false
    this.week = after
    this.put(unit, key, 1)
    return true
  }

  put(measure: Measure, key: string, count: number): void {
    this.counts.push({ measure, key, day: this.week.day, count })
  }
}
