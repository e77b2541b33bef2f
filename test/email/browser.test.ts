/**
 * Mails in a real browser: they fetch nothing, their links end them by one click, and one that
 * was asked for opens the privacy center.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { wordsFor } from '@equipoise/browser/languages'
import { findSubject } from '@equipoise/server/modules/subjects'
import { simpleParser } from 'mailparser'
import { assertAccessible, startBrowser } from '../builders/browser.ts'
import { aCampaign, aReader, sendNow } from '../builders/mail.ts'
import { aServer } from '../builders/server.ts'
import { aSmtpServer } from '../builders/smtp.ts'

const ORIGIN = 'https://shop.example'

test('a person opens a mail, reads why, and ends it by one click', async (t) => {
  const smtp = await aSmtpServer(t)
  const server = await aServer(t, { environment: smtp.environment })
  await aCampaign(server.app)
  await aReader(server.app, 'alice')
  await sendNow(server.app)
  const { html } = await simpleParser(smtp.received[0]?.raw ?? '')
  const browser = await startBrowser()
  t.after(() => browser.close())
  const page = await browser.newPage()
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  // The public name of the server leads to this one here.
  await page.setContent(String(html).replaceAll(ORIGIN, server.url))
  assert.deepEqual(fetched, [])
  await page.getByText('Why this mail, and your choices').click()
  await page.getByRole('heading', { name: 'Why this mail' }).waitFor()
  assert.match((await page.locator('main').textContent()) ?? '', /Our news/)
  await assertAccessible(page, 'the choices')
  await page.getByRole('button', { name: 'Stop all marketing mail' }).click()
  await page.getByRole('heading', { name: 'You get no more marketing mail' }).waitFor()
  const subject = await findSubject(server.app.store, { externalId: 'alice' })
  const person = await server.app.gate.open(subject)
  assert.equal(person.consentOf('email_marketing').status, 'withdrawn')
})

test('a person comes into their privacy center by a mail, in their language, and out again', async (t) => {
  const smtp = await aSmtpServer(t)
  const server = await aServer(t, { environment: smtp.environment })
  await aCampaign(server.app)
  await aReader(server.app, 'alice')
  const browser = await startBrowser()
  t.after(() => browser.close())
  const context = await browser.newContext({ locale: 'de-DE', reducedMotion: 'reduce' })
  const page = await context.newPage()
  const { words } = wordsFor(['de'])
  await page.goto(`${server.url}/privacy`)
  assert.deepEqual(await context.cookies(), [])
  await page.getByLabel(words.linkAddress).fill('Alice@mail.example')
  await page.getByRole('button', { name: words.linkSend }).click()
  await page.getByText(words.linkSent).waitFor()
  await server.app.linkAsks.settle()
  await server.app.mailer.run()
  const { subject, text = '' } = await simpleParser(smtp.received[0]?.raw ?? '')
  assert.equal(subject, words.mailSubject)
  const link = /https:\/\/\S+\/privacy\/link\/\S+/.exec(text)?.[0]?.replace(ORIGIN, server.url)
  assert.ok(link)

  const elsewhere = await (await browser.newContext({ locale: 'ar' })).newPage()
  await elsewhere.goto(link)
  // As it was asked for, whatever the browser reads first.
  await elsewhere.getByText(words.linkElsewhere).waitFor()
  await assertAccessible(elsewhere, 'the link in another browser')

  await page.goto(link)
  await page.getByRole('button', { name: words.linkOpen }).click()
  await page.getByRole('heading', { name: words.receipts }).waitFor()
  const names = (await context.cookies()).map(({ name, httpOnly, secure, sameSite }) =>
    [name, httpOnly, secure, sameSite].join(' '),
  )
  assert.deepEqual(names, ['__Host-equipoise-center true true Lax'])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('equipoise-privacy-center').getByRole('button', { name: words.along }).click(),
  ])
  assert.match(readFileSync(await download.path(), 'utf8'), /alice@mail\.example/)

  server.advance(10 * 60_000)
  await page.locator('[data-focus="erase"]').click()
  await page.locator('[data-focus="erase-yes"]').click()
  await page.locator('.eq-told', { hasText: words.freshNeeded }).waitFor()
  await page.getByRole('button', { name: words.linkOut }).click()
  await page.getByLabel(words.linkAddress).waitFor()
  assert.deepEqual(await context.cookies(), [])
  await elsewhere.reload()
  await elsewhere.getByText(words.linkGone).waitFor()
})

test('without a script one sees and ends what comes by mail', async (t) => {
  const smtp = await aSmtpServer(t)
  const server = await aServer(t, { environment: smtp.environment })
  await aCampaign(server.app)
  await aReader(server.app, 'alice')
  await sendNow(server.app)
  const { text = '' } = await simpleParser(smtp.received[0]?.raw ?? '')
  const link = /https:\/\/\S+\/email\/preferences\/[\w-]+/.exec(text)?.[0]
  const browser = await startBrowser()
  t.after(() => browser.close())
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'fr' })
  const page = await context.newPage()
  const { words } = wordsFor(['fr'])
  await page.goto(link?.replace(ORIGIN, server.url) ?? '')
  await page.getByRole('button', { name: words.leaveList }).click()
  await page.getByText(words.noList).waitFor()
  await page.getByRole('button', { name: words.stopAll }).click()
  await page.getByText(words.stopped).first().waitFor()
  const subject = await findSubject(server.app.store, { externalId: 'alice' })
  const person = await server.app.gate.open(subject)
  assert.equal(person.consentOf('email_marketing').status, 'withdrawn')
  assert.deepEqual(await context.cookies(), [])
})
