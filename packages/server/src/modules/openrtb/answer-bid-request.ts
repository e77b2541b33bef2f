/**
 * Answers a bid request for places of our own that others sell: by the same choice as everywhere,
 * for nobody in particular. Of the person nothing is known, so that only what the page says and the
 * country count; the gate is asked with the signals that came all the same, and its answer goes
 * along. The price is that of our own auction, never below the floor; it travels in the sealed
 * token of the billing address, and is charged when that is asked for, once.
 */
import { type AdSlot, type ChosenAd, isSensitiveCategory } from '@equipoise/core/channels'
import { toPageContributions } from '@equipoise/core/recommend'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import { type AdParts, chooseSlotAds, viewAd } from '../ads/index.ts'
import { makeTokens, TOKEN_LIFETIME_MS } from '../impressions/index.ts'
import type { Gate, PersonGate } from '../law/index.ts'
import { idsIn } from './ad-taxonomies.ts'
import { bannerMarkup } from './banner-markup.ts'
import { fromMinor, toMinor } from './bid-price.ts'
import type { Bid, BidResponse, NoBidReason } from './bid-response-form.ts'
import {
  type BidTerms,
  domainOf,
  formFor,
  isFillable,
  mayBid,
  sizeFor,
  TEXT_ONLY,
} from './bid-rules.ts'
import { nativeMarkup } from './native-markup.ts'
import { type BidPlace, type BidRequest, readBidRequest } from './read-bid-request.ts'

export interface BidParts extends AdParts {
  readonly gate: Gate
  readonly root: RootKeys
  readonly random: (size: number) => Uint8Array
  /** Where the billing address is; undefined where nobody said. */
  readonly publicOrigin: string | undefined
  /** Milliseconds since the request came. */
  readonly elapsedMs: () => number
}

export interface BidAnswer {
  readonly response: BidResponse
  /** Whether it is answered by saying nothing: there is no bid, and nobody asked why. */
  readonly isEmpty: boolean
}

export const BILLING_PATH = '/ads/billing'
const MARKUP = { banner: 1, native: 4 } as const
/** The DSA's user parameter for what the page and the country say. */
const BASIC_ADVERTISING = 2
const BID_ID_BYTES = 12
/** The other half is for the way. */
const SHARE_OF_TMAX = 0.5
const SHOWN_WITHIN_SECONDS = TOKEN_LIFETIME_MS / 2_000

/** @throws EquipoiseError `bid_request_invalid`; `openrtb_not_set_up` without a public origin. */
export async function answerBidRequest(parts: BidParts, json: unknown): Promise<BidAnswer> {
  const request = readBidRequest(json)
  if (parts.publicOrigin === undefined && !request.isTest) {
    const says = 'Cannot bid without EQUIPOISE_PUBLIC_ORIGIN: nothing could be billed'
    throw new EquipoiseError('openrtb_not_set_up', says)
  }
  const { location, signals } = request
  const person = await parts.gate.open(undefined, { location, signals })
  const won: { readonly bid: Bid; readonly seat: string; readonly currency: string }[] = []
  const noBid: { impid: string; reason: NoBidReason }[] = []
  for (const place of request.places) {
    const taken = new Set(won.map(({ seat }) => seat))
    const found = await bidFor(parts, person, { request, place, taken, currency: won[0]?.currency })
    if (typeof found === 'string') noBid.push({ impid: place.id, reason: found })
    else won.push(found)
  }
  // What comes late is worse than nothing: another bid was taken by then.
  const isLate = isTooLate(parts, request)
  const decision = person.decide('first_party_advertising')
  return {
    isEmpty: (isLate || won.length === 0) && !request.isTest,
    response: {
      id: request.id,
      seatbid: isLate ? [] : won.map(({ seat, bid }) => ({ seat, bid: [bid] })),
      ...(won[0] && !isLate && { cur: won[0].currency }),
      ext: {
        equipoise: {
          outcome: decision.outcome,
          reasons: decision.reasons.map(({ code, citation }) => ({ code, citation })),
          noBid,
        },
      },
    },
  }
}

function isTooLate({ elapsedMs }: BidParts, { tmaxMs }: BidRequest): boolean {
  return tmaxMs !== undefined && elapsedMs() > SHARE_OF_TMAX * tmaxMs
}

interface Asked {
  readonly request: BidRequest
  readonly place: BidPlace
  readonly taken: ReadonlySet<string>
  /** Of the bids before: an answer has one. */
  readonly currency: string | undefined
}

