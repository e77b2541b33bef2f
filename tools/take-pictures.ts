/**
 * Takes the pictures of the documents anew, in a real browser, of the demo shop as `npm start` runs
 * it, furnished afresh: the same people do the same each time.
 *
 *   node tools/run.mjs pictures [NAME…]     all of them, or those whose names begin so
 *
 * What each shows, and in which state, stands below; docs/pictures.md shows all of them.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import packedChromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const ROOT = join(import.meta.dirname, '..')
const FOLDER = join(ROOT, 'docs/images')
const WAIT_MS = 20_000
/** For pictures to load, and a row to come to rest. */
const REST_MS = 600

interface Started {
  readonly shop: string
  readonly url: string
}

interface Picture {
  readonly size: readonly [width: number, height: number]
  readonly dark?: true
  /** BCP 47: what the page says that it is written in. */
  readonly language?: string
  readonly draw: (page: Page, at: Started) => Promise<unknown>
}

const WIDE = [1280, 900] as const
const PHONE = [360, 780] as const
const BANNER = '#equipoise-banner'
const WHY = '#equipoise-why'

const PICTURES: Readonly<Record<string, Picture>> = {
  'banner-desktop-light': { size: [1280, 720], draw: asks },
  'banner-desktop-dark': { size: WIDE, dark: true, draw: choosing },
  'banner-phone': { size: PHONE, draw: asks },
  'banner-phone-choose': { size: PHONE, dark: true, draw: choosing },
  'banner-phone-rtl': { size: PHONE, language: 'ar', draw: asks },
  'why-desktop-light': { size: WIDE, draw: why },
  'why-phone-dark': { size: PHONE, dark: true, draw: why },
  'why-ad': { size: WIDE, draw: whyAd },
  'privacy-center-desktop-light': { size: WIDE, draw: center },
  'privacy-center-desktop-dark': { size: WIDE, dark: true, draw: centerAt('shown') },
  'privacy-center-phone': { size: PHONE, draw: center },
  'privacy-center-phone-rtl': { size: PHONE, dark: true, language: 'ar', draw: center },
  'privacy-center-requests': { size: WIDE, draw: asked },
  'privacy-center-erase': { size: WIDE, draw: centerAt('erase') },
  'shop-home-light': { size: [1280, 1120], draw: refused },
  'shop-for-you': { size: [1280, 1120], draw: (page, at) => open(page, at, '/', 'Nadia') },
  'shop-phone-dark': { size: PHONE, dark: true, draw: row },
  'shop-product': { size: [1280, 1120], draw: product },
  'shop-feed-light': { size: [1280, 1400], draw: (page, at) => open(page, at, '/feed', 'Nadia') },
  'shop-feed-phone': { size: [360, 1400], draw: (page, at) => open(page, at, '/feed', 'Nadia') },
  'shop-week-phone-dark': {
    size: PHONE,
    dark: true,
    draw: (page, at) => open(page, at, '/week', 'Nadia'),
  },
  'shop-behind-the-scenes': { size: WIDE, draw: behind },
  'page-desktop-light': { size: [1280, 1000], draw: productPage },
  'page-desktop-dark': { size: [1280, 1000], dark: true, draw: productPage },
  'page-phone': { size: [390, 844], draw: productPage },
  'page-refused': { size: [1280, 1000], draw: pageRefused },
  'page-erased': { size: [1280, 1000], draw: pageErased },
}

async function open(page: Page, { shop }: Started, path: string, person?: string): Promise<void> {
  await page.goto(shop + path, { waitUntil: 'networkidle' })
  if (person === undefined) return
  await page.locator('.as summary').click()
  await page.getByRole('button', { name: new RegExp(`^${person},`) }).click()
  await page.locator('.as summary b', { hasText: person }).waitFor()
  await page.waitForLoadState('networkidle')
  await page.mouse.move(0, 0)
}

async function asks(page: Page, at: Started): Promise<void> {
  await open(page, at, '/p/trail-fell-moss')
  await page.locator(BANNER).waitFor()
}

async function choosing(page: Page, at: Started): Promise<void> {
  await asks(page, at)
  await page.locator(`${BANNER} .choose > summary`).click()
  await page.locator(`${BANNER} .group summary`).first().click()
}

async function refused(page: Page, at: Started): Promise<void> {
  await open(page, at, '/')
  await page.locator(BANNER).getByRole('button', { name: 'Refuse all' }).click()
  await page.locator('.why').first().waitFor()
}

async function row(page: Page, at: Started): Promise<void> {
  await open(page, at, '/', 'Nadia')
  await showRow(page)
}

async function showRow(page: Page): Promise<void> {
  await page.evaluate("document.querySelector('.row').scrollIntoView()")
}

async function product(page: Page, at: Started): Promise<void> {
  await open(page, at, '/p/trail-fell-moss', 'Nadia')
  await page.getByText('These followed you').first().waitFor()
}

