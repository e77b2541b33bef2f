/**
 * The guide of ten minutes, done as it stands: its files are written, its commands are run in their
 * order, and two people come to the pages. Ports are other ones, and `npx` is left out; the seconds
 * that the commands take are told.
 */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { keptIn, startBrowser } from '../builders/browser.ts'
import { aFolder } from '../builders/command-line.ts'
import { type CodeBlock, parseCodeBlocks } from '../markdown.ts'
import { ROOT } from '../source-tree.ts'
import { BANNER, CHOICE, SESSION } from './site.ts'

const GUIDE = join(ROOT, 'docs/guide/ten-minutes.md')
const PROGRAM = join(ROOT, 'node_modules/.bin/equipoise')
const WAIT_MS = 20_000

test('the guide leads to a row with consent, and why it is there', async (t) => {
  const [serverPort, sitePort] = [await freePort(), await freePort()]
  const blocks = parseCodeBlocks(
    readFileSync(GUIDE, 'utf8')
      .replaceAll('8787', `${serverPort}`)
      .replaceAll('localhost:8080', `localhost:${sitePort}`),
  )
  const folder = aFolder(t)
  const env = { ...process.env, EQUIPOISE_PORT: `${serverPort}` }
  const files = new Map(blocks.flatMap(fileOf))
  mkdirSync(join(folder, 'shop'))
  const write = (key: string): void => {
    for (const [name, code] of files) {
      writeFileSync(join(folder, 'shop', name), `${code.replaceAll('YOUR_KEY', key)}\n`)
    }
  }
  write('YOUR_KEY')

  let said = ''
  const beganAt = performance.now()
  for (const { language, marks, code } of blocks) {
    if (language !== 'sh') continue
    if (marks.includes('start')) {
      const isSite = code.includes('equipoise site')
      const ports = isSite ? ` --port ${sitePort} --server http://127.0.0.1:${serverPort}` : ''
      if (isSite) write(/eq_publishable_[\w-]+/.exec(said)?.[0] ?? assert.fail(said))
      await start(t, `${withoutNpx(code)}${ports}`, { folder, env })
    } else {
      const options = { cwd: folder, env }
      const command = ['-euc', withoutNpx(code)]
      said += (await promisify(execFile)('bash', command, options)).stdout
    }
  }
  const seconds = (performance.now() - beganAt) / 1_000
  t.diagnostic(`${seconds.toFixed(1)} s of commands`)
  assert.ok(seconds < 300, 'half of the ten minutes are for reading')

  const browser = await startBrowser()
  t.after(() => browser.close())
  const open = async (): Promise<Page> => {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    page.setDefaultTimeout(WAIT_MS)
    await page.goto(`http://localhost:${sitePort}/`)
    await page.locator(BANNER).waitFor()
    return page
  }

  const refusing = await open()
  assert.deepEqual(await keptIn(refusing), { cookies: [], storage: [] })
  await refusing.locator(BANNER).getByRole('button', { name: 'Refuse' }).click()
  await look(refusing)
  await refusing.locator('[data-rung="contextual"] article').nth(2).waitFor()
  const { cookies, storage } = await keptIn(refusing)
  assert.deepEqual([cookies.map((one) => one.split('=')[0]), storage], [[CHOICE], []])

  const agreeing = await open()
  const chosen = agreeing.waitForResponse((answer) => answer.url().endsWith('/v1/choice'))
  await agreeing.locator(BANNER).getByRole('button', { name: 'Accept' }).click()
  assert.equal((await chosen).status(), 200)
  assert.ok((await keptIn(agreeing)).cookies.some((one) => one.startsWith(`${SESSION}=`)))
  const kept = agreeing.waitForResponse((answer) => answer.url().endsWith('/v1/interactions'))
  await look(agreeing)
  assert.equal((await kept).status(), 200)
  const row = agreeing.locator('[data-rung="personal"]')
  await row.locator('article').first().waitFor()
  const first = row.locator('article').first()
  assert.match((await first.textContent()) ?? '', /Rain jacket|Wool sock/)
  await first.getByRole('button', { name: 'Why this?' }).click()
  const why = agreeing.locator('dialog')
  await why.getByText('It comes from what you did here.').waitFor()
  assert.match((await why.textContent()) ?? '', /Trail boot/)
})

/** Looks at the boot for long enough to be told, and goes back. */
async function look(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Trail boot' }).first().click()
  await page.getByRole('heading', { name: 'Trail boot' }).waitFor()
  await page.waitForLoadState('networkidle')
  await page.evaluate('equipoise.flush()')
  await page.getByRole('link', { name: 'Back' }).click()
  await page.getByRole('heading', { name: 'Tide and Trail' }).waitFor()
}

function fileOf({ marks, code }: CodeBlock): (readonly [name: string, code: string])[] {
  const mark = marks.find((one) => one.startsWith('file='))
  return mark === undefined ? [] : [[mark.slice('file='.length), code]]
}

function withoutNpx(code: string): string {
  return code.replaceAll('npx equipoise', `"${PROGRAM}"`)
}

interface Where {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
}

/** Starts what stays, and waits until it says where it is. */
async function start(
  t: { after(end: () => unknown): void },
  command: string,
  { folder, env }: Where,
): Promise<void> {
  const child = spawn('bash', ['-c', command], { cwd: folder, env })
  const ended = new Promise((resolve) => child.on('close', resolve))
  t.after(async () => {
    child.kill('SIGTERM')
    await ended
  })
  let heard = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece: Buffer) => {
        heard += piece.toString()
        if (heard.includes('http://')) resolve()
      })
    }
    child.on('close', () => reject(new Error(heard)))
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : assert.fail()
}
