/**
 * What is wrong with advertising is refused with a code and a path, and takes nothing with it; no
 * limit goes in one burst; and a clock that is put back at the end of a month, or by hand, spends
 * nothing twice and sends nothing twice.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowedBy, isScheduled } from '@equipoise/core/channels'
import { type Instant, parseInstant, toInstant } from '@equipoise/core/values'
import { anApp, NOON } from '../builders/app.ts'
import { advertise } from '../builders/bid-requests.ts'
import { aCampaign, aReader, sendNow } from '../builders/mail.ts'
import { serverOfFile, type TestServer } from '../builders/server.ts'
import { aSmtpServer } from '../builders/smtp.ts'

const HOUR_MS = 3_600_000
let advance: TestServer['advance']
const server = serverOfFile(
  { environment: { EQUIPOISE_RATE_KEY_PER_SECOND: 'none' } },
  async (opened) => {
    await advertise(opened.app)
    advance = opened.advance
  },
)

const TEXT = {
  advertiser: 'acme',
  kind: 'text',
  title: 'Shoes',
  text: 'Soft',
  link: 'https://acme.example/',
}
const CAMPAIGN = {
  advertiser: 'acme',
  currency: 'EUR',
  bidMinor: 100,
  spendLimitMinor: 1_000,
  startsAt: '2026-11-01T00:00:00Z',
  endsAt: '2027-01-01T00:00:00Z',
  slots: ['side'],
  creatives: ['shoe-text'],
}
const html = (text: string) => ({ ...TEXT, kind: 'html', html: text })

const BAD: readonly (readonly [
  what: string,
  kind: string,
  form: object,
  at: string,
  code: string,
])[] = [
  [
    'ends before it starts',
    'campaigns',
    { ...CAMPAIGN, endsAt: '2026-10-31T23:59:59Z' },
    'endsAt',
    'ends_before_start',
  ],
  [
    'ends when it starts',
    'campaigns',
    { ...CAMPAIGN, endsAt: CAMPAIGN.startsAt },
    'endsAt',
    'ends_before_start',
  ],
  [
    'a day that never is',
    'campaigns',
    { ...CAMPAIGN, endsAt: '2026-02-30T00:00:00Z' },
    'endsAt',
    'invalid_field',
  ],
  ['a negative bid', 'campaigns', { ...CAMPAIGN, bidMinor: -1 }, 'bidMinor', 'invalid_field'],
  ['a bid of nothing', 'campaigns', { ...CAMPAIGN, bidMinor: 0 }, 'bidMinor', 'invalid_field'],
  ['half a cent', 'campaigns', { ...CAMPAIGN, bidMinor: 0.5 }, 'bidMinor', 'invalid_field'],
  [
    'more than is counted',
    'campaigns',
    { ...CAMPAIGN, bidMinor: 1e12 },
    'bidMinor',
    'invalid_field',
  ],
  [
    'a limit below one showing',
    'campaigns',
    { ...CAMPAIGN, bidMinor: 2_000, spendLimitMinor: 1 },
    'spendLimitMinor',
    'limit_below_bid',
  ],
  ['no hours', 'campaigns', { ...CAMPAIGN, hours: { from: 0, until: 24 } }, 'hours', 'hours_empty'],
  ['a script', 'creatives', html('<p>a</p><script>alert(1)</script>'), 'html', 'html_refused'],
  [
    'a script in capitals',
    'creatives',
    html('<ScRiPt src="https://x.example"></ScRiPt>'),
    'html',
    'html_refused',
  ],
  ['a handler', 'creatives', html('<b onmouseover="x()">a</b>'), 'html', 'html_refused'],
  [
    'a frame',
    'creatives',
    html('<iframe src="https://x.example"></iframe>'),
    'html',
    'html_refused',
  ],
  [
    'a form',
    'creatives',
    html('<form action="https://x.example"><input></form>'),
    'html',
    'html_refused',
  ],
  [
    'a picture that counts',
    'creatives',
    html('<img src="https://t.example/1.gif">'),
    'html',
    'html_refused',
  ],
  [
    'a style that loads',
    'creatives',
    html('<p style="background:u\\72l(x)">a</p>'),
    'html',
    'html_refused',
  ],
  [
    'a javascript: address',
    'creatives',
    { ...TEXT, link: 'javascript:alert(1)' },
    'link',
    'url_unsafe',
  ],
  ['a data: address', 'creatives', { ...TEXT, link: 'data:text/html,x' }, 'link', 'url_unsafe'],
  [
    'a hidden javascript: address',
    'creatives',
    { ...TEXT, link: ' java\tscript:alert(1)' },
    'link',
    'url_unsafe',
  ],
  [
    'an address with a password',
    'creatives',
    { ...TEXT, link: 'https://a:b@acme.example/' },
    'link',
    'url_unsafe',
  ],
  [
    'mixed content in a link',
    'creatives',
    { ...TEXT, link: 'http://acme.example/' },
    'link',
    'mixed_content',
  ],
  [
    'mixed content in a picture',
    'creatives',
    { ...TEXT, kind: 'image', image: { url: 'http://acme.example/a.png', alt: 'a' } },
    'image.url',
    'mixed_content',
  ],
  [
    'mixed content in a video',
    'creatives',
    { ...TEXT, kind: 'video', video: { url: 'http://acme.example/a.mp4', alt: 'a' } },
    'video.url',
    'mixed_content',
  ],
  ['a text that turns about', 'creatives', { ...TEXT, title: 'a\u202eb' }, 'title', 'text_unsafe'],
]

for (const [what, kind, form, at, code] of BAD) {
  test(`${what} is refused alone and among others, and nothing is taken`, async () => {
    const before = (await server().send('GET /v1/ads/export')).json
    const put = await server().refuse(`PUT /v1/${kind}/bad`, { body: form }, 'ad_invalid')
    assert.deepEqual([put.json.issues[0].path, put.json.issues[0].code], [at, code])
    assert.match(put.json.issues[0].says, /^\S.{8,}/)
    const ads = [
      { kind: 'advertisers', id: 'fresh', form: { name: 'Fresh' } },
      { kind, id: 'bad', form },
    ]
    const all = await server().refuse('POST /v1/ads/import', { body: { ads } }, 'ad_invalid')
    assert.equal(all.json.issues[0].path, `ads.1.${at}`)
    assert.deepEqual((await server().send('GET /v1/ads/export')).json, before)
  })
}

test('a limit does not go in one burst, and an hour later there is more', async () => {
  const { send } = server()
  // A tenth of it in an hour: a hundred at a cent each for a thousand times 100.
  const form = { ...CAMPAIGN, bidMinor: 1_000, spendLimitMinor: 100, pacing: 'asap', caps: [] }
  await send('PUT /v1/slots/burst', { body: { currency: 'EUR', auction: 'first_price' } })
  await send('PUT /v1/campaigns/burst', { body: { ...form, slots: ['burst'] } })
  const burst = async (): Promise<number> => {
    for (let shown = 0; shown < 100; shown += 1) {
      const { json } = await send('POST /v1/decide', { body: { slot: 'burst', count: 1 } })
      const token: string | undefined = json.items[0]?.token
      if (token === undefined) return shown
      await send('POST /v1/impressions', { body: { impressions: [{ token }] } })
    }
    return 100
  }
  assert.equal(await burst(), 10)
  advance(HOUR_MS)
  assert.equal(await burst(), 10)
  const { spentMinor } = (await send('GET /v1/campaigns/burst')).json
  assert.equal(spentMinor, 20)
  // The clock is put back by hand: what was spent stays spent.
  advance(-2 * HOUR_MS)
  for (let n = 0; n < 20; n += 1) {
    await burst()
    advance(HOUR_MS)
  }
  assert.equal((await send('GET /v1/campaigns/burst')).json.spentMinor, 100)
})

test('as many as were decided on before the limit may report: it is charged to the limit', async () => {
  const { send } = server()
  const form = { ...CAMPAIGN, bidMinor: 1_000, spendLimitMinor: 5, pacing: 'asap', caps: [] }
  const times = { startsAt: '2026-11-20T00:00:00Z', endsAt: '2026-11-26T00:00:00Z' }
  await send('PUT /v1/campaigns/rush', {
    body: { ...form, ...times, slots: ['burst'], bidMinor: 500 },
  })
  await send('DELETE /v1/campaigns/burst')
  const tokens: string[] = []
  for (let n = 0; n < 40; n += 1) {
    const { json } = await send('POST /v1/decide', { body: { slot: 'burst', count: 1 } })
    tokens.push(json.items[0]?.token ?? assert.fail('it may still spend'))
  }
  await Promise.all(
    tokens.map((token) => send('POST /v1/impressions', { body: { impressions: [{ token }] } })),
  )
  const { json } = await send('GET /v1/campaigns/rush')
  assert.equal(json.spentMinor, 5)
})

/** 2027-10-31 is the last of a month, and its hour from two to three comes twice in Berlin. */
const OCTOBER = {
  startsAt: at('2027-10-01T00:00:00+02:00'),
  endsAt: at('2027-11-01T00:00:00+01:00'),
}

