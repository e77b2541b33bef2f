/**
 * The privacy label and a record as pages, in a real browser: readable by everybody, in light and
 * dark, wide and narrow, without a script and with nothing from elsewhere.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { assertAccessible, startBrowser } from './builders/browser.ts'
import { serverOfFile } from './builders/server.ts'

const server = serverOfFile({ environment: { EQUIPOISE_MARKETS: 'DE,US-CA' } })
let browser: Browser

before(async () => {
  browser = await startBrowser()
})

after(async () => browser?.close())

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1_280, 320]) {
    test(`the label is readable (${colorScheme}, ${width} px)`, async () => {
      const { page, requests } = await open('/privacy/label', { colorScheme, width })
      for (const summary of await page.locator('summary').all()) await summary.click()
      await assertAccessible(page, 'the label')
      assert.equal(await page.locator('script, link, img').count(), 0)
      // The icon is what a browser asks for by itself.
      const others = requests.filter((url) => !/\/(?:privacy\/label|favicon\.ico)$/.test(url))
      assert.deepEqual(others, [])
      await page.context().close()
    })
  }
}

test('a record is readable, narrow and wide', async () => {
  for (const width of [1_280, 320]) {
    const { page } = await open('/records/dpia.html', { colorScheme: 'light', width })
    await assertAccessible(page, 'a record')
    await page.context().close()
  }
})

interface Viewing {
  readonly colorScheme: 'light' | 'dark'
  readonly width: number
}

async function open(path: string, { colorScheme, width }: Viewing) {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 800 },
    extraHTTPHeaders: { authorization: `Bearer ${server().operator}` },
  })
  const page = await context.newPage()
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(`${server().url}${path}`)
  return { page, requests }
}
