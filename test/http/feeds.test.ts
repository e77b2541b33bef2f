/** Feeds from end to end: modes that law and people close, pages, marked ads, and wishes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatInstant, toInstant } from '@equipoise/core/values'
import fc from 'fast-check'
import { NOON } from '../builders/app.ts'
import { aSigner } from '../builders/page-person.ts'
import { aKey, type Json, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'

const KINDS = ['product', 'article', 'video']
const DAY = 86_400_000
const ITEMS = townItems()

const server = serverOfFile(
  {
    environment: { EQUIPOISE_SUPPORT_PEOPLE_MIN: '50', EQUIPOISE_RATE_KEY_PER_SECOND: 'none' },
  },
  async (own) => {
    const { app, send } = own
    const lines = ITEMS.map((id, at) => {
      const attributes = {
        kind: KINDS[at % KINDS.length] ?? '',
        maker: `maker ${at % 5}`,
        publishedAt: formatInstant(toInstant(NOON - at * DAY)),
      }
      return JSON.stringify({ id, title: id, categories: [id.split('-')[0]], attributes })
    })
    const soon = formatInstant(toInstant(NOON + DAY))
    lines.push(JSON.stringify({ id: 'tea-soon', attributes: { publishedAt: soon } }))
    const headers = { 'content-type': 'application/x-ndjson' }
    await send('POST /v1/items/bulk', { body: lines.join('\n'), headers })
    for (const { externalId, deeds } of aTown(240)) {
      await aSubject(externalId)
        .meeting(...deeds)
        .join(app)
    }
    await app.trainer.train()
    for (const [path, body] of Object.entries(ADS)) {
      const { status, text } = await send(`PUT /v1/${path}`, { body })
      assert.equal(status, 200, text)
    }
    const key = await aKey(app, { kind: 'operator', role: 'privacy_officer' })
    for (const id of ['ad-0', 'ad-1', 'ad-2']) {
      const { status } = await send(`POST /v1/creatives/${id}/review`, {
        body: { decision: 'approved' },
        key,
      })
      assert.equal(status, 200)
    }
  },
)

const CREATIVE = {
  advertiser: 'acme',
  kind: 'text',
  text: 'Of ours',
  link: 'https://acme.example/',
}
const ADS: Readonly<Record<string, object>> = {
  'advertisers/acme': { name: 'Acme', payer: 'Acme Holding' },
  'slots/in-feed': { currency: 'EUR', adsMax: 9, ceiling: 'close' },
  ...Object.fromEntries(
    [0, 1, 2].flatMap((n) => [
      [`creatives/ad-${n}`, { ...CREATIVE, title: `Ad ${n}` }],
      [
        `campaigns/c-${n}`,
        {
          advertiser: 'acme',
          slots: ['in-feed'],
          creatives: [`ad-${n}`],
          currency: 'EUR',
          bidMinor: 400 + n,
          spendLimitMinor: 100_000,
          startsAt: '2026-11-01T00:00:00Z',
          endsAt: '2027-01-01T00:00:00Z',
          caps: [{ scope: 'campaign', per: 'day', most: 9 }],
        },
      ],
    ]),
  ),
}

async function feed(body: object, asked: object = {}, expected = 200): Promise<Json> {
  const { json, status } = await server().send('POST /v1/decide', {
    body: { slot: 'feed', count: 5, ...body, feed: asked },
  })
  assert.equal(status, expected, JSON.stringify(json))
  return json
}

const idsOf = ({ items }: Json): string[] => items.map(({ id }: Json) => id)
const dayOf = (id: string): number => ITEMS.indexOf(id)

/** All pages of a feed, to the end. */
async function wholeFeed(body: object, asked: object = {}): Promise<Json[]> {
  const entries: Json[] = []
  let cursor: string | undefined
  for (let page = 0; page < 60; page += 1) {
    const answer = await feed(body, { ...asked, ...(cursor !== undefined && { cursor }) })
    entries.push(...answer.items)
    if (answer.feed.next === null) return entries
    cursor = answer.feed.next
  }
  return assert.fail('the feed has no end')
}