test('a month that ends an hour later is spent to its end, and never faster', () => {
  const plan = { ...OCTOBER, spendLimitMinor: 74_500, pacing: 'even' as const }
  assert.equal(OCTOBER.endsAt - OCTOBER.startsAt, (31 * 24 + 1) * HOUR_MS)
  const from = at('2027-10-30T22:00:00Z')
  const steps = Array.from({ length: 60 }, (_, n) => toInstant(from + (n * HOUR_MS) / 4))
  const allowed = steps.map((now) => allowedBy(plan, now))
  const rises = allowed.slice(1).map((now, n) => now - (allowed[n] ?? 0))
  // Each quarter of an hour the same, those of the doubled hour too; whole numbers aside.
  assert.ok(Math.min(...rises) > 0 && Math.max(...rises) - Math.min(...rises) <= 1)
  const doubled = ['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'].map(at)
  const [first = 0, second = 0] = doubled.map((now) => allowedBy(plan, now))
  assert.ok(second > first)
  assert.equal(allowedBy(plan, OCTOBER.endsAt), 74_500_000)
  const campaign = { ...plan, hours: undefined } as Parameters<typeof isScheduled>[0]
  const runs = (text: string) => isScheduled(campaign, at(text))
  assert.deepEqual(
    [
      '2027-09-30T21:59:59Z',
      '2027-09-30T22:00:00Z',
      '2027-10-31T22:59:59Z',
      '2027-10-31T23:00:00Z',
    ].map(runs),
    [false, true, true, false],
  )
})

