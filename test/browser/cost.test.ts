/**
 * What the SDK costs a page: work on its main thread, and movement. The page without it is measured
 * beside it, in turns, and the medians are compared. Times are of the thread itself, so that what
 * else the machine does is not counted; a phone is taken to be four times slower.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CDPSession } from 'playwright-core'
import { HOME, type Watched, watchedSite } from './site.ts'

const ROUNDS = 7
const SLOWER = 4
const MAIN_THREAD_MS_MAX = 30

const site = watchedSite()

interface Cost {
  /** Script, style and layout. */
  readonly workMs: number
  /** Painting and the browser's own part, too. */
  readonly allMs: number
  readonly shift: number
  /** What the largest thing painted first was part of. */
  readonly largest: string
  readonly blocking: readonly string[]
}

test('little work, no movement, and nothing that holds up drawing', async (t) => {
  const body = HOME.replace('</p>', `${' They hold on every path.'.repeat(40)}</p>`)
  site().site.put('/with', { body })
  site().site.put('/without', { body, script: null })
  const costs: { with: Cost[]; without: Cost[] } = { with: [], without: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    costs.without.push(await costOf(site(), '/without'))
    costs.with.push(await costOf(site(), '/with'))
  }
  const extraOf = (ms: (cost: Cost) => number): number =>
    (median(costs.with.map(ms)) - median(costs.without.map(ms))) * SLOWER
  const extra = extraOf(({ workMs }) => workMs)
  const all = extraOf(({ allMs }) => allMs)
  t.diagnostic(
    `${extra.toFixed(1)} ms of script, style and layout on a phone, banner included; ` +
      `${all.toFixed(1)} ms of all tasks`,
  )
  assert.ok(extra <= MAIN_THREAD_MS_MAX, `${extra} ms`)
  for (const { shift, blocking, largest } of costs.with) {
    assert.equal(shift, 0)
    assert.equal(largest, 'MAIN')
    assert.deepEqual(blocking, [])
  }
})

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

async function costOf({ open }: Watched, path: string): Promise<Cost> {
  let session: CDPSession | undefined
  const page = await open(path, {
    prepare: async (one) => {
      session = await one.context().newCDPSession(one)
      await session.send('Performance.enable', { timeDomain: 'threadTicks' })
      await one.addInitScript(`window.shift = 0
        new PerformanceObserver((list) => {
          for (const { value } of list.getEntries()) window.shift += value
        }).observe({ type: 'layout-shift', buffered: true })
        new PerformanceObserver((list) => {
          window.largest = list.getEntries().at(-1).element?.closest('main, section')?.tagName
        }).observe({ type: 'largest-contentful-paint', buffered: true })`)
    },
  })
  await page.waitForTimeout(600)
  const { metrics = [] } = (await session?.send('Performance.getMetrics')) ?? {}
  const msOf = (...names: readonly string[]): number =>
    metrics.reduce((sum, { name, value }) => sum + (names.includes(name) ? value * 1_000 : 0), 0)
  const cost: Omit<Cost, 'workMs' | 'allMs'> = await page.evaluate(`({
    shift: window.shift,
    largest: window.largest,
    blocking: performance.getEntriesByType('resource')
      .filter((entry) => entry.renderBlockingStatus === 'blocking').map(({ name }) => name),
  })`)
  await page.context().close()
  const workMs = msOf(
    'ScriptDuration',
    'RecalcStyleDuration',
    'LayoutDuration',
    'V8CompileDuration',
  )
  return { ...cost, workMs, allMs: msOf('TaskDuration') }
}
