/**
 * The privacy label against what a real server really does: it is run, everything that people and
 * operators can do is done, and then its files are read and its attempts to reach anybody are
 * counted. A table, a column, a file, a cookie or a connection that the label does not tell fails
 * here: tell of it in `packages/server/src/modules/records` (holdings, connections, retention).
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { PURPOSES } from '@equipoise/core/values'
import { aFolder, done, equipoise, type Serving, serve } from './builders/command-line.ts'
import { CAMPAIGN, TEMPLATE } from './builders/mail.ts'
import { NOTICE, NOTICE_BODY, SHOP } from './builders/page-person.ts'
import type { Json } from './builders/server.ts'
import { aSmtpServer, type TestSmtp } from './builders/smtp.ts'
import { columnsOf, inventedBy, reachedBy, type Seen, untoldBy } from './builders/told-by-label.ts'
import { ROOT } from './source-tree.ts'

const WATCH = pathToFileURL(join(ROOT, 'test/builders/watch-connections.ts')).href
const EVERYTHING = PURPOSES.filter((one) => !/sensitive|political/.test(one))

test('the label tells of every table, column, file, cookie and connection of a server that has seen all', async (t) => {
  const { label, seen } = await seeAll(t)
  assert.deepEqual(seen.reached, [])
  assert.deepEqual(label.connectsTo, [])
  assert.ok(seen.columns.length > 70 && seen.files.length > 8, JSON.stringify(seen))
  assert.deepEqual([...seen.cookies].sort(), ['__Host-equipoise', '__Host-equipoise-choice'])
  assert.deepEqual(untoldBy(label, seen), [])
  assert.deepEqual(inventedBy(label, seen), [])
  assert.deepEqual(label.untold, [])
  // What is held against it has to be able to fail.
  const more: Seen = {
    columns: [...seen.columns, 'equipoise.db/subjects.shoe_size', 'equipoise.db/friends.name'],
    files: [...seen.files, 'faces.bin'],
    cookies: [...seen.cookies, '_track'],
    reached: ['socket ads.example:443'],
  }
  assert.deepEqual(untoldBy(label, more), [
    'equipoise.db/subjects.shoe_size',
    'equipoise.db/friends.name',
    'faces.bin',
    '_track',
    'socket ads.example:443',
  ])
})

test('a server that sends mail reaches its mail server, and the label says so', async (t) => {
  const smtp = await aSmtpServer(t)
  const { label, seen } = await seeAll(t, smtp)
  assert.ok(seen.reached.some((one) => one.includes('127.0.0.1')))
  assert.deepEqual(
    label.connectsTo.map(({ to }: Json) => to),
    ['127.0.0.1'],
  )
  assert.deepEqual(untoldBy(label, seen), [])
  assert.deepEqual(untoldBy({ ...label, connectsTo: [] }, seen), seen.reached)
})

test('what the SDK for pages keeps in a browser stands in the label', async (t) => {
  const { url } = await serve(t, aFolder(t, 'data'))
  const told = (await label(url)).device.map(({ name }: Json) => name)
  const sources = globSync('packages/{browser,core}/src/**/*.ts', { cwd: ROOT })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n')
  const calls = [...sources.matchAll(/\b(?:setItem|writeCookie)\(([A-Z_]+),/g)]
  const names = calls.map(([, name = '']) => name)
  assert.deepEqual(names.sort(), ['CAPS_KEY', 'CHOICE_COOKIE', 'PRIVATE_COOKIE'])
  for (const name of names) {
    const [, key = name] = new RegExp(`const ${name} = '([^']+)'`).exec(sources) ?? []
    assert.ok(told.includes(key), `${key}: tell of it in modules/records/device.ts`)
  }
  // Nothing is kept by another way than these.
  assert.equal([...sources.matchAll(/\.setItem\(/g)].length, 1)
  assert.equal([...sources.matchAll(/document\.cookie = /g)].length, 1)
  assert.equal([...sources.matchAll(/\bwriteCookie\(/g)].length, 3)
  assert.doesNotMatch(sources, /indexedDB|caches\.open/)
})

test('a connection of any thread is seen, by whatever way it is tried', async (t) => {
  const folder = aFolder(t)
  const [program, log] = [join(folder, 'program.mjs'), join(folder, 'log')]
  writeFileSync(log, '')
  writeFileSync(join(folder, 'thread.mjs'), "fetch('http://127.0.0.4:40009/').catch(() => {})")
  writeFileSync(
    program,
    `import { Worker } from 'node:worker_threads'
     import { lookup } from 'node:dns/promises'
     import { createSocket } from 'node:dgram'
     import { get } from 'node:https'
     await fetch('http://127.0.0.1:40009/').catch(() => {})
     await lookup('name.invalid').catch(() => {})
     get('https://127.0.0.2:40009/').on('error', () => {})
     createSocket('udp4').unref().send('x', 9, '127.0.0.3')
     new Worker(new URL('thread.mjs', import.meta.url))`,
  )
  const env = { ...process.env, NODE_OPTIONS: `--import=${WATCH}`, WATCHED_TO: log }
  const { pid, stderr } = spawnSync(process.execPath, [program], { env, encoding: 'utf8' })
  const reached = reachedBy(log, pid).join('\n')
  const ways = ['127.0.0.1:40009', 'name.invalid', '127.0.0.2:40009', 'datagram', '127.0.0.4:40009']
  for (const way of ways) assert.ok(reached.includes(way), `${way} in ${reached} ${stderr}`)
})

test('a table that nobody told of stands in the label as such, on the page too', async (t) => {
  const directory = aFolder(t, 'data')
  await done(['ledger', 'verify'], directory).catch(() => {})
  const first = await serve(t, directory)
  await first.stop()
  const database = new DatabaseSync(join(directory, 'equipoise.db'))
  database.exec('CREATE TABLE friends (name TEXT); ALTER TABLE subjects ADD COLUMN shoe_size TEXT')
  database.close()
  mkdirSync(join(directory, 'faces'))
  writeFileSync(join(directory, 'faces', 'one.bin'), '')
  const { url } = await serve(t, directory)
  const untold = ['equipoise.db/friends', 'equipoise.db/subjects.shoe_size', 'faces/one.bin']
  assert.deepEqual((await label(url)).untold, untold)
  const html = await (await fetch(`${url}/privacy/label`)).text()
  for (const one of untold) assert.ok(html.includes(one), one)
  const ropa = await done(['records', 'ropa'], directory)
  assert.deepEqual(ropa.untold, untold)
})

async function seeAll(t: TestContext, smtp?: TestSmtp): Promise<{ label: Json; seen: Seen }> {
  const directory = aFolder(t, 'data')
  const log = join(aFolder(t), 'log')
  writeFileSync(log, '')
  const watched = { NODE_OPTIONS: `--import=${WATCH}`, WATCHED_TO: log }
  const env = { ...watched, EQUIPOISE_MARKETS: 'DE,US-CA', ...smtp?.environment }
  const server = await serve(t, directory, { env })
  const cookies = new Set<string>()
  await doEverything(server, directory, cookies)
  if (smtp !== undefined) await sendMail(server, smtp)
  const told = await label(server.url)
  const files = filesIn(directory)
  assert.equal(await server.stop(), 0)
  const seen = {
    columns: ['equipoise.db', 'keys.db'].flatMap((file) => columnsOf(join(directory, file), file)),
    files: [...new Set([...files, ...filesIn(directory)])],
    cookies: [...cookies],
    reached: reachedBy(log, server.pid),
  }
  return { label: told, seen }
}

async function label(url: string): Promise<Json> {
  return (await fetch(`${url}/v1/privacy-label`)).json()
}

function filesIn(directory: string): readonly string[] {
  const all = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  const paths = all.map((name) => join(directory, name))
  return paths
    .filter((path) => !statSync(path).isDirectory())
    .map((path) => relative(directory, path))
}

/** What every kind of caller can do, done once. */
async function doEverything(
  { url, ready }: Serving,
  directory: string,
  cookies: Set<string>,
): Promise<void> {
  const reason = { 'equipoise-reason': 'They asked for it' }
  const as = (key: string, more: Readonly<Record<string, string>> = {}) => {
    return async (route: string, body?: unknown): Promise<Json> => {
      const [method = '', path = ''] = route.split(' ')
      const sent = body === undefined ? {} : { body: JSON.stringify(body) }
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const headers = { authorization: `Bearer ${key}`, ...type, ...more }
      const answer = await fetch(`${url}${path}`, { method, headers, ...sent })
      for (const one of answer.headers.getSetCookie()) {
        cookies.add(one.split('=')[0] ?? '')
        lastCookie = one.split(';')[0] ?? ''
      }
      const text = await answer.text()
      assert.ok(answer.status < 300, `${route}: ${answer.status} ${text}`)
      return text.startsWith('{') ? JSON.parse(text) : text
    }
  }
  let lastCookie = ''
  const operator = as(ready.operatorKey, reason)
  const secretKey = (await operator('POST /v1/keys', { kind: 'secret' })).key
  const publishable = { kind: 'publishable', origins: [SHOP] }
  const { key: pageKey } = await operator('POST /v1/keys', publishable)
  await operator('POST /v1/keys', { kind: 'signing' })
  const backEnd = as(secretKey)

  await backEnd(`PUT /v1/notices/${NOTICE.id}`, NOTICE_BODY)
  for (const id of ['bread', 'tea', 'jam']) {
    await backEnd(`PUT /v1/items/${id}`, { title: id, categories: ['food'] })
  }
  const people = Array.from({ length: 60 }, (_, n) => `person-${n}`)
  for (const externalId of people) {
    const consent = { externalId, action: 'give', purposes: EVERYTHING, evidence: 'a form' }
    await backEnd('POST /v1/consent', { ...consent, region: 'US-CA', ageBand: 'adult' })
    const meetings = ['bread', 'tea'].map((item) => ({ externalId, item, verb: 'view' }))
    await backEnd('POST /v1/interactions', { interactions: meetings })
  }
  await done(['train'], directory)
  const [externalId = ''] = people
  const { items } = await backEnd('POST /v1/decide', { slot: 'home', externalId })
  const [{ token }] = items
  await backEnd('POST /v1/impressions', { impressions: [{ token }] })
  await backEnd('POST /v1/outcomes', { outcomes: [{ token, verb: 'click' }] })

  const page = as(pageKey, { origin: SHOP })
  await page('POST /v1/decide', { slot: 'home' })
  const asked = { version: NOTICE.version, language: NOTICE.language, purposes: EVERYTHING }
  const { nonce } = await page(`POST /v1/notices/${NOTICE.id}/nonce`, asked)
  const given = await page('POST /v1/consent', { action: 'give', purposes: EVERYTHING, nonce })
  const known = { origin: SHOP, cookie: lastCookie, 'x-csrf-token': given.csrfToken }
  const somebody = as(pageKey, known)
  await somebody('POST /v1/interactions', { interactions: [{ item: 'jam', verb: 'view' }] })
  await somebody('POST /v1/decide', { slot: 'home' })
  await page('POST /v1/receipts/refusal', { purposes: ['measurement'] })

  const { subject } = await operator('POST /v1/subjects/find', { externalId })
  await operator(`POST /v1/subjects/${subject}/marks`, { item: 'tea' })
  await operator(`POST /v1/subjects/${subject}/pause`, { until: inAnHour() })
  await operator(`POST /v1/subjects/${subject}/resume`)
  for (const part of ['export', 'receipts', 'impressions', 'interactions', 'consent']) {
    await operator(`GET /v1/subjects/${subject}/${part}`)
  }
  await backEnd(`POST /v1/subjects/${subject}/withdraw`, { purposes: ['model_training'] })
  await backEnd(`POST /v1/subjects/${subject}/erase`)
  const assessment = join(directory, '..', 'assessment.txt')
  writeFileSync(assessment, 'An assessment of some length, for a test of what is kept of it.')
  const relax = ['--purpose', 'site_personalization', '--location', 'US-CA']
  await done(['law', 'relax', ...relax, '--assessment', assessment], directory)
  await backEnd('POST /v1/law/decide', { purpose: 'email_marketing', location: 'FR' })
  for (const path of ['/ledger/checkpoint', '/metrics', '/ready', '/privacy/label', '/']) {
    await backEnd(`GET ${path}`)
  }
  await equipoise(['records', 'ropa', '--data', directory])
}

/** A campaign to somebody who agreed, until it has arrived. */
async function sendMail({ url, ready }: Serving, { received }: TestSmtp): Promise<void> {
  const ask = async (route: string, body: object): Promise<void> => {
    const [method = '', path = ''] = route.split(' ')
    const headers = {
      authorization: `Bearer ${ready.operatorKey}`,
      'content-type': 'application/json',
      'equipoise-reason': 'They asked for it',
    }
    const answer = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) })
    assert.ok(answer.status < 300, `${route}: ${answer.status} ${await answer.text()}`)
  }
  const [externalId, purposes] = ['person-1', ['email_marketing']]
  const consent = { externalId, action: 'give', purposes, evidence: 'a form', region: 'DE' }
  await ask('POST /v1/consent', { ...consent, explicit: true })
  await ask('PUT /v1/email/lists/news', { title: 'Our news' })
  await ask('PUT /v1/email/templates/plain', TEMPLATE)
  await ask('PUT /v1/email/campaigns/spring', CAMPAIGN)
  const address = 'one@mail.example'
  await ask('POST /v1/email/subscriptions', { externalId, address, list: 'news', proof: 'a form' })
  await ask('POST /v1/email/campaigns/spring/send', {})
  for (let waited = 0; received.length === 0 && waited < 300; waited += 1) await sleep(100)
  assert.ok(received.length > 0, 'the mail arrives')
}

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString()
}
