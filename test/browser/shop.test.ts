/**
 * The demo shop, as `npm start` runs it: both processes, the department furnished through the API,
 * and the story that it tells, in a real browser.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { assertAccessible, keptIn, startBrowser } from '../builders/browser.ts'
import { done } from '../builders/command-line.ts'
import type { Json } from '../builders/server.ts'
import { ROOT } from '../source-tree.ts'
import { BANNER, CHOICE } from './site.ts'

/** For one thing on a page, on a machine that runs other tests too. */
const WAIT_MS = 20_000
/** How much the page moved without being asked to, as browsers count it; 0.1 is called good. */
const SHIFT = `new Promise((resolve) => {
  let sum = 0
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) sum += value
  }).observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => resolve(sum), 300)
})`
const SHIFT_MAX = 0.02
const HOSTILE = '<img src=x onerror="globalThis.broken = 1"> \u202e boot 🥾'

let browser: Browser
let child: ChildProcess
let ready: Json
const home = mkdtempSync(join(tmpdir(), 'equipoise-shop-'))
const data = join(home, 'data')
const KEYS = join(home, 'data-shop.json')
const faults: string[] = []
let ended = Promise.withResolvers<number | null>()

before(async () => {
  await start()
  browser = await startBrowser()
  const key = shopFile().secret
  const item = { title: HOSTILE, categories: ['Footwear/Boots', 'Footwear'], priceMinor: 100 }
  const sent = await fetch(`${ready.url}/v1/items/hostile`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...item, currency: 'USD' }),
  })
  assert.ok(sent.ok, await sent.text())
})

after(async () => {
  await browser?.close()
  child.kill('SIGTERM')
  await ended.promise
  rmSync(home, { recursive: true, force: true })
})

test('the shop is said first, and its keys are for its owner alone', () => {
  assert.deepEqual(Object.keys(ready), ['shop', 'url', 'pid', 'operatorKey'])
  assert.match(ready.shop, /^http:\/\/localhost:\d+$/)
  assert.equal(statSync(KEYS).mode & 0o777, 0o600)
})

test('nobody looks at shoes, agrees, finds it useful, and takes it back', async () => {
  const page = await open('/c/Footwear/Trail')
  await page.locator('.grid > .card a').first().click()
  await page.locator('[data-product]').waitFor()
  await page.locator(BANNER).waitFor()
  assert.deepEqual(await keptIn(page), { cookies: [], storage: [] })
  await page.locator('.behind').click()
  await page.getByText('Not kept: nothing is without your yes.').first().waitFor()

  await page.locator(BANNER).getByRole('button', { name: 'Accept all' }).click()
  await page.getByText('Told what you chose.').waitFor()
  for (const path of ['/p/trail-fell-ochre', '/p/trail-scree-moss', '/p/trail-ridgeline-ink']) {
    const isThere = await fetch(ready.shop + path)
    if (isThere.ok) await look(page, path)
  }
  await page
    .getByText(/^These followed you 0 times\.$/)
    .first()
    .waitFor()
  await page.locator('.brand').click()
  await page.getByRole('heading', { name: 'For you' }).waitFor()
  const row = page.locator('.row').first()
  assert.equal(await row.locator('.rung').textContent(), '● Personal')
  // Things with a price, each of a shelf by its name; stories are for the feed.
  const prices = await row.locator('.price').allTextContents()
  assert.ok(prices.length === 4 && prices.every((one) => /^\$\d/.test(one)), prices.join())
  assert.doesNotMatch((await row.locator('.kind').allTextContents()).join(), /\//)

  await row.locator('.why').first().click()
  const why = page.locator('#equipoise-why')
  await why.getByText('It comes from what you did here.').waitFor()
  await why.getByRole('button', { name: /^Less like this/ }).waitFor()
  await why.getByRole('button', { name: 'Turn suggestions off' }).waitFor()
  await why.getByRole('link', { name: 'Privacy center' }).click()
  await page.getByRole('heading', { name: 'Your privacy' }).waitFor()
  await page.goBack()

  // It acts in the page at once; the cookie goes with the answer, which is asked for again where
  // it came before the page had heard how things stand.
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/v1/choice') && response.ok()),
    page.getByRole('button', { name: 'Take every yes back' }).click(),
  ])
  await page.getByRole('heading', { name: 'Liked by many' }).waitFor()
  const { cookies } = await keptIn(page)
  assert.deepEqual(
    cookies.map((cookie) => cookie.split('=')[0]),
    [CHOICE],
  )
  await page.context().close()
})

