/**
 * What is really there: tables as the store tells them, files as the disk does; and what of it
 * `holdings.ts` does not tell.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptTable, Store } from '../../store/index.ts'
import { type Holding, listHoldings } from './holdings.ts'

/** So many entries of a directory are looked at: a data directory has a dozen. */
const FILES_MAX = 1_000
const DEPTH_MAX = 3

export interface SurveyParts {
  readonly store: Pick<Store, 'survey'>
  readonly directory: { readonly path: string }
}

export interface Survey {
  readonly tables: readonly KeptTable[]
  /** Relative to the data directory. */
  readonly files: readonly string[]
}

export async function surveyDirectory({ store, directory }: SurveyParts): Promise<Survey> {
  const files: string[] = []
  await listFiles(directory.path, '', files)
  return { tables: await store.survey(), files: files.toSorted() }
}

async function listFiles(root: string, folder: string, files: string[]): Promise<void> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    if (files.length >= FILES_MAX) return
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`
    const isDeep = name.split('/').length >= DEPTH_MAX
    if (entry.isDirectory() && !isDeep) await listFiles(root, name, files)
    else files.push(name)
  }
}

/** Every table, column and file that is there and that no holding tells of. */
export function untoldOf(
  { tables, files }: Survey,
  holdings: readonly Pick<Holding, 'places'>[] = listHoldings(),
): readonly string[] {
  const told = new Map(holdings.flatMap(({ places }) => Object.entries(places)))
  const ofTables = tables.flatMap(({ place, columns }) => {
    const known = told.get(place)
    if (known === undefined) return [place]
    return columns.filter((column) => !(column in known)).map((column) => `${place}.${column}`)
  })
  return [...ofTables, ...files.filter((file) => !isToldFile(file, [...told.keys()]))]
}

function isToldFile(file: string, places: readonly string[]): boolean {
  return places.some((place) =>
    place.endsWith('*') ? file.startsWith(place.slice(0, -1)) : file === place,
  )
}
