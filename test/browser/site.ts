/** One site and one browser for the tests of a file, and pages that are watched for faults. */
import { after, before } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { startBrowser } from '../builders/browser.ts'
import type { ServerBuilder, TestServer } from '../builders/server.ts'
import { aShopSite, type ShopSite } from '../builders/shop-site.ts'

export const WAIT_MS = 8_000
export const BANNER = '#equipoise-banner'
export const CHOICE = '__Host-equipoise-choice'
export const SESSION = '__Host-equipoise'

export const HOME = '<main><h1>Shoes</h1><p>All of them, for every trail.</p></main>'

export interface Watched {
  readonly site: ShopSite
  readonly server: TestServer
  readonly browser: Browser
  /** Errors that reached a page, and requests to anybody else. */
  readonly faults: string[]
  open(path?: string, options?: Opening): Promise<Page>
}

export interface Opening extends BrowserContextOptions {
  /** Done to the page before it is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>
  readonly waitUntil?: 'load' | 'domcontentloaded'
  /** In the browser of that page, with its cookies. */
  readonly beside?: Page
}

/** @param prepare done once, before the first test */
export function watchedSite(
  builder: ServerBuilder = {},
  prepare?: (watched: Watched) => Promise<void>,
): () => Watched {
  const closing: (() => unknown)[] = []
  let watched: Watched
  before(async () => {
    const t = { after: (close: unknown) => closing.push(close as () => unknown) } // as node's own
    const [site, browser] = await Promise.all([aShopSite(t, builder), startBrowser()])
    closing.push(() => browser.close())
    site.put('/', { body: HOME })
    const faults: string[] = []
    watched = {
      site,
      server: site.server,
      browser,
      faults,
      async open(path = '/', { prepare: ready, beside, waitUntil = 'load', ...options } = {}) {
        const context =
          beside?.context() ?? (await browser.newContext({ reducedMotion: 'reduce', ...options }))
        const page = await context.newPage()
        page.setDefaultTimeout(WAIT_MS)
        page.on('pageerror', ({ message }) => faults.push(message))
        page.on('request', (request) => {
          const url = request.url()
          if (!url.startsWith(site.url) && !url.startsWith('data:')) faults.push(url)
        })
        await ready?.(page)
        await page.goto(site.url + path, { waitUntil })
        return page
      },
    }
    await prepare?.(watched)
  })
  after(async () => {
    for (const close of closing.reverse()) await close()
  })
  return () => watched
}

/** Waits until the SDK has heard how things stand. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction('typeof equipoise === "object" && !Array.isArray(equipoise)')
  await page.waitForLoadState('networkidle')
}
