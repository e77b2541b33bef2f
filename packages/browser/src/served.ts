/** The built SDK as it is handed to browsers, read from the folder that it is built into. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../served')

export interface ServedFile {
  readonly text: string
  /** The first 12 digits of its SHA-256: what a path of it is marked with. */
  readonly digest: string
}

export function readServed(): ReadonlyMap<string, ServedFile> {
  return new Map(
    readdirSync(FOLDER).map((name) => {
      const text = readFileSync(join(FOLDER, name), 'utf8')
      return [name, { text, digest: digestOf(text) }]
    }),
  )
}

/** What the script marks the paths of its parts with: another as soon as one of them is. */
export function versionOf(texts: ReadonlyMap<string, string>): string {
  const parts = [...texts]
    .filter(([name]) => name !== 'sdk.js')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return digestOf(JSON.stringify(parts))
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
