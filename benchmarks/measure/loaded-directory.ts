/**
 * A data directory with people in it: MovieLens 1M, imported and trained once and copied from then
 * on, where the data is at hand; else the demo retailer. It says which.
 */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import { startOurs } from './our-server.ts'

const ROOT = join(import.meta.dirname, '../..')
export const MOVIE_LENS: string = join(ROOT, '../shared/data/ml-1m')
const KEPT = join(tmpdir(), 'equipoise-bench-ml-1m')
/** The digest of the store's form; written last, so that half an import is begun again. */
const STAMP = join(KEPT, 'bench-is-whole')
const FORM = join(ROOT, 'packages/server/src/store/sqlite/schema.ts')
const MOVIE_LENS_PEOPLE = 6_040

export interface LoadedDirectory {
  readonly data: 'ml-1m' | 'demo'
  /** External ids of people who agreed. */
  readonly people: readonly string[]
  readonly secretKey: string
  /** Of an administrator. */
  readonly operatorKey: string
}

/**
 * Fills a directory, which must not be there yet.
 *
 * @param isFresh imports MovieLens again; so does another form of the store.
 */
export async function loadDirectory(directory: string, isFresh: boolean): Promise<LoadedDirectory> {
  const data = existsSync(MOVIE_LENS) ? 'ml-1m' : 'demo'
  if (data === 'ml-1m') {
    if (isFresh || !isKept()) await importMovieLens()
    cpSync(KEPT, directory, { recursive: true })
  } else {
    console.error(`There is no ${MOVIE_LENS}: the demo retailer stands in for it`)
    const server = await startOurs('start', directory)
    await server.stop()
  }
  const people = data === 'ml-1m' ? movieLensPeople() : demoPeople()
  const secretKey = await makeKey(directory, ['--kind', 'secret'])
  const operatorKey = await makeKey(directory, ['--kind', 'operator'])
  return { data, people, secretKey, operatorKey }
}

function isKept(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === formDigest()
}

function formDigest(): string {
  return createHash('sha256').update(readFileSync(FORM)).digest('hex')
}

async function importMovieLens(): Promise<void> {
  console.error('Importing MovieLens 1M and training, once: about two minutes')
  rmSync(KEPT, { recursive: true, force: true })
  mkdirSync(KEPT, { recursive: true, mode: 0o700 })
  const evidence = ['--consent-evidence', 'Invented for a benchmark']
  await runCommand(['import', 'movielens', MOVIE_LENS, ...evidence], KEPT)
  await runCommand(['train'], KEPT)
  writeFileSync(STAMP, formDigest())
}

async function makeKey(directory: string, words: readonly string[]): Promise<string> {
  const made = await runCommand(['keys', 'create', ...words], directory)
  return String(Object(made).key)
}

function movieLensPeople(): readonly string[] {
  return Array.from({ length: MOVIE_LENS_PEOPLE }, (_, index) => `${index + 1}`)
}

function demoPeople(): readonly string[] {
  const lines = readFileSync(join(ROOT, 'packages/server/demo/subjects.jsonl'), 'utf8').split('\n')
  return lines.flatMap((line) => {
    if (line === '') return []
    // Our own file, whose reader in the demo module checks it.
    const person = JSON.parse(line) as { readonly externalId: string; readonly case: string }
    return person.case === 'all_given' ? [person.externalId] : []
  })
}
