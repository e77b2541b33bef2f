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
  const { url, heard } = await aSite(t, pages, product)

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
  const headers = { authorization: 'Bearer YOUR_KEY' }
  for (const path of ['/v1/session?a=1', '/v1/session']) {
    assert.equal((await read(path, { headers }))[0], 401)
  }
  // What a page is silent about is said where its developer looks, once.
  await read('/')
  assert.match(heard(), /^GET \/v1\/session: 401 unauthorized: .{5,}\n$/)
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
): Promise<{ readonly url: string; heard(): string }> {
  const words = ['site', folder, '--port', '0', '--server', product, '--json']
  const child = spawn(join(ROOT, 'node_modules/.bin/equipoise'), words)
  const ended = new Promise((resolve) => child.on('close', resolve))
  t.after(async () => {
    child.kill('SIGTERM')
    await ended
  })
  let heard = ''
  child.stderr.on('data', (piece: Buffer) => {
    heard += piece.toString()
  })
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) =>
      resolve({ url: JSON.parse(line.toString()).url, heard: () => heard }),
    )
    child.once('close', () => reject(new Error('The site ended')))
  })
}
