/** Records as core takes them: defaults filled in, times read. */
import {
  type AdSlot,
  type Advertiser,
  type Campaign,
  type ChoosableCreative,
  CREATIVE_KINDS,
  DEFAULT_CAPS,
  type LiveCampaign,
} from '@equipoise/core/channels'
import { type Instant, isRegion, parseInstant, toInstant } from '@equipoise/core/values'
import type { AdvertiserForm, CampaignForm, CreativeForm, SlotForm } from './ad-forms.ts'
import type { AdRecords, KeptForm } from './ad-records.ts'

export function toAdvertiser({ id, form }: KeptForm<AdvertiserForm>): Advertiser {
  return { id, name: form.name, payer: form.payer }
}

export function toSlot({ id, form }: KeptForm<SlotForm>): AdSlot {
  return {
    id,
    accepts: form.accepts ?? CREATIVE_KINDS,
    adsMax: form.adsMax ?? 1,
    currency: form.currency,
    auction: form.auction ?? 'second_price',
    reserveMinor: form.reserveMinor ?? 0,
    caps: form.caps ?? [],
    ceiling: form.ceiling ?? 'topical',
  }
}

export function toCampaign({ id, form }: KeptForm<CampaignForm>): Campaign {
  const { advertiser, currency, bidMinor, spendLimitMinor, slots, creatives } = form
  return {
    id,
    advertiser,
    goal: form.goal ?? 'showings',
    currency,
    bidMinor,
    spendLimitMinor,
    startsAt: timeIn(form.startsAt),
    endsAt: timeIn(form.endsAt),
    pacing: form.pacing ?? 'even',
    slots,
    places: (form.places ?? []).filter(isRegion),
    hours: form.hours,
    pages: form.pages ?? [],
    byInterest: form.byInterest ?? false,
    audience: form.audience,
    caps: form.caps ?? DEFAULT_CAPS,
    creatives,
    contextualCreatives: form.contextualCreatives ?? [],
    political: form.political,
  }
}

export function toCreative({ id, form }: KeptForm<CreativeForm>): ChoosableCreative {
  return { id, kind: form.kind, categories: form.categories ?? [], items: form.items ?? [] }
}

/** Those that may be shown between two moments: not paused, and with something approved. */
export function liveCampaigns(
  { campaigns, creatives }: AdRecords,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): LiveCampaign[] {
  const approved = (ids: readonly string[]): ChoosableCreative[] =>
    ids.flatMap((id) => {
      const one = creatives.get(id)
      return one?.review?.state === 'approved' ? [toCreative(one)] : []
    })
  return [...campaigns.values()].flatMap((kept) => {
    if (kept.form.paused === true) return []
    const campaign = toCampaign(kept)
    if (campaign.endsAt <= from || campaign.startsAt > until) return []
    const { creatives: shown, contextualCreatives } = campaign
    return [
      { campaign, creatives: approved(shown), contextualCreatives: approved(contextualCreatives) },
    ]
  })
}

function timeIn(text: string): Instant {
  // Checked when it was put.
  return parseInstant(text) ?? toInstant(0)
}
