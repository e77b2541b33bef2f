/**
 * Pages and browsers that make it hard: whatever they do, no error reaches the page, the gates stay
 * shut, and no choice is lost.
 */
import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { keptIn } from '../builders/browser.ts'
import { BANNER, CHOICE, HOME, type Opening, settled, watchedSite } from './site.ts'

const site = watchedSite()

const GATED = `${HOME}<button data-equipoise-withdraw>No more</button>
  <script type="text/plain" data-purpose="measurement">window.measured = true</script>
  <div data-equipoise-slot="home"><p>Ours</p></div>`

afterEach(() => {
  site().site.reach = 'up'
  assert.deepEqual(site().faults.splice(0), [], 'no error reaches the page, no request leaves')
})

async function asked(path: string, options?: Opening): Promise<Page> {
  site().site.put(path, { body: GATED })
  const page = await site().open(path, options)
  await page.locator(BANNER).waitFor()
  return page
}

async function say(page: Page, value: string): Promise<void> {
  const heard = page.waitForResponse(/\/v1\/choice$/)
  await page.locator(`${BANNER} button[value="${value}"]`).click()
  await heard
  await settled(page)
}

const permits = (page: Page) => page.evaluate(`equipoise.consent.permits('measurement')`)
const isOpen = (page: Page) => page.evaluate('window.measured === true')
const choiceOf = async (page: Page) =>
  (await page.context().cookies()).find(({ name }) => name === CHOICE)?.value

