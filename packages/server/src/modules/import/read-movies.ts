/**
 * The catalogues of MovieLens, both in latin-1: `u.item` of ml-100k (fields separated by `|`, one
 * 0-or-1 column for each genre that `u.genre` numbers) and `movies.dat` of ml-1m (`::`).
 */
import { join } from 'node:path'
import { parseItemId } from '@equipoise/core/values'
import { findSizeBytes } from './file-size.ts'
import type { ImportedItem, RejectedLine, RejectionCode } from './import-source.ts'
import { readLines } from './read-lines.ts'
import { toRejected } from './to-row.ts'

export interface Movies {
  readonly items: readonly ImportedItem[]
  readonly rejectedItems: readonly RejectedLine[]
}

type ToMovie = (text: string) => ImportedItem | RejectionCode

const GENRE_COLUMN = 5

/** Reads the catalogue of a MovieLens folder; empty where the folder has none. */
export async function readMovies(folder: string): Promise<Movies> {
  const [oneHundred, oneMillion] = [join(folder, 'u.item'), join(folder, 'movies.dat')]
  if ((await findSizeBytes(oneHundred)) !== undefined) {
    const genres = await readGenres(join(folder, 'u.genre'))
    return readCatalogue(oneHundred, (text) => toMovie100K(text, genres))
  }
  if ((await findSizeBytes(oneMillion)) !== undefined) return readCatalogue(oneMillion, toMovie1M)
  return { items: [], rejectedItems: [] }
}

async function readCatalogue(file: string, toMovie: ToMovie): Promise<Movies> {
  const items: ImportedItem[] = []
  const rejectedItems: RejectedLine[] = []
  for await (const lines of readLines(file, { encoding: 'latin1' })) {
    for (const line of lines) {
      const movie =
        'code' in line ? line.code : line.text === '' ? 'empty_line' : toMovie(line.text)
      if (typeof movie === 'string') rejectedItems.push(toRejected(file, line.number, movie))
      else items.push(movie)
    }
  }
  return { items, rejectedItems }
}

/** The names of the genre columns, in order; none where the file is missing. */
async function readGenres(file: string): Promise<readonly string[]> {
  const genres: string[] = []
  if ((await findSizeBytes(file)) === undefined) return genres
  for await (const lines of readLines(file, { encoding: 'latin1' })) {
    for (const line of lines) {
      const [, name = '', column = ''] = ('text' in line && /^(.+)\|(\d+)$/.exec(line.text)) || []
      if (name !== '') genres[Number(column)] = name
    }
  }
  return genres
}

function toMovie100K(text: string, genres: readonly string[]): ImportedItem | RejectionCode {
  const fields = text.split('|')
  if (fields.length < GENRE_COLUMN) return 'wrong_field_count'
  const has = (_: string, column: number): boolean => fields[GENRE_COLUMN + column] === '1'
  return toMovie(fields[0], fields[1], genres.filter(has))
}

function toMovie1M(text: string): ImportedItem | RejectionCode {
  const fields = text.split('::')
  if (fields.length !== 3) return 'wrong_field_count'
  return toMovie(fields[0], fields[1], (fields[2] ?? '').split('|'))
}

function toMovie(
  text: string | undefined,
  title: string | undefined,
  genres: readonly string[],
): ImportedItem | RejectionCode {
  const id = parseItemId(text)
  if (!id.ok) return 'invalid_item_id'
  const categories = genres.filter((genre) => !/^(unknown|\(no genres listed\)|)$/.test(genre))
  return { id: id.value, title: title || id.value, categories, attributes: {}, sensitive: [] }
}
