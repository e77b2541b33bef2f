/** Chromium, as npm brings it, and what every page has to hold to. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import packedChromium from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TARGET_PX = 44

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await packedChromium.executablePath(),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
}

/** Axe is silent, best practices too; nothing is too small to hit, or sticks out. */
export async function assertAccessible(page: Page, name: string): Promise<void> {
  await page.evaluate(AXE)
  const violations = await page.evaluate(`axe.run(document, { resultTypes: ['violations'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => id + ': ' + html.slice(0, 160))))`)
  assert.deepEqual(violations, [], `${name}: axe`)
  const small = await page.evaluate(`[...document.querySelectorAll('a, button, input, summary')]
    .filter((element) => element.checkVisibility())
    .flatMap((element) => {
      const { width, height } = element.getBoundingClientRect()
      const small = Math.min(width, height) < ${TARGET_PX} - 0.5
      return small ? [width + ' × ' + height + ': ' + element.outerHTML.slice(0, 120)] : []
    })`)
  assert.deepEqual(small, [], `${name}: targets`)
  const aside = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  assert.equal(await page.evaluate(aside), 0, `${name}: the page scrolls sideways`)
}

/** Everything that a browser keeps of a site. */
export async function keptIn(page: Page): Promise<{
  readonly cookies: readonly string[]
  readonly storage: readonly string[]
}> {
  const cookies = await page.context().cookies()
  // As text: the test's own types know no browser. The names come back as they were made.
  const storage = (await page.evaluate(`(async () => [
    ...Object.keys(localStorage).map((key) => 'local ' + key),
    ...Object.keys(sessionStorage).map((key) => 'session ' + key),
    ...(await indexedDB.databases()).map(({ name }) => 'database ' + name),
    ...(await caches.keys()).map((name) => 'cache ' + name),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => 'worker ' + scope),
  ])()`)) as string[]
  return { cookies: cookies.map(({ name, value }) => `${name}=${value}`), storage }
}