test('each person that one can shop as sees what they agreed to', async () => {
  const page = await open('/')
  await shopAs(page, 'Nadia')
  await page.getByRole('heading', { name: 'For you' }).waitFor()
  await page.locator('.behind').click()
  await page.getByText('Nadia, signed in.').waitFor()
  await page.locator('[data-follows] li').first().waitFor()
  await page.locator('footer [data-privacy]').click()
  // Only somebody known is told what is concluded about them: the token came along.
  const concluded = page.getByText(/^From \d+ things you met here/)
  await concluded.first().waitFor()
  await page.goto(ready.shop)
  await shopAs(page, 'Greta')
  await page.locator('.rung', { hasText: 'The same for everybody' }).waitFor()
  assert.equal(await page.getByRole('heading', { name: 'For you' }).count(), 0)
  await page.context().close()
})

test('a row names the look that it starts from, and goes with the yes', async () => {
  const page = await open('/c/Footwear/Boots')
  await page.locator(BANNER).getByRole('button', { name: 'Accept all' }).click()
  await page.getByRole('button', { name: 'Behind the scenes' }).waitFor()
  const inspired = page.locator('[data-inspired]')
  const boots = await page.locator('.grid > .card a').first().getAttribute('href')
  await look(page, String(boots))
  const title = await page.locator('.product h1').textContent()
  await page.locator('.brand').click()
  await inspired.getByRole('heading', { name: `Inspired by ${title}` }).waitFor()
  assert.equal(await inspired.locator('h2 a').getAttribute('href'), boots)
  const linked = (of: Locator) =>
    of.locator('.card > a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
  const [liked, forYou] = [await linked(inspired), await linked(page.locator('.row').first())]
  assert.equal(liked.length, 4)
  assert.ok(!liked.some((one) => one === boots || forYou.includes(one)), liked.join())
  // One of a model is enough.
  const models = liked.map((one) => one?.replace(/-\w+$/, ''))
  assert.equal(new Set(models).size, 4, models.join())
  await inspired.locator('.why').first().click()
  const why = page.locator('#equipoise-why')
  // Too few looked at that one pair: the reason is said as broadly as enough people share it.
  await why.getByText(/because you met .*Boots/).waitFor()
  await page.keyboard.press('Escape')
  assert.ok(Number(await page.evaluate(SHIFT)) <= SHIFT_MAX)

  // Whoever wants to be told less is not told which pair they looked at.
  const lower = `(async () => {
    const authorization = 'Bearer ' + document.body.dataset.key
    const session = await (await fetch('/v1/session', { headers: { authorization } })).json()
    const headers = { authorization, 'content-type': 'application/json',
      'x-csrf-token': session.csrfToken }
    const body = JSON.stringify({ ceiling: 'pointed' })
    return (await fetch('/v1/subjects/me/ceiling', { method: 'PUT', headers, body })).status
  })()`
  assert.equal(await page.evaluate(lower), 200)
  await page.reload()
  await page.getByRole('heading', { name: 'For you' }).waitFor()
  await page.waitForLoadState('networkidle')
  assert.equal(await inspired.isVisible(), false)

  await page.getByRole('button', { name: 'Take every yes back' }).click()
  await page.getByRole('heading', { name: 'Liked by many' }).waitFor()
  await inspired.waitFor({ state: 'hidden' })
  await page.context().close()
})

test('in a private session a row says why it is empty, and comes back after it', async () => {
  const page = await open('/')
  await page.locator(BANNER).getByRole('button', { name: 'Refuse all' }).click()
  await page.locator('.row .card .why').first().waitFor()
  await page.getByRole('button', { name: 'Begin a private session' }).click()
  await page.locator('#equipoise-private').waitFor()
  await page.reload()
  const row = page.locator('.row').first()
  await row.getByText('Private session: nothing is asked, so nothing is suggested.').waitFor()
  assert.equal(await row.locator('.slot').isVisible(), false)
  await page.locator('.brand').click()
  await row.getByText('Private session: nothing is asked, so nothing is suggested.').waitFor()
  await page.locator('#equipoise-private').getByRole('button').click()
  await row.locator('.card .why').first().waitFor()
  await page.context().close()
})

for (const name of ['Nadia', 'Tomás', 'Greta', 'Amir', 'Noor']) {
  test(`${name} has answered, and is not asked again`, async () => {
    const page = await open('/')
    const asked = page.waitForResponse(
      (answer) =>
        answer.url().endsWith('/v1/banner/elements') &&
        'equipoise-subject-token' in answer.request().headers(),
    )
    await shopAs(page, name)
    assert.equal((await (await asked).json()).banner ?? null, null)
    await page.context().close()
  })
}

test('an act is told in words, and the row that it made anew is one row', async () => {
  const page = await open('/')
  await shopAs(page, 'Nadia')
  await page.getByRole('heading', { name: 'For you' }).waitFor()
  await page.locator('.row .why').first().click()
  const anew = page.waitForResponse((answer) => answer.url().endsWith('/v1/decide'))
  await page
    .locator('#equipoise-why')
    .getByRole('button', { name: /^Less like this/ })
    .click()
  await anew
  await page.keyboard.press('Escape')
  await page.locator('.behind').click()
  await page.getByText('Told what you want less of, or no longer as a reason.').waitFor()
  assert.equal(await page.locator('[data-row="home"]').count(), 1)
  const said = await page.locator('[data-log] > li > span').allTextContents()
  assert.doesNotMatch(said.join(), /POST|\/v1\//)
  await page.context().close()
})

test('whoever erased themselves is nobody, until they begin anew', async () => {
  const page = await open('/')
  const subject = await subjectOf('shopper-tomas')
  assert.equal((await asShop(`/v1/subjects/${subject}/erase`)).status, 200)
  await page.reload()
  await page.locator('.as summary').click()
  const tomas = page.getByRole('button', { name: /^Tomás, Seville/ })
  assert.match((await tomas.textContent()) ?? '', /Erased\. Nobody here knows them any more\.$/)
  assert.equal(await page.getByText('Begin anew with').count(), 1)
  await page.getByRole('button', { name: /^Begin anew with Tomás/ }).click()
  await page.locator('.as summary b', { hasText: 'Tomás' }).waitFor()
  await page.getByRole('heading', { name: 'For you' }).waitFor()
  await page.locator('.as summary').click()
  assert.match((await tomas.textContent()) ?? '', /Wants suggestions/)
  assert.notEqual(await subjectOf('shopper-tomas'), subject)
  await page.context().close()
})

test('nobody gets the newest first, with marked ads apart, and is told why', async () => {
  const page = await open('/feed')
  await page.locator(BANNER).getByRole('button', { name: 'Refuse all' }).click()
  await page.reload({ waitUntil: 'networkidle' })
  const stream = page.locator('[data-stream] > li')
  await page.locator('[data-stream] .ad').first().waitFor()
  const newest = page.getByRole('button', { name: 'Newest first' })
  assert.equal(await newest.getAttribute('aria-pressed'), 'true')
  const personal = page.getByRole('button', { name: 'For me' })
  assert.equal(await personal.getAttribute('aria-disabled'), 'true')
  await page.locator('.law summary').click()
  assert.ok((await page.locator('.law cite').first().textContent())?.length)
  const first = await stream.count()
  await page.getByRole('button', { name: 'Show more' }).click()
  await stream.nth(first).waitFor()
  const entries = (await page.evaluate(
    `[...document.querySelectorAll('[data-stream] > li > article')].map((one) => ({
      id: one.dataset.equipoiseItem, isAd: one.classList.contains('ad') }))`,
  )) as { id: string; isAd: boolean }[]
  assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length)
  const places = entries.flatMap(({ isAd }, at) => (isAd ? [at] : []))
  assert.ok(places.length >= 2 && (places[0] ?? 0) >= 4, places.join())
  assert.ok(
    places.every((at, n) => n === 0 || at - (places[n - 1] ?? 0) >= 5),
    places.join(),
  )
  assert.match((await page.locator('.ad').first().textContent()) ?? '', /^Ad.*Paid by /)
  await page.context().close()
})

test('somebody follows a shelf, sees only that, and keeps it so', async () => {
  const page = await open('/feed')
  await shopAs(page, 'Nadia')
  const mode = (name: string) => page.getByRole('button', { name })
  await page.locator('[data-mode="personal"][aria-pressed="true"]').waitFor()
  await mode('Only what I follow').click()
  await page.getByText('because you follow nothing yet').waitFor()
  await page.getByRole('button', { name: 'Trail', exact: true }).click()
  await page.locator('[data-mode="expressed"][aria-pressed="true"]').waitFor()
  await page.locator('[data-stream] b', { hasText: 'Twelve kilometres' }).waitFor()
  const kinds = await page.locator('[data-stream] article:not(.ad, .story) .kind').allTextContents()
  assert.deepEqual([...new Set(kinds)], ['Trail'])
  const why = page.locator('#equipoise-why')
  await page.locator('[data-stream] .story .why').first().click()
  await why.getByText('It comes from what you follow or liked').waitFor()
  await why.getByText('because it is Footwear › Trail').waitFor()
  await page.keyboard.press('Escape')
  // An ad in it was not asked for.
  await page.locator('[data-stream] .ad .why').first().click()
  await why.getByText('Nothing of you is used: everybody sees the same.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByLabel('Keep it so, for good').check()
  await page.locator('[data-keep]:checked').waitFor()
  await page.reload()
  await page.locator('[data-mode="expressed"][aria-pressed="true"]').waitFor()
  await mode('For me').click()
  await page.locator('[data-mode="personal"][aria-pressed="true"]').waitFor()
  await page.context().close()
})

test('somebody whom a cookie alone knows may follow, too', async () => {
  const page = await open('/feed')
  await page.locator(BANNER).getByRole('button', { name: 'Accept all' }).click()
  await page.getByLabel('Keep it so, for good').waitFor()
  await page.locator('.follows summary').click()
  await page.getByRole('button', { name: 'Boots' }).click()
  await page.locator('[data-follow-category][aria-pressed="true"]').waitFor()
  await page.getByRole('button', { name: 'Only what I follow' }).click()
  await page.locator('[data-mode="expressed"][aria-pressed="true"]').waitFor()
  await page.locator('[data-stream] b', { hasText: 'resoled four times' }).waitFor()
  await page.context().close()
})

test('a list for the week is made anew, and what is done in it can be kept out', async () => {
  const page = await open('/week')
  await shopAs(page, 'Nadia')
  const line = page.locator('[data-list] > li')
  await line.nth(9).waitFor()
  const before = await line.allTextContents()
  const answered = () => page.waitForResponse((one) => one.url().endsWith('/v1/decide'))
  await Promise.all([answered(), page.getByRole('button', { name: 'Another list' }).click()])
  const isAnother = async () => (await line.allTextContents()).join() !== before.join()
  for (let tries = 0; tries < 50 && !(await isAnother()); tries += 1) await page.waitForTimeout(50)
  assert.ok(await isAnother())
  await Promise.all([answered(), page.getByLabel('Not for my profile').check()])
  const told = page.waitForResponse((one) => one.url().endsWith('/v1/interactions'))
  await line.first().locator('a').first().click()
  await page.locator('[data-product]').waitFor()
  const answer: Json = await (await told).json()
  assert.equal(answer.accepted, 0)
  assert.equal(answer.refused[0].reasons[0].code, 'not_for_profile')
  await page.context().close()
})

test('a basket leads through a checkout into nothing', async () => {
  const page = await open('/p/hostile')
  await page.getByRole('button', { name: 'Put into the basket' }).click()
  await page.locator('.lines li').waitFor()
  assert.equal(await page.locator('.basket span').textContent(), '1')
  await page.getByRole('button', { name: 'Buy nothing, for real' }).click()
  await page.getByRole('heading', { name: 'Nothing was bought.' }).waitFor()
  await page.context().close()
})

test('without a script the shop is whole, and asks for nothing', async () => {
  const page = await open('/', { javaScriptEnabled: false })
  await page.locator('.hero a').first().click()
  await page.locator('.grid > .card a').first().click()
  await page.getByRole('button', { name: 'Put into the basket' }).click()
  assert.equal(await page.locator('.lines li').count(), 1)
  assert.equal(await page.locator('.behind').isVisible(), false)
  // No heading stands above what a script would have to fill.
  await page.goto(ready.shop)
  assert.equal(await page.getByRole('heading', { name: 'Liked by many' }).isVisible(), false)
  assert.ok(await page.getByRole('heading', { name: 'On the trail' }).isVisible())
  const cookies = await page.context().cookies()
  assert.deepEqual(
    cookies.map(({ name }) => name),
    ['shop'],
  )
  await page.context().close()
})

test('a search is for words, and goes on where there are more', async () => {
  const page = await open('/search?q=Trail+shoes')
  await page.getByText('20 things for “Trail shoes”').waitFor()
  await page.goto(`${ready.shop}/search?q=shoes`)
  await page.getByText(/^\d+ things for “shoes”/).waitFor()
  await page.getByRole('link', { name: 'More' }).click()
  await page.getByText(/^25–4\d of 4\d$/).waitFor()
  assert.match((await page.locator('.card .name').first().textContent()) ?? '', /shoe/)
  await page.context().close()
})

test('a title is text, whatever is in it', async () => {
  const page = await open('/search?q=onerror')
  assert.equal(await page.locator('.card .name').first().textContent(), HOSTILE)
  await page.locator('.card a').first().click()
  await page.locator('[data-product] h1').waitFor()
  assert.equal(await page.locator('h1').textContent(), HOSTILE)
  assert.ok(!(await page.title()).includes('\u202e'))
  assert.equal(await page.evaluate('globalThis.broken'), undefined)
  await page.context().close()
})

test('what was posted from elsewhere, or is not there, changes nothing', async () => {
  const post = (origin: string) =>
    fetch(`${ready.shop}/as`, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ person: 'shopper-nadia', back: '//evil.example/' }),
      redirect: 'manual',
    })
  assert.equal((await post('https://evil.example')).status, 403)
  const own = await post(ready.shop)
  assert.deepEqual([own.status, own.headers.get('location')], [303, '/'])
  for (const path of ['/p/none', '/c/none', '/%', '/p/%E0%A4%A', '/art/a/b', '/../x', '/c/']) {
    assert.equal((await fetch(ready.shop + path)).status, 404, path)
  }
})