async function wish(externalId: string, body: object): Promise<Json> {
  const found = await server().send('POST /v1/subjects/find', { body: { externalId } })
  const { json, status } = await server().send(`POST /v1/subjects/${found.json.subject}/wishes`, {
    body,
  })
  assert.equal(status, 200, JSON.stringify(json))
  return json
}

test('somebody who agreed gets a personal feed: theirs, fresh and mixed', async () => {
  const answer = await feed({ externalId: 'p-1' })
  assert.deepEqual([answer.feed.mode, answer.rung], ['personal', 'personal'])
  assert.deepEqual(
    answer.reranked.map(({ step }: Json) => step),
    ['fresh', 'spread'],
  )
  for (const { score, contributions } of answer.items) {
    const sum = contributions.reduce((total: number, { share }: Json) => total + share, 0)
    assert.ok(Math.abs(sum - score) <= 1e-9)
  }
})

test('whom nothing is known of gets the newest first, and is told why', async () => {
  const answer = await feed({})
  assert.deepEqual(idsOf(answer), ITEMS.slice(0, 5))
  assert.deepEqual([answer.feed.mode, answer.feed.settledBy], ['chronological', 'law'])
  assert.ok(answer.feed.reasons.every(({ citation }: Json) => citation.length > 0))
  assert.ok(answer.feed.reasons.length > 0)
})

test('no page repeats or loses an item, whatever the mode and the size', async () => {
  const people = [{}, { externalId: 'p-0' }, { externalId: 'p-4' }]
  const property = fc.asyncProperty(
    fc.constantFrom(...people),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom('personal', 'chronological'),
    fc.boolean(),
    async (who, count, mode, withAds) => {
      const ads = withAds ? { ads: { slot: 'in-feed', every: 3 } } : {}
      const entries = await wholeFeed({ ...who, count }, { mode, ...ads })
      const items = entries.filter(({ ad }) => ad === null).map(({ id }) => id)
      assert.equal(new Set(items).size, items.length, 'twice')
      const all = await wholeFeed({ ...who, count: 100 }, { mode })
      assert.deepEqual(items.toSorted(), all.map(({ id }) => id).toSorted())
      const isTimely = items.every((id, at) => at === 0 || dayOf(items[at - 1] ?? '') < dayOf(id))
      if (mode === 'chronological') assert.ok(isTimely)
      assert.ok(!items.includes('tea-soon'))
    },
  )
  await fc.assert(property, { numRuns: 12 })
})

test('ads in a feed are marked, reported for their own slot, and stand apart over all pages', async () => {
  const every = 4
  const entries = await wholeFeed({ count: 3 }, { ads: { slot: 'in-feed', every } })
  const places = entries.flatMap(({ ad }, at) => (ad === null ? [] : [at]))
  assert.equal(places.length, 3)
  assert.ok((places[0] ?? 0) >= every - 1)
  assert.ok(places.every((at, n) => n === 0 || at - (places[n - 1] ?? 0) >= every))
  const ads = places.map((at) => entries[at])
  assert.deepEqual(ads.map(({ id }) => id).toSorted(), ['ad-0', 'ad-1', 'ad-2'])
  assert.ok(ads.every(({ ad }) => ad.isAd && ad.payer === 'Acme Holding'))
  const body = { impressions: [{ token: ads[0].token, slot: 'in-feed' }] }
  const { json } = await server().send('POST /v1/impressions', { body })
  assert.deepEqual(json.rejected, [])
  await server().refuse(
    'POST /v1/decide',
    { body: { slot: 'feed', feed: { ads: { slot: 'nowhere' } } } },
    'unknown_slot',
  )
})

