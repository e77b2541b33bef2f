/**
 * The page at `/` in a real browser, over a real server: the whole story by keyboard alone, what it
 * says and to whom it speaks, in light and dark, wide and narrow, in both directions of writing.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before, describe } from 'node:test'
import packedChromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { ROOT } from './source-tree.ts'

const START_MS = 90_000
const WAIT_MS = 10_000
const CLEARED_MS = 60_000
const TARGET_PX = 44
/** A name for this machine under which the page is not the demo's own. */
const ELSEWHERE = 'shop.localhost'
const HELD = '[data-keep="held:cross_context_advertising"]'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const TITLE = '<img src=x onerror="document.title=1"> 🌽 & \u202Eesrever <b>bold</b>'

interface Server {
  readonly child: ChildProcess
  readonly url: string
  readonly operatorKey: string
}

/** What the page did that it must not. */
interface Faults {
  readonly requests: string[]
  readonly errors: string[]
}

let folder: string
let server: Server
let browser: Browser
let page: Page
const faults: Faults = { requests: [], errors: [] }

describe('the page', () => {
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'equipoise-page-'))
    ;[server, browser] = await Promise.all([startServer(folder), startBrowser()])
    await putItem('zz-planted', { title: TITLE, categories: ['<i>Planted</i>', 'Grocery'] })
    page = await openPage({})
  })

  after(async () => {
    await browser?.close()
    server?.child.kill('SIGTERM')
    if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  test('the first person sees suggestions from what they did, each with its reason', async () => {
    await waitForRung('Personal')
    assert.equal(await page.locator('.suggestion').count(), 6)
    const why = await page.locator('.why-says').first().textContent()
    assert.match(why ?? '', /^We suggest this because .+\. [\d,]+\+ people share this reason\.$/)
  })

  test('the shares in the table sum to the whole', async () => {
    await reach('[data-focus^="unfold:"]')
    await page.keyboard.press('Enter')
    const figures = await page.locator('.suggestion:first-child .shares .figure').allTextContents()
    const sum = figures.reduce((total, figure) => total + toPercent(figure), 0)
    assert.ok(Math.abs(sum - 100) <= figures.length / 2, `${figures.join(' + ')} is ${sum}`)
  })

  test('a person is picked with the arrow keys', async () => {
    await reach('input[name="person"]')
    await page.keyboard.press('ArrowRight')
    await waitForText('#person', 'You are Jonas.')
    await page.keyboard.press('ArrowRight')
    await waitForText('#person', 'You are Priya.')
    await waitForRung('Personal')
  })

  test('taking one thing back changes the answer, and the model follows', async () => {
    await page.keyboard.press('ArrowLeft')
    await waitForText('#person', 'You are Jonas.')
    await waitForRung('Personal')
    const said = await suggestions()
    const taken = '.suggestion:first-child [data-focus^="stop:"]'
    const name = await page.locator(taken).first().textContent()
    await reach(taken)
    await page.keyboard.press('Enter')
    await waitForText('#suggestions', 'Since you took back')
    assert.notDeepEqual(await suggestions(), said)
    assert.equal(await page.getByRole('button', { name: name ?? '', exact: true }).count(), 0)
    await waitForText('.clearance', 'Gone from the model at', CLEARED_MS)
  })

  test('one thing can be taken back where it is listed, and the keyboard stays near', async () => {
    const one = '[data-focus^="remove:"]'
    const key = await page.locator(one).first().getAttribute('data-focus')
    await reach(one)
    await page.keyboard.press('Enter')
    await page.locator(`[data-focus="${key}"]`).waitFor({ state: 'detached', timeout: WAIT_MS })
    const focused = await page.evaluate('document.activeElement?.closest("section")?.id')
    assert.equal(focused, 'history')
  })

  test('what is done counts in the next answer', async () => {
    await enterProduct('tortilla chips', 'Tortilla Chips')
    await press('verb:like')
    await waitForText('.recorded', 'Kept. You liked Tortilla Chips.')
    await waitForText('#suggestions', 'Since you liked Tortilla Chips')
    await waitForText('#history-body', 'Liked Tortilla Chips')
    await press('leave')
    await page.locator('.product').waitFor({ state: 'detached' })
  })

  test('of a page that one is on, nothing is said to be one’s own', async () => {
    const other = await openPage({})
    await other.getByLabel('Luis').check()
    await other.locator('.verdict-no').waitFor()
    await other.locator('#search').fill('tortilla chips')
    await other.locator('[data-focus="product:tortilla-chips"]').click()
    await other
      .getByText('Nothing about you')
      .or(other.getByText('nothing about you'))
      .first()
      .waitFor()
    const says = await other.locator('.why-says').allTextContents()
    assert.ok(says.length > 0 && says.every((one) => !/ you (?!are)/.test(one)), says.join())
    await other.context().close()
  })

  test('a no acts on the next answer, and a yes and a no look the same', async () => {
    await press('say:site_personalization:false')
    await waitForRung('General')
    await waitForText('#law', 'You changed your mind')
    await waitForText('#suggestions', 'Personal → General')
    const styles = 'backgroundColor color borderTopColor fontWeight fontSize height'.split(' ')
    const looks = (pressed: string) =>
      page.evaluate(`(() => {
        const style = getComputedStyle(document.querySelector('.yes-no [aria-pressed="${pressed}"]'))
        return ${JSON.stringify(styles)}.map((name) => style[name]).join()
      })()`)
    const look = await looks('true')
    await press('say:site_personalization:true')
    await waitForText('#law', 'You said yes.')
    assert.equal(await looks('true'), look)
  })

  test('a refusal is a state with a next step, and this page is all that is used', async () => {
    await pick('Luis')
    await waitForRung('General')
    await waitForText('#law', 'You said no. We use only what is popular.')
    await enterProduct('tortilla chips', 'Tortilla Chips')
    await waitForRung('This page')
    await waitForText('#law', 'You said no. We use only this page and what is popular.')
    await press('verb:purchase')
    await waitForText('.recorded', 'Not kept.')
    await waitForText('#history-body', 'Nothing is kept.')
  })

  test('where the law would allow it, the page says that we still ask', async () => {
    await pick('Aoife')
    await waitForText('#law', 'The law here would allow it. We still ask.')
  })

  test('a person who was never asked says yes and is met', async () => {
    await press('next-step')
    await waitForText('#law', 'You said yes, and there is nothing yet to choose from.')
    await waitForText('#consent-body', '1 answer on record')
  })

  test('a child’s yes is not enough, a guardian’s is', async () => {
    await pick('Lena')
    await waitForText('#law', 'a parent or guardian')
    await press('next-step')
    await waitForText('#law', 'You said yes')
  })

  test('the browser’s signal refuses what was said yes to', async () => {
    await pick('Maya')
    await press('gpc')
    await waitForText(HELD, 'You said yes; it is still a no.')
    await waitForRung('Personal')
    await press('gpc')
    await page.locator(HELD).waitFor({ state: 'detached' })
  })

  test('a title is text, whatever it holds', async () => {
    await enterProduct('onerror', TITLE)
    const title = page.locator('#product-title bdi')
    assert.equal(await title.textContent(), TITLE)
    assert.equal(await title.getAttribute('dir'), 'auto')
    assert.equal(await page.locator('main img, main b b, #shop i').count(), 0)
    await press('leave')
  })

  test('training runs from the page while suggestions stay', async () => {
    await press('train')
    await waitForText('#toasts', 'A new model serves.', CLEARED_MS)
    assert.equal(await page.locator('.suggestion').count(), 6)
  })

  test('erasing ends in nothing left, and the person is unknown afterwards', async () => {
    await press('erase')
    await page.locator('#erase-dialog[open]').waitFor()
    assert.equal(await focusedText(), 'Keep it all')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await waitForText('#erase', 'Nothing left')
    assert.deepEqual(
      await page.locator('#erase .proofs td').allTextContents(),
      Array(4).fill('unknown'),
    )
    await waitForRung('General')
    await waitForText('#history-body', 'Nothing is kept.')
    await waitForText('#consent-body', 'No answer is on record.')
    assert.equal(await focusedText(), 'Nothing left')
    await waitForText('#erase', 'Gone from the model at', CLEARED_MS)
    await page.reload()
    await waitForText('.person:has(:checked)', 'not known here')
    await waitForText('#law', 'You were not asked yet')
  })

  test('axe finds nothing, in light, dark and narrow, in every state', async () => {
    await Promise.all(LOOKS.map(checkLook))
  })

  test('on a phone the answer is always within reach', async () => {
    const phone = await openPage(PHONE)
    await phone.locator('#erase').scrollIntoViewIfNeeded()
    const bar = phone.locator('#answer-bar')
    await bar.waitFor({ state: 'visible' })
    assert.match((await bar.textContent()) ?? '', /suggestions/)
    await bar.click()
    await bar.waitFor({ state: 'hidden' })
    await phone.context().close()
  })

  test('without a key of its own the page asks for one', async () => {
    const { port } = new URL(server.url)
    const context = await browser.newContext()
    const other = await context.newPage()
    watchFaults(other)
    await other.goto(`http://${ELSEWHERE}:${port}/`)
    await other.getByLabel('Operator key').fill('eq_operator_wrong')
    await other.keyboard.press('Enter')
    await other.getByRole('alert').waitFor()
    assert.deepEqual(await violations(other), [])
    await other.getByLabel('Operator key').fill(server.operatorKey)
    await other.keyboard.press('Enter')
    await other.locator('.suggestion').first().waitFor({ timeout: WAIT_MS })
    await context.close()
  })

  test('all the while nothing left the origin, broke the policy, or failed', () => {
    assert.deepEqual(faults, { requests: [], errors: [] })
  })
})

