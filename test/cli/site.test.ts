/** A folder served beside the product: its pages and no other file, and the product's own paths. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { aFolder, refused, serve } from '../builders/command-line.ts'
import { ROOT } from '../source-tree.ts'

test('pages of the folder and the product come from one origin, and nothing else does', async (t) => {
  const folder = aFolder(t)
  const pages = join(folder, 'shop')
  mkdirSync(join(pages, 'shoes'), { recursive: true })
  writeFileSync(join(folder, 'secret.html'), 'secret')
  writeFileSync(join(pages, '.env'), 'secret')
  writeFileSync(join(pages, 'index.html'), 'front')
  writeFileSync(join(pages, 'boot.html'), 'boot')
  writeFileSync(join(pages, 'shoes/index.html'), 'shoes')
  symlinkSync(join(folder, 'secret.html'), join(pages, 'out.html'))
  const { url: product } = await serve(t, join(folder, 'data'))
  const url = await aSite(t, pages, product)

  const read = async (path: string, init?: RequestInit) => {
    const answer = await fetch(url + path, init)
    return [answer.status, await answer.text()] as const
  }
  assert.deepEqual(await read('/'), [200, 'front'])
  assert.deepEqual(await read('/boot'), [200, 'boot'])
  assert.deepEqual(await read('/shoes/'), [200, 'shoes'])
  for (const path of ['/.env', '/out', '/%2e%2e/secret.html', '/..%2fsecret', '/%00', '/no']) {
    const [status, text] = await read(path)
    assert.ok(status === 404 || status === 400, `${path}: ${status}`)
    assert.ok(!text.includes('secret'), path)
  }
  assert.equal((await read('/', { method: 'POST' }))[0], 405)
  assert.match((await read('/sdk.js'))[1], /equipoise/)
  assert.equal((await read('/v1/session'))[0], 401)
})

test('no folder, and no address, are said', async (t) => {
  const folder = aFolder(t)
  assert.deepEqual(await refused(['site', join(folder, 'no')], folder), [1, 'file_unreadable'])
  assert.deepEqual(await refused(['site', folder, '--server', 'x'], folder), [2, 'usage'])
})

async function aSite(
  t: { after(end: () => unknown): void },
  folder: string,
  product: string,
): Promise<string> {
  const words = ['site', folder, '--port', '0', '--server', product, '--json']
  const child = spawn(join(ROOT, 'node_modules/.bin/equipoise'), words)
  const ended = new Promise((resolve) => child.on('close', resolve))
  t.after(async () => {
    child.kill('SIGTERM')
    await ended
  })
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()).url))
    child.once('close', () => reject(new Error('The site ended')))
  })
}
