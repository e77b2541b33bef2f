/**
 * Frequency caps: so many showings of a campaign, an advertiser or in a slot within an hour, a day
 * or a week, counted back from now. The showings are the person's own: from their record where that
 * is permitted, else from their browser, which hands them over with the request.
 */
import { DAY_MS, type Instant } from '../values/instant.ts'

export const CAP_SCOPES = ['campaign', 'advertiser', 'slot'] as const
export type CapScope = (typeof CAP_SCOPES)[number]

export const CAP_PERIODS = ['hour', 'day', 'week'] as const
export type CapPeriod = (typeof CAP_PERIODS)[number]

export const PERIOD_MS: Readonly<Record<CapPeriod, number>> = {
  hour: DAY_MS / 24,
  day: DAY_MS,
  week: 7 * DAY_MS,
}

export interface FrequencyCap {
  readonly scope: CapScope
  readonly per: CapPeriod
  /** At least 1. */
  readonly most: number
}

/** One thing that somebody was shown. */
export interface Showing {
  readonly at: Instant
  readonly slot: string
  /** Of an ad. */
  readonly campaign?: string | undefined
  readonly advertiser?: string | undefined
  /** What it was about. */
  readonly items: readonly string[]
}

export type ShownWhere = Readonly<Record<CapScope, string>>

/** The first cap that one more showing would break; undefined where it breaks none. */
export function brokenCap(
  caps: readonly FrequencyCap[],
  where: ShownWhere,
  { showings, now }: { readonly showings: readonly Showing[]; readonly now: Instant },
): FrequencyCap | undefined {
  return caps.find((cap) => shownWithin(cap, where, { showings, now }) >= cap.most)
}

/** How many showings a cap counts now. */
export function shownWithin(
  { scope, per }: Pick<FrequencyCap, 'scope' | 'per'>,
  where: ShownWhere,
  { showings, now }: { readonly showings: readonly Showing[]; readonly now: Instant },
): number {
  let count = 0
  for (const one of showings) {
    if (one[scope] === where[scope] && now - one.at < PERIOD_MS[per]) count += 1
  }
  return count
}

/** What an advertiser's campaign has where it sets no caps of its own. */
export const DEFAULT_CAPS: readonly FrequencyCap[] = [
  { scope: 'campaign', per: 'day', most: 3 },
  { scope: 'campaign', per: 'week', most: 8 },
  { scope: 'advertiser', per: 'day', most: 6 },
]
