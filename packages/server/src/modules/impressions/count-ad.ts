/**
 * Counts what was shown of ads, and clicks on them: of nobody, so that it needs no permit. Once for
 * each token, whoever reports it and how often.
 */
import type { Instant } from '@equipoise/core/values'
import type { ShowingFate, ShownAd } from '../../store/index.ts'
import { type AdDesk, repositoryAd, shownAd } from '../ads/index.ts'
import type { DecidedShowing } from './token-form.ts'

interface Reported {
  readonly showing: DecidedShowing
  readonly at: Instant
  readonly usedUntil: Instant
}

/** What the token says was shown; undefined where it is no ad, or one that is listed no more. */
export function adOf(desk: AdDesk, { ad, item }: DecidedShowing): ShownAd | undefined {
  return ad && shownAd(desk.records, { campaign: ad.campaign, creative: item })
}

/** Charges the campaign as far as its limit goes, and keeps the ad in the public repository. */
export async function countAdShowing(
  desk: AdDesk,
  shown: ShownAd,
  { showing, at, usedUntil }: Reported,
): Promise<ShowingFate> {
  const { campaign, creative } = shown
  const kept = repositoryAd(desk.records, { campaign, creative })
  if (kept === undefined || showing.ad === undefined) return 'duplicate'
  const { slot, impression } = showing
  return desk.countShowing(
    { campaign, creative, slot, at, price: showing.ad.price, country: showing.ad.country },
    { text: impression, until: usedUntil },
    kept,
  )
}

/** What a showing cost, in hundredths of what its campaign bids now. */
export function spentOf(desk: AdDesk, { ad }: DecidedShowing, fate: ShowingFate): number {
  const bid = desk.records.campaigns.get(ad?.campaign ?? '')?.form.bidMinor
  return fate === 'charged' && ad !== undefined && bid !== undefined ? (100 * ad.price) / bid : 0
}

export function countAdClick(
  desk: AdDesk,
  { campaign, creative }: ShownAd,
  { showing, at, usedUntil }: Reported,
): Promise<boolean> {
  const { slot, impression } = showing
  return desk.countClick({ campaign, creative, slot, at }, { text: impression, until: usedUntil })
}
