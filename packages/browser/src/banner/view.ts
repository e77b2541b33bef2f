/** What a banner shows, as the server says it: words and purposes, no markup. */
import type { Purpose } from '@equipoise/core/values'

/** The purposes that a banner may ask for; the others need an address, or words of their own. */
export const BANNER_ID = 'equipoise-banner'

export type BannerPurpose = Extract<
  Purpose,
  | 'device_storage'
  | 'site_personalization'
  | 'model_training'
  | 'measurement'
  | 'first_party_advertising'
  | 'cross_context_advertising'
  | 'sale_or_sharing'
>

export const BANNER_PURPOSES: readonly BannerPurpose[] = [
  'device_storage',
  'site_personalization',
  'model_training',
  'measurement',
  'first_party_advertising',
  'cross_context_advertising',
  'sale_or_sharing',
]

export interface BannerView {
  readonly notice: { readonly id: string; readonly version: string; readonly language: string }
  /** Good for one yes. */
  readonly nonce: string
  readonly direction: 'ltr' | 'rtl'
  readonly purposes: readonly BannerPurpose[]
  readonly words: BannerWords
  /** At most four switches, none of them on but by the person's own earlier yes. */
  readonly groups: readonly BannerGroup[]
  /** What any yes comes with. */
  readonly storage: PurposeText
  /** Says that the browser's opt-out signal was honoured; null where there was none. */
  readonly signal: string | null
  /** Where to read more; null where nobody said. */
  readonly privacyUrl: string | null
}

/** What an element is, and what stands in it. */
export type Drawn = readonly [tag: string, attributes: Written, ...children: DrawnTree[]]
export type DrawnTree = string | Drawn

type Written = Readonly<Record<string, string>>

/** The same, ready to be put into a page: all that its script need not know is in `tree`. */
export interface DrawnBanner extends Pick<BannerView, 'notice' | 'nonce' | 'purposes'> {
  readonly tree: Drawn
  readonly style: string
}

export interface BannerGroup {
  readonly id: string
  readonly label: string
  readonly purposes: readonly BannerPurpose[]
  readonly texts: readonly PurposeText[]
  /** Whether the person said yes to all of it before. */
  readonly isOn: boolean
}

/** One purpose in plain words. */
export interface PurposeText {
  readonly name: string
  readonly what: string
  readonly why: string
  readonly howLong: string
  readonly who: string
}

export interface BannerWords {
  readonly title: string
  readonly intro: string
  readonly accept: string
  readonly refuse: string
  readonly choose: string
  readonly save: string
  readonly details: string
  readonly what: string
  readonly why: string
  readonly howLong: string
  readonly who: string
  readonly more: string
}
