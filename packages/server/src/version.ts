import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** This version of the product, as its package states it. */
export const VERSION: string = readVersion()

function readVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
  // Our own manifest, which npm will not install without a version.
  return (JSON.parse(text) as { readonly version: string }).version
}
