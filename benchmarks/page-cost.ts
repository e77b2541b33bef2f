/**
 * What a banner costs a page: the demo shop's front page in Chromium, on a processor made four
 * times slower, without a banner, with a peer's, with ours, and with all of ours. One after the
 * other in turns, each in a browser that keeps nothing; medians, and what each adds.
 *
 *   npm run bench -- page-cost [--json] [--rounds 15]
 *
 * `mainThreadMs` is all tasks of the page's main thread, by its own clock, so that what else the
 * machine does is counted less; `scriptMs` compiling and running; `layoutMs` style and layout.
 * `longTasks` are those above 50 ms. `paintMs` is when the largest thing was painted (LCP), `shift`
 * how much moved (CLS), `blocking` the requests that drawing waits for. `bytes` is what came over
 * the wire as gzip, headers included; `requests` how many there were.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { startBrowser } from '../test/builders/browser.ts'
import { startChild } from './measure/child-server.ts'
import { runCommand } from './measure/command.ts'
import { openVariantSite, VARIANTS, type Variant } from './measure/page-variants.ts'
import { scratchFolder } from './measure/scratch-folder.ts'
import { median, round } from './measure/statistics.ts'

const SLOWER = 4
const LONG_MS = 50
/** After the load: ours comes when the page is idle, and the slot's pictures after that. */
const SETTLED_MS = 2_500

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '15' },
  },
})

const OBSERVE = `globalThis.costs = { shift: 0, paintMs: 0, longTasks: 0 }
  const watch = (type, act) => new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) act(entry)
  }).observe({ type, buffered: true })
  watch('layout-shift', ({ value }) => { costs.shift += value })
  watch('largest-contentful-paint', ({ startTime }) => { costs.paintMs = startTime })
  watch('longtask', ({ duration }) => { if (duration > ${LONG_MS}) costs.longTasks += 1 })`

const SEEN = `({ ...costs, blocking: performance.getEntriesByType('resource')
  .filter((entry) => entry.renderBlockingStatus === 'blocking').length })`

interface Cost {
  readonly mainThreadMs: number
  readonly scriptMs: number
  readonly layoutMs: number
  readonly longTasks: number
  readonly paintMs: number
  readonly shift: number
  readonly blocking: number
  readonly bytes: number
  readonly requests: number
}

const data = join(scratchFolder(), 'data')
const main = join(import.meta.dirname, '../examples/shop/src/main.ts')
const shop = await startChild<{ readonly shop: string }>([
  '--disable-warning=ExperimentalWarning',
  main,
  ...['start', '--data', data, '--port', '0', '--shop-port', '0', '--json'],
])
const site = await openVariantSite(shop.ready.shop)
const words = ['keys', 'create', '--kind', 'publishable', '--origin', site.url]
const made = (await runCommand(words, data)) as { readonly key: string } // as the command says
site.setKey(made.key)
const browser = await startBrowser()
try {
  report(await measure(browser))
} finally {
  await browser.close()
  site.close()
  await shop.stop()
}

async function measure(browser: Browser): Promise<ReadonlyMap<Variant, Cost>> {
  const costs = new Map<Variant, Cost[]>(VARIANTS.map((variant) => [variant, []]))
  // The first of each warms the server, and does not count.
  for (let turn = 0; turn <= Number(options.rounds); turn += 1) {
    for (const variant of VARIANTS) {
      const cost = await costOf(browser, variant)
      if (turn > 0) costs.get(variant)?.push(cost)
    }
  }
  return new Map([...costs].map(([variant, all]) => [variant, mediansOf(all)]))
}

function mediansOf(all: readonly Cost[]): Cost {
  const [first] = all
  if (first === undefined) throw new RangeError('--rounds: at least 1')
  const names = Object.keys(first) as (keyof Cost)[] // its own keys
  const entries = names.map((name) => [name, round(median(all.map((one) => one[name])), 3)])
  return Object.fromEntries(entries) as unknown as Cost // the same keys, each a number
}

async function costOf(browser: Browser, variant: Variant): Promise<Cost> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  let [bytes, requests] = [0, 0]
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    requests += 1
  })
  await session.send('Network.enable')
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.addInitScript(OBSERVE)
  await page.goto(`${site.url}/${variant}`, { waitUntil: 'load' })
  await page.waitForTimeout(SETTLED_MS)
  const msOf = await metricsOf(session)
  const seen: Pick<Cost, 'longTasks' | 'paintMs' | 'shift' | 'blocking'> = await page.evaluate(SEEN)
  await assertShown(page, variant)
  await context.close()
  return {
    mainThreadMs: msOf('TaskDuration'),
    scriptMs: msOf('ScriptDuration', 'V8CompileDuration'),
    layoutMs: msOf('LayoutDuration', 'RecalcStyleDuration'),
    ...seen,
    bytes,
    requests,
  }
}

/** A banner that did not come costs nothing, and measures nothing. */
async function assertShown(page: Page, variant: Variant): Promise<void> {
  const shown: Readonly<Record<Variant, string>> = {
    without: 'main',
    peer: '#cc-main .cm',
    banner: '#equipoise-banner',
    everything: '#equipoise-banner',
  }
  await page.locator(shown[variant]).waitFor({ timeout: 10_000 })
  if (variant === 'everything') await page.locator('[data-rung="general"] .card').first().waitFor()
}

async function metricsOf(session: CDPSession): Promise<(...names: readonly string[]) => number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (...names) =>
    metrics.reduce((sum, { name, value }) => sum + (names.includes(name) ? value * 1_000 : 0), 0)
}

function report(costs: ReadonlyMap<Variant, Cost>): void {
  const without = costs.get('without')
  if (without === undefined) return
  const results = Object.fromEntries(
    [...costs].map(([variant, cost]) => [
      variant,
      { ...cost, extraMainThreadMs: round(cost.mainThreadMs - without.mainThreadMs, 1) },
    ]),
  )
  if (options.json) {
    console.log(JSON.stringify({ slower: SLOWER, rounds: Number(options.rounds), ...results }))
  } else console.table(results)
}
