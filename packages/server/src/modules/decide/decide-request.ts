/** What a decision is asked about: the slot, the page around it, and what may be shown there. */

import type { FeedMode, Showing } from '@equipoise/core/channels'
import type { GroupCap, SequenceOrder, Spread } from '@equipoise/core/lists'
import type { SubjectReference } from '../subjects/index.ts'

export const SLOTS = ['home', 'item', 'basket', 'feed', 'playlist', 'email'] as const

export type Slot = (typeof SLOTS)[number]

export const COUNT_MAX = 100
export const CONTRIBUTIONS_MAX = 100
export const EXCLUDED_MAX = 1_000
/** How many items a list may start from. */
export const START_ITEMS_MAX = 1_000
export const BOOSTS_MAX = 10
export const CAPS_MAX = 5
export const SEEN_MAX = 200
export const SPREADS_MAX = 5
/** Another list from the same seeds each: `0` is the one that fits best. */
export const PLAYLIST_SEED_MAX = 9_999
/** Short enough for a decision token to name it. */
export const LIST_NAME_PATTERN = '^[a-z0-9][a-z0-9_-]{0,30}$'

/**
 * Who gets the answer: `exact` a back end, an operator or the command line; `page` whoever reads
 * the page, so that it tells of other people no more than the day's release does.
 */
export type Outlet = 'exact' | 'page'

export interface DecideRequest {
  readonly outlet: Outlet
  /** Undefined for somebody of whom nothing is said. */
  readonly who: SubjectReference | undefined
  /** One of `SLOTS`, or one where ads are shown. */
  readonly slot: string
  readonly count: number
  readonly page: Page
  readonly filters: Filters
  /** Item ids that are not to be shown, such as those that are on the page already. */
  readonly exclude: readonly string[]
  /** So many reasons an item at most, the others merged into the rest; all where left out. */
  readonly contributionsMax?: number | undefined
  /** What the list starts from, beside the person's profile. */
  readonly from?: From | undefined
  readonly rerank?: Reranking | undefined
  /**
   * Ads that the person's browser says it has shown: of somebody who agreed to nothing, caps are
   * kept there.
   */
  readonly seen?: readonly Showing[] | undefined
  /** Makes it a feed: mixed, fresh, in pages, with the modes that are open to the person. */
  readonly feed?: FeedRequest | undefined
  /** Makes it a playlist, from `from` or from the profile. */
  readonly playlist?: PlaylistRequest | undefined
}

export interface FeedRequest {
  /** At most as personal as this. */
  readonly mode?: FeedMode
  /** The `next` of the page before. */
  readonly cursor?: string
  /** After which a new item counts half. */
  readonly halfLifeDays?: number
  /** How groups are mixed; a default where left out. */
  readonly spread?: readonly Spread[]
  readonly ads?: {
    /** A slot where ads are shown. */
    readonly slot: string
    /** Of so many places in a row at most one is an ad. */
    readonly every?: number
  }
}

export interface PlaylistRequest {
  /** The site's name for the list; what is done in it can be kept out of the profile. */
  readonly list?: string
  /** Another list each, 0 to `PLAYLIST_SEED_MAX`. */
  readonly seed?: number
  readonly order?: SequenceOrder
  readonly apart?: { readonly by: string; readonly within: number }
}

/** Exactly one of the starts, or `unlike` with the profile. */
export interface From {
  readonly similarTo?: string
  readonly basket?: readonly string[]
  readonly session?: readonly string[]
  readonly like?: readonly string[]
  readonly continue?: readonly string[]
  readonly unlike?: readonly string[]
  /** Whether what the person did counts too, where that is permitted. */
  readonly withProfile?: boolean
}

/** The steps of re-ranking that are asked for; strengths that are left out are the defaults. */
export interface Reranking {
  readonly boosts?: readonly Boost[]
  readonly fresh?: { readonly halfLifeDays?: number }
  readonly spread?: readonly Spread[]
  readonly novelty?: { readonly weight?: number }
  readonly calibrate?: { readonly lambda?: number }
  readonly diversify?: { readonly lambda?: number }
  readonly longTail?: { readonly share?: number }
  readonly rotate?: { readonly seed?: string; readonly strength?: number }
  readonly caps?: readonly GroupCap[]
  readonly sequence?: {
    readonly order?: SequenceOrder
    readonly apart?: { readonly by: string; readonly within: number }
  }
  readonly explore?: { readonly share?: number; readonly pool?: number }
}

export interface Boost {
  /** An expression. */
  readonly when: string
  /** Below 1 holds down what it is true for, 0 to 100. */
  readonly factor: number
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
  /** An expression that holds for what may be shown. */
  readonly where?: string | undefined
  /** An expression that holds for what may not. */
  readonly unless?: string | undefined
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
