/**
 * Reads a bid request into what is needed to answer it: places, blocks, the page, the signals, the
 * country. Nothing of the person or the device is in what comes out of it.
 */
import { readSignals, type Signals } from '@equipoise/core/signals'
import type { Issue, Region } from '@equipoise/core/values'
import { Compile } from 'typebox/compile'
import { EquipoiseError } from '../../errors.ts'
import { categoryIn } from './ad-taxonomies.ts'
import {
  BidRequestForm,
  type ImpForm,
  type NativeAsset,
  NativeRequestForm,
  PERSON,
  type PlaceForm,
} from './bid-request-form.ts'
import { toRegion } from './countries.ts'

const ISSUES_MAX = 20
/** Of the words and categories of a page; what is beyond is not looked at. */
const PAGE_CATEGORIES_MAX = 200
/** Bids are in dollars, and floors too, where nothing is said (3.2.1, 3.2.4). */
const DEFAULT_CURRENCY = 'USD'
/** Content 1.0, where nothing is said. */
const DEFAULT_TAXONOMY = 1
const REQUEST = Compile(BidRequestForm)
const NATIVE = Compile(NativeRequestForm)

export interface Size {
  readonly width: number
  readonly height: number
}

export interface BannerPlace {
  /** The best one first; none where any will do. */
  readonly sizes: readonly Size[]
  readonly blockedTypes: readonly number[]
  readonly blockedAttributes: readonly number[]
  readonly takesHtml: boolean
}

export interface NativePlace {
  readonly assets: readonly NativeAsset[]
  readonly blockedAttributes: readonly number[]
}

export interface BidPlace {
  readonly id: string
  /** The id of a slot, as they name it. */
  readonly slot: string | undefined
  /** The least for a thousand showings, in whole units of `floorCurrency`. */
  readonly floor: number
  readonly floorCurrency: string
  readonly onDealsAlone: boolean
  readonly banner: BannerPlace | undefined
  readonly native: NativePlace | undefined
}

export interface Blocks {
  /** As `iab-content:286`, in small letters; the bare id in a taxonomy that we do not know. */
  readonly categories: ReadonlySet<string>
  /** Undefined where all are let in. */
  readonly categoriesLetIn: ReadonlySet<string> | undefined
  readonly taxonomy: number
  readonly domains: ReadonlySet<string>
  readonly creatives: ReadonlySet<string>
  readonly seats: ReadonlySet<string>
  /** Undefined where all are let in. */
  readonly seatsLetIn: ReadonlySet<string> | undefined
}

/** What the place wants to know of an ad under the Digital Services Act. */
export interface DsaTerms {
  readonly isRequired: boolean
  readonly pubrender: number
  readonly datatopub: number
}

export interface BidRequest {
  readonly id: string
  readonly isTest: boolean
  readonly tmaxMs: number | undefined
  readonly currencies: readonly string[]
  readonly places: readonly BidPlace[]
  readonly blocks: Blocks
  readonly pageCategories: readonly string[]
  readonly location: Region | undefined
  readonly signals: Signals
  readonly isForChildren: boolean
  readonly isInPublic: boolean
  readonly dsa: DsaTerms | undefined
}

/** @throws EquipoiseError `bid_request_invalid`, with every issue in its details. */
export function readBidRequest(json: unknown): BidRequest {
  if (!REQUEST.Check(json)) refuse(issuesOf(REQUEST.Errors(json), ''))
  const { id, imp, site, app, dooh, device, regs, test, tmax, cur } = json
  const repeated = imp.findIndex((one, at) => imp.some((other, n) => n < at && other.id === one.id))
  if (repeated >= 0) {
    refuse([{ path: `imp.${repeated}.id`, code: 'id_repeated', says: 'Want each id once' }])
  }
  if ([site, app, dooh].filter((one) => one !== undefined).length > 1) {
    const says = 'Want one of site, app and dooh'
    refuse([{ path: '', code: 'options_contradict', says }])
  }
  return {
    id,
    isTest: test === 1,
    tmaxMs: tmax === 0 ? undefined : tmax,
    currencies: cur === undefined || cur.length === 0 ? [DEFAULT_CURRENCY] : cur,
    places: imp.map(toPlace),
    blocks: blocksOf(json),
    pageCategories: pageCategoriesOf(site ?? app),
    location: toRegion(device?.geo?.country, device?.geo?.region),
    signals: signalsOf(json),
    isForChildren: regs?.coppa === 1,
    isInPublic: dooh !== undefined,
    dsa: dsaOf(json),
  }
}

function refuse(issues: readonly Issue[]): never {
  const [first] = issues
  const where = first === undefined || first.path === '' ? '' : ` at "${first.path}"`
  throw new EquipoiseError(
    'bid_request_invalid',
    `Cannot read the bid request${where}: ${first?.says ?? 'not of this form'}`,
    { details: { issues: issues.slice(0, ISSUES_MAX) } },
  )
}

interface Found {
  readonly instancePath: string
  readonly message: string
}

