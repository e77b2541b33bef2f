/** A delivered mail in a real browser: it fetches nothing, and its links end it by one click. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
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
