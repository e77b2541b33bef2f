/**
 * What a banner costs a page: the demo shop's front page in Chromium, without a banner, with a
 * peer's, with ours, and with all of ours. One after the other in turns, each in a browser that
 * keeps nothing; medians.
 *
 *   npm run bench -- page-cost [--json] [--rounds 7]
 *
 * What is added is measured on the page itself: it is opened without, and once it is quiet the tags
 * are put into its head; what the main thread does from then on is theirs. The page's own work,
 * which is ten times that and differs from load to load, is in none of it. The same is done with a
 * tag that does nothing, and taken off.
 *
 * `processorMs` is that on this processor, `[median, least, most]`, `mainThreadMs` on one made four
 * times slower: by the main thread's own clock, but Chromium's brake slows and counts waits, too,
 * and what else the machine did meanwhile, so that it is more than four times the former.
 * `scriptMs` is of it compiling and running, `layoutMs` style and layout, `longestMs` the longest
 * task, all on the slower one.
 *
 * The rest is of loading the page with its tags, on the slower one: `paintMs` when the largest
 * thing was painted (LCP), `shift` how much moved (CLS), `longTasks` those above 50 ms, the page's
 * own among them, `blocking` the requests that drawing waits for. `bytes` is what came over the
 * wire as gzip, headers included; `requests` how many there were.
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
const SETTLED_MS = 2_000
/** After the load of a bare page, and after what is added to it; longer where it is slower. */
const QUIET_MS = 700
const ADDED_MS = 900

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
  },
})

const rounds = Number(options.rounds)
if (!(rounds >= 1)) throw new RangeError('--rounds: at least 1')

const OBSERVE = `globalThis.costs = { shift: 0, paintMs: 0, longTasks: 0 }
  const watch = (type, act) => new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) act(entry)
  }).observe({ type, buffered: true })
  watch('layout-shift', ({ value }) => { costs.shift += value })
  watch('largest-contentful-paint', ({ startTime }) => { costs.paintMs = startTime })
  watch('longtask', ({ duration }) => { if (duration > ${LONG_MS}) costs.longTasks += 1 })`

const SEEN = `({ ...costs, blocking: performance.getEntriesByType('resource')
  .filter((entry) => entry.renderBlockingStatus === 'blocking').length })`

interface Loading {
  readonly longTasks: number
  readonly paintMs: number
  readonly shift: number
  readonly blocking: number
  readonly bytes: number
  readonly requests: number
}

interface Work {
  readonly task: number
  readonly script: number
  readonly layout: number
}

interface Turn {
  readonly loading: Loading
  readonly fast: Work
  readonly slow: Work
  readonly longest: number
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

type Turns = ReadonlyMap<Variant, readonly Turn[]>

async function measure(browser: Browser): Promise<Turns> {
  const turns = new Map<Variant, Turn[]>(VARIANTS.map((variant) => [variant, []]))
  // The first of each warms the server, and does not count.
  for (let turn = 0; turn <= rounds; turn += 1) {
    for (const variant of VARIANTS) {
      const one = {
        loading: await loadingOf(browser, variant),
        fast: await addedTo(browser, variant, 1),
        slow: await addedTo(browser, variant, SLOWER),
        longest: await longestOf(browser, variant),
      }
      if (turn > 0) turns.get(variant)?.push(one)
    }
  }
  return turns
}

async function loadingOf(browser: Browser, variant: Variant): Promise<Loading> {
  const { page, session } = await open(browser, SLOWER)
  let [bytes, requests] = [0, 0]
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    requests += 1
  })
  await session.send('Network.enable')
  await page.addInitScript(OBSERVE)
  await page.goto(`${site.url}/${variant}`, { waitUntil: 'load' })
  await page.waitForTimeout(SETTLED_MS)
  const seen: Omit<Loading, 'bytes' | 'requests'> = await page.evaluate(SEEN)
  await assertShown(page, variant)
  await page.context().close()
  return { ...seen, bytes, requests }
}