const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
}

interface Look extends BrowserContextOptions {
  readonly dir?: 'rtl'
}

const LOOKS: readonly Look[] = [
  { colorScheme: 'light' },
  { colorScheme: 'dark' },
  { ...PHONE, colorScheme: 'light' },
  { viewport: { width: 320, height: 640 }, colorScheme: 'dark', dir: 'rtl' },
]

async function checkLook(look: Look): Promise<void> {
  const other = await openPage(look)
  await check(other, look)
  await other.getByLabel('Luis').check()
  await other.locator('.verdict-no').waitFor()
  await other.evaluate('document.querySelectorAll("details").forEach((one) => (one.open = true))')
  await check(other, look)
  await other.context().close()
}

/** What holds of every state: axe is silent, nothing is too small or sticks out. */
async function check(one: Page, { dir, viewport, colorScheme }: Look): Promise<void> {
  const look = `${viewport?.width ?? 'wide'} ${colorScheme} ${dir ?? 'ltr'}`
  await one.evaluate(`document.documentElement.dir = '${dir ?? 'ltr'}'`)
  assert.deepEqual(await violations(one), [], look)
  assert.deepEqual(await smallTargets(one), [], look)
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  assert.equal(await one.evaluate(overflow), 0, `${look}: the page scrolls sideways`)
}