test('in the hour that comes twice, at the end of a month, everybody gets one mail', async (t) => {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, { environment: smtp.environment })
  opened.advance(at('2027-10-30T20:00:00Z') - NOON)
  await aCampaign(opened.app, { window: { from: '02:00', to: '03:00' } })
  for (const [name, zone] of [
    ['berlin', 'Europe/Berlin'],
    ['tokyo', 'Asia/Tokyo'],
  ] as const) {
    await aReader(opened.app, name, { zone })
  }
  await sendNow(opened.app)
  const sentAt: Record<string, string> = {}
  smtp.onMessage = ({ to }) => {
    const name = to.split('@')[0] ?? ''
    assert.equal(sentAt[name], undefined, 'once')
    sentAt[name] = new Date(opened.app.now()).toISOString().slice(0, 16)
    return undefined
  }
  for (let quarter = 0; quarter < 40 * 4; quarter += 1) {
    opened.advance(HOUR_MS / 4)
    await opened.app.mailer.run()
  }
  // Two in the morning in Berlin is midnight UTC at first, and one o'clock the second time.
  assert.deepEqual(sentAt, { tokyo: '2027-10-31T17:00', berlin: '2027-10-31T00:00' })
})

function at(text: string): Instant {
  return parseInstant(text) ?? assert.fail(text)
}
