/** Advertising on the command line: set up from files, reviewed, decided, exported, taken in. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { aFolder, done, refused } from '../builders/command-line.ts'

const CREATIVE = {
  advertiser: 'acme',
  kind: 'text',
  title: 'Soft soles',
  text: 'For every day',
  link: 'https://acme.example/',
}
const CAMPAIGN = {
  advertiser: 'acme',
  currency: 'EUR',
  bidMinor: 400,
  spendLimitMinor: 1_000,
  startsAt: '2020-01-01T00:00:00Z',
  endsAt: '2029-01-01T00:00:00Z',
  slots: ['side'],
  creatives: ['soles'],
}

test('ads are taken in from a file, reviewed, decided, and exported again', async (t) => {
  const folder = aFolder(t)
  const data = join(folder, 'data')
  const [file, out] = [join(folder, 'ads.json'), join(folder, 'out.json')]
  const ads = [
    { kind: 'advertisers', id: 'acme', form: { name: 'Acme' } },
    { kind: 'slots', id: 'side', form: { currency: 'EUR' } },
    { kind: 'creatives', id: 'soles', form: CREATIVE },
    { kind: 'campaigns', id: 'soft', form: CAMPAIGN },
  ]
  writeFileSync(file, JSON.stringify({ ads }))
  assert.deepEqual(await done(['ads', 'import', file], data), { taken: 4 })
  const wrong = join(folder, 'campaign.json')
  writeFileSync(wrong, JSON.stringify({ ...CAMPAIGN, bidMinor: 0 }))
  const put = ['campaigns', 'put', '--id', 'soft', wrong]
  assert.deepEqual(await refused(put, data), [1, 'ad_invalid'])
  const decide = ['decide', '--subject', 'nobody', '--slot', 'side']
  assert.deepEqual((await done(decide, data)).items, [])
  await done(['creatives', 'review', '--id', 'soles', '--decision', 'approved'], data)
  const [item] = (await done(decide, data)).items
  assert.deepEqual([item.id, item.ad.behalf, item.ad.isAd], ['soles', 'Acme', true])
  const request = join(folder, 'request.json')
  const imp = [
    { id: '1', tagid: 'side', banner: { w: 300, h: 250 } },
    { id: '2', tagid: 'none' },
  ]
  writeFileSync(request, JSON.stringify({ id: 'r', cur: ['EUR'], imp, user: { id: 'somebody' } }))
  const { seatbid, ext } = await done(['ads', 'rtb', request], data)
  const [bid] = seatbid[0].bid
  // Tried, and not billed: no public origin is needed, and none is named.
  assert.deepEqual([bid.crid, bid.w, bid.burl], ['soles', 300, undefined])
  assert.deepEqual(ext.equipoise.noBid, [{ impid: '2', reason: 'slot_unknown' }])
  writeFileSync(request, '{"id":"r"}')
  assert.deepEqual(await refused(['ads', 'rtb', request], data), [1, 'bid_request_invalid'])
  await done(['ads', 'export', '--out', out], data)
  assert.deepEqual(JSON.parse(readFileSync(out, 'utf8')), { ads })
})
