/** What advertising is made of: who advertises, what is shown, where, to whom and for how much. */
import type { Instant, Region } from '../values/index.ts'
import type { Auction } from './auction.ts'
import type { FrequencyCap } from './frequency.ts'
import type { SpendPlan } from './pacing.ts'
import type { SpecificityLevel } from './specificity.ts'

export interface Advertiser {
  readonly id: string
  /** On whose behalf its ads are shown (DSA Art. 26(1)(b)). */
  readonly name: string
  /** Who pays, where it is somebody else (DSA Art. 26(1)(c)). */
  readonly payer: string | undefined
}

export const CREATIVE_KINDS = ['text', 'image', 'html', 'video'] as const
export type CreativeKind = (typeof CREATIVE_KINDS)[number]

export const REVIEW_STATES = ['pending', 'approved', 'rejected'] as const
export type ReviewState = (typeof REVIEW_STATES)[number]

/** As far as choosing needs to know it. */
export interface ChoosableCreative {
  readonly id: string
  readonly kind: CreativeKind
  /** What it is about, in the words of the catalogue and its pages. */
  readonly categories: readonly string[]
  /** Catalogue items that it shows. */
  readonly items: readonly string[]
}

export const GOALS = ['showings', 'clicks', 'purchases'] as const
export type Goal = (typeof GOALS)[number]

export interface Political {
  /** Who sponsors it, and who controls them (Regulation (EU) 2024/900, Art. 11 and 12). */
  readonly sponsor: string
  /** The election, referendum or process that it is about. */
  readonly about: string
}

/** Hours of the day, in UTC, within which it is shown: `from` 0 to 23, `until` 1 to 24. */
export interface Hours {
  readonly from: number
  readonly until: number
}

export interface Campaign extends SpendPlan {
  readonly id: string
  readonly advertiser: string
  readonly goal: Goal
  readonly currency: string
  /** Minor units for a thousand showings. */
  readonly bidMinor: number
  readonly slots: readonly string[]
  /** Where the person has to be; anywhere where there is none. */
  readonly places: readonly Region[]
  readonly hours: Hours | undefined
  /** What the page has to be about, one of them; anything where there is none. */
  readonly pages: readonly string[]
  /** Whether it may be chosen by likeness to what the person did. */
  readonly byInterest: boolean
  /** To whom it is shown, whoever it is where undefined. */
  readonly audience: string | undefined
  readonly caps: readonly FrequencyCap[]
  readonly creatives: readonly string[]
  /** Shown instead wherever the audience may not be used: to anybody. */
  readonly contextualCreatives: readonly string[]
  readonly political: Political | undefined
}

export interface AdSlot {
  readonly id: string
  readonly accepts: readonly CreativeKind[]
  /** How many ads at most in one answer. */
  readonly adsMax: number
  readonly currency: string
  readonly auction: Auction
  /** Minor units for a thousand showings. */
  readonly reserveMinor: number
  readonly caps: readonly FrequencyCap[]
  readonly ceiling: SpecificityLevel
}

/** A campaign with those of its creatives that were approved. */
export interface LiveCampaign {
  readonly campaign: Campaign
  readonly creatives: readonly ChoosableCreative[]
  readonly contextualCreatives: readonly ChoosableCreative[]
}

/** Whether a campaign runs at that moment, and is to be shown in that hour. */
export function isScheduled({ startsAt, endsAt, hours }: Campaign, now: Instant): boolean {
  if (now < startsAt || now >= endsAt) return false
  if (hours === undefined) return true
  const hour = Math.floor(now / 3_600_000) % 24
  return hours.from < hours.until
    ? hour >= hours.from && hour < hours.until
    : hour >= hours.from || hour < hours.until
}
