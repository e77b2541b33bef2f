/** Bids by OpenRTB: what is answered, what is left out, what is billed, and what is refused. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerBidRequest } from '@equipoise/server/modules/openrtb'
import {
  aBannerPlace,
  aBidRequest,
  advertise,
  aNativePlace,
  TOLD_OF_SOMEBODY,
} from '../builders/bid-requests.ts'
import { type Answer, aKey, type Json, serverOfFile } from '../builders/server.ts'

const ORIGIN = 'https://ads.shop.example'
let key = ''
const server = serverOfFile(
  { environment: { EQUIPOISE_RATE_KEY_PER_SECOND: 'none', EQUIPOISE_PUBLIC_ORIGIN: ORIGIN } },
  async ({ app }) => {
    await advertise(app)
    key = await aKey(app, { kind: 'exchange' })
  },
)

/** As advertised, whoever is allowed: wine, then shoes on a page about them, then tea. */
const NO_WINE = { bseat: ['wine'] }

function ask(change: object = {}): Promise<Answer> {
  return server().send('POST /v1/openrtb/2.6/bid', { body: aBidRequest(change), key })
}

async function bidOn(change: object = {}): Promise<Json> {
  const { status, json, text } = await ask(change)
  assert.equal(status, 200, text)
  return json.seatbid[0].bid[0]
}

async function campaignOn(change: object = {}): Promise<string | undefined> {
  const { status, json } = await ask(change)
  return status === 204 ? undefined : json.seatbid[0].bid[0].cid
}

async function whyNot(change: object): Promise<string> {
  assert.equal((await ask(change)).status, 204)
  return (await ask({ ...change, test: 1 })).json.ext.equipoise.noBid[0].reason
}

test('a banner on a page about shoes is answered with what is about shoes', async () => {
  const { json, headers } = await ask(NO_WINE)
  assert.equal(headers.get('x-openrtb-version'), '2.6')
  const [{ seat, bid }] = json.seatbid
  const [{ adm, burl, id, ...told }] = bid
  assert.deepEqual([json.id, json.cur, seat], [aBidRequest()['id'], 'EUR', 'acme'])
  assert.match(id, /^[0-9a-f]{24}$/)
  assert.deepEqual(told, {
    impid: '1',
    price: 5,
    adomain: ['shoes.acme.example'],
    cid: 'shoes',
    crid: 'shoe-text',
    cat: ['IAB18-5'],
    cattax: 1,
    attr: [12],
    mtype: 1,
    w: 300,
    h: 250,
    exp: 43_200,
  })
  assert.ok(burl.startsWith(`${ORIGIN}/ads/billing/`))
  assert.match(adm, /Ad · On behalf of Acme Shoes · Paid by Acme Holding/)
  assert.match(adm, /Shown to: Pages about shoes/)
  assert.match(adm, /WPAdBlock.*itemprop="sponsor".*<meta itemprop="name" content="Acme Holding">/)
  assert.match(adm, /Shoes &lt;b&gt;&amp;&quot;/)
  assert.match(adm, /href="https:\/\/shoes.acme.example\/a\?b=1&amp;c=2"/)
  assert.doesNotMatch(adm, /<script|<b>|javascript:/)
})

test('of the person nothing counts, and nothing comes back', async () => {
  const text = (await ask()).text
  const told = textsIn(TOLD_OF_SOMEBODY)
  assert.ok(told.length > 15)
  for (const one of told) assert.ok(!text.includes(one), one)
  const { user: _, device: __, ...bare } = aBidRequest(NO_WINE)
  const { status } = await server().send('POST /v1/openrtb/2.6/bid', { body: bare, key })
  assert.equal(status, 200)
  assert.equal(await campaignOn({ ...NO_WINE, user: { keywords: 'tea' }, site: {} }), 'tea')
})

test('the country and its part count, what is closer does not', async () => {
  const asked = { ...NO_WINE, bcrid: ['tea-image', 'shoe-text'] }
  const from = (geo: object) => campaignOn({ ...asked, device: { geo } })
  assert.equal(await from({ country: 'DEU', region: 'BE' }), 'tea-berlin')
  assert.equal(await from({ country: 'DEU', region: 'DE-BE' }), 'tea-berlin')
  assert.equal(await from({ country: 'DEU', city: 'Berlin' }), undefined)
  assert.equal(await from({ country: 'FRA', region: 'BE' }), undefined)
})

