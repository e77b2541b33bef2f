/** What a decision is asked about: the slot, the page around it, and what may be shown there. */
import type { SubjectReference } from '../subjects/index.ts'

export const SLOTS = ['home', 'item', 'basket', 'feed', 'email'] as const

export type Slot = (typeof SLOTS)[number]

export const COUNT_MAX = 100
export const CONTRIBUTIONS_MAX = 100
export const EXCLUDED_MAX = 1_000

/**
 * Who gets the answer: `exact` a back end, an operator or the command line; `page` whoever reads
 * the page, so that it tells of other people no more than the day's release does.
 */
export type Outlet = 'exact' | 'page'

export interface DecideRequest {
  readonly outlet: Outlet
  /** Undefined for somebody of whom nothing is said. */
  readonly who: SubjectReference | undefined
  readonly slot: Slot
  readonly count: number
  readonly page: Page
  readonly filters: Filters
  /** Item ids that are not to be shown, such as those that are on the page already. */
  readonly exclude: readonly string[]
  /** So many reasons an item at most, the others merged into the rest; all where left out. */
  readonly contributionsMax?: number | undefined
}

/** The page that the slot is on. */
export interface Page {
  readonly item: string | undefined
  readonly categories: readonly string[]
}

export interface Filters {
  /** At least one of them. */
  readonly categories: readonly string[]
  readonly priceMinorMin: number | undefined
  readonly priceMinorMax: number | undefined
  /** All of them. */
  readonly attributes: Readonly<Record<string, string>>
}

export const NO_FILTERS: Filters = {
  categories: [],
  priceMinorMin: undefined,
  priceMinorMax: undefined,
  attributes: {},
}

export function isSlot(value: unknown): value is Slot {
  return SLOTS.some((slot) => slot === value)
}
