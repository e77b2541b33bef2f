/**
 * The auction: whoever offers most by relevance × bid is shown, and pays its own bid (first price)
 * or the least with which it would still have won (second price), never below the reserve.
 *
 * Whole numbers throughout: bids and prices in minor units of a currency for a thousand showings,
 * relevance in thousandths. A price for a thousand in minor units is, for one, the same number of
 * thousandths of a minor unit: spend is counted in these, exactly.
 */
import { compareUtf8 } from '../values/bytes.ts'

export const AUCTIONS = ['first_price', 'second_price'] as const
export type Auction = (typeof AUCTIONS)[number]

export interface Bid {
  readonly id: string
  /** Minor units for a thousand showings, at least 1. */
  readonly bidMinor: number
  /** 1 to 1,000. */
  readonly relevancePermille: number
}

export interface AuctionTerms {
  readonly auction: Auction
  /** Minor units for a thousand showings, at least 0. */
  readonly reserveMinor: number
}

export function bidValue({ bidMinor, relevancePermille }: Omit<Bid, 'id'>): number {
  return bidMinor * relevancePermille
}

/** The better bid first: by value, then relevance, then the bytes of the id. Never 0 for two. */
export function compareBids(a: Bid, b: Bid): number {
  return (
    bidValue(b) - bidValue(a) ||
    b.relevancePermille - a.relevancePermille ||
    compareUtf8(a.id, b.id)
  )
}

export interface WonPlace<B extends Bid> {
  readonly bid: B
  /** Minor units for a thousand showings: thousandths of a minor unit for this one. */
  readonly priceMinor: number
}

/** Fills so many places. Each pays by the bid that comes next. */
export function runAuction<B extends Bid>(
  bids: readonly B[],
  places: number,
  { auction, reserveMinor }: AuctionTerms,
): WonPlace<B>[] {
  const sorted = bids.filter(({ bidMinor }) => bidMinor >= reserveMinor).sort(compareBids)
  return sorted.slice(0, places).map((bid, place) => {
    if (auction === 'first_price') return { bid, priceMinor: bid.bidMinor }
    const next = sorted[place + 1]
    const needed = next === undefined ? 0 : Math.ceil(bidValue(next) / bid.relevancePermille)
    return { bid, priceMinor: Math.min(bid.bidMinor, Math.max(reserveMinor, needed)) }
  })
}
