/**
 * Which ad a conversion is put down to: the last one that the person clicked on within the click
 * window; where there is none, the last one that they were shown within the view window. Of two at
 * the same instant the first by its names, so that the same history always gives the same answer.
 */
import { compareUtf8 } from '../values/bytes.ts'
import { DAY_MS, type Instant } from '../values/instant.ts'
import type { Verb } from '../values/verb.ts'

export interface AdTouch {
  readonly campaign: string
  readonly creative: string
  readonly slot: string
}

/** An ad that was shown to the person, as it is kept with them. */
export interface TouchedAd extends AdTouch {
  /** What it was about. */
  readonly items: readonly string[]
  readonly at: Instant
  readonly clickedAt: readonly Instant[]
}

export interface Windows {
  /** 1 to 30. */
  readonly clickDays: number
  /** 0 to 7; 0 for clicks alone. */
  readonly viewDays: number
}

/** What a campaign or an experiment counts as a conversion. */
export interface ConversionRule {
  readonly verbs: readonly Verb[]
  /** Whether it has to be with an item of the ad that was shown. */
  readonly isOfAd: boolean
}

export interface Deed {
  readonly item: string
  readonly verb: Verb
  readonly at: Instant
}

/** @param ruleOf what a campaign counts; undefined for one that is listed no more. */
export function attribute(
  ads: readonly TouchedAd[],
  deed: Deed,
  { clickDays, viewDays }: Windows,
  ruleOf: (campaign: string) => ConversionRule | undefined,
): AdTouch | undefined {
  const counting = ads.filter((ad) => isCounted(ad, deed, ruleOf(ad.campaign)))
  const within = (at: Instant, days: number): boolean =>
    at <= deed.at && deed.at - at < days * DAY_MS
  const clicked = counting.flatMap((ad) =>
    ad.clickedAt.filter((at) => within(at, clickDays)).map((at) => ({ ad, at })),
  )
  const seen = counting.map((ad) => ({ ad, at: ad.at })).filter(({ at }) => within(at, viewDays))
  const [last] = (clicked.length > 0 ? clicked : seen).toSorted(compareTouches)
  if (last === undefined) return undefined
  const { campaign, creative, slot } = last.ad
  return { campaign, creative, slot }
}

function isCounted({ items }: TouchedAd, deed: Deed, rule: ConversionRule | undefined): boolean {
  if (rule === undefined || !rule.verbs.includes(deed.verb)) return false
  return !rule.isOfAd || items.includes(deed.item)
}

interface Touch {
  readonly ad: TouchedAd
  readonly at: Instant
}

function compareTouches(a: Touch, b: Touch): number {
  return (
    b.at - a.at ||
    compareUtf8(a.ad.campaign, b.ad.campaign) ||
    compareUtf8(a.ad.creative, b.ad.creative) ||
    compareUtf8(a.ad.slot, b.ad.slot)
  )
}
