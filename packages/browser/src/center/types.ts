/** What the API answers, as far as the privacy center reads it. */
import type { FeedMode } from '@equipoise/core/channels'
import type { ConsentStatus } from '@equipoise/core/consent'
import type { Purpose, Verb } from '@equipoise/core/values'
import type { BannerView } from '../banner/view.ts'

export type { BannerView, ConsentStatus, FeedMode, Purpose, Verb }

export interface Options {
  /** A publishable key of this page's origin. It names nobody. */
  readonly key: string
  /** Where the API answers; the page's own origin where left out. */
  readonly server?: string
  /** Gives a token that the business's back end signed, where somebody has signed in. */
  readonly subjectToken?: () => string | undefined | Promise<string | undefined>
  /** Whether somebody was signed in on this page, and what said so is no longer there. */
  readonly isSignInGone?: () => boolean
  /** ISO 3166, such as `DE` or `US-CA`: where the person is, if the page knows. */
  readonly location?: string
}

export interface Session {
  readonly known: boolean
  readonly via: 'token' | 'cookie' | 'link' | null
  readonly csrfToken: string | null
  readonly pausedUntil: string | null
  /** What this browser keeps of a choice. */
  readonly choice: string | null
}

export interface Reason {
  readonly code: string
  readonly citation: string
  readonly says: string
  readonly advisory: boolean
}

export interface PurposeStanding {
  readonly purpose: Purpose
  readonly says: string
  readonly status: ConsentStatus
  readonly outcome: 'permitted' | 'refused'
  readonly lawOutcome: 'permitted' | 'refused'
  readonly reasons: readonly Reason[]
  /** Whose yes would count. */
  readonly asking: { readonly of: 'subject' | 'guardian' }
}

/** Of every purpose, in the person's language. */
export type PurposeNames = Readonly<Record<Purpose, string>>

export interface Interest {
  readonly category: string
  /** 0 to 1. */
  readonly share: number
  readonly items: number
  readonly acts: Readonly<Partial<Record<Verb, number>>>
  readonly lastAt: string | null
  readonly sensitive: boolean
}

export interface Marks {
  readonly items: readonly string[]
  readonly categories: readonly string[]
}

export interface Interaction {
  readonly id: string
  readonly item: string
  readonly title: string | null
  readonly categories: readonly string[]
  readonly verb: Verb
  readonly at: string | null
  readonly purposes: readonly Purpose[]
}

export interface Share {
  readonly kind: string
  readonly id: string | null
  readonly title: string | null
  /** Whole percents; without their signs they sum to 100. */
  readonly percent: number
  readonly support: number | null
}

export interface Impression {
  readonly id: string
  readonly item: string
  readonly title: string | null
  readonly slot: string
  readonly at: string
  readonly rung: Rung
  readonly contributions: readonly Share[]
  readonly basis: { readonly bases: Readonly<Record<string, string>> }
  readonly reasons: readonly Reason[]
  readonly outcomes: readonly { readonly verb: Verb; readonly at: string }[]
}

/** How specific, at most, what somebody is shown may be. */
export type Level = 'general' | 'broad' | 'topical' | 'pointed' | 'close'

/** Of what they looked at: how often it, or its like, was shown to them, and may be. */
export interface Followed {
  readonly item: string
  readonly title: string | null
  readonly shown: number
  readonly most: number
  readonly withinDays: number
}

/** What they want of their lists for good. */
export interface Wishes {
  /** Null where they did not say. */
  readonly feedMode: FeedMode | null
  readonly follows: readonly { readonly by: string; readonly value: string }[]
  readonly notForProfile: { readonly items: readonly string[]; readonly lists: readonly string[] }
}

/** In which mode a feed would be made for them now, and what closes the others. */
export interface FeedStanding {
  readonly mode: FeedMode
  readonly modes: readonly {
    readonly mode: FeedMode
    readonly open: boolean
    readonly reasons: readonly Reason[]
  }[]
}

export interface Recipient {
  readonly name: string
  readonly role: string
  readonly gets: string
  readonly country: string | null
}

export type Rung = 'personal' | 'contextual' | 'general'

export interface Suggestion {
  readonly id: string
  readonly title: string | null
  readonly categories: readonly string[]
  readonly contributions: readonly Share[]
}

export interface Suggestions {
  readonly rung: Rung
  readonly items: readonly Suggestion[]
}

export interface RightsRequest {
  readonly right: string
  readonly receivedAt: string
  /** By when the law wants an answer; null where it names no day. */
  readonly respondBy: string | null
  readonly outcome: 'received' | 'fulfilled' | 'rejected'
  readonly answeredAt: string | null
  readonly why: string | null
}

export interface KeptReceipt {
  readonly leaf: number
  readonly kind: string
  readonly act: string
  readonly at: string
}

/** How far an act has come that the model has to follow. */
export interface Clearance {
  readonly id: string
  readonly modelClearedAt: string | null
}

export interface Erasure extends Clearance {
  readonly erasedAt: string
  readonly rows: number
  readonly receipt: string
}

export interface Paged<T> {
  readonly entries: readonly T[]
  readonly next: string | null
}
