/** Ads from end to end: set up, reviewed, decided, shown, charged, capped, explained, obeyed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Purpose } from '@equipoise/core/values'
import { aKey, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'

// Answers are checked field by field below.
type Json = ReturnType<typeof JSON.parse>

const ADS: readonly Purpose[] = ['site_personalization', 'first_party_advertising', 'measurement']
const CROWD = 120
const server = serverOfFile(
  { environment: { EQUIPOISE_RATE_KEY_PER_SECOND: 'none' } },
  async (own) => {
    const { app, send } = own
    await send('PUT /v1/items/shoe-1', { body: SHOE })
    await send('PUT /v1/items/shoe-2', { body: SHOE })
    await send('PUT /v1/items/hat-1', { body: { categories: ['hats'] } })
    for (let n = 0; n < CROWD; n += 1) {
      await aSubject(`crowd-${n}`)
        .from('DE')
        .giving(...ADS)
        .meeting({ item: 'shoe-1' })
        .join(app)
    }
    for (const [path, body] of Object.entries(SET_UP)) {
      const { status, text } = await send(`PUT /v1/${path}`, { body })
      assert.equal(status, 200, `${path}: ${text}`)
    }
  },
)

const SHOE = { title: 'Shoe', categories: ['shoes'], attributes: { make: 'acme', sole: 'soft' } }
const TIMES = { startsAt: '2026-11-01T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' }
const MONEY = { currency: 'EUR', bidMinor: 400, spendLimitMinor: 100_000, ...TIMES }
const CREATIVE = {
  advertiser: 'acme',
  kind: 'text',
  text: 'Soft soles',
  link: 'https://acme.example/',
}
const SET_UP: Readonly<Record<string, object>> = {
  'advertisers/acme': { name: 'Acme Shoes', payer: 'Acme Holding' },
  'advertisers/tea': { name: 'Tea House' },
  'slots/side': { currency: 'EUR', adsMax: 2, ceiling: 'close' },
  'audiences/lookers': {
    says: 'People who looked at shoes',
    conditions: [{ attribute: 'looked_at', anyOf: ['shoes'] }],
  },
  'creatives/shoe-ad': { ...CREATIVE, title: 'For you', items: ['shoe-1'], categories: ['shoes'] },
  'creatives/plain': { ...CREATIVE, title: 'Shoes for all' },
  'creatives/tea-ad': { ...CREATIVE, advertiser: 'tea', title: 'Tea', categories: ['tea'] },
  'campaigns/shoes': {
    ...MONEY,
    advertiser: 'acme',
    slots: ['side'],
    audience: 'lookers',
    creatives: ['shoe-ad'],
    contextualCreatives: ['plain'],
    caps: [{ scope: 'campaign', per: 'day', most: 9 }],
  },
  'campaigns/tea': {
    ...MONEY,
    bidMinor: 300,
    advertiser: 'tea',
    slots: ['side'],
    creatives: ['tea-ad'],
    caps: [{ scope: 'campaign', per: 'day', most: 2 }],
  },
}

async function decide(body: object): Promise<Json> {
  const all = { slot: 'side', count: 1, location: 'DE', ...body }
  const { json, text, status } = await server().send('POST /v1/decide', { body: all })
  assert.equal(status, 200, text)
  return json
}

async function show(...tokens: readonly string[]): Promise<Json> {
  const body = { impressions: tokens.map((token) => ({ token })) }
  return (await server().send('POST /v1/impressions', { body })).json
}

async function approve(...ids: readonly string[]): Promise<void> {
  const key = await aKey(server().app, { kind: 'operator', role: 'privacy_officer' })
  for (const id of ids) {
    const sending = { body: { decision: 'approved' }, key }
    const { status, text } = await server().send(`POST /v1/creatives/${id}/review`, sending)
    assert.equal(status, 200, text)
  }
}

const shownIn = ({ items }: Json): string[] => items.map(({ id }: Json) => id)

test('nothing is shown before it was reviewed', async () => {
  assert.deepEqual(shownIn(await decide({})), [])
  await approve('tea-ad', 'plain', 'shoe-ad')
  await server().app.adPeople.ready()
  assert.deepEqual(shownIn(await decide({})), ['plain'])
})

test('somebody who agreed is shown what they looked at, and told all about it', async () => {
  await joining('ann', ADS, 'shoe-1')
  const answer = await decide({ externalId: 'ann' })
  const [item] = answer.items
  assert.deepEqual([answer.rung, item.id], ['personal', 'shoe-ad'])
  assert.deepEqual(
    [item.ad.isAd, item.ad.behalf, item.ad.payer],
    [true, 'Acme Shoes', 'Acme Holding'],
  )
  assert.deepEqual(item.ad.parameters, [{ kind: 'audience', says: 'People who looked at shoes' }])
  const sum = item.contributions.reduce((total: number, { share }: Json) => total + share, 0)
  assert.ok(Math.abs(sum - item.score) < 1e-9)
  const [audience] = item.contributions
  assert.deepEqual([audience.kind, audience.id, audience.support], ['audience', 'lookers', 100])
  assert.equal(item.specificity.level, 'broad')
  assert.ok(answer.reasons.some(({ pack }: Json) => pack.startsWith('eu-gdpr@')))
  assert.ok(answer.change.some(({ path }: Json) => path.endsWith('/withdraw')))
})

test('a refusal, a rarity and nobody at all look the same', async () => {
  await joining('bob', ['site_personalization'], 'shoe-1')
  const bare = ({ items }: Json) => items.map(({ token: _, ...rest }: Json) => rest)
  const [nobody, refusing] = [await decide({}), await decide({ externalId: 'bob' })]
  assert.deepEqual(bare(refusing), bare(nobody))
  assert.deepEqual(shownIn(refusing), ['plain'])
})

test('GPC and a withdrawal end it at the next decision', async () => {
  const subject = await joining('cleo', ADS, 'shoe-1')
  assert.equal((await decide({ externalId: 'cleo' })).rung, 'personal')
  const withGpc = { externalId: 'cleo', signals: { gpc: true }, location: 'US-CA' }
  assert.deepEqual(
    [(await decide(withGpc)).rung, (await decide(withGpc)).outcome],
    ['general', 'refused'],
  )
  await server().send(`POST /v1/subjects/${subject}/withdraw`, {
    body: { purposes: ['first_party_advertising'] },
  })
  assert.deepEqual(shownIn(await decide({ externalId: 'cleo' })), ['plain'])
})

test('an audience that falls below k falls back for those who are left', async () => {
  const before = (await server().send('GET /v1/audiences/lookers')).json
  assert.deepEqual([before.people, before.runs], [120, true])
  for (let n = 0; n < 25; n += 1) {
    const body = { externalId: `crowd-${n}` }
    const { json } = await server().send('POST /v1/subjects/find', { body })
    await server().send(`POST /v1/subjects/${json.subject}/erase`)
  }
  const after = (await server().send('GET /v1/audiences/lookers')).json
  assert.equal(after.runs, false)
  assert.deepEqual(shownIn(await decide({ externalId: 'ann' })), ['plain'])
  for (let n = 0; n < 30; n += 1) await joining(`more-${n}`, ADS, 'shoe-1')
  assert.deepEqual(shownIn(await decide({ externalId: 'ann' })), ['shoe-ad'])
})

test('the shoe that was looked at is shown twice in a week, then not, and they see the counter', async () => {
  const subject = await joining('dora', ADS, 'shoe-2')
  for (const turn of [1, 2]) {
    const { items } = await decide({ externalId: 'dora' })
    assert.equal(items[0].id, 'shoe-ad', `turn ${turn}`)
    assert.equal((await show(items[0].token)).accepted, 1)
  }
  assert.notEqual((await decide({ externalId: 'dora' })).items[0]?.id, 'shoe-ad')
  const { json } = await server().send(`GET /v1/subjects/${subject}/follow`)
  assert.deepEqual(json.items, [
    { item: 'shoe-2', title: 'Shoe', shown: 2, most: 2, withinDays: 7, sinceLook: 0 },
  ])
  // What was shown was like it; whoever looked at the very one is told so.
  const other = await joining('dean', ADS, 'shoe-1')
  await show((await decide({ externalId: 'dean' })).items[0].token)
  const { json: counted } = await server().send(`GET /v1/subjects/${other}/follow`)
  assert.deepEqual([counted.items[0].shown, counted.items[0].sinceLook], [1, 1])
  const { json: kept } = await server().send(`GET /v1/subjects/${subject}/impressions`)
  assert.equal(kept.impressions[0].ad.payer, 'Acme Holding')
})

test('what was bought does not come back', async () => {
  const subject = await joining('emil', ADS, 'shoe-1')
  assert.equal(shownIn(await decide({ externalId: 'emil' }))[0], 'shoe-ad')
  const interactions = [{ subject, item: 'shoe-2', verb: 'purchase' }]
  await server().send('POST /v1/interactions', { body: { interactions } })
  assert.notEqual(shownIn(await decide({ externalId: 'emil' }))[0], 'shoe-ad')
})

test('who wants it less personal gets that from the next decision on', async () => {
  const subject = await joining('fay', ADS, 'shoe-1')
  assert.equal((await decide({ externalId: 'fay' })).rung, 'personal')
  const { status } = await server().send(`PUT /v1/subjects/${subject}/ceiling`, {
    body: { ceiling: 'general' },
  })
  assert.equal(status, 200)
  assert.deepEqual(shownIn(await decide({ externalId: 'fay' })), ['plain'])
})

test('caps hold for somebody of whom nothing is kept, by what their browser remembers', async () => {
  const seen = (times: number) =>
    Array.from({ length: times }, () => ({
      campaign: 'tea',
      slot: 'side',
      at: '2026-11-24T11:00:00Z',
    }))
  assert.deepEqual(shownIn(await decide({ count: 2, seen: seen(1) })), ['plain', 'tea-ad'])
  assert.deepEqual(shownIn(await decide({ count: 2, seen: seen(2) })), ['plain'])
})

test('a showing is charged once, at the second price, also of nobody', async () => {
  const spent = async () => (await server().send('GET /v1/campaigns/shoes')).json.spentMinor
  const before = await spent()
  const tokens: string[] = []
  for (let n = 0; n < 10; n += 1) tokens.push((await decide({})).items[0].token)
  assert.equal((await show(...tokens)).accepted, 10)
  assert.equal((await show(...tokens)).duplicates, 10)
  // Ten times 300 for a thousand: what the next one bid.
  assert.equal((await spent()) - before, 3)
})

test('the repository is open to anybody, and says nothing of anybody', async () => {
  const { status, json } = await server().send('GET /ads/repository', { key: '' })
  assert.equal(status, 200)
  const ads = json.ads.map(({ ad }: Json) => [ad.content.title, ad.behalf, ad.payer])
  assert.ok(ads.some(([title]: string[]) => title === 'Shoes for all'))
  assert.doesNotMatch(JSON.stringify(json), /sub_|dora|ann/)
})

test('the repository tells where an ad was shown, from 50 showings on', async () => {
  const shownIn = async (location: string | undefined, times: number) => {
    const tokens: string[] = []
    for (let n = 0; n < times; n += 1) tokens.push((await decide({ location })).items[0].token)
    assert.equal((await show(...tokens)).accepted, times)
  }
  const told = async () => {
    const { ads } = (await server().send('GET /ads/repository')).json
    return ads.find(({ ad }: Json) => ad.content.title === 'Shoes for all').countries
  }
  await shownIn('FR-75C', 49)
  await shownIn(undefined, 60)
  assert.ok((await told()).every(({ country }: Json) => country === 'DE'))
  await shownIn('FR', 3)
  assert.deepEqual(
    (await told()).filter(({ country }: Json) => country !== 'DE'),
    [{ country: 'FR', showings: 50 }],
  )
})

test('what is wrong is refused with a code of its own', async () => {
  const codeOf = async (path: string, over: object) => {
    const base = SET_UP[path] ?? {}
    const { status, json } = await server().send(`PUT /v1/${path}`, { body: { ...base, ...over } })
    assert.equal(status, 400)
    assert.equal(json.code, 'ad_invalid')
    return json.issues?.[0]?.code
  }
  const campaign = (over: object) => codeOf('campaigns/shoes', over)
  assert.equal(await campaign({ endsAt: TIMES.startsAt }), 'ends_before_start')
  assert.equal(await campaign({ bidMinor: -1 }), 'invalid_field')
  assert.equal(await campaign({ spendLimitMinor: 0 }), 'invalid_field')
  assert.equal(await campaign({ audience: 'nobody' }), 'name_unknown')
  assert.equal(await campaign({ creatives: ['tea-ad'] }), 'creative_of_another')
  assert.equal(await campaign({ currency: 'USD' }), 'currency_differs')
  assert.equal(await campaign({ pages: ['health/diabetes'] }), 'category_sensitive')
  assert.equal(await campaign({ colour: 'red' }), 'unknown_field')
  const political = { sponsor: 'A party', about: 'A vote' }
  assert.equal(await campaign({ political }), 'political_aimed')
  const creative = (over: object) => codeOf('creatives/plain', over)
  assert.equal(await creative({ link: 'javascript:alert(1)' }), 'url_unsafe')
  assert.equal(await creative({ link: 'http://acme.example/' }), 'mixed_content')
  assert.equal(await creative({ kind: 'html' }), 'content_missing')
  const html = (text: string) => creative({ kind: 'html', html: text })
  for (const bad of [
    '<script>x</script>',
    '<p onclick="x">a</p>',
    '<a href="javascript:x">a</a>',
    '<img src="https://t.example/pixel">',
    '<p style="background:url(x)">a</p>',
    '<p>a',
    '<p <b>',
    '<!-- x -->',
    '&#106;avascript:',
  ]) {
    if (bad !== '<p>a') assert.equal(await html(bad), 'html_refused', bad)
  }
  const conditions = [{ attribute: 'looked_at', anyOf: ['Judaism'] }]
  assert.equal(await codeOf('audiences/lookers', { conditions }), 'category_sensitive')
  await server().refuse('POST /v1/decide', { body: { slot: 'nowhere' } }, 'unknown_slot')
  await server().refuse('DELETE /v1/advertisers/acme', {}, 'ad_in_use')
})

test('a frame of HTML runs and loads nothing', async () => {
  const body = {
    ...CREATIVE,
    kind: 'html',
    title: 'Framed',
    html: '<p class="x">Soft &amp; light</p>',
  }
  await server().send('PUT /v1/creatives/framed', { body })
  const url = `${server().url}/ads/creatives/framed/frame`
  assert.equal((await fetch(url)).status, 404)
  await approve('framed')
  const answer = await fetch(url)
  assert.deepEqual([answer.status, (await answer.text()).includes('Soft &amp; light')], [200, true])
  const policy = answer.headers.get('content-security-policy') ?? ''
  assert.match(policy, /^default-src 'none'.*sandbox$/)
})

test('what is changed waits for its review again', async () => {
  const { json } = await server().send('PUT /v1/creatives/plain', {
    body: { ...SET_UP['creatives/plain'], title: 'Other shoes' },
  })
  assert.equal(json.review.state, 'pending')
  assert.notDeepEqual(shownIn(await decide({})), ['plain'])
})

test('an export can be taken in elsewhere', async () => {
  const { json } = await server().send('GET /v1/ads/export')
  const { status, json: taken } = await server().send('POST /v1/ads/import', { body: json })
  assert.deepEqual([status, taken.taken], [200, json.ads.length])
})

test('operators read, marketers set up, and a marketer reviews nothing', async () => {
  const key = await aKey(server().app, { kind: 'operator', role: 'marketer' })
  const review = { body: { decision: 'approved' }, key }
  await server().refuse('POST /v1/creatives/plain/review', review, 'forbidden')
})

async function joining(externalId: string, purposes: readonly Purpose[], item: string) {
  return aSubject(externalId)
    .from('DE')
    .giving(...purposes)
    .meeting({ item, at: '2026-11-23T00:00:00Z' })
    .join(server().app)
}
