/**
 * Whatever a bid request asks for: no bid goes against a block list, a floor, a size, a currency,
 * an age or the DSA, none is personal or political, none is late; and no text of the person or the
 * device comes back. The rules are written down here once more, from what is advertised.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerBidRequest } from '@equipoise/server/modules/openrtb'
import fc from 'fast-check'
import { anApp } from '../builders/app.ts'
import { ADVERTISED, advertise, TOLD_OF_SOMEBODY } from '../builders/bid-requests.ts'
import { aSubject } from '../builders/subject.ts'

const ORIGIN = 'https://ads.shop.example'
/** No token has these characters. */
const TELLING = 'tell~tale'

/** Mostly left out: a request that wants everything at once gets nothing. */
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one })
const some = (...values: string[]) => maybe(fc.subarray<string>(values))
const flag = fc.constantFrom(0, 1)
const number = (max: number) => fc.integer({ min: 0, max })
/** A text that is nowhere else. */
const secret = fc.stringMatching(/^[a-z0-9]{12,20}$/).map((text) => `${TELLING}-${text}`)
const anything = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value) ?? '')

const banner = fc.record({
  format: maybe(fc.array(fc.record({ w: number(400), h: number(300) }), { maxLength: 4 })),
  btype: maybe(fc.subarray([1, 2, 3, 4])),
  battr: maybe(fc.subarray([6, 8, 12])),
  mimes: some('text/html', 'application/javascript'),
})
const asset = fc.oneof(
  fc.record({
    id: number(9),
    required: maybe(flag),
    title: fc.record({ len: number(99).map((n) => n + 1) }),
  }),
  fc.record({
    id: number(9),
    required: maybe(flag),
    img: fc.record({ type: fc.constantFrom(1, 3) }),
  }),
  fc.record({
    id: number(9),
    required: maybe(flag),
    data: fc.record({ type: fc.constantFrom(1, 2, 12) }),
  }),
)
const native = fc
  .array(asset, { minLength: 1, maxLength: 5 })
  .map((assets) => ({ request: JSON.stringify({ native: { assets } }) }))

const place = fc.record({
  tagid: fc.constantFrom('side', 'side', 'side', 'top', 'none'),
  banner: fc.option(banner, { nil: undefined }),
  native: fc.option(native, { nil: undefined }),
  bidfloor: maybe(fc.nat({ max: 1_500 }).map((n) => n / 100)),
  bidfloorcur: fc.constantFrom('EUR', 'EUR', 'USD'),
  pmp: maybe(fc.record({ private_auction: flag })),
})
const words = fc.array(fc.constantFrom('shoes', 'tea', 'wine', 'diabetes', 'hats'), {
  maxLength: 3,
})
const page = fc.record({ kwarray: words, pagecat: maybe(fc.constant(['IAB8-6', 'IAB7-39'])) })
const dsa = fc.record({ dsarequired: number(3), pubrender: number(2), datatopub: number(2) })
const signals = { gpp: maybe(anything), us_privacy: maybe(fc.constantFrom('1YYN', '1---', 'x')) }

const request = fc
  .record({
    id: fc.stringMatching(/^r[0-9]{4}$/),
    imp: fc.array(place, { minLength: 1, maxLength: 4 }),
    site: maybe(page),
    dooh: fc.constant(undefined),
    regs: fc.record({ coppa: maybe(flag), dsa: maybe(dsa), ...signals }),
    person: fc.record({ id: secret, buyeruid: secret, keywords: secret, consent: maybe(secret) }),
    device: fc.record({
      ...{ ip: secret, ifa: secret, ua: secret, dnt: maybe(flag) },
      geo: fc.record({
        country: fc.constantFrom('DEU', 'FRA', 'ZZZ'),
        region: fc.constantFrom('BE', 'BY', '99'),
        city: secret,
      }),
    }),
    bcat: some('IAB8', 'IAB8-18', 'IAB18', 'IAB25', '211'),
    acat: maybe(fc.constant(['IAB8'])),
    cattax: maybe(fc.constantFrom<number>(1, 4, 9)),
    badv: some('wine.example', 'acme.example', 'tea.example', 'example.org'),
    bcrid: some('wine-ad', 'shoe-text', 'tea-image', 'tea-html'),
    bseat: some('wine', 'acme', 'other'),
    wseat: some('acme', 'tea', 'wine'),
    cur: fc.constantFrom(['EUR'], ['EUR'], ['USD', 'EUR'], ['USD']),
    tmax: maybe(number(300)),
    elapsed: number(100),
  })
  .map(({ imp, person, ...all }) => ({
    ...all,
    user: person,
    imp: imp.map((one, at) => ({ id: `${at}`, ...one })),
  }))
type Request = typeof request extends fc.Arbitrary<infer R> ? R : never

type Form = Readonly<Record<string, ReturnType<typeof JSON.parse>>>
const formOf = (kind: string, id: string): Form =>
  ADVERTISED.find(([k, i]) => k === kind && i === id)?.[2] ?? assert.fail(`${kind} ${id}`)

/** As plain JSON, which leaves out what is undefined. */
const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value))

