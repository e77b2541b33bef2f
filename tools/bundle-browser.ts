/**
 * The SDK as it is served: one classic script for a script tag, and a module for each part that is
 * loaded only where it is needed. Parts are named in the script with a digest of what they are, so
 * that browsers may keep them for ever.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { versionOf } from '@equipoise/browser/served'
import { type BuildOptions, build, type Plugin, transformSync } from 'esbuild'

const SOURCES = join(import.meta.dirname, '../packages/browser/src')

/** By the name that each is loaded under, in `Load` of packages/browser/src/sdk/parts.ts. */
const PARTS = {
  gates: 'sdk/gates.ts',
  slots: 'slots/slots.ts',
  why: 'why/index.ts',
  words: 'words/words.ts',
  'consent-mode': 'bridges/consent-mode.ts',
  tcf: 'bridges/tcf.ts',
  gpp: 'bridges/gpp.ts',
} as const

/**
 * Nearly all of these runs as soon as it is there: compiled at once, beside the main thread, it
 * takes less of it than function by function. Browsers that do not know the words pass over them.
 */
const AT_ONCE = { js: '//# allFunctionsCalledOnLoad' }

/** File names under /sdk/ and what they hold; `sdk.js` is the script. */
export async function bundleBrowser(): Promise<ReadonlyMap<string, string>> {
  const parts = await Promise.all(
    Object.entries(PARTS).map(
      async ([name, source]) => [name, await bundle(source, { banner: AT_ONCE })] as const,
    ),
  )
  const others = new Map([
    ...parts.map(([name, text]) => [`${name}.js`, text] as const),
    ['banner.css', readStyle(join(SOURCES, 'banner/banner.css'))],
    ['privacy-center.js', await bundle('center/element.ts', {})],
    // The product's own page imports it under this name.
    ['dom.js', await bundle('center/dom.ts', {})],
    ['privacy-center.css', readStyle(join(SOURCES, 'center/center.css'))],
    ['privacy-page.css', readStyle(join(SOURCES, 'center/page.css'))],
  ])
  const define = { PARTS_VERSION: JSON.stringify(versionOf(others)) }
  const script = await bundle('sdk/script.ts', { define, format: 'iife', banner: AT_ONCE })
  return new Map([['sdk.js', script], ...others])
}

async function bundle(source: string, options: BuildOptions): Promise<string> {
  return textOf({ entryPoints: [join(SOURCES, source)], ...options })
}

/** What a page's bundler makes of a module that uses ours; `text` imports it by a path. */
export async function bundleUse(text: string): Promise<string> {
  return textOf({
    stdin: { contents: text, resolveDir: SOURCES },
    external: ['./why/index.ts', '../index.ts', 'react'],
  })
}

async function textOf(options: BuildOptions): Promise<string> {
  const { outputFiles = [] } = await build({
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['@equipoise/source'],
    plugins: [STYLES_AS_TEXT],
    legalComments: 'none',
    ...options,
  })
  return outputFiles[0]?.text ?? ''
}

const STYLES_AS_TEXT: Plugin = {
  name: 'styles as text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, ({ path }) => ({ contents: readStyle(path), loader: 'text' }))
  },
}

function readStyle(path: string): string {
  return transformSync(readFileSync(path, 'utf8'), { loader: 'css', minify: true }).code.trim()
}
