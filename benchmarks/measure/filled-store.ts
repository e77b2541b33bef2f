/**
 * Data directories with a real data set in them, everybody's consent included: imported and trained
 * once, kept in the machine's folder for what is temporary, and made again where the store's form
 * has changed.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './command.ts'

const ROOT = join(import.meta.dirname, '../..')
const FORM = join(ROOT, 'packages/server/src/store/sqlite/schema.ts')
const SHARED = process.env['EQUIPOISE_SHARED'] ?? join(ROOT, '../shared')

export type FilledName = 'ml-1m' | 'gowalla'

/** @returns whether the data set is at hand. */
export function hasData(name: FilledName): boolean {
  return existsSync(dataFolder(name))
}

export function dataFolder(name: FilledName): string {
  return join(SHARED, 'data', name)
}

/**
 * @param isFresh imports again; so does another form of the store.
 * @returns the kept directory: to be copied, never written to.
 */
export async function filledStore(name: FilledName, isFresh = false): Promise<string> {
  const kept = join(tmpdir(), `equipoise-bench-${name}`)
  if (!isFresh && isWhole(kept)) return kept
  console.error(`Importing ${name} and training, once: some minutes`)
  rmSync(kept, { recursive: true, force: true })
  mkdirSync(kept, { recursive: true, mode: 0o700 })
  const evidence = ['--consent-evidence', 'Invented for a benchmark']
  await runCommand(['import', ...sourceOf(name, kept), ...evidence], kept)
  rmSync(rowsIn(kept), { force: true })
  await runCommand(['train'], kept)
  writeFileSync(stampIn(kept), formDigest())
  return kept
}

/** The digest of the store's form; written last, so that half an import is begun again. */
function stampIn(kept: string): string {
  return join(kept, 'bench-is-whole')
}

function isWhole(kept: string): boolean {
  return existsSync(stampIn(kept)) && readFileSync(stampIn(kept), 'utf8') === formDigest()
}

function formDigest(): string {
  return createHash('sha256').update(readFileSync(FORM)).digest('hex')
}

function sourceOf(name: FilledName, kept: string): readonly string[] {
  if (name === 'ml-1m') return ['movielens', dataFolder(name)]
  writeFileSync(rowsIn(kept), toRows(readFileSync(join(dataFolder(name), 'train.txt'), 'utf8')))
  return ['interactions', rowsIn(kept)]
}

function rowsIn(kept: string): string {
  return join(kept, 'rows.csv')
}

const AT = '2025-06-01'

/** Lists without dates, a person a line, as rows of our own form. */
function toRows(lists: string): string {
  const rows = lists.split('\n').flatMap((line) => {
    const [person, ...items] = line.split(' ')
    return items.map((item) => `${person},${item},view,${AT},GB`)
  })
  return ['subject,item,verb,at,region', ...rows, ''].join('\n')
}
