/**
 * The parts of a bid request (OpenRTB 2.6, section 3.2) that are read here, and their bounds. What
 * else a request brings is let through and looked at by nobody: ids of people and devices, their
 * address, their browser, where they are more closely than country and region, what is said of
 * them.
 */
import { type Static, type TSchema, Type } from 'typebox'

/** What OpenRTB calls whoever looks at the page; of it, the TC string alone is read. */
export const PERSON = 'user'

export const IMPS_MAX = 10
export const NATIVE_LENGTH_MAX = 16_000

const optional = <T extends TSchema>(schema: T) => Type.Optional(schema)
const text = (maxLength: number, description: string) => Type.String({ maxLength, description })
const texts = (maxItems: number, description: string) =>
  Type.Array(Type.String({ maxLength: 256 }), { maxItems, description })
const numbers = (maxItems: number, description: string) =>
  Type.Array(Type.Integer({ minimum: 0, maximum: 10_000 }), { maxItems, description })
const flag = (description: string) => Type.Integer({ minimum: 0, maximum: 1, description })
/** More than any that can be read. */
const SIGNAL_LENGTH_MAX = 20_000
const Signal = (description: string) => text(SIGNAL_LENGTH_MAX, description)
const Pixels = Type.Integer({ minimum: 0, maximum: 100_000 })
const Cattax = Type.Integer({ minimum: 0, maximum: 1_000, description: 'A taxonomy; 1 of old' })

const Format = Type.Object({ w: optional(Pixels), h: optional(Pixels) })

const Banner = Type.Object({
  format: optional(Type.Array(Format, { maxItems: 50, description: 'Sizes, the best one first' })),
  w: optional(Pixels),
  h: optional(Pixels),
  btype: optional(numbers(50, 'Kinds of banners that are blocked')),
  battr: optional(numbers(100, 'Attributes of creatives that are blocked')),
  mimes: optional(texts(50, 'Types that can be shown; text/html has to be among them')),
})

const Native = Type.Object({
  request: text(NATIVE_LENGTH_MAX, 'A native request 1.2, as a text of JSON'),
  battr: optional(numbers(100, 'Attributes of creatives that are blocked')),
})

const Imp = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100, description: 'Named again in the bid' }),
  tagid: optional(text(256, 'The id of a slot of yours')),
  banner: optional(Banner),
  native: optional(Native),
  video: optional(Type.Object({}, { description: 'Nothing is bid for video alone' })),
  audio: optional(Type.Object({}, { description: 'Nothing is bid for audio alone' })),
  bidfloor: optional(
    Type.Number({ minimum: 0, maximum: 1_000_000, description: 'For a thousand; 0' }),
  ),
  bidfloorcur: optional(text(3, 'ISO 4217; USD where left out')),
  pmp: optional(
    Type.Object({ private_auction: optional(flag('1: only bids on deals, and we have none')) }),
  ),
})

const Content = Type.Object({
  cat: optional(texts(100, 'What the content is about')),
  cattax: optional(Cattax),
  keywords: optional(text(4_000, 'Words, with commas between them')),
  kwarray: optional(texts(200, 'Words')),
})

const Place = Type.Object({
  cat: optional(texts(100, 'What the site or app is about')),
  sectioncat: optional(texts(100, 'What the section is about')),
  pagecat: optional(texts(100, 'What the page is about')),
  cattax: optional(Cattax),
  keywords: optional(text(4_000, 'Words, with commas between them')),
  kwarray: optional(texts(200, 'Words')),
  content: optional(Content),
})

const Dsa = Type.Object({
  dsarequired: optional(Type.Integer({ minimum: 0, maximum: 3 })),
  pubrender: optional(Type.Integer({ minimum: 0, maximum: 2 })),
  datatopub: optional(Type.Integer({ minimum: 0, maximum: 2 })),
})

const Gpc = Type.Union([Type.Integer({ minimum: 0, maximum: 1 }), Type.Enum(['0', '1'])])

const RegsFields = {
  gdpr: optional(flag('Whether the GDPR applies')),
  us_privacy: optional(Signal('A US privacy string')),
  gpp: optional(Signal('A GPP string')),
  gpp_sid: optional(
    Type.Array(Type.Integer({ minimum: -1, maximum: 10_000 }), {
      maxItems: 64,
      description: 'The sections that apply',
    }),
  ),
  gpc: optional(Gpc),
  dsa: optional(Dsa),
}

const Regs = Type.Object({
  coppa: optional(flag('1: meant for children; nothing sensitive is bid')),
  ...RegsFields,
  ext: optional(Type.Object(RegsFields, { description: 'The same, where older versions have it' })),
})

const Consent = { consent: optional(Signal('A TC string')) }

export const BidRequestForm = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 256, description: 'Named again in the answer' }),
    imp: Type.Array(Imp, { minItems: 1, maxItems: IMPS_MAX, description: 'Places to fill' }),
    site: optional(Place),
    app: optional(Place),
    dooh: optional(Type.Object({}, { description: 'Nothing is bid for screens in public' })),
    device: optional(
      Type.Object({
        dnt: optional(flag('Do Not Track')),
        geo: optional(
          Type.Object({
            country: optional(text(3, 'ISO 3166-1, three letters')),
            region: optional(text(10, 'ISO 3166-2')),
          }),
        ),
      }),
    ),
    [PERSON]: optional(Type.Object({ ...Consent, ext: optional(Type.Object(Consent)) })),
    regs: optional(Regs),
    test: optional(flag('1: nothing is billed, and the answer says why nothing was bid')),
    at: optional(Type.Integer({ minimum: 0, maximum: 1_000, description: 'The auction; 2' })),
    tmax: optional(
      Type.Integer({ minimum: 0, maximum: 600_000, description: 'Milliseconds, way and back' }),
    ),
    wseat: optional(texts(1_000, 'Seats that may bid; ours are the ids of advertisers')),
    bseat: optional(texts(1_000, 'Seats that may not')),
    cur: optional(Type.Array(Type.String({ maxLength: 3 }), { maxItems: 50 })),
    bcat: optional(texts(1_000, 'Categories of ads that are blocked')),
    acat: optional(texts(1_000, 'Categories of ads that are let in; all where left out')),
    cattax: optional(Cattax),
    badv: optional(texts(10_000, 'Domains of advertisers that are blocked')),
    bcrid: optional(texts(10_000, 'Creatives that are blocked')),
  },
  {
    description:
      'A bid request of OpenRTB 2.6. What is not named here may stand in it, and is not read',
  },
)
export type BidRequestForm = Static<typeof BidRequestForm>
export type ImpForm = BidRequestForm['imp'][number]
export type PlaceForm = NonNullable<BidRequestForm['site']>

const AssetText = Type.Object({ len: optional(Type.Integer({ minimum: 1, maximum: 10_000 })) })
const Asset = Type.Object({
  id: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  required: optional(flag('Whether the ad cannot be shown without it')),
  title: optional(AssetText),
  img: optional(Type.Object({ type: optional(Type.Integer()) })),
  data: optional(
    Type.Object({ type: Type.Integer(), len: optional(Type.Integer({ minimum: 1 })) }),
  ),
  video: optional(Type.Object({})),
})
const NativeRequest = Type.Object({ assets: Type.Array(Asset, { minItems: 1, maxItems: 30 }) })

/** In a frame of its own up to version 1.0, without one since. */
export const NativeRequestForm = Type.Union([NativeRequest, Type.Object({ native: NativeRequest })])
export type NativeAsset = Static<typeof Asset>
