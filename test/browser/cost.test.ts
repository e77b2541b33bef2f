/**
 * What the SDK does to a page as it loads, in counts that are the same on every machine: what it
 * asks for, what moves, and what is painted first. What it takes of the main thread is measured by
 * `npm run bench -- page-cost`.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BANNER, HOME, watchedSite } from './site.ts'

const site = watchedSite()

interface Seen {
  readonly shift: number
  /** What the largest thing painted was part of. */
  readonly largest: string
  readonly blocking: readonly string[]
  readonly requests: readonly string[]
}

test('a banner holds up nothing, moves nothing, and is not what is painted first', async () => {
  const body = HOME.replace('</p>', `${' They hold on every path.'.repeat(40)}</p>`)
  site().site.put('/with', { body })
  site().site.put('/without', { body, script: null })
  const without = await seenOn('/without', 'main')
  const seen = await seenOn('/with', BANNER)
  assert.deepEqual([seen.shift, seen.largest, seen.blocking], [0, 'MAIN', []])
  assert.equal(seen.largest, without.largest)
  assert.deepEqual(without.requests, [])
  // The script, and the question with the banner in its answer: nothing else.
  assert.deepEqual(seen.requests, ['/sdk.js', '/v1/banner/elements'])
})

async function seenOn(path: string, shown: string): Promise<Seen> {
  const page = await site().open(path, {
    prepare: (one) =>
      one.addInitScript(`window.shift = 0
        new PerformanceObserver((list) => {
          for (const { value } of list.getEntries()) window.shift += value
        }).observe({ type: 'layout-shift', buffered: true })
        new PerformanceObserver((list) => {
          window.largest = list.getEntries().at(-1).element?.closest('main, section')?.tagName
        }).observe({ type: 'largest-contentful-paint', buffered: true })`),
  })
  await page.locator(shown).waitFor()
  // Two frames: what is shown has been painted, and what was painted has been told.
  const seen: Seen = await page.evaluate(`new Promise((resolve) => {
    const paths = (entries) => entries.map(({ name }) => new URL(name).pathname)
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
      const resources = performance.getEntriesByType('resource')
      resolve({ shift, largest, requests: paths(resources).filter((one) => one !== '/favicon.ico'),
        blocking: paths(resources.filter((one) => one.renderBlockingStatus === 'blocking')) })
    }, 50)))
  })`)
  await page.context().close()
  return seen
}