async function violations(one: Page): Promise<unknown> {
  await one.evaluate(AXE)
  return one.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160))))`)
}

function smallTargets(one: Page): Promise<unknown> {
  return one.evaluate(`[...document.querySelectorAll('a, button, input, select, summary')]
    .filter((element) => element.checkVisibility())
    .flatMap((element) => {
      const { width, height } = element.getBoundingClientRect()
      const small = Math.min(width, height) < ${TARGET_PX} - 0.5
      return small ? [width + ' × ' + height + ': ' + element.outerHTML.slice(0, 120)] : []
    })`)
}

async function openPage(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const opened = await context.newPage()
  opened.setDefaultTimeout(WAIT_MS)
  watchFaults(opened)
  await opened.goto(server.url)
  await opened.locator('.suggestion').first().waitFor()
  return opened
}

function watchFaults(opened: Page): void {
  opened.on('request', (request) => {
    const { protocol, hostname, port } = new URL(request.url())
    const own = hostname === new URL(server.url).hostname || hostname === ELSEWHERE
    if (protocol !== 'http:' || !own || port !== new URL(server.url).port) {
      faults.requests.push(request.url())
    }
  })
  opened.on('pageerror', ({ message }) => faults.errors.push(message))
  opened.on('console', (message) => {
    // The page asks for what is gone, and tries a wrong key: these answers are meant.
    const meant = /status of (404|401)/.test(message.text())
    if (message.type() === 'error' && !meant) faults.errors.push(message.text())
  })
}

/** Tabs on until an element that the selector names has the focus, as somebody without a mouse. */
async function reach(selector: string): Promise<void> {
  const there = `document.activeElement?.matches(${JSON.stringify(selector)}) === true`
  for (let presses = 0; presses < 400; presses += 1) {
    if (await page.evaluate(there)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Cannot reach ${selector} with the Tab key`)
}