async function addedTo(browser: Browser, variant: Variant, slower: number): Promise<Work> {
  const { page, session } = await open(browser, slower)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.goto(site.bare(variant), { waitUntil: 'load' })
  await page.waitForTimeout(QUIET_MS * slower)
  const before = await workOf(session)
  await add(page, session, variant, slower)
  const after = await workOf(session)
  await assertShown(page, variant)
  await page.context().close()
  return {
    task: after.task - before.task,
    script: after.script - before.script,
    layout: after.layout - before.layout,
  }
}

/** Traced apart: a trace takes time of its own. */
async function longestOf(browser: Browser, variant: Variant): Promise<number> {
  const { page, session } = await open(browser, SLOWER)
  await page.goto(site.bare(variant), { waitUntil: 'load' })
  await page.waitForTimeout(QUIET_MS * SLOWER)
  await browser.startTracing(page, { categories: ['toplevel'] })
  await add(page, session, variant, SLOWER)
  const { traceEvents }: Trace = JSON.parse((await browser.stopTracing()).toString())
  await page.context().close()
  const mains = traceEvents.filter(({ args }) => args?.name === 'CrRendererMain')
  const isOfPage = ({ pid, tid }: TraceEvent): boolean =>
    mains.some((main) => main.pid === pid && main.tid === tid)
  const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && isOfPage(event))
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1_000))
}

interface Trace {
  readonly traceEvents: readonly TraceEvent[]
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** By the thread's own clock, in millionths of a second. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

async function open(browser: Browser, slower: number) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  return { page, session }
}

async function add(page: Page, session: CDPSession, variant: Variant, slower: number) {
  await session.send('Runtime.evaluate', { expression: site.addition(variant) })
  await page.waitForTimeout(ADDED_MS * Math.sqrt(slower))
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

async function workOf(session: CDPSession): Promise<Work> {
  const { metrics } = await session.send('Performance.getMetrics')
  const msOf = (...names: readonly string[]): number =>
    metrics.reduce((sum, { name, value }) => sum + (names.includes(name) ? value * 1_000 : 0), 0)
  return {
    task: msOf('TaskDuration'),
    script: msOf('ScriptDuration', 'V8CompileDuration'),
    layout: msOf('LayoutDuration', 'RecalcStyleDuration'),
  }
}

function report(turns: Turns): void {
  const without = turns.get('without') ?? []
  const results = Object.fromEntries(
    [...turns].map(([variant, all]) => [variant, costOf(all, without)] as const),
  )
  if (options.json) {
    console.log(JSON.stringify({ slower: SLOWER, rounds, ...results }))
  } else console.table(results)
}

/** Turn by turn: what the adding itself took in the same turn is taken off. */
function costOf(all: readonly Turn[], without: readonly Turn[]) {
  const more = (of: (turn: Turn) => number): readonly number[] =>
    all.map((turn, place) => {
      const beside = without[place]
      return beside === undefined ? Number.NaN : of(turn) - of(beside)
    })
  const middle = (values: readonly number[]): number => round(median(values), 3)
  const fast = more(({ fast: { task } }) => task)
  const loading = (name: keyof Loading): number => middle(all.map((turn) => turn.loading[name]))
  return {
    processorMs: [median(fast), Math.min(...fast), Math.max(...fast)].map((ms) => round(ms, 1)),
    mainThreadMs: middle(more(({ slow: { task } }) => task)),
    scriptMs: middle(more(({ slow: { script } }) => script)),
    layoutMs: middle(more(({ slow: { layout } }) => layout)),
    longestMs: middle(all.map(({ longest }) => longest)),
    longTasks: loading('longTasks'),
    paintMs: loading('paintMs'),
    shift: loading('shift'),
    blocking: loading('blocking'),
    bytes: loading('bytes'),
    requests: loading('requests'),
  }
}
