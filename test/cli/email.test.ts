/** Email from a terminal: set up, looked at, sent, taken along. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { aFolder, done, tell } from '../builders/command-line.ts'
import { CAMPAIGN, TEMPLATE } from '../builders/mail.ts'
import { aSmtpServer } from '../builders/smtp.ts'

test('a campaign is put, previewed, sent once and exported from the command line', async (t) => {
  const folder = aFolder(t)
  const data = join(folder, 'data')
  const smtp = await aSmtpServer(t)
  const env = { env: smtp.environment }
  const file = (name: string, value: object): string => {
    const path = join(folder, `${name}.json`)
    writeFileSync(path, JSON.stringify(value))
    return path
  }
  await done(['keys', 'create', '--kind', 'secret'], data)
  const whole = {
    schema: 'equipoise/email@1',
    lists: [{ id: 'news', title: 'Our news' }],
    templates: [{ id: 'plain', ...TEMPLATE }],
    campaigns: [{ id: 'spring', ...CAMPAIGN }],
    automations: [],
  }
  const counts = await done(['email', 'import', file('whole', whole)], data)
  assert.deepEqual(counts, { lists: 1, templates: 1, campaigns: 1, automations: 0 })
  const yes = ['--purpose', 'email_marketing', '--evidence', 'a form']
  await done(['consent', 'give', '--subject', 'p-1', ...yes], data)
  const address = ['--address', 'p-1@mail.example', '--list', 'news', '--proof', 'a form']
  await done(['email', 'subscribe', '--subject', 'p-1', ...address], data, env)
  const preview = await done(
    ['email', 'preview', '--campaign', 'spring', '--subject', 'p-1'],
    data,
    env,
  )
  assert.equal(preview.outcome, 'permitted')
  assert.match(preview.text, /winter is here/)
  const refused = await done(['email', 'preview', '--campaign', 'spring'], data, env)
  assert.equal(refused.outcome, 'refused')
  const sent = await done(['email', 'send', '--campaign', 'spring'], data, env)
  assert.deepEqual([sent.started, sent.status, sent.states.sent], [true, 'done', 1])
  const again = await done(['email', 'send', '--campaign', 'spring'], data, env)
  assert.equal(again.started, false)
  assert.equal(smtp.received.length, 1)
  const status = await done(['email', 'status'], data, env)
  assert.match(status.dns.value, /^v=DKIM1; k=rsa; p=/)
  const exported = await done(['email', 'export'], data)
  assert.equal(exported.campaigns[0].id, 'spring')
  assert.doesNotMatch(JSON.stringify(exported), /p-1/)
  const bad = file('bad', { ...CAMPAIGN, variables: {} })
  const told = await tell(['email', 'put', '--kind', 'campaign', '--id', 'bad', bad], data)
  assert.deepEqual([told.status, told.json.error.code], [1, 'template_invalid'])
})