async function bidFor(parts: BidParts, person: PersonGate, asked: Asked) {
  const { request, place, taken, currency } = asked
  if (isTooLate(parts, request)) return 'too_late'
  const slot = place.slot === undefined ? undefined : parts.desk.findSlot(place.slot)
  if (slot === undefined) return 'slot_unknown'
  if (place.onDealsAlone) return 'deals_alone'
  if (request.isInPublic || !isFillable(place)) return 'format_unsupported'
  const isFloorComparable = place.floor === 0 || place.floorCurrency === slot.currency
  const isTaken = request.currencies.includes(slot.currency)
  if (!isTaken || !isFloorComparable || (currency ?? slot.currency) !== slot.currency) {
    return 'currency_differs'
  }
  const { records } = parts.desk
  const floorMinor = toMinor(place.floor, slot.currency)
  const terms: BidTerms = { request, place, records, taken, floorMinor }
  const { ads } = await chooseSlotAds(parts, person, {
    slot: { ...slot, reserveMinor: Math.max(slot.reserveMinor, floorMinor) },
    count: 1,
    location: request.location,
    // What a page says that is sensitive tells who reads it.
    pageCategories: request.pageCategories.filter((one) => !isSensitiveCategory(one)),
    seen: [],
    ceiling: undefined,
    allows: (entry) => mayBid(entry, terms),
  })
  const bid = ads[0] && toBid(parts, ads[0], { terms, slot })
  if (ads[0] === undefined || bid === undefined) return 'no_ad'
  return { bid, seat: ads[0].entry.campaign.advertiser, currency: slot.currency }
}

function toBid(
  parts: BidParts,
  chosen: ChosenAd,
  { terms, slot }: { readonly terms: BidTerms; readonly slot: AdSlot },
): Bid | undefined {
  const { request, place, records } = terms
  const { campaign, creative } = chosen.entry
  const ad = viewAd(records, { campaign: campaign.id, creative: creative.id }, 'contextual')
  const form = records.creatives.get(creative.id)?.form
  const how = formFor(chosen.entry, terms)
  // Where nobody else bids and there is no floor, the least that is a price.
  const priceMinor = Math.max(1, chosen.priceMinor)
  if (ad === undefined || form === undefined || how === undefined) return undefined
  const fitting = sizeFor(place.banner?.sizes ?? [])
  const size = how === 'banner' && fitting !== 'too_small' ? fitting : undefined
  const adm =
    how === 'banner'
      ? bannerMarkup(ad, form.html, size)
      : nativeMarkup(place.native?.assets ?? [], form, ad)
  if (adm === undefined) return undefined
  const cat = idsIn(request.blocks.taxonomy, creative.categories)
  return {
    id: Buffer.from(parts.random(BID_ID_BYTES)).toString('hex'),
    impid: place.id,
    price: fromMinor(priceMinor, slot.currency),
    adm,
    adomain: [domainOf(form.link)],
    cid: campaign.id,
    crid: creative.id,
    ...(cat.length > 0 && { cat: [...cat], cattax: request.blocks.taxonomy }),
    ...(form.kind === 'text' && { attr: [TEXT_ONLY] }),
    mtype: MARKUP[how],
    ...(size && { w: size.width, h: size.height }),
    exp: SHOWN_WITHIN_SECONDS,
    ...(!request.isTest && {
      burl: billingAddress(parts, { ...chosen, priceMinor }, { request, slot }),
    }),
    ...(request.dsa && { ext: { dsa: dsaOf(parts, ad, { dsa: request.dsa, how }) } }),
  }
}

function billingAddress(
  { root, random, publicOrigin, now }: BidParts,
  { entry, contributions, priceMinor }: ChosenAd,
  { request, slot }: { readonly request: BidRequest; readonly slot: AdSlot },
): string {
  const rung = request.pageCategories.length > 0 ? 'contextual' : 'general'
  const decided = { subject: undefined, slot: slot.id, decidedAt: now(), rung, model: undefined }
  const { campaign, creative } = entry
  const ad = { campaign: campaign.id, price: priceMinor, country: request.location?.slice(0, 2) }
  const item = { item: creative.id, contributions: toPageContributions(contributions), ad }
  const [token] = makeTokens({ root, random }, decided, [item])
  return `${publicOrigin}${BILLING_PATH}/${token}`
}

function dsaOf(
  { publicOrigin }: BidParts,
  { behalf, payer }: { readonly behalf: string; readonly payer: string },
  { dsa, how }: { readonly dsa: NonNullable<BidRequest['dsa']>; readonly how: keyof typeof MARKUP },
) {
  const domain = publicOrigin === undefined ? undefined : new URL(publicOrigin).hostname
  return {
    behalf,
    paid: payer,
    adrender: how === 'banner' ? 1 : 0,
    ...(dsa.datatopub > 0 &&
      domain !== undefined && { transparency: [{ domain, dsaparams: [BASIC_ADVERTISING] }] }),
  }
}