function issuesOf(found: Iterable<Found>, under: string): Issue[] {
  return [...found].map(({ instancePath, message }) => ({
    path: `${under}${instancePath.slice(1).replaceAll('/', '.')}`,
    code: 'invalid_field',
    says: message,
  }))
}

function toPlace(imp: ImpForm, at: number): BidPlace {
  const { id, tagid, bidfloor = 0, bidfloorcur = DEFAULT_CURRENCY, banner, native, pmp } = imp
  return {
    id,
    slot: tagid,
    floor: bidfloor,
    floorCurrency: bidfloorcur,
    onDealsAlone: pmp?.private_auction === 1,
    banner: banner && {
      sizes: sizesOf(banner),
      blockedTypes: banner.btype ?? [],
      blockedAttributes: banner.battr ?? [],
      takesHtml: banner.mimes === undefined || banner.mimes.includes('text/html'),
    },
    native: native && {
      assets: assetsIn(native.request, `imp.${at}.native.request`),
      blockedAttributes: native.battr ?? [],
    },
  }
}

function sizesOf({ format = [], w, h }: NonNullable<ImpForm['banner']>): readonly Size[] {
  return [...format, { w, h }].flatMap(({ w: width = 0, h: height = 0 }) =>
    width > 0 && height > 0 ? [{ width, height }] : [],
  )
}

function assetsIn(text: string, path: string): readonly NativeAsset[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse([{ path, code: 'malformed_json', says: 'Want a text of JSON' }])
  }
  if (!NATIVE.Check(json)) return refuse(issuesOf(NATIVE.Errors(json), `${path}.`))
  return 'native' in json ? json.native.assets : json.assets
}

function blocksOf(request: BidRequestForm): Blocks {
  const { bcat = [], acat = [], badv = [], bcrid = [], bseat = [], wseat = [] } = request
  const taxonomy = request.cattax ?? DEFAULT_TAXONOMY
  const named = (ids: readonly string[]) =>
    new Set(ids.map((id) => (categoryIn(taxonomy, id) ?? id).toLowerCase()))
  return {
    taxonomy,
    categories: named(bcat),
    categoriesLetIn: acat.length === 0 ? undefined : named(acat),
    domains: new Set(badv.map(toDomain)),
    creatives: new Set(bcrid),
    seats: new Set(bseat),
    seatsLetIn: wseat.length === 0 ? undefined : new Set(wseat),
  }
}

/** The domain in what may be an address: `https://www.Shop.example/a` is `shop.example`. */
function toDomain(text: string): string {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
  return (/^[^/?#:]*/.exec(host)?.[0] ?? '').replace(/^www\./, '')
}

function pageCategoriesOf(place: PlaceForm | undefined): readonly string[] {
  if (place === undefined) return []
  const { cat = [], sectioncat = [], pagecat = [], content = {} } = place
  const inTaxonomy = (ids: readonly string[], taxonomy = DEFAULT_TAXONOMY) =>
    ids.flatMap((id) => categoryIn(taxonomy, id) ?? [])
  const found = [
    ...inTaxonomy([...pagecat, ...sectioncat, ...cat], place.cattax),
    ...inTaxonomy(content.cat ?? [], content.cattax),
    ...wordsOf(content),
    ...wordsOf(place),
  ]
  return [...new Set(found)].slice(0, PAGE_CATEGORIES_MAX)
}

function wordsOf({ keywords = '', kwarray = [] }: Pick<PlaceForm, 'keywords' | 'kwarray'>) {
  return [...kwarray, ...keywords.split(',')].map((word) => word.trim()).filter((one) => one !== '')
}

/** From where 2.6 has them, and from where older versions do; of two the no counts. */
function signalsOf({ regs = {}, [PERSON]: person, device }: BidRequestForm): Signals {
  const both = [regs, regs.ext ?? {}]
  const readings = [
    { tcf: person?.consent },
    { tcf: person?.ext?.consent },
    ...both.map(({ us_privacy: usp, gpp, gpp_sid: gppSid }) => ({ usp, gpp, gppSid })),
    {
      gpc: both.some(({ gpc }) => Number(gpc) === 1),
      dnt: device?.dnt === 1,
    },
  ].map((input) => readSignals(withoutEmpty(input)).signals)
  const refusals = readings.flatMap((one) => one.refusals ?? [])
  return { gpc: readings.some(({ gpc }) => gpc), ...(refusals.length > 0 && { refusals }) }
}

/** An empty string is how exchanges write that there is none. */
function withoutEmpty<T extends object>(input: T): T {
  const there = Object.entries(input).filter(([, value]) => value !== '' && value !== undefined)
  // A part of what it was.
  return Object.fromEntries(there) as T
}

function dsaOf({ regs }: BidRequestForm): DsaTerms | undefined {
  const dsa = regs?.ext?.dsa ?? regs?.dsa
  if (dsa === undefined) return undefined
  const { dsarequired = 0, pubrender = 0, datatopub = 0 } = dsa
  return { isRequired: dsarequired >= 2, pubrender, datatopub }
}
