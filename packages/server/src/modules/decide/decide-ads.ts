/** Ads through the same decision as everything else: the same answer, and the same explanation. */
import type { AdSlot, ChosenAd } from '@equipoise/core/channels'
import { mergeBeyond, toPageContributions } from '@equipoise/core/recommend'
import { type AdsAsked, chooseSlotAds, viewAd } from '../ads/index.ts'
import type { PersonGate, Situation } from '../law/index.ts'
import type { DecideAnswer, DecidedItem, DecideParts } from './decide.ts'
import type { DecideRequest } from './decide-request.ts'

export async function decideAds(
  parts: DecideParts,
  person: PersonGate,
  {
    request,
    slot,
    situation,
    ceiling,
    isShown,
  }: {
    readonly request: DecideRequest
    readonly ceiling: AdsAsked['ceiling']
    readonly slot: AdSlot
    readonly situation: Situation
    readonly isShown?: (campaign: string, creative: string) => boolean
  },
): Promise<DecideAnswer> {
  const pageCategories = categoriesOf(parts, request)
  const { decision, ads, historyItems } = await chooseSlotAds(parts, person, {
    slot,
    count: request.count,
    location: situation.location,
    ceiling,
    pageCategories,
    seen: request.seen ?? [],
    isShown,
  })
  const isPersonal = ads.some(({ mode }) => mode === 'personal')
  const isOnPage = pageCategories.length > 0
  const { outcome, lawOutcome, reasons, packs } = decision
  return {
    outlet: 'exact',
    rung: isPersonal ? 'personal' : isOnPage ? 'contextual' : 'general',
    isKnown: person.subject !== undefined,
    subject: person.subject,
    items: ads.flatMap((ad) => toItem(parts, ad, request)),
    outcome,
    lawOutcome,
    basis: isPersonal && decision.outcome === 'permitted' ? decision.basis : 'none',
    reasons,
    packs,
    dataUsed: {
      historyItems: isPersonal ? historyItems : 0,
      startItems: 0,
      page: isOnPage,
      popularity: false,
    },
    model: null,
    start: null,
    changes: [],
    notes: [],
  }
}

/** What the page is about: as it says itself, and as the catalogue says of its item. */
function categoriesOf({ catalogue }: DecideParts, { page }: DecideRequest): readonly string[] {
  const ofItem = page.item === undefined ? [] : (catalogue.find(page.item)?.categories ?? [])
  return [...new Set([...page.categories, ...ofItem])]
}

function toItem(
  { desk, catalogue }: DecideParts,
  { entry, score, contributions, specificity, priceMinor, mode }: ChosenAd,
  { contributionsMax = Number.POSITIVE_INFINITY }: DecideRequest,
): DecidedItem[] {
  const named = { campaign: entry.campaign.id, creative: entry.creative.id }
  const ad = viewAd(desk.records, named, mode)
  if (ad === undefined) return []
  const [item] = entry.creative.items
  return [
    {
      id: named.creative,
      score,
      contributions: mergeBeyond(contributions, contributionsMax),
      shown: toPageContributions(contributions),
      item: item === undefined ? undefined : catalogue.find(item),
      drawn: undefined,
      specificity,
      ad,
      price: priceMinor,
    },
  ]
}