async function everythingTried(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    equipoise.record({ item: 'a', verb: 'view' })
    equipoise.track('Product Viewed', { product_id: 'a' })
    equipoise.outcome('t', 'click')
    await equipoise.decide({ slot: 'home' })
    await equipoise.fill()
    await equipoise.consent.ask({ again: true })
    await equipoise.flush()
    await equipoise.pause()
    await equipoise.resume()
  })()`)
}

describe('a yes whose answer is on its way', () => {
  /** Its cookies are there, and the page has not read it. */
  async function underWay(path: string) {
    const page = await asked(path)
    const refused: string[] = []
    page.on('response', (response) => {
      if (response.status() === 403) refused.push(new URL(response.url()).pathname)
    })
    let arrive = (): void => {}
    const arrives = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const reached = new Promise<void>((resolve) => {
      const hold = async (route: Route) => {
        const response = await route.fetch()
        resolve()
        await arrives
        await route.fulfill({ response })
      }
      void page.route('**/v1/choice', hold, { times: 1 })
    })
    await page.locator(`${BANNER} button[value="accept"]`).click()
    await reached
    return { page, refused, arrive }
  }

  test('is the word before a no that comes meanwhile: the no is heard, and stands', async () => {
    const { page, refused, arrive } = await underWay('/yes-no')
    const said = page.evaluate('equipoise.consent.withdraw()')
    await page.waitForTimeout(200)
    arrive()
    assert.equal(await said, true)
    await settled(page)
    assert.deepEqual([refused, await permits(page)], [[], false])
    const names = (await page.context().cookies()).map(({ name }) => name)
    assert.deepEqual(names, [CHOICE])
  })

  test('holds what is reported, which goes with its session', async () => {
    const page = await asked('/yes-report')
    await say(page, 'accept')
    const { calls } = site().site
    const told = (path: string) => calls.filter((call) => call === `POST /v1/${path}`).length
    let arrive = (): void => {}
    const arrives = new Promise<void>((resolve) => {
      arrive = resolve
    })
    await page.route(
      '**/v1/choice',
      async (route) => {
        await arrives
        await route.continue()
      },
      { times: 1 },
    )
    calls.length = 0
    const said = page.evaluate(`equipoise.consent.refuse(['model_training'])`)
    await page.evaluate(`equipoise.record({ item: 'a', verb: 'view' }), void equipoise.flush()`)
    await page.waitForTimeout(300)
    assert.deepEqual([told('choice'), told('interactions')], [0, 0])
    arrive()
    await said
    await page.evaluate('equipoise.flush()')
    await settled(page)
    assert.deepEqual([told('choice'), told('interactions')], [1, 1])
  })
})

describe('the server', () => {
  for (const reach of ['down', 'broken'] as const) {
    test(`that is ${reach}: the page is whole, the gates shut, nothing is asked`, async () => {
      const page = await asked('/outage')
      site().site.reach = reach
      const later = await site().open('/outage')
      // The script itself came from the browser's cache, or not at all.
      await later.waitForLoadState('networkidle')
      assert.equal(await later.getByText('Ours').count(), 1)
      assert.equal(await isOpen(later), false)
      await everythingTried(page)
      assert.equal(await isOpen(page), false)
      assert.equal(await page.getByText('Ours').count(), 1)
    })

    test(`that is ${reach} after a yes: the gates stay shut, and open when it is back`, async () => {
      const page = await asked('/outage-yes')
      await say(page, 'accept')
      assert.equal(await isOpen(page), true)
      await page.route('**/v1/**', (route) =>
        reach === 'down' ? route.abort() : route.fulfill({ status: 500, body: 'Broken' }),
      )
      await page.reload()
      await settled(page)
      assert.deepEqual([await isOpen(page), await permits(page)], [false, false])
      assert.equal(await page.locator(BANNER).count(), 0)
      await page.unroute('**/v1/**')
      await page.reload()
      await page.waitForFunction('window.measured === true')
    })

    test(`that is ${reach} when somebody refuses: the no stands, byte for byte`, async () => {
      const page = await asked('/outage-no')
      await page.route('**/v1/**', (route) =>
        reach === 'down' ? route.abort() : route.fulfill({ status: 500, body: 'Broken' }),
      )
      await page.locator(`${BANNER} button[value="refuse"]`).click()
      const kept = await choiceOf(page)
      assert.match(kept ?? '', /^1\.0\.[0-9a-f]+\.\d+$/)
      for (let reload = 0; reload < 3; reload += 1) {
        await page.reload()
        await settled(page)
        await everythingTried(page)
        assert.equal(await choiceOf(page), kept)
        assert.equal(await isOpen(page), false)
      }
    })

    test(`that is ${reach} when a yes is taken back: it is told as soon as it is back`, async () => {
      const page = await asked('/outage-back')
      await say(page, 'accept')
      await page.route('**/v1/choice', (route) => route.abort())
      await page.getByText('No more').click()
      assert.equal(await permits(page), false)
      await page.unroute('**/v1/choice')
      const told = page.waitForResponse(/\/v1\/choice$/)
      await page.reload()
      await told
      await settled(page)
      assert.deepEqual(
        (await page.context().cookies()).map(({ name }) => name),
        [CHOICE],
      )
      assert.equal(await isOpen(page), false)
    })
  }

  test('that never answers: the page is whole, and nothing waits for it', async () => {
    await asked('/slow')
    site().site.reach = 'slow'
    // Not even the script comes: the document is there all the same.
    const page = await site().open('/slow', { waitUntil: 'domcontentloaded' })
    assert.equal(await page.getByText('Ours').count(), 1)
    assert.equal(await isOpen(page), false)
    site().site.reach = 'up'
    const silent = await site().open('/slow', {
      prepare: (one) => one.route('**/v1/**', () => NEVER),
    })
    assert.equal(await silent.getByText('Ours').count(), 1)
    assert.equal(await isOpen(silent), false)
  })
})

const NEVER = new Promise<never>(() => {})

describe('a browser', () => {
  test('that blocks storage and cookies: a no stands while the page lives', async () => {
    const blocked = `for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })
      Object.defineProperty(document, 'cookie', {
        get() { throw new DOMException('no', 'SecurityError') },
        set() { throw new DOMException('no', 'SecurityError') } })`
    const page = await asked('/blocked', { prepare: (one) => one.addInitScript(blocked) })
    await say(page, 'refuse')
    await everythingTried(page)
    assert.equal(await isOpen(page), false)
    const state = await page.evaluate('equipoise.consent.state().purposes.measurement')
    assert.equal(state, 'refused')
  })

  test('that takes cookies and gives none back: asked again, never taken for a yes', async () => {
    const silent = `Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} })`
    const page = await asked('/silent', { prepare: (one) => one.addInitScript(silent) })
    await say(page, 'refuse')
    assert.equal(await permits(page), false)
    await everythingTried(page)
    assert.equal(await isOpen(page), false)
  })

  test('whose clock is years off: what happened is kept at our time', async () => {
    const page = await asked('/clock', {
      prepare: (one) => one.clock.setFixedTime(new Date('2031-01-01T00:00:00Z')),
    })
    await say(page, 'accept')
    await page.evaluate(`equipoise.record({ item: 'late', verb: 'view' })`)
    const [response] = await Promise.all([
      page.waitForResponse(/\/v1\/interactions$/),
      page.evaluate('equipoise.flush()'),
    ])
    assert.equal((await response.json()).accepted, 1)
  })

  test('with two tabs that answer differently: the last word counts in both', async () => {
    const one = await asked('/tabs')
    const other = await asked('/tabs', { beside: one })
    await say(one, 'accept')
    assert.equal(await permits(one), true)
    // What was answered in one is asked in no other; who thinks again says so there.
    await other.locator(BANNER).waitFor({ state: 'detached' })
    assert.equal(await other.evaluate('equipoise.consent.refuse()'), true)
    await one.waitForFunction(`!equipoise.consent.permits('measurement')`)
    assert.equal(await choiceOf(one), await choiceOf(other))
    assert.match((await choiceOf(one)) ?? '', /^1\.0\./)
  })

  test('that brings a page back from its memory: it has heard of the no meanwhile', async () => {
    const page = await asked('/back')
    await say(page, 'accept')
    const other = await site().open('/back', { beside: page })
    await settled(other)
    await other.getByText('No more').click()
    await other.waitForResponse(/\/v1\/choice$/)
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`)
    await settled(page)
    assert.equal(await permits(page), false)
  })

  test('that only prepares the page: nothing is asked until it is looked at', async () => {
    const preparing = `Object.defineProperty(document, 'prerendering', { value: true, configurable: true })`
    site().site.put('/prepared', { body: GATED })
    site().site.calls.length = 0
    const page = await site().open('/prepared', { prepare: (one) => one.addInitScript(preparing) })
    await settled(page)
    assert.deepEqual(
      site().site.calls.filter((call) => call.includes('/v1/')),
      [],
    )
    await page.evaluate(`document.dispatchEvent(new Event('prerenderingchange'))`)
    await page.locator(BANNER).waitFor()
  })

  test('without observers, channels or idle time: it works with less', async () => {
    const less = `delete window.IntersectionObserver; delete window.BroadcastChannel
      delete window.requestIdleCallback`
    const page = await asked('/less', { prepare: (one) => one.addInitScript(less) })
    await say(page, 'accept')
    assert.equal(await permits(page), true)
  })
})

