import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** This version of the product, as its package states it. */
export const VERSION: string = readVersion()

function readVersion(): string {
  // Our own manifest, which npm will not install without a version.
  const manifest = JSON.parse(
    readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'),
  ) as { readonly version: string }
  return manifest.version
}