test('neither an audience nor a political ad is bid', async () => {
  for (const bcrid of [['wine-ad'], ['wine-ad', 'tea-image', 'tea-html']]) {
    assert.equal(await campaignOn({ bcrid }), 'shoes')
  }
})

test('block lists hold: advertisers, domains, creatives, categories, attributes', async () => {
  assert.equal(await campaignOn(), 'wine')
  assert.equal(await campaignOn({ badv: ['wine.example'] }), 'shoes')
  assert.equal(await campaignOn({ badv: ['https://WWW.wine.example/x'] }), 'shoes')
  assert.equal(await campaignOn({ badv: ['wine.example', 'acme.example'] }), 'tea')
  assert.equal(await campaignOn({ badv: ['wine.example', 'cme.example'] }), 'shoes')
  assert.equal(await campaignOn({ wseat: ['tea'] }), 'tea')
  const many = Array.from({ length: 8_000 }, (_, n) => `shop-${n}.example`)
  assert.equal(await campaignOn({ badv: [...many, 'wine.example'] }), 'shoes')
  assert.equal(await campaignOn({ bcat: ['IAB8-18', 'IAB8-5'] }), 'shoes')
  assert.equal(await campaignOn({ bcat: ['IAB8'] }), 'shoes')
  assert.equal(await campaignOn({ bcat: ['IAB8', 'IAB18'] }), undefined)
  assert.equal(await campaignOn({ acat: ['IAB8-6'] }), 'tea')
  // In a taxonomy in which a creative says nothing, nobody knows whether it is blocked.
  assert.equal(await campaignOn({ bcat: ['211'], cattax: 9 }), 'tea')
  assert.equal(await campaignOn({ bcat: ['211', '216'], cattax: 9 }), undefined)
  assert.equal(await campaignOn({ bcat: ['1'], cattax: 4 }), undefined)
  const noText = { format: [{ w: 300, h: 250 }], battr: [12] }
  assert.equal(await campaignOn({ imp: [aBannerPlace({ banner: noText })] }), 'tea')
  const noImage = { format: [{ w: 300, h: 250 }], battr: [12], btype: [2] }
  assert.equal(await campaignOn({ imp: [aBannerPlace({ banner: noImage })] }), 'tea-berlin')
})

test('floors and currencies hold, and what cannot be compared is not bid', async () => {
  const at = (bidfloor: number, change: object = {}) => ({
    imp: [aBannerPlace({ bidfloor, ...change })],
  })
  assert.equal((await bidOn(at(13))).price, 13)
  assert.equal(await whyNot(at(13.001)), 'no_ad')
  assert.equal(await whyNot(at(1, { bidfloorcur: 'USD' })), 'currency_differs')
  assert.equal(await whyNot(at(1, { bidfloorcur: undefined })), 'currency_differs')
  assert.equal(await whyNot({ cur: ['USD'] }), 'currency_differs')
  assert.equal(await whyNot({ cur: undefined }), 'currency_differs')
  assert.equal(await whyNot(at(0, { pmp: { private_auction: 1 } })), 'deals_alone')
  assert.equal(await whyNot(at(0, { tagid: 'elsewhere' })), 'slot_unknown')
  assert.equal(await whyNot(at(0, { tagid: undefined })), 'slot_unknown')
})

test('a size is the first that has room to say that it is an ad', async () => {
  const of = (format: readonly object[]) => ({ imp: [aBannerPlace({ banner: { format } })] })
  const sized = await bidOn(
    of([
      { w: 88, h: 31 },
      { w: 320, h: 100 },
      { w: 300, h: 250 },
    ]),
  )
  assert.deepEqual([sized.w, sized.h], [320, 100])
  assert.equal(await whyNot(of([{ w: 88, h: 31 }])), 'format_unsupported')
  assert.equal(
    await whyNot({ imp: [{ id: '1', tagid: 'side', video: { w: 640 } }] }),
    'format_unsupported',
  )
  const scripts = { banner: { mimes: ['application/javascript'] } }
  assert.equal(await whyNot({ imp: [aBannerPlace(scripts)] }), 'no_ad')
})

