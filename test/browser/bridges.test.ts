/** The bridges to other people's signals, read by their own libraries. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { GppModel } from '@iabgpp/cmpapi'
import { TCString } from '@iabtechlabtcf/core'
import type { Page } from 'playwright-core'
import { BANNER, HOME, settled, watchedSite } from './site.ts'

const site = watchedSite({
  environment: {
    EQUIPOISE_RECIPIENTS: 'Ads Ltd',
    EQUIPOISE_BANNER_PURPOSES:
      'device_storage,site_personalization,model_training,measurement,first_party_advertising,cross_context_advertising,sale_or_sharing',
  },
})

const PLATFORM = {
  cmpId: 300,
  cmpVersion: 1,
  consentScreen: 1,
  consentLanguage: 'EN',
  vendorListVersion: 150,
  publisherCountry: 'DE',
  vendorsDisclosed: [2, 10],
  vendorsConsent: [],
}

async function asked(path: string, script: string, head = ''): Promise<Page> {
  site().site.put(path, { body: HOME, script, head })
  const page = await site().open(path)
  await page.locator(BANNER).waitFor()
  return page
}

async function say(page: Page, value: string): Promise<void> {
  const heard = page.waitForResponse(/\/v1\/choice$/)
  await page.locator(`${BANNER} button[value="${value}"]`).click()
  await heard
  await settled(page)
}

describe('Google’s consent mode', () => {
  test('is denied by default, and granted as the person answers', async () => {
    const page = await asked('/google', 'data-bridges="consent-mode"')
    await page.waitForFunction('window.dataLayer?.length > 0')
    const told = async (): Promise<readonly [string, string, Record<string, string>][]> =>
      page.evaluate(`window.dataLayer.map((one) => [...one])`)
    const [first] = await told()
    assert.deepEqual(first?.slice(0, 2), ['consent', 'default'])
    assert.ok(Object.values(first?.[2] ?? {}).every((value) => value === 'denied'))
    await say(page, 'accept')
    const last = (await told()).at(-1)
    assert.equal(last?.[1], 'update')
    assert.equal(last?.[2]['analytics_storage'], 'granted')
  })
})

describe('__tcfapi', () => {
  const script = `data-bridges="tcf" data-platform='${JSON.stringify(PLATFORM)}'`

  test('hands out a string that their library reads as what was said', async () => {
    const page = await asked('/tcf', script)
    await page.waitForFunction('typeof __tcfapi === "function"')
    const before = await tcData(page)
    assert.equal(before['eventStatus'], 'cmpuishown')
    assert.deepEqual(consentsIn(before), [])
    await say(page, 'accept')
    const after = await tcData(page)
    assert.equal(after['eventStatus'], 'useractioncomplete')
    const model = TCString.decode(String(after['tcString']))
    assert.equal(model.cmpId, 300)
    assert.deepEqual([...model.purposeConsents.values()], consentsIn(after).map(Number))
    assert.ok(model.purposeConsents.has(1) && model.vendorsDisclosed.has(2))
  })

  test('grants nothing after a no', async () => {
    const page = await asked('/tcf-no', script)
    await page.waitForFunction('typeof __tcfapi === "function"')
    await say(page, 'refuse')
    const said = await tcData(page)
    assert.deepEqual(consentsIn(said), [])
    assert.equal(TCString.decode(String(said['tcString'])).purposeConsents.size, 0)
  })

  test('tells listeners of a change, takes over from a stub, and answers frames', async () => {
    const stub = `<script>window.__tcfapi = (...asked) => {
      if (asked.length === 0) return __tcfapi.queue
      __tcfapi.queue.push(asked) }; __tcfapi.queue = []
      window.heard = []
      __tcfapi('addEventListener', 2, (data) => heard.push(data.eventStatus))</script>`
    const page = await asked('/tcf-stub', script, stub)
    await page.waitForFunction('window.heard.length > 0')
    const framed = page.evaluate(`new Promise((done) => {
      addEventListener('message', ({ data }) => data.__tcfapiReturn && done(data.__tcfapiReturn))
      postMessage({ __tcfapiCall: { command: 'ping', version: 2, callId: 'a' } }, '*') })`)
    // As the standard has it.
    const answer = (await framed) as { callId: string; success: boolean; returnValue: object }
    assert.deepEqual([answer.callId, answer.success], ['a', true])
    assert.equal(await page.locator('iframe[name="__tcfapiLocator"]').count(), 1)
    await say(page, 'refuse')
    await page.waitForFunction(`heard.includes('useractioncomplete')`)
  })

  test('is not there without a registration', async () => {
    const page = await asked('/tcf-none', 'data-bridges="tcf" data-platform="{not JSON"')
    await settled(page)
    assert.equal(await page.evaluate('typeof __tcfapi'), 'undefined')
  })
})

describe('__gpp', () => {
  const script = 'data-bridges="gpp" data-location="US-CO"'

  test('hands out a string that their library reads as what was said', async () => {
    const page = await asked('/gpp', script)
    await page.waitForFunction('typeof __gpp === "function"')
    assert.deepEqual(await optOutsOf(page), [1, 1])
    await say(page, 'accept')
    assert.deepEqual(await optOutsOf(page), [2, 2])
    await page.evaluate('equipoise.consent.withdraw()')
    assert.deepEqual(await optOutsOf(page), [1, 1])
  })

  test('answers for its sections and fields, and says no to what it has not', async () => {
    const page = await asked('/gpp-fields', script)
    await page.waitForFunction('typeof __gpp === "function"')
    const ask = (command: string, parameter: string): Promise<unknown> =>
      page.evaluate(`new Promise((done) =>
        __gpp('${command}', (value, isDone) => done([value, isDone]), '${parameter}'))`)
    assert.deepEqual(await ask('hasSection', 'usco'), [true, true])
    assert.deepEqual(await ask('hasSection', 'usca'), [false, true])
    assert.deepEqual(await ask('getField', 'usco.SaleOptOut'), [1, true])
    assert.deepEqual(await ask('getField', 'usco.Nonsense'), [null, false])
    assert.deepEqual(await ask('dance', ''), [null, false])
  })

  async function optOutsOf(page: Page): Promise<readonly unknown[]> {
    const ping: { gppString: string } = await page.evaluate(
      `new Promise((done) => __gpp('ping', done))`,
    )
    const model = new GppModel(ping.gppString)
    return ['SaleOptOut', 'TargetedAdvertisingOptOut'].map((field) =>
      model.getFieldValue('usco', field),
    )
  }
})

test('all the while nothing went to anybody else, and no error reached a page', () => {
  assert.deepEqual(site().faults, [])
})

function tcData(page: Page): Promise<Record<string, unknown>> {
  return page.evaluate(`new Promise((done) => __tcfapi('getTCData', 2, done))`)
}

function consentsIn(data: Record<string, unknown>): readonly string[] {
  // As the standard has it.
  const { consents } = data['purpose'] as { consents: Record<string, boolean> }
  return Object.entries(consents).flatMap(([number, isGiven]) => (isGiven ? [number] : []))
}