test('a minor in Nebraska gets the order of time first, and may choose otherwise for good', async () => {
  await aSubject('ne-minor')
    .from('US-NE')
    .aged('16_17')
    .meeting({ item: 'tea-1' })
    .join(server().app)
  const who = { externalId: 'ne-minor', location: 'US-NE' }
  const first = await feed(who, { mode: 'personal' })
  assert.deepEqual([first.feed.mode, first.feed.settledBy], ['chronological', 'law'])
  assert.match(first.feed.reasons[0].citation, /87-1304/)
  await wish('ne-minor', { feedMode: 'personal' })
  assert.equal((await feed(who)).feed.mode, 'personal')
})

test('a known minor in California gets no personal feed without a parent, and may follow', async () => {
  await aSubject('ca-minor')
    .from('US-CA')
    .aged('16_17')
    .meeting({ item: 'tea-1' })
    .join(server().app)
  const who = { externalId: 'ca-minor', location: 'US-CA' }
  const home = await server().send('POST /v1/decide', { body: { slot: 'home', ...who } })
  assert.equal(home.json.outcome, 'permitted')
  const closed = await feed(who, { mode: 'personal' })
  assert.equal(closed.feed.mode, 'chronological')
  assert.ok(closed.feed.reasons.some(({ citation }: Json) => citation.includes('27001')))
  assert.equal(closed.dataUsed.historyItems, 0)
  await wish('ca-minor', { follow: [{ by: 'category', value: 'wool' }] })
  const followed = await feed(who, { mode: 'expressed' })
  assert.equal(followed.feed.mode, 'expressed')
  assert.ok(idsOf(followed).every((id) => id.startsWith('wool-')))
  assert.deepEqual(followed.items[0].contributions[0].id, 'wool')
  assert.equal(followed.dataUsed.historyItems, 0)
})

test('what a person wants for good holds for every request, and is in their export', async () => {
  await wish('p-2', { feedMode: 'chronological', follow: [{ by: 'maker', value: 'maker 1' }] })
  const asked = await feed({ externalId: 'p-2' }, { mode: 'personal' })
  assert.deepEqual([asked.feed.mode, asked.feed.settledBy], ['chronological', 'wish'])
  const { json: found } = await server().send('POST /v1/subjects/find', {
    body: { externalId: 'p-2' },
  })
  const { json } = await server().send(`GET /v1/subjects/${found.subject}/export`)
  assert.deepEqual(json.subject.wishes, {
    feedMode: 'chronological',
    follows: [{ by: 'maker', value: 'maker 1' }],
    notForProfile: { items: [], lists: [] },
  })
  await wish('p-2', { feedMode: 'expressed' })
  const expressed = await feed({ externalId: 'p-2' }, { mode: 'personal' })
  assert.equal(expressed.feed.mode, 'expressed')
  await wish('p-2', { feedMode: null, unfollow: [{ by: 'maker', value: 'maker 1' }] })
  assert.equal((await feed({ externalId: 'p-2' })).feed.mode, 'personal')
})

test('a change of wishes is kept as what was said, however much stands', async () => {
  await aSubject('wisher').join(server().app)
  const follow = Array.from({ length: 200 }, (_, n) => ({ by: 'maker', value: `${n}`.repeat(150) }))
  await wish('wisher', { follow })
  for (const feedMode of ['personal', 'expressed', null]) await wish('wisher', { feedMode })
  const found = await server().send('POST /v1/subjects/find', { body: { externalId: 'wisher' } })
  const { text } = await server().send(`GET /v1/subjects/${found.json.subject}/export`)
  // Once as it stands, and once as it was said.
  assert.equal(text.split(`"${'7'.repeat(150)}"`).length - 1, 2)
})

test('an expressed feed of likes uses nothing but likes', async () => {
  await aSubject('liker')
    .meeting({ item: 'tea-1', verb: 'like' }, { item: 'bread-1', verb: 'purchase' })
    .join(server().app)
  const answer = await feed({ externalId: 'liker' }, { mode: 'expressed' })
  assert.equal(answer.dataUsed.historyItems, 1)
  const speaking = answer.items.flatMap(({ contributions }: Json) => contributions)
  assert.ok(!JSON.stringify(speaking).includes('bread'))
})