for (const { width, colorScheme } of [
  { width: 360, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const) {
  test(`whoever needs more than eyes gets by: ${width} px, ${colorScheme}`, async () => {
    const page = await open('/', { viewport: { width, height: 800 }, colorScheme })
    await page.locator(BANNER).getByRole('button', { name: 'Refuse all' }).click()
    await page.reload({ waitUntil: 'networkidle' })
    assert.ok(Number(await page.evaluate(SHIFT)) < SHIFT_MAX, 'the page moves while it loads')
    await page.locator('.why').first().waitFor()
    await assertAccessible(page, 'home')
    await page.goto(`${ready.shop}/p/trail-fell-moss`)
    await page.locator('.behind').click()
    await page.locator('.why').first().waitFor()
    await assertAccessible(page, 'product, behind the scenes')
    await page.evaluate("document.documentElement.dir = 'rtl'")
    await assertAccessible(page, 'right to left')
    for (const [path, drawn] of [
      ['/feed', '[data-stream] .why'],
      ['/week', '[data-list] .why'],
      ['/p/trail-story-first-light', '.reading'],
    ] as const) {
      await page.goto(ready.shop + path)
      await page.locator(drawn).first().waitFor()
      await assertAccessible(page, path)
      await page.evaluate("document.documentElement.dir = 'rtl'")
      await assertAccessible(page, `${path}, right to left`)
    }
    await page.context().close()
  })
}

test('nothing broke on any page, and nobody else was asked', () => {
  assert.deepEqual(faults, [])
})

test('told to stop, both do', async () => {
  child.kill('SIGTERM')
  assert.equal(await ended.promise, 0)
  await assert.rejects(fetch(ready.url))
  await assert.rejects(fetch(ready.shop))
})

test('furnished again after it was broken off, nobody says anything twice', async () => {
  const { entries } = await done(['ledger', 'verify'], data)
  writeFileSync(KEYS, JSON.stringify({ ...shopFile(), isSeeded: false }))
  await start()
  assert.deepEqual(Object.keys(ready), ['shop', 'url', 'pid'])
  assert.equal(shopFile().isSeeded, true)
  assert.equal((await done(['ledger', 'verify'], data)).entries, entries)
})

async function start(): Promise<void> {
  const words = ['start', '--port', '0', '--shop-port', '0', '--data', data, '--json']
  child = spawn(process.execPath, [join(ROOT, 'tools/run.mjs'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ending = Promise.withResolvers<number | null>()
  child.on('close', (status) => ending.resolve(status))
  ended = ending
  ready = JSON.parse(String(await Promise.race([firstLine(child), ending.promise])))
}

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(WAIT_MS)
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('request', (request) => {
    if (!request.url().startsWith(ready.shop)) faults.push(request.url())
  })
  await page.goto(ready.shop + path)
  return page
}

/** Looks at an item by a link on the page, until the product has heard of it. */
async function look(page: Page, path: string): Promise<void> {
  const heard = page.waitForResponse((response) => response.url().endsWith('/v1/interactions'))
  await page.evaluate(`(() => {
    const link = document.createElement('a')
    link.href = '${path}'
    document.getElementById('main').append(link)
    link.click()
  })()`)
  assert.equal((await heard).status(), 200)
}

function asShop(path: string, body: object = {}): Promise<Response> {
  const { secret } = shopFile()
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  return fetch(ready.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function subjectOf(externalId: string): Promise<string> {
  const answer: Json = await (await asShop('/v1/subjects/find', { externalId })).json()
  return answer.subject
}

async function shopAs(page: Page, name: string): Promise<void> {
  await page.locator('.as summary').click()
  await page.getByRole('button', { name: new RegExp(`^${name},`) }).click()
  await page.locator('.as summary b', { hasText: name }).waitFor()
}

function shopFile(): Json {
  return JSON.parse(readFileSync(KEYS, 'utf8'))
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
