/**
 * What ads and mail are made of is taken along whole: out of one server over HTTP, into a fresh
 * one, out again the same; and the same through files, on the command line. What is broken takes
 * nothing.
 */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { putDocument } from '@equipoise/server/modules/email'
import { advertise } from '../builders/bid-requests.ts'
import { aFolder, done, refused } from '../builders/command-line.ts'
import { aCampaign, CAMPAIGN, TEMPLATE } from '../builders/mail.ts'
import { aServer, type Json, type TestServer } from '../builders/server.ts'

const AUTOMATION = { ...CAMPAIGN, kind: 'welcome', delayMinutes: 5 }

async function aFullServer(t: Parameters<typeof aServer>[0]): Promise<TestServer> {
  const server = await aServer(t)
  await advertise(server.app)
  await aCampaign(server.app, {
    sendAt: '2026-12-01T09:00',
    window: { from: '09:00', to: '18:00' },
  })
  await putDocument(server.app, 'automation', 'hello', AUTOMATION)
  return server
}

const EXPORTS = ['ads', 'email'] as const

async function exportedBy({ send }: TestServer): Promise<Record<string, Json>> {
  const found: Record<string, Json> = {}
  for (const what of EXPORTS) found[what] = (await send(`GET /v1/${what}/export`)).json
  return found
}

test('an export over HTTP is the same after a fresh server took it in', async (t) => {
  const before = await exportedBy(await aFullServer(t))
  assert.deepEqual([before['ads'].ads.length > 10, before['email'].campaigns.length], [true, 1])
  const fresh = await aServer(t)
  for (const what of EXPORTS) {
    const { status, text } = await fresh.send(`POST /v1/${what}/import`, { body: before[what] })
    assert.equal(status, 200, text)
  }
  assert.deepEqual(await exportedBy(fresh), before)
  const { json } = await fresh.send('GET /v1/creatives')
  // What was approved there is not approved here.
  assert.ok(json.creatives.every(({ review }: Json) => review.state === 'pending'))
})

test('a file of an export is the same after a fresh directory took it in', async (t) => {
  const before = await exportedBy(await aFullServer(t))
  const folder = aFolder(t)
  const data = join(folder, 'data')
  for (const what of EXPORTS) {
    const file = join(folder, `${what}.json`)
    writeFileSync(file, JSON.stringify(before[what]))
    await done([what, 'import', file], data)
    assert.deepEqual(await done([what, 'export'], data), before[what])
  }
  const broken = join(folder, 'broken.json')
  writeFileSync(broken, JSON.stringify({ ads: [...before['ads'].ads, { kind: 'slots', id: 'x' }] }))
  assert.deepEqual(await refused(['ads', 'import', broken], join(folder, 'other')), [
    1,
    'ad_invalid',
  ])
})

test('of an import with one broken part, nothing is taken', async (t) => {
  const server = await aServer(t)
  const body = {
    schema: 'equipoise/email@1',
    // In whatever order: they name each other.
    campaigns: [{ id: 'spring', ...CAMPAIGN }],
    templates: [{ id: 'plain', ...TEMPLATE }],
    lists: [{ id: 'news', title: 'Our news' }],
    automations: [{ id: 'hello', ...AUTOMATION, template: 'none', enabled: true }],
  }
  await server.refuse('POST /v1/email/import', { body }, 'not_found')
  const empty = { lists: [], templates: [], campaigns: [], automations: [] }
  const { schema: _, ...found } = (await server.send('GET /v1/email/export')).json
  assert.deepEqual(found, empty)
  const whole = { ...body, automations: [{ id: 'hello', ...AUTOMATION, enabled: true }] }
  assert.equal((await server.send('POST /v1/email/import', { body: whole })).status, 200)
  const { automations } = (await server.send('GET /v1/email/export')).json
  // Nobody is written to because something was taken along.
  assert.deepEqual(
    automations.map(({ enabled }: Json) => enabled),
    [false],
  )
})