describe('a page', () => {
  test('in a frame of another site: nothing is kept, nothing opens', async () => {
    site().site.put('/inner', { body: GATED })
    const { url } = site().site
    const page = await site().open('/')
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend',
      '<iframe sandbox="allow-scripts" src="${url}/inner" title="Inner"></iframe>')`)
    await page.waitForLoadState('networkidle')
    const frame = page.frames().find((one) => one.url().endsWith('/inner'))
    assert.ok(frame)
    assert.notEqual(await frame.evaluate('window.measured'), true)
    assert.deepEqual(await keptIn(page), { cookies: [], storage: [] })
  })

  test('of another host of the site, without a proxy: it works', async () => {
    const { url, key } = site().site
    const api = site().server.url.replace('127.0.0.1', 'localhost')
    const tag = `<script async src="${api}/sdk.js" data-key="${key}"></script>`
    site().site.put('/other-host', { body: GATED + tag, script: null })
    const page = await site().open('/other-host')
    await page.locator(BANNER).waitFor()
    await say(page, 'accept')
    assert.equal(await isOpen(page), true)
    await page.reload()
    await page.waitForFunction('window.measured === true')
    assert.deepEqual(
      site().faults.filter((one) => !one.startsWith(api)),
      [],
    )
    assert.ok(!api.startsWith(url))
    site().faults.length = 0
  })

  for (const policy of [
    "default-src 'self'",
    "default-src 'self'; require-trusted-types-for 'script'",
  ]) {
    test(`under ${policy}: the banner is shown, styled, and answered`, async () => {
      const headers = { 'content-security-policy': policy }
      site().site.put('/strict', { body: HOME, headers })
      const page = await site().open('/strict')
      await page.locator(BANNER).waitFor()
      const style = `getComputedStyle(document.querySelector('${BANNER}')).position`
      assert.equal(await page.evaluate(style), 'fixed')
      await say(page, 'refuse')
      assert.match((await choiceOf(page)) ?? '', /^1\.0\./)
    })
  }

  test('where a blocker takes the banner away: nothing is permitted, nothing fails', async () => {
    const blocker = `new MutationObserver(() => document.querySelector('${BANNER}')?.remove())
      .observe(document, { childList: true, subtree: true })`
    site().site.put('/blocker', { body: GATED })
    const page = await site().open('/blocker', { prepare: (one) => one.addInitScript(blocker) })
    await settled(page)
    assert.equal(await page.locator(BANNER).count(), 0)
    assert.deepEqual([await permits(page), await isOpen(page)], [false, false])
    await everythingTried(page)
  })

  test('where a blocker stops the banner’s answer, and the parts: the same', async () => {
    site().site.put('/no-part', { body: GATED })
    const page = await site().open('/no-part', {
      prepare: (one) =>
        one.route(/\/v1\/banner|\/sdk\/(gates|slots|words)\.js/, (route) => route.abort()),
    })
    await settled(page)
    await everythingTried(page)
    assert.deepEqual([await permits(page), await isOpen(page)], [false, false])
    assert.equal(await page.getByText('Ours').count(), 1)
  })

  test('whose server is away when a private session begins: it begins all the same', async () => {
    const page = await asked('/pause-away')
    await say(page, 'accept')
    await page.route('**/*', (route) => route.abort())
    await page.evaluate('equipoise.pause()')
    assert.equal(await page.evaluate('equipoise.consent.state().paused'), true)
    assert.equal(await permits(page), false)
  })

  test('with a key that is not good: nothing happens', async () => {
    const tag = '<script async src="/sdk.js" data-key="eq_publishable_wrong"></script>'
    site().site.put('/no-key', { body: GATED + tag, script: null })
    const page = await site().open('/no-key')
    await settled(page)
    assert.equal(await page.locator(BANNER).count(), 0)
    assert.equal(await isOpen(page), false)
  })

  test('whose own listener throws: the others hear all the same', async () => {
    const page = await asked('/listener')
    await page.evaluate(`equipoise.consent.onChange(() => { throw new Error('theirs') })
      equipoise.consent.onChange(({ permitted }) => { window.heard = permitted.length })`)
    await say(page, 'accept')
    assert.ok(Number(await page.evaluate('window.heard')) > 0)
    // Theirs is reported as theirs; one a change.
    assert.deepEqual([...new Set(site().faults.splice(0))], ['theirs'])
  })

  test('that wrote a choice of its own making into the cookie gets nothing by it', async () => {
    const forged = `document.cookie = '${CHOICE}=1.1fff.0.20000;path=/;secure'`
    site().site.put('/forged', { body: GATED })
    const page = await site().open('/forged', { prepare: (one) => one.addInitScript(forged) })
    await settled(page)
    assert.deepEqual([await permits(page), await isOpen(page)], [false, false])
  })
})
