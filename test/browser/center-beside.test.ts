/** The privacy center on a page that has the SDK: what is said to one, the other knows. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { BANNER, HOME, settled, watchedSite } from './site.ts'

const site = watchedSite({ environment: { EQUIPOISE_RATE_OUTLET_PER_MINUTE: 'none' } })
const CENTER = 'equipoise-privacy-center'

async function beside(path: string): Promise<Page> {
  const { site: shop } = site()
  shop.put(path, {
    body: `${HOME}<script type="module" src="/sdk/privacy-center.js"></script>
      <${CENTER} key="${shop.key}"></${CENTER}>`,
  })
  const page = await site().open(path)
  await page.locator(BANNER).waitFor()
  await page.locator(`${CENTER}[data-via="none"]`).waitFor()
  return page
}

const permitted = (page: Page): Promise<unknown> =>
  page.evaluate('equipoise.consent.state().permitted.length')

test('what is said in the banner is in the center, and the other way round', async () => {
  const page = await beside('/beside')
  await page.locator(`${BANNER} button[value="accept"]`).click()
  await page.locator(`${CENTER}[data-via="cookie"]`).waitFor()
  assert.notEqual(await permitted(page), 0)
  await page.getByRole('button', { name: 'Turn everything off' }).click()
  await page.waitForFunction('equipoise.consent.state().permitted.length === 0')
  await page.locator(`${CENTER}[data-via="none"]`).waitFor()
  await page.context().close()
})

test('a yes in the center takes the question away, and a no by the SDK reaches the center', async () => {
  const page = await beside('/beside-yes')
  await page.locator(`${CENTER} [role="switch"]`).first().click()
  await page.locator(`${CENTER}[data-via="cookie"]`).waitFor()
  await page.locator(BANNER).waitFor({ state: 'detached' })
  await page.waitForFunction('equipoise.consent.state().permitted.length > 0')
  await page.evaluate('equipoise.consent.withdraw()')
  await page.locator(`${CENTER}[data-via="none"]`).waitFor()
  await page.context().close()
})

test('a private session is said on the center’s own page, and can be ended there', async () => {
  const page = await beside('/beside-private')
  await page.evaluate('equipoise.pause()')
  const other = await page.context().newPage()
  await other.goto(`${site().site.url}/beside-private`)
  const alone = await page.context().newPage()
  site().site.put('/alone', {
    body: `<main><${CENTER} key="${site().site.key}"></${CENTER}></main>
      <script type="module" src="/sdk/privacy-center.js"></script>`,
    script: null,
  })
  await alone.goto(`${site().site.url}/alone`)
  const end = alone.getByRole('button', { name: 'End it' })
  await end.click()
  await end.waitFor({ state: 'detached' })
  for (const one of [page, other]) {
    await one.getByText('End it').waitFor({ state: 'detached' })
    await settled(one)
  }
  assert.equal(await page.evaluate('equipoise.consent.state().paused'), false)
  await page.context().close()
})

test('all the while nothing went to anybody else, and no error reached a page', () => {
  assert.deepEqual(site().faults, [])
})
