/** How large the SDK is where it is served, gzip at its best level, scripts and styles together. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { LANGUAGES } from '@equipoise/browser/banner'
import { TRANSLATIONS, wordsOfPart } from '@equipoise/browser/languages'
import { readServed } from '@equipoise/browser/served'
import { bundleBrowser, bundleUse } from '../../tools/bundle-browser.ts'
import { aPage } from '../builders/page-person.ts'
import { serverOfFile } from '../builders/server.ts'

const server = serverOfFile()

/** Each with the reason for its number. */
const CEILINGS: readonly {
  readonly what: string
  readonly files: readonly string[]
  readonly words?: boolean
  readonly bytesMax: number
}[] = [
  // Less than half of the smallest peer with as much (vanilla-cookieconsent: 9.9 kB of script).
  { what: 'the SDK without UI', files: ['sdk.js'], bytesMax: 5_000 },
  // A third less than the smallest peer's script and style (Orejime: 14.5 kB).
  { what: 'with the banner', files: ['sdk.js'], words: true, bytesMax: 9_000 },
  // Loaded only where a page has slots; a page with all of it stays below every peer's banner.
  { what: 'slots', files: ['slots.js'], bytesMax: 2_700 },
  // Loaded only where somebody asks why: with its style, less than half a banner of a peer.
  { what: 'why this', files: ['why.js'], bytesMax: 7_500 },
  {
    what: 'all that a page can need',
    files: ['sdk.js', 'slots.js', 'gates.js', 'words.js'],
    words: true,
    bytesMax: 12_800,
  },
  // Loaded only where somebody opens it.
  {
    what: 'the privacy center',
    files: ['privacy-center.js', 'privacy-center.css'],
    bytesMax: 40_000,
  },
  // Each is loaded only where a page names it.
  { what: 'the bridge to Consent Mode', files: ['consent-mode.js'], bytesMax: 1_000 },
  // IAB's own library alone is 9.9 kB.
  { what: 'the bridge to TCF', files: ['tcf.js'], bytesMax: 5_000 },
  // IAB's own library is 19.8 kB.
  { what: 'the bridge to GPP', files: ['gpp.js'], bytesMax: 8_000 },
]

test('what is served is what the sources give', async () => {
  const served = readServed()
  const built = await bundleBrowser()
  assert.deepEqual([...served.keys()].toSorted(), [...built.keys()].toSorted())
  for (const [name, text] of built) {
    assert.equal(served.get(name)?.text, text, `${name}: run node tools/run.mjs generate`)
  }
})

test('what a page does not import is not bundled', async (t) => {
  const size = sizeOf(await bundleUse(`export { whenSeen } from './index.ts'`))
  t.diagnostic(`${size} bytes for whenSeen alone`)
  assert.ok(size < 500, `${size}`)
})

test('React: at most 1500 bytes beside the SDK', async (t) => {
  const size = sizeOf(await bundleUse(`export * from './react/index.ts'`))
  t.diagnostic(`${size} bytes`)
  assert.ok(size <= 1_500, `${size}`)
})

for (const { what, files, words = false, bytesMax } of CEILINGS) {
  test(`${what}: at most ${bytesMax} bytes`, async (t) => {
    const served = readServed()
    const sizes = files.map((name) => sizeOf(served.get(name)?.text ?? ''))
    const scripts = sizes.reduce((sum, size) => sum + size, 0)
    // The banner comes from the server, in one language and with its style: the longest counts.
    const [longest, language] = words ? await longestWords() : [0, '']
    t.diagnostic(`${scripts + longest} bytes${words ? `, with the words in ${language}` : ''}`)
    assert.ok(scripts + longest <= bytesMax, `${scripts} + ${longest}`)
  })
}

// One language comes, and none where somebody reads English.
for (const [part, bytesMax] of [
  ['why', 2_000],
  ['center', 5_000],
] as const) {
  test(`the words of ${part} in any language: at most ${bytesMax} bytes`, (t) => {
    const sizes = TRANSLATIONS.map((one) => {
      const { language } = one
      return { language, size: sizeOf(JSON.stringify(wordsOfPart(one, part))) }
    })
    const [longest] = sizes.toSorted((one, other) => other.size - one.size)
    t.diagnostic(`${longest?.size} bytes in ${longest?.language}`)
    assert.ok((longest?.size ?? 0) <= bytesMax)
  })
}

test('a script carries English alone', () => {
  for (const [name, { text }] of readServed()) {
    for (const { language, words } of TRANSLATIONS) {
      if (language === 'en') continue
      // As it stands there: what is not ASCII is escaped, or not.
      const plain = words.basisConsent
      const escaped = JSON.stringify(plain).replaceAll(/[^ -~]/g, escapeOf)
      assert.ok(
        !text.includes(plain) && !text.includes(escaped.slice(1, -1)),
        `${name} ${language}`,
      )
    }
  }
})

function escapeOf(one: string): string {
  return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`
}

async function longestWords(): Promise<readonly [bytes: number, language: string]> {
  const page = await aPage(server())
  const all: [number, string][] = []
  for (const { language } of LANGUAGES) {
    const { json } = await page.send('POST /v1/banner/elements', {
      body: { languages: [language] },
    })
    // Not the nonce, which is another each time and no part of the program.
    all.push([sizeOf(JSON.stringify({ ...json.banner, nonce: '' })), language])
  }
  return all.toSorted(([one], [other]) => other - one)[0] ?? assert.fail('there are languages')
}

function sizeOf(text: string): number {
  assert.notEqual(text, '')
  return gzipSync(text, { level: 9 }).length
}
