/**
 * A data directory with people in it: MovieLens 1M, imported and trained once and copied from then
 * on, where the data is at hand; else the demo retailer. It says which.
 */
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import { dataFolder, filledStore, hasData } from './filled-store.ts'
import { startOurs } from './our-server.ts'

const ROOT = join(import.meta.dirname, '../..')
export const MOVIE_LENS: string = dataFolder('ml-1m')
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
  const data = hasData('ml-1m') ? 'ml-1m' : 'demo'
  if (data === 'ml-1m') {
    cpSync(await filledStore('ml-1m', isFresh), directory, { recursive: true })
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
