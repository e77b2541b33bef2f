/**
 * What the shop keeps: its keys, and whether its department is there. One file beside the product's
 * data directory, for its owner alone: what lies within it is the product's, and on its label.
 */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ShopKeys } from '../server/shop.ts'
import { runCommand } from './command-line.ts'

const fileFor = (dataDirectory: string): string => `${resolve(dataDirectory)}-shop.json`

export interface ShopFile {
  readonly secret: string
  readonly signing: ShopKeys['signing']
  /** By the origin of the pages that each is for. */
  readonly publishable: Readonly<Record<string, string>>
  readonly isSeeded: boolean
}

/** Makes the keys that are missing, and returns all. */
export async function keysFor(dataDirectory: string, origin: string): Promise<ShopKeys> {
  const kept = readShopFile(dataDirectory)
  const create = async (...words: readonly string[]) => {
    const made = await runCommand(
      ['keys', 'create', '--label', 'the shop', ...words],
      dataDirectory,
    )
    return { key: String(made['key']), keyId: String(made['id']) }
  }
  const secret = kept?.secret ?? (await create('--kind', 'secret')).key
  const signing = kept?.signing ?? (await create('--kind', 'signing'))
  const publishable =
    kept?.publishable[origin] ?? (await create('--kind', 'publishable', '--origin', origin)).key
  writeShopFile(dataDirectory, {
    secret,
    signing,
    publishable: { ...kept?.publishable, [origin]: publishable },
    isSeeded: kept?.isSeeded ?? false,
  })
  return { secret, signing, publishable }
}

export function isSeeded(dataDirectory: string): boolean {
  return readShopFile(dataDirectory)?.isSeeded === true
}

export function markSeeded(dataDirectory: string): void {
  const kept = readShopFile(dataDirectory)
  if (kept !== undefined) writeShopFile(dataDirectory, { ...kept, isSeeded: true })
}

function readShopFile(dataDirectory: string): ShopFile | undefined {
  try {
    return JSON.parse(readFileSync(fileFor(dataDirectory), 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all. */
function writeShopFile(dataDirectory: string, file: ShopFile): void {
  const path = fileFor(dataDirectory)
  writeFileSync(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  chmodSync(`${path}.new`, 0o600)
  renameSync(`${path}.new`, path)
}
