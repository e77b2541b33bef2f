/**
 * Bid requests as exchanges send them, written by hand after OpenRTB 2.6, 6.2, with all that they
 * tell of people and devices; and what is advertised to answer them.
 */
import type { App } from '@equipoise/server/app'

/** All that a request tells of somebody; none of it may come back, or be kept. */
export const TOLD_OF_SOMEBODY = {
  user: {
    id: 'u-55816b39711f9b5acf3b90e313ed29e51665623f',
    buyeruid: 'b-545678765467876567898765678987654',
    yob: 1984,
    gender: 'F',
    keywords: 'diabetes,divorce',
    customdata: 'c-somebody-special',
    geo: { lat: 52.51987, lon: 13.38241, city: 'Berlin-Mitte', zip: '10117-x' },
    data: [
      { name: 'broker.example', segment: [{ id: 's-12341318394918', name: 'auto intenders' }] },
    ],
    eids: [{ source: 'ids.example', uids: [{ id: 'e-AAAA-BBBB-CCCC', atype: 1 }] }],
  },
  device: {
    ua: 'Mozilla/5.0 (X-Telling; rv:99) Gecko/Telling',
    ip: '203.0.113.77',
    ipv6: '2001:db8::7777',
    ifa: 'AA000DFE74168477C70D291f574D344790E0BB11',
    dpidsha1: 'd-AA000DFE74168477C70D',
    make: 'Telltale',
    model: 'T-1000x',
    language: 'de-x-tell',
    carrier: '310-410-x',
    geo: { country: 'DEU', region: 'BE', city: 'Berlin-Mitte', zip: '10117-x', lat: 52.51987 },
  },
} as const

/** A request for one banner on a page. */
export function aBidRequest(change: object = {}): Record<string, unknown> {
  return {
    id: '80ce30c53c16e6ede735f123ef6e32361bfc7b22',
    at: 1,
    cur: ['EUR'],
    imp: [aBannerPlace()],
    site: {
      id: '102855',
      cat: ['IAB3-1'],
      domain: 'www.shop.example',
      page: 'https://www.shop.example/1234.html?mail=somebody%40example.org',
      ref: 'https://search.example/?q=somebody',
      content: { kwarray: ['shoes'] },
    },
    ...TOLD_OF_SOMEBODY,
    ...change,
  }
}

export function aBannerPlace(change: object = {}): Record<string, unknown> {
  return {
    id: '1',
    tagid: 'side',
    bidfloor: 0.03,
    bidfloorcur: 'EUR',
    banner: { format: [{ w: 300, h: 250 }], pos: 0 },
    ...change,
  }
}

export function aNativePlace(assets: readonly object[], change: object = {}) {
  const request = JSON.stringify({ native: { ver: '1.2', assets } })
  return { id: '1', tagid: 'side', native: { request, ver: '1.2' }, ...change }
}

const TIMES = { startsAt: '2026-11-01T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' }
const MONEY = { currency: 'EUR', spendLimitMinor: 100_000, pacing: 'asap', ...TIMES }
const CREATIVE = { kind: 'text', text: 'As they say' }

/** One ad of each kind, whoever bids most first. */
export const ADVERTISED: readonly (readonly [
  kind: 'advertisers' | 'slots' | 'audiences' | 'creatives' | 'campaigns',
  id: string,
  form: object,
])[] = [
  ['advertisers', 'acme', { name: 'Acme Shoes', payer: 'Acme Holding' }],
  ['advertisers', 'tea', { name: 'Tea House' }],
  ['advertisers', 'wine', { name: 'Wine & Sons' }],
  ['advertisers', 'party', { name: 'A party' }],
  ['slots', 'side', { currency: 'EUR', auction: 'first_price', ceiling: 'close' }],
  ['slots', 'top', { currency: 'USD', auction: 'first_price' }],
  [
    'audiences',
    'lookers',
    { says: 'Who looked', conditions: [{ attribute: 'looked_at', anyOf: ['shoes'] }] },
  ],
  [
    'creatives',
    'wine-ad',
    {
      ...CREATIVE,
      advertiser: 'wine',
      title: 'Red wine',
      link: 'https://wine.example/',
      categories: ['iab-content-1:IAB8-18', 'iab-content:211'],
    },
  ],
  [
    'creatives',
    'party-ad',
    { ...CREATIVE, advertiser: 'party', title: 'Vote', link: 'https://party.example/' },
  ],
  [
    'creatives',
    'shoe-text',
    {
      ...CREATIVE,
      advertiser: 'acme',
      title: 'Shoes <b>&"',
      link: 'https://shoes.acme.example/a?b=1&c=2',
      categories: ['shoes', 'iab-content-1:IAB18-5'],
    },
  ],
  [
    'creatives',
    'tea-image',
    {
      advertiser: 'tea',
      kind: 'image',
      title: 'Tea',
      text: 'Green and black',
      link: 'https://www.tea.example/',
      image: { url: 'https://www.tea.example/cup.jpg', alt: 'A cup' },
      categories: ['tea', 'iab-content-1:IAB8-6', 'iab-content:216'],
    },
  ],
  [
    'creatives',
    'tea-html',
    {
      advertiser: 'tea',
      kind: 'html',
      title: 'Tea too',
      html: '<p class="x">Soft &amp; "hot"</p>',
      link: 'https://www.tea.example/hot',
    },
  ],
  [
    'campaigns',
    'wine',
    { ...MONEY, bidMinor: 1_300, advertiser: 'wine', slots: ['side'], creatives: ['wine-ad'] },
  ],
  [
    'campaigns',
    'vote',
    {
      ...MONEY,
      bidMinor: 800,
      advertiser: 'party',
      slots: ['side'],
      creatives: ['party-ad'],
      political: { sponsor: 'A party', about: 'A vote' },
    },
  ],
  [
    'campaigns',
    'shoes',
    {
      ...MONEY,
      bidMinor: 500,
      advertiser: 'acme',
      slots: ['side'],
      pages: ['shoes'],
      creatives: ['shoe-text'],
    },
  ],
  [
    'campaigns',
    'lookers',
    {
      ...MONEY,
      bidMinor: 700,
      advertiser: 'acme',
      slots: ['side'],
      audience: 'lookers',
      creatives: ['shoe-text'],
    },
  ],
  [
    'campaigns',
    'tea',
    { ...MONEY, bidMinor: 300, advertiser: 'tea', slots: ['side'], creatives: ['tea-image'] },
  ],
  [
    'campaigns',
    'tea-berlin',
    {
      ...MONEY,
      bidMinor: 200,
      advertiser: 'tea',
      slots: ['side'],
      places: ['DE-BE'],
      creatives: ['tea-html'],
    },
  ],
]

/** Sets all of it up, and approves it. */
export async function advertise(app: App): Promise<void> {
  await app.desk.putAll(ADVERTISED.map(([kind, id, form]) => ({ kind, id, form })))
  for (const [kind, id] of ADVERTISED) {
    if (kind === 'creatives') await app.desk.review(id, { decision: 'approved' })
  }
  await app.adPeople.ready()
}
