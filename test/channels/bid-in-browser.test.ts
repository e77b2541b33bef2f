/** What was bid, as a page shows it in a real browser: marked, readable, and mute. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerBidRequest } from '@equipoise/server/modules/openrtb'
import { anApp } from '../builders/app.ts'
import { aBannerPlace, aBidRequest, advertise } from '../builders/bid-requests.ts'
import { assertAccessible, startBrowser } from '../builders/browser.ts'

const ORIGIN = 'https://ads.shop.example'
const KINDS = { 'shoe-text': 'Shoes <b>&"', 'tea-image': 'Tea', 'tea-html': 'Soft & "hot"' }

test('an ad of each kind is marked, loads its picture alone, and runs nothing', async (t) => {
  const { app } = await anApp(t, { environment: { EQUIPOISE_PUBLIC_ORIGIN: ORIGIN } })
  await advertise(app)
  const browser = await startBrowser()
  t.after(() => browser.close())
  const parts = { ...app, publicOrigin: ORIGIN, elapsedMs: () => 0 }
  for (const [crid, says] of Object.entries(KINDS)) {
    const bcrid = ['wine-ad', ...Object.keys(KINDS)].filter((one) => one !== crid)
    const imp = [aBannerPlace({ banner: { format: [{ w: 336, h: 280 }] } })]
    const { response } = await answerBidRequest(parts, aBidRequest({ bcrid, imp }))
    const bid = response.seatbid[0]?.bid[0] ?? assert.fail(`a bid of ${crid}`)
    assert.equal(bid.crid, crid)
    const page = await browser.newPage({ viewport: { width: 400, height: 400 } })
    const [asked, faults]: string[][] = [[], []]
    page.on('request', (request) => asked?.push(request.url()))
    page.on('pageerror', ({ message }) => faults?.push(message))
    await page.route('**/*', (route) => route.abort())
    await page.setContent(
      `<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1>${bid.adm}</main>`,
    )
    const pictures = crid === 'tea-image' ? ['https://www.tea.example/cup.jpg'] : []
    assert.deepEqual([asked, faults], [pictures, []])
    const ad = page.locator('[itemtype$="WPAdBlock"]')
    assert.match((await ad.textContent()) ?? '', /^Ad · On behalf of /)
    const frame = page.locator('iframe')
    const shown = (await frame.count()) > 0 ? frame.contentFrame().locator('p') : ad
    assert.ok(((await shown.textContent()) ?? '').includes(says), says)
    const { width, height } = (await ad.boundingBox()) ?? assert.fail('it is seen')
    assert.deepEqual([width, height], [336, 280])
    assert.match((await ad.locator('a').getAttribute('rel')) ?? '', /sponsored/)
    await assertAccessible(page, crid)
    await page.close()
  }
})