test('a like that is above the ceiling, or marked by now, speaks for nothing', async () => {
  const { app, send } = server()
  const late = { title: 'Late', attributes: { maker: 'maker 1' } }
  await send('PUT /v1/items/late', { body: late })
  const liked = async (externalId: string): Promise<string> => {
    await aSubject(externalId).meeting({ item: 'late', verb: 'like' }).join(app)
    const found = await send('POST /v1/subjects/find', { body: { externalId } })
    return `/v1/subjects/${found.json.subject}`
  }
  const told = async (externalId: string) => {
    const answer = await feed({ externalId }, { mode: 'expressed' })
    return [answer.dataUsed.historyItems, answer.feed.mode]
  }
  const [careful, marker] = [await liked('careful'), await liked('marker')]
  assert.deepEqual(await told('careful'), [1, 'expressed'])
  // What nobody else has is as close as can be.
  await send(`PUT ${careful}/ceiling`, { body: { ceiling: 'broad' } })
  await send(`POST ${marker}/marks`, { body: { category: 'odd' } })
  assert.deepEqual(await told('marker'), [1, 'expressed'])
  await send('PUT /v1/items/late', { body: { ...late, categories: ['odd'] } })
  const after = [await told('careful'), await told('marker')]
  await send('DELETE /v1/items/late')
  assert.deepEqual(after, [
    [0, 'chronological'],
    [0, 'chronological'],
  ])
})

test('a page gets the same feed without scores, and sets no strengths', async () => {
  const signer = await aSigner(server())
  const key = await signer.sign('p-0')
  const body = { slot: 'feed', count: 4, feed: {} }
  const { json } = await server().send('POST /v1/decide', { body, key })
  assert.equal(json.feed.mode, 'personal')
  assert.ok(json.items.every(({ score }: Json) => score === undefined))
  const strong = { ...body, feed: { halfLifeDays: 1 } }
  await server().refuse('POST /v1/decide', { body: strong, key }, 'forbidden')
  const mine = await server().send('POST /v1/subjects/me/wishes', {
    body: { feedMode: 'chronological' },
    key,
  })
  assert.equal(mine.json.feedMode, 'chronological')
  const again = await server().send('POST /v1/decide', { body, key })
  assert.equal(again.json.feed.mode, 'chronological')
})

test('what cannot be asked is refused: a broken cursor, and a feed that starts from items', async () => {
  for (const cursor of ['', 'AAAA', '!!!!', 'Ag'.repeat(40)]) {
    const body = { slot: 'feed', feed: { cursor } }
    await server().refuse('POST /v1/decide', { body }, 'invalid_request')
  }
  const onAds = { slot: 'in-feed', feed: {} }
  await server().refuse('POST /v1/decide', { body: onAds }, 'options_contradict')
  for (const more of [{ from: { similarTo: 'tea-1' } }, { rerank: { diversify: {} } }]) {
    const body = { slot: 'feed', feed: {}, ...more }
    await server().refuse('POST /v1/decide', { body }, 'options_contradict')
  }
})

test('laws that begin later close a feed from their day on, and leave open what is followed', async () => {
  const laws = [
    { region: 'US-VT', days: 39, citation: '2449f' },
    { region: 'US-NY', days: 25, citation: '1501' },
  ]
  for (const { region, days, citation } of laws) {
    const externalId = `minor of ${region}`
    await aSubject(externalId)
      .from(region)
      .aged('16_17')
      .meeting({ item: 'tea-1' })
      .join(server().app)
    await wish(externalId, { follow: [{ by: 'category', value: 'wool' }] })
    const who = { externalId, location: region }
    assert.equal((await feed(who)).feed.mode, 'personal', region)
    server().advance(days * DAY)
    const { feed: closed } = await feed(who, { mode: 'personal' })
    assert.equal(closed.mode, 'chronological')
    assert.ok(
      closed.reasons.some((one: Json) => one.citation.includes(citation)),
      region,
    )
    assert.equal((await feed(who, { mode: 'expressed' })).feed.mode, 'expressed')
  }
})
