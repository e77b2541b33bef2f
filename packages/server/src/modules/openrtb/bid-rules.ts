/**
 * Which ads may be bid for a place: what the request blocks, what the place can show, and what it
 * has to be told. What cannot be compared is not bid: a creative that does not say what it is about
 * in the taxonomy of a block list counts as blocked.
 */
import { type AdEntry, isAboutSensitive } from '@equipoise/core/channels'
import type { AdRecords } from '../ads/index.ts'
import { categoryIn, idsIn, widerCategories } from './ad-taxonomies.ts'
import { nativeAssets } from './native-markup.ts'
import type { BidPlace, BidRequest, Blocks, NativePlace, Size } from './read-bid-request.ts'

/** AdCOM 1.0, List: Creative Attributes: an ad of text alone. */
export const TEXT_ONLY = 12
/** AdCOM 1.0, List: Creative Subtypes, as `btype` numbers them: text, banner, a frame. */
const BANNER_TYPES = { text: 1, image: 2, html: 4 } as const
/** Of what the DSA extension takes. */
const DSA_NAME_LENGTH_MAX = 100
/** Smaller than that it has no room for all that has to be said of it. */
const SIZE_MIN: Size = { width: 120, height: 90 }

export type BidForm = 'banner' | 'native'

export interface BidTerms {
  readonly request: BidRequest
  readonly place: BidPlace
  readonly records: AdRecords
  /** Advertisers that have a bid for another place of the same request. */
  readonly taken: ReadonlySet<string>
  /** In minor units, for a thousand showings. */
  readonly floorMinor: number
}

/** Whether anything of the place can be filled. */
export function isFillable({ banner, native }: BidPlace): boolean {
  return native !== undefined || (banner !== undefined && sizeFor(banner.sizes) !== 'too_small')
}

/** The first size that has room; undefined where any will do. */
export function sizeFor(sizes: readonly Size[]): Size | undefined | 'too_small' {
  if (sizes.length === 0) return undefined
  const fits = ({ width, height }: Size): boolean =>
    width >= SIZE_MIN.width && height >= SIZE_MIN.height
  return sizes.find(fits) ?? 'too_small'
}

export function mayBid(entry: AdEntry, terms: BidTerms): boolean {
  const { campaign, creative, mode } = entry
  const { request, records, taken, floorMinor } = terms
  if (mode !== 'contextual' || campaign.political !== undefined) return false
  // The auction holds the floor too; here, so that none below it stands in a better one's way.
  if (campaign.bidMinor < floorMinor || taken.has(campaign.advertiser)) return false
  if (request.isForChildren && isAboutSensitive(creative)) return false
  if (isBlocked(entry, request.blocks, records)) return false
  return isTold(campaign.advertiser, terms) && formFor(entry, terms) !== undefined
}

/** How an ad would be shown there; undefined where it cannot be. */
export function formFor(
  { creative: { id, kind } }: AdEntry,
  { place, records, request }: Pick<BidTerms, 'place' | 'records' | 'request'>,
): BidForm | undefined {
  const { banner, native } = place
  if (kind === 'video') return undefined
  const attributes = kind === 'text' ? [TEXT_ONLY] : []
  const isFree = (blocked: readonly number[]) => !attributes.some((one) => blocked.includes(one))
  if (
    banner?.takesHtml === true &&
    sizeFor(banner.sizes) !== 'too_small' &&
    isFree(banner.blockedAttributes) &&
    !banner.blockedTypes.includes(BANNER_TYPES[kind])
  ) {
    return 'banner'
  }
  if (native === undefined || !isFree(native.blockedAttributes)) return undefined
  return isNativelyTold(native, id, { records, request }) ? 'native' : undefined
}

/** A native ad is drawn by the page: it has to ask for all that has to be said of the ad. */
function isNativelyTold(
  native: NativePlace,
  creative: string,
  { records, request: { dsa } }: Pick<BidTerms, 'records' | 'request'>,
): boolean {
  const form = records.creatives.get(creative)?.form
  if (form === undefined || form.synthetic === true || (form.labels ?? []).length > 0) return false
  if (dsa?.isRequired === true && dsa.pubrender === 0) return false
  const { name = '', payer = name } = records.advertisers.get(form.advertiser)?.form ?? {}
  return nativeAssets(native.assets, form, { behalf: name, payer }) !== undefined
}

function isBlocked({ campaign, creative }: AdEntry, blocks: Blocks, records: AdRecords): boolean {
  const { seats, seatsLetIn, creatives, domains } = blocks
  if (seats.has(campaign.advertiser) || creatives.has(creative.id)) return true
  if (seatsLetIn?.has(campaign.advertiser) === false) return true
  const link = records.creatives.get(creative.id)?.form.link
  if (link === undefined || widerDomains(domainOf(link)).some((one) => domains.has(one)))
    return true
  return isBlockedByCategory(creative.categories, blocks)
}

function isBlockedByCategory(
  categories: readonly string[],
  { categories: blocked, categoriesLetIn: letIn, taxonomy }: Blocks,
): boolean {
  if (blocked.size === 0 && letIn === undefined) return false
  const listed = idsIn(taxonomy, categories).flatMap((id) => categoryIn(taxonomy, id) ?? [])
  if (listed.length === 0) return true
  const wider = listed.flatMap(widerCategories)
  return wider.some((one) => blocked.has(one)) || !wider.some((one) => letIn?.has(one) ?? true)
}

/** A domain and those that it is of: `shoes.acme.example`, `acme.example`, `example`. */
function widerDomains(domain: string): readonly string[] {
  const parts = domain.split('.')
  return parts.map((_, first) => parts.slice(first).join('.'))
}

/** Whether the place can be told on whose behalf and who paid, where that is wanted. */
function isTold(advertiser: string, { request: { dsa }, records }: BidTerms): boolean {
  if (dsa?.isRequired !== true) return true
  const { name, payer = name } = records.advertisers.get(advertiser)?.form ?? {}
  return [name, payer].every((one) => one !== undefined && one.length <= DSA_NAME_LENGTH_MAX)
}

/** Where an ad leads, without `www.`: the domain of its advertiser. */
export function domainOf(link: string): string {
  return new URL(link).hostname.toLowerCase().replace(/^www\./, '')
}
