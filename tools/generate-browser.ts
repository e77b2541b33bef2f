/**
 * Builds packages/browser/served, which the server hands to browsers. With `--check` it writes
 * nothing and fails where a committed file is not what the sources give.
 *
 *   node tools/run.mjs generate [--check]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { bundleBrowser } from './bundle-browser.ts'

const FOLDER = join(import.meta.dirname, '../packages/browser/served')

for (const [name, text] of await bundleBrowser()) {
  const file = join(FOLDER, name)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
  if (process.argv.includes('--check')) {
    console.error(`packages/browser/served/${name} is not current: node tools/run.mjs generate`)
    process.exitCode = 1
  } else {
    writeFileSync(file, text)
    console.error(`Wrote packages/browser/served/${name}`)
  }
}