test('several places get one ad an advertiser', async () => {
  const imp = ['1', '2', '3', '4'].map((id) => aBannerPlace({ id }))
  const { json } = await ask({ imp })
  const bids = json.seatbid.map(({ seat, bid }: Json) => [bid[0].impid, seat])
  assert.deepEqual(bids, [
    ['1', 'wine'],
    ['2', 'acme'],
    ['3', 'tea'],
  ])
  assert.deepEqual(json.ext.equipoise.noBid, [{ impid: '4', reason: 'no_ad' }])
})

test('HTML of a creative stands in a frame that runs and loads nothing', async () => {
  const { adm } = await bidOn({ bcrid: ['wine-ad', 'shoe-text', 'tea-image'] })
  const frame = /<iframe sandbox="" [^>]*srcdoc="([^"]*)"/.exec(adm)?.[1] ?? ''
  assert.match(frame, /default-src &#39;none&#39;/)
  assert.match(frame, /Soft &amp;amp; &quot;hot&quot;/)
})

test('a child is bid nothing sensitive', async () => {
  assert.equal(await campaignOn({ regs: { coppa: 1 } }), 'shoes')
})

test('a page that says something sensitive makes nothing more relevant', async () => {
  const of = (kwarray: readonly string[]) => campaignOn({ bcrid: ['tea-image'], site: { kwarray } })
  assert.equal(await of(['wine', 'iab-content:211']), 'wine')
  const { adm } = await bidOn({ site: { pagecat: ['IAB8-18'] } })
  assert.match(adm, /Shown to: Anybody who comes here/)
})

test('where the DSA wants it, it is told on whose behalf, who paid and by what', async () => {
  const dsa = { dsarequired: 2, pubrender: 0, datatopub: 2 }
  const told = {
    behalf: 'Acme Shoes',
    paid: 'Acme Holding',
    adrender: 1,
    transparency: [{ domain: 'ads.shop.example', dsaparams: [2] }],
  }
  for (const regs of [{ dsa }, { ext: { dsa } }]) {
    assert.deepEqual((await bidOn({ ...NO_WINE, regs })).ext.dsa, told)
  }
  assert.equal((await bidOn(NO_WINE)).ext, undefined)
  const name = 'A'.repeat(101)
  await server().send('PUT /v1/advertisers/wine', { body: { name } })
  assert.equal(await campaignOn({ regs: { dsa } }), 'shoes')
  assert.equal(await campaignOn({}), 'wine')
  await server().send('PUT /v1/advertisers/wine', { body: { name: 'Wine & Sons' } })
})

test('signals are weighed wherever a version of the protocol has them, and cited', async () => {
  const cited = async (change: object): Promise<string> => {
    const { outcome, reasons } = (await ask({ ...change, test: 1 })).json.ext.equipoise
    assert.equal(outcome, 'refused')
    return reasons.map(({ citation }: Json) => citation).join('; ')
  }
  const unreadable = /what cannot be read permits nothing/
  for (const change of [
    { regs: { gpp: 'broken' } },
    { regs: { ext: { gpp: 'broken' } } },
    { regs: { gpp_sid: [7] } },
    { regs: { us_privacy: '2---' } },
    { regs: { ext: { us_privacy: '2---' } } },
    { regs: { gdpr: 1 }, user: { consent: 'broken' } },
    { user: { ext: { consent: 'broken' } } },
  ]) {
    assert.match(await cited(change), unreadable, JSON.stringify(change))
  }
  assert.match(await cited({ device: { dnt: 1 } }), /Do Not Track/)
  assert.doesNotMatch(await cited({ regs: { gpp: '', us_privacy: '' } }), unreadable)
  assert.match(await cited({}), /GDPR Art. 6/)
})

const TITLE = { id: 1, required: 1, title: { len: 90 } }
const SPONSOR = { id: 2, required: 1, data: { type: 1 } }
const PICTURE = { id: 3, required: 1, img: { type: 3, wmin: 100 } }

