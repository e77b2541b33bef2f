/** What counting and reporting need, and who may be counted. */

import { wasEndedSince } from '@equipoise/core/consent'
import type { Permit } from '@equipoise/core/law'
import type { Windows } from '@equipoise/core/measure'
import { dayOf, firstDayOf, weekOf } from '@equipoise/core/measure'
import { DAY_MS, type Instant, toInstant } from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { Store } from '../../store/index.ts'
import type { AdDesk } from '../ads/index.ts'
import type { PersonGate } from '../law/index.ts'

export interface MeasureParts {
  readonly store: Store
  readonly desk: AdDesk
  readonly root: RootKeys
  readonly attribution: Windows
  readonly now: () => Instant
}

/** How much reports may tell. */
export interface Reporting {
  /** What a report costs that does not say, in hundredths. */
  readonly epsilonHundredths: number
  /** What the reports about a week may cost together, in hundredths. */
  readonly epsilonTotalHundredths: number
  readonly noise: 'laplace' | 'none'
}

export interface ReportParts {
  readonly store: Store
  readonly desk: AdDesk
  readonly reporting: Reporting
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
}

/**
 * The permit to count somebody; undefined where there is none. Who took it back within this week is
 * counted again from the next one on: what they had used of it is forgotten with their no.
 */
export function permitToMeasure(
  person: PersonGate,
  now: Instant,
): Permit<'measurement'> | undefined {
  const decision = person.decide('measurement')
  const monday = toInstant(Math.max(0, firstDayOf(weekOf(dayOf(now)))) * DAY_MS)
  if (decision.outcome === 'refused') return undefined
  return wasEndedSince(person.consent, 'measurement', monday) ? undefined : decision.permit
}