async function press(key: string): Promise<void> {
  await settled()
  await reach(`[data-focus="${key}"]`)
  await page.keyboard.press('Enter')
}

/** Nobody waits for an answer. */
async function settled(): Promise<void> {
  await page.locator('body:not([data-waiting])').waitFor()
}

async function pick(name: string): Promise<void> {
  await settled()
  await reach('input[name="person"]')
  for (let presses = 0; presses < 8; presses += 1) {
    const there = await page.locator('.person:has(:checked)').textContent()
    if (there?.includes(name)) break
    await page.keyboard.press('ArrowRight')
  }
  await waitForText('#person', `You are ${name}.`)
  await settled()
}

async function enterProduct(sought: string, title: string): Promise<void> {
  await settled()
  await reach('#search')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(sought)
  const row = page.locator('.product-row', { has: page.getByText(title, { exact: true }) })
  await row.waitFor()
  const key = await row.getAttribute('data-focus')
  await press(key ?? '')
  await page.locator('#product-title', { hasText: title }).waitFor()
  await page.locator('#product-title:focus').waitFor()
}

function suggestions(): Promise<string[]> {
  return page.locator('.suggestion h3').allTextContents()
}

function focusedText(): Promise<unknown> {
  return page.evaluate('document.activeElement?.textContent')
}

async function waitForRung(name: string): Promise<void> {
  await page.locator('.rung[aria-current]', { hasText: name }).waitFor({ timeout: WAIT_MS })
}

async function waitForText(selector: string, says: string, timeout = WAIT_MS): Promise<void> {
  await page.locator(selector, { hasText: says }).first().waitFor({ timeout })
}

function toPercent(figure: string): number {
  if (figure.includes('<')) return 0
  return Number(figure.replace('−', '-').replace(/[^\d-]/g, ''))
}

async function putItem(id: string, item: unknown): Promise<void> {
  const response = await fetch(`${server.url}/v1/items/${id}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${server.operatorKey}`,
      'equipoise-reason': 'a test',
      'content-type': 'application/json',
    },
    body: JSON.stringify(item),
  })
  assert.equal(response.status, 200, await response.text())
}

async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await packedChromium.executablePath(),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
}

/** Seeds, trains and serves; ready when it has printed its one line. */
function startServer(data: string): Promise<Server> {
  const main = join(ROOT, 'packages/server/src/main.ts')
  const child = spawn(
    process.execPath,
    ['--conditions=@equipoise/source', main, 'start', '--port', '0', '--json'],
    { env: { ...process.env, EQUIPOISE_DATA: data }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  return new Promise((resolve, reject) => {
    let [out, err] = ['', '']
    const late = setTimeout(() => stop(`is not ready after ${START_MS} ms`), START_MS)
    const stop = (why: string): void => {
      child.kill('SIGKILL')
      reject(new Error(`The server ${why}\n${out}${err}`))
    }
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk
    })
    child.on('exit', (code) => stop(`ended with ${code}`))
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk
      const line = out.split('\n').find((one) => one.includes('"url"') && one.endsWith('}'))
      if (line === undefined) return
      clearTimeout(late)
      const { url, operatorKey } = JSON.parse(line)
      resolve({ child, url, operatorKey })
    })
  })
}