test('a native place gets the parts that it asked for, the sponsor among them', async () => {
  const imp = [aNativePlace([TITLE, SPONSOR, PICTURE, { id: 4, data: { type: 2 } }])]
  const bid = await bidOn({ imp })
  assert.deepEqual([bid.mtype, bid.w, bid.crid], [4, undefined, 'tea-image'])
  assert.deepEqual(JSON.parse(bid.adm).native, {
    ver: '1.2',
    assets: [
      { id: 1, title: { text: 'Tea' } },
      { id: 2, data: { type: 1, value: 'Tea House' } },
      { id: 3, img: { type: 3, url: 'https://www.tea.example/cup.jpg' } },
      { id: 4, data: { type: 2, value: 'Green and black' } },
    ],
    link: { url: 'https://www.tea.example/' },
  })
  const [told] = JSON.parse(
    (await bidOn({ ...NO_WINE, imp: [aNativePlace([SPONSOR, TITLE])] })).adm,
  ).native.assets
  assert.equal(told.data.value, 'Acme Shoes, paid by Acme Holding')
  assert.equal(await whyNot({ imp: [aNativePlace([TITLE, PICTURE])] }), 'no_ad')
  const short = { ...TITLE, title: { len: 2 } }
  assert.equal(await whyNot({ imp: [aNativePlace([short, SPONSOR])] }), 'no_ad')
  const video = { id: 9, required: 1, video: {} }
  assert.equal(await whyNot({ imp: [aNativePlace([TITLE, SPONSOR, video])] }), 'no_ad')
  // The page draws it, and cannot say what the law wants said.
  const dsa = { dsarequired: 3, pubrender: 0 }
  assert.equal(await whyNot({ imp: [aNativePlace([TITLE, SPONSOR])], regs: { dsa } }), 'no_ad')
  const { ext } = await bidOn({ imp, regs: { dsa: { ...dsa, pubrender: 2 } } })
  assert.equal(ext.dsa.adrender, 0)
})

test('nothing is bid late, also where it became late meanwhile', async () => {
  const { app } = server()
  const after = async (...elapsed: readonly number[]) => {
    let looks = 0
    const elapsedMs = () => elapsed[Math.min(looks++, elapsed.length - 1)] ?? 0
    const parts = { ...app, publicOrigin: ORIGIN, elapsedMs }
    const { isEmpty, response } = await answerBidRequest(parts, aBidRequest({ tmax: 100 }))
    assert.equal(isEmpty, response.seatbid.length === 0)
    return isEmpty
  }
  assert.deepEqual([await after(50), await after(51), await after(0, 51)], [false, true, true])
})

const spent = async (id: string): Promise<number> =>
  (await server().send(`GET /v1/campaigns/${id}`)).json.spentMinor

const bill = (burl: string) =>
  server()
    .send(`GET ${burl.slice(ORIGIN.length)}`, { key: '' })
    .then(({ status }) => status)

test('a showing is billed once, by whoever asks for its address', async () => {
  const { json } = await server().send('PUT /v1/campaigns/tea', {
    body: {
      advertiser: 'tea',
      currency: 'EUR',
      bidMinor: 1_000,
      spendLimitMinor: 3,
      startsAt: '2026-11-24T11:00:00Z',
      endsAt: '2026-11-24T13:00:00Z',
      pacing: 'asap',
      slots: ['side'],
      creatives: ['tea-image'],
    },
  })
  assert.equal(json.spentMinor, 0)
  const burls: string[] = []
  for (let n = 0; n < 5; n += 1) burls.push((await bidOn({ wseat: ['tea'] })).burl)
  for (const burl of burls) assert.deepEqual([await bill(burl), await bill(burl)], [204, 204])
  // Five were bid, and three are all that the limit pays for.
  assert.equal(await spent('tea'), 3)
  const repository = (await server().send('GET /ads/repository')).json.ads
  assert.ok(repository.some(({ ad }: Json) => ad.content.title === 'Tea'))
  assert.notEqual(await campaignOn({ wseat: ['tea'] }), 'tea')
})

