/** The records over HTTP and on the command line: one content in every form, made just now. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { RECORD_NAMES } from '@equipoise/server/modules/records'
import { aFolder, done, equipoise, refused, serve } from '../builders/command-line.ts'
import { aKey, aServer, serverOfFile } from '../builders/server.ts'

const server = serverOfFile()

test('anybody reads the label, as data and as a page without a script', async () => {
  const { status, json } = await server().send('GET /v1/privacy-label', { key: '' })
  assert.equal(status, 200)
  assert.deepEqual(json.untold, [])
  assert.deepEqual(json.connectsTo, [])
  const page = await fetch(`${server().url}/privacy/label`)
  const html = await page.text()
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  const policy = page.headers.get('content-security-policy') ?? ''
  assert.match(policy, /default-src 'none'; style-src 'sha256-/)
  assert.doesNotMatch(html, /<script|<link|https?:\/\//)
  for (const { title } of json.keeps) assert.ok(html.includes(title), title)
})

test('whoever runs it reads each record, in every form; nobody else does', async () => {
  const viewer = await aKey(server().app, { kind: 'operator', role: 'viewer' })
  for (const name of RECORD_NAMES) {
    const { json, status } = await server().send(`GET /v1/records/${name}`, { key: viewer })
    assert.equal(status, 200)
    assert.ok(json.packs.length > 80)
    for (const [ending, type] of [
      ['md', 'text/markdown'],
      ['html', 'text/html'],
    ]) {
      const read = (key: string) =>
        fetch(`${server().url}/records/${name}.${ending}`, {
          headers: { authorization: `Bearer ${key}` },
        })
      const answer = await read(viewer)
      assert.match(answer.headers.get('content-type') ?? '', new RegExp(`^${type}`))
      assert.match(await answer.text(), /no legal advice/)
      assert.equal((await read('')).status, 401)
      assert.equal((await read(server().secret)).status, 403)
    }
  }
  const key = server().operator
  await server().refuse('GET /v1/records/gossip', { key }, 'invalid_request')
  const gossip = { headers: { authorization: `Bearer ${key}` } }
  for (const file of ['gossip.md', 'ropa', 'ropa.pdf', 'ropa.md.html']) {
    assert.equal((await fetch(`${server().url}/records/${file}`, gossip)).status, 404, file)
  }
})

test('a key that is made or revoked shows in the next record', async (t) => {
  const own = await aServer(t)
  const key = own.operator
  const counts = async () => {
    const { json } = await own.send('GET /v1/records/recipients', { key })
    return json.recipients.flatMap(({ keys }: { keys: number | null }) => keys ?? [])
  }
  assert.deepEqual(await counts(), [1, 1, 0])
  const made = await own.app.keyRing.create({ kind: 'publishable', origins: ['https://a.example'] })
  assert.deepEqual(await counts(), [1, 1, 1])
  await own.app.keyRing.revoke(made.id)
  assert.deepEqual(await counts(), [1, 1, 0])
})

test('what only people can tell is read at start, and a file that cannot be read refuses it', async (t) => {
  const folder = aFolder(t)
  const file = join(folder, 'records.json')
  writeFileSync(file, JSON.stringify({ controller: { name: 'Shop <b>Ltd</b>' } }))
  const own = await aServer(t, { environment: { EQUIPOISE_RECORDS: file } })
  const html = await (await fetch(`${own.url}/privacy/label`)).text()
  assert.ok(html.includes('Shop &lt;b&gt;Ltd&lt;/b&gt;') && !html.includes('<b>'))
  for (const text of ['{', '{"ceo":"me"}', '[]']) {
    writeFileSync(file, text)
    const env = { EQUIPOISE_RECORDS: file }
    const words = ['import', 'interactions', file]
    const [status, code] = await refused(words, join(folder, 'data'), { env })
    assert.deepEqual([status, code], [1, 'config_invalid'], text)
  }
})

test('the command line tells the same, as Markdown and as data', async (t) => {
  const directory = aFolder(t, 'data')
  const none = await equipoise(['records', 'ropa', '--data', directory])
  assert.equal(none.status, 1)
  const serving = await serve(t, directory)
  for (const name of RECORD_NAMES) {
    const data = await done(['records', name], directory)
    assert.deepEqual(data.untold, [], name)
    const { stdout } = await equipoise(['records', name, '--markdown', '--data', directory])
    assert.match(stdout, /^# .+\n\n/)
    assert.match(stdout, /no legal advice/)
  }
  await serving.stop()
  assert.equal((await done(['records', 'label'], directory)).untold.length, 0)
})