test('no bid goes against what the request wants, and nothing of somebody comes back', async (t) => {
  const { app } = await anApp(t, { environment: { EQUIPOISE_PUBLIC_ORIGIN: ORIGIN } })
  await app.catalogue.putAll([])
  await aSubject('somebody').giving('first_party_advertising').join(app)
  await advertise(app)
  let bids = 0
  await fc.assert(
    fc.asyncProperty(request, async (made) => {
      const asked = sent(made)
      const { elapsed, ...body } = asked
      const parts = { ...app, publicOrigin: ORIGIN, elapsedMs: () => elapsed }
      const { response, isEmpty } = await answerBidRequest(parts, body)
      assert.ok(!JSON.stringify(response).includes(TELLING), 'nothing of somebody')
      const seats = response.seatbid.map(({ seat }) => seat)
      assert.equal(new Set(seats).size, seats.length, 'one ad an advertiser')
      assert.equal(isEmpty, seats.length === 0)
      for (const { seat, bid } of response.seatbid) {
        for (const one of bid) {
          bids += 1
          holds(asked, seat, one, response.cur ?? '')
        }
      }
    }),
    { numRuns: 2_500 },
  )
  assert.ok(bids > 300, `${bids} bids were looked at`)
})

type Bid = Awaited<
  ReturnType<typeof answerBidRequest>
>['response']['seatbid'][number]['bid'][number]

function holds(asked: Request, seat: string, bid: Bid, currency: string): void {
  const imp = asked.imp.find(({ id }) => id === bid.impid) ?? assert.fail('a place of the request')
  const campaign = formOf('campaigns', bid.cid)
  const creative = formOf('creatives', bid.crid)
  const advertiser = formOf('advertisers', seat)
  assert.equal(campaign['advertiser'], seat)
  assert.ok(campaign['audience'] === undefined && campaign['political'] === undefined)
  assert.ok(campaign['creatives'].includes(bid.crid))
  assert.ok(asked.tmax === undefined || asked.tmax === 0 || asked.elapsed <= asked.tmax / 2, 'late')
  // Money.
  assert.equal(currency, 'EUR')
  assert.ok(asked.cur.some((one) => one === currency))
  assert.ok(bid.price > 0 && bid.price <= campaign['bidMinor'] / 100)
  assert.ok(bid.price >= (imp.bidfloor ?? 0), `${bid.price} is below ${imp.bidfloor}`)
  assert.ok(imp.bidfloorcur === 'EUR' || (imp.bidfloor ?? 0) === 0)
  assert.notEqual(imp.pmp?.private_auction, 1)
  // Blocks.
  // An empty list of those who may is none.
  const isLetIn = (asked.wseat ?? []).length === 0 || asked.wseat?.includes(seat)
  assert.ok(!asked.bseat?.includes(seat) && isLetIn)
  assert.ok(!asked.bcrid?.includes(bid.crid))
  const host = new URL(creative['link']).hostname
  assert.ok(!asked.badv?.some((one) => host === one || host.endsWith(`.${one}`)))
  const taxonomies = new Map([
    [1, 'iab-content-1:'],
    [9, 'iab-content:'],
  ])
  const taxonomy = taxonomies.get(asked.cattax ?? 1) ?? 'none:'
  const listed = ((creative['categories'] ?? []) as string[])
    .filter((one) => one.startsWith(taxonomy))
    .map((one) => one.slice(taxonomy.length))
  const isIn = (list: readonly string[]) =>
    listed.some((one) => list.some((wider) => one === wider || one.startsWith(`${wider}-`)))
  if ((asked.bcat ?? []).length > 0) assert.ok(listed.length > 0 && !isIn(asked.bcat ?? []))
  if (asked.acat !== undefined) assert.ok(isIn(asked.acat))
  // Where the person is, and how old: a country and its part alone.
  if (campaign['places']) {
    assert.deepEqual([asked.device.geo.country, asked.device.geo.region], ['DEU', 'BE'])
  }
  if (campaign['pages']) assert.ok(asked.site?.kwarray.includes('shoes'))
  if (asked.regs.coppa === 1) assert.notEqual(bid.crid, 'wine-ad')
  isShowable(imp, bid, { creative, advertiser, asked })
}

interface Told {
  readonly creative: Form
  readonly advertiser: Form
  readonly asked: Request
}

function isShowable(
  imp: Request['imp'][number],
  bid: Bid,
  { creative, advertiser, asked }: Told,
): void {
  const { dsa: wanted } = asked.regs
  const { name, payer = name } = advertiser
  if (wanted === undefined) assert.equal(bid.ext, undefined)
  else assert.deepEqual([bid.ext?.dsa.behalf, bid.ext?.dsa.paid], [name, payer])
  if (bid.mtype === 4) {
    const told: Form = JSON.parse(bid.adm).native
    assert.ok(
      told['assets'].some(({ data }: Form) => data?.type === 1 && data.value.includes(name)),
    )
    const required = JSON.parse(imp.native?.request ?? '').native.assets.filter(
      (one: Form) => one['required'] === 1,
    )
    assert.ok(required.length <= told['assets'].length)
    assert.ok(creative['kind'] !== 'text' || !imp.native || bid.attr?.includes(12))
    if ((wanted?.dsarequired ?? 0) >= 2) assert.notEqual(wanted?.pubrender, 0)
    return
  }
  const { format = [], btype = [], battr = [], mimes } = imp.banner ?? assert.fail('a banner')
  assert.ok(mimes?.includes('text/html') !== false)
  const types: Readonly<Record<string, number>> = { text: 1, image: 2, html: 4 }
  assert.ok(!btype.includes(types[creative['kind']] ?? 0))
  assert.ok(creative['kind'] !== 'text' || !battr.includes(12))
  const sizes = format.filter(({ w, h }) => w > 0 && h > 0)
  if (sizes.length > 0) assert.ok(sizes.some(({ w, h }) => w === bid.w && h === bid.h))
  assert.match(bid.adm, /Ad · On behalf of /)
  assert.doesNotMatch(bid.adm, /<script|javascript:|\son\w+=/i)
}

test('what the samples tell of somebody is telling at all', () => {
  assert.ok(JSON.stringify(TOLD_OF_SOMEBODY).length > 800)
})