test('what is no address of ours bills nothing and says the same', async () => {
  const { burl } = await bidOn({ wseat: ['wine'] })
  assert.equal(await bill(`${burl.slice(0, -2)}AA`), 204)
  assert.equal(await bill(`${ORIGIN}/ads/billing/x`), 204)
  // Who looks whether the address is there says nothing of a showing.
  const looked = await fetch(burl.replace(ORIGIN, server().url), { method: 'HEAD' })
  assert.notEqual(looked.status, 204)
  const { json } = await server().send('POST /v1/decide', { body: { slot: 'side', count: 1 } })
  assert.equal(json.items[0].id, 'wine-ad')
  assert.equal(await spent('wine'), 0)
})

test('a test is told why, and cannot be billed', async () => {
  const { json } = await ask({ test: 1 })
  assert.equal(json.seatbid[0].bid[0].burl, undefined)
  assert.deepEqual((await ask({ test: 1, badv: ['example'] })).json.seatbid, [])
})

test('what is no bid request is refused, and says where', async () => {
  const pathOf = async (body: unknown): Promise<string> => {
    const { json } = await server().refuse(
      'POST /v1/openrtb/2.6/bid',
      { body, key },
      'bid_request_invalid',
    )
    assert.ok(!JSON.stringify(json).includes('203.0.113.77'))
    return json.issues[0].path
  }
  const changed = (change: object) => pathOf(aBidRequest(change))
  assert.equal(await changed({ id: 7 }), 'id')
  assert.equal(await changed({ imp: [] }), 'imp')
  assert.equal(
    await changed({ imp: Array.from({ length: 11 }, (_, n) => aBannerPlace({ id: `${n}` })) }),
    'imp',
  )
  assert.equal(await changed({ imp: [aBannerPlace(), aBannerPlace()] }), 'imp.1.id')
  assert.equal(await changed({ imp: [aBannerPlace({ bidfloor: -1 })] }), 'imp.0.bidfloor')
  assert.equal(await changed({ imp: [aBannerPlace({ bidfloor: '1' })] }), 'imp.0.bidfloor')
  assert.equal(
    await changed({ imp: [aBannerPlace({ banner: { format: [{ w: -1 }] } })] }),
    'imp.0.banner.format.0.w',
  )
  assert.equal(
    await changed({ imp: [{ id: '1', native: { request: '{' } }] }),
    'imp.0.native.request',
  )
  assert.equal(
    await changed({ imp: [{ id: '1', native: { request: '[]' } }] }),
    'imp.0.native.request.',
  )
  assert.equal(await changed({ regs: { coppa: 'yes' } }), 'regs.coppa')
  assert.equal(await changed({ regs: { gpp: 1 } }), 'regs.gpp')
  assert.equal(await changed({ user: { consent: { a: 1 } } }), 'user.consent')
  assert.equal(await changed({ badv: 'wine.example' }), 'badv')
  assert.equal(await changed({ cattax: 'x' }), 'cattax')
  assert.equal(await changed({ tmax: -5 }), 'tmax')
  assert.equal(await changed({ app: {} }), '')
  const send = (body: unknown, code: string) =>
    server().refuse('POST /v1/openrtb/2.6/bid', { body, key }, code)
  const headers = { 'content-type': 'application/json' }
  await send([], 'invalid_request')
  await server().refuse('POST /v1/openrtb/2.6/bid', { body: '{', key, headers }, 'malformed_json')
  await send(aBidRequest({ badv: ['x'.repeat(300 * 1_024)] }), 'body_too_large')
  const deep = JSON.parse('['.repeat(40) + ']'.repeat(40))
  await send(aBidRequest({ ext: deep }), 'body_too_deep')
})

test('names of objects and strange texts change nothing', async () => {
  const body = JSON.stringify(aBidRequest({ bseat: ['__proto__', 'constructor'] })).replace(
    '"at":1',
    '"__proto__":{"test":1},"constructor":{"badv":["wine.example"]}',
  )
  const headers = { 'content-type': 'application/json' }
  const { json } = await server().send('POST /v1/openrtb/2.6/bid', { body, key, headers })
  assert.equal(json.seatbid[0].bid[0].cid, 'wine')
  assert.equal(json.seatbid[0].bid[0].burl === undefined, false)
})

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 3 ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