async function why(page: Page, at: Started): Promise<void> {
  await row(page, at)
  await page.locator('.row .why').first().click()
  await page.locator(WHY).waitFor()
}

async function whyAd(page: Page, at: Started): Promise<void> {
  await open(page, at, '/feed', 'Nadia')
  await page.locator('.ad .why').first().click()
  await page.locator(`${WHY} summary`).click()
}

async function behind(page: Page, at: Started): Promise<void> {
  await open(page, at, '/', 'Nadia')
  await page.locator('.behind').click()
  await showRow(page)
}

/** As Nadia, who looked at some things and was shown others. */
async function center(page: Page, at: Started): Promise<void> {
  await row(page, at)
  // What half of was seen for a second was shown.
  const told = page.waitForResponse((one) => one.url().endsWith('/v1/impressions'))
  await page.waitForTimeout(1_500)
  await page.evaluate("dispatchEvent(new Event('pagehide'))")
  await Promise.race([told, page.waitForTimeout(3_000)])
  const response = await page.request.get(`${at.shop}/token`)
  const { token } = await response.json()
  const language = await page.evaluate('document.documentElement.lang')
  await page.goto(`${at.shop}/privacy?lang=${language}#token=${token}`)
  await page.locator('[data-part="timeline"] li').first().waitFor()
}

function centerAt(section: string): Picture['draw'] {
  return async (page, at) => {
    await center(page, at)
    const inSection = page.locator(`[data-part="${section}"]`)
    const details = inSection.locator('summary').first()
    if (section === 'shown') await details.click()
    if (section === 'erase') await page.locator('[data-focus="erase"]').click()
    await page.evaluate(`document.getElementById('equipoise-${section}').scrollIntoView()`)
  }
}

async function asked(page: Page, at: Started): Promise<void> {
  await center(page, at)
  await page.locator('[data-focus="ask"]').click()
  await page.locator('[data-focus="ask-right"]').selectOption('objection')
  await page.locator('[data-focus="ask-now"]').click()
  await page.locator('.eq-requests li').first().waitFor()
  await page.locator('[data-focus^="check-"]').first().click()
  await page.getByText(/^Good\./).waitFor()
  await page.evaluate("document.getElementById('equipoise-receipts').scrollIntoView()")
}

async function productPage(page: Page, { url }: Started): Promise<void> {
  await page.goto(url)
  await page.locator('.suggestion').first().waitFor()
}

async function pageRefused(page: Page, at: Started): Promise<void> {
  await productPage(page, at)
  await page.getByLabel('Luis').check()
  await page.locator('.verdict-no').waitFor()
  await page.getByPlaceholder('Search products').fill('tortilla')
  await page.locator('[data-focus="product:tortilla-chips"]').click()
  await page.locator('[data-focus="verb:view"]').click()
}

async function pageErased(page: Page, at: Started): Promise<void> {
  await productPage(page, at)
  await page.getByLabel('Marcus').check()
  await page.locator('[data-focus="erase"]').click()
  await page.locator('#erase-dialog[open]').waitFor()
  await page.locator('#erase-dialog button').last().click()
  await page.getByText('Gone from the model').waitFor()
  await page.evaluate('scrollTo(0, 0)')
}

async function take(browser: Browser, at: Started, name: string, one: Picture): Promise<void> {
  const { size, dark, language, draw } = one
  const options: BrowserContextOptions = {
    viewport: { width: size[0], height: size[1] },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: language ?? 'en-GB',
  }
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(WAIT_MS)
  if (language !== undefined) {
    // The shop is written in English; the banner speaks what a page says that it does.
    await page.route(`${at.shop}/**`, async (route) => {
      if (route.request().resourceType() !== 'document') return route.continue()
      const response = await route.fetch()
      const body = (await response.text()).replace('<html lang="en">', `<html lang="${language}">`)
      await route.fulfill({ response, body })
    })
  }
  await draw(page, at)
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(REST_MS)
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
  await context.close()
  process.stderr.write(`docs/images/${name}.png\n`)
}

function firstLine({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    stdout?.on('data', (chunk: Buffer) => {
      heard += chunk.toString()
      if (heard.includes('\n')) resolve(heard)
    })
  })
}

const wanted = process.argv.slice(2)
const home = mkdtempSync(join(tmpdir(), 'equipoise-pictures-'))
const words = ['start', '--port', '0', '--shop-port', '0', '--data', join(home, 'data'), '--json']
const child = spawn(process.execPath, [join(ROOT, 'tools/run.mjs'), ...words], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const at: Started = JSON.parse(await firstLine(child))
  const browser = await chromium.launch({
    executablePath: await packedChromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
  for (const [name, one] of Object.entries(PICTURES)) {
    if (wanted.length > 0 && !wanted.some((start) => name.startsWith(start))) continue
    await take(browser, at, name, one)
  }
  await browser.close()
} finally {
  child.kill('SIGTERM')
  await new Promise((done) => child.once('close', done))
  rmSync(home, { recursive: true, force: true })
}
