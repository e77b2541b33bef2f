/** The answer to a bid request (OpenRTB 2.6, section 4.2), as far as it is given here. */
import { type Static, Type } from 'typebox'

const Text = (description: string) => Type.String({ description })

const Dsa = Type.Object({
  behalf: Text('On whose behalf it is shown'),
  paid: Text('Who paid'),
  adrender: Type.Integer({ description: '1: the ad says both itself' }),
  transparency: Type.Optional(
    Type.Array(
      Type.Object({
        domain: Text('Who applied them'),
        dsaparams: Type.Array(Type.Integer({ description: '2: the page and the country alone' })),
      }),
    ),
  ),
})

const Bid = Type.Object({
  id: Text('Of the bid'),
  impid: Text('Of the place'),
  price: Type.Number({ description: 'For a thousand showings, in whole units of the currency' }),
  adm: Text('The ad: HTML, or a native answer as a text of JSON'),
  adomain: Type.Array(Type.String()),
  cid: Text('The campaign'),
  crid: Text('The creative'),
  cat: Type.Optional(Type.Array(Type.String())),
  cattax: Type.Optional(Type.Integer()),
  attr: Type.Optional(Type.Array(Type.Integer())),
  mtype: Type.Integer({ description: '1 banner, 4 native' }),
  w: Type.Optional(Type.Integer()),
  h: Type.Optional(Type.Integer()),
  exp: Type.Integer({ description: 'Seconds for which it may be shown' }),
  burl: Type.Optional(Text('To be asked for once it was shown; none in a test')),
  ext: Type.Optional(Type.Object({ dsa: Dsa })),
})

const Reason = Type.Object({ code: Type.String(), citation: Type.String() })

export const NO_BID_REASONS = [
  'slot_unknown',
  'currency_differs',
  'deals_alone',
  'format_unsupported',
  'no_ad',
  'too_late',
] as const
export type NoBidReason = (typeof NO_BID_REASONS)[number]

export const BidResponse = Type.Object({
  id: Text('Of the request'),
  seatbid: Type.Array(Type.Object({ seat: Text('The advertiser'), bid: Type.Array(Bid) })),
  cur: Type.Optional(Type.String()),
  ext: Type.Object({
    equipoise: Type.Object({
      outcome: Text('What the gate said of ads by what somebody did: it is never permitted here'),
      reasons: Type.Array(Reason),
      noBid: Type.Array(
        Type.Object({
          impid: Type.String(),
          reason: Type.Unsafe<NoBidReason>({ type: 'string', enum: [...NO_BID_REASONS] }),
        }),
      ),
    }),
  }),
})
export type BidResponse = Static<typeof BidResponse>
export type Bid = Static<typeof Bid>
