/**
 * Import of MovieLens: the ratings of ml-100k (`u.data`, no header) or ml-1m (`ratings.tsv`, with
 * a header; half of its timestamps are missing). Every rating is a play, one of 4 or more also a
 * like.
 */
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findSizeBytes, getSizeBytes } from './file-size.ts'
import type { ImportOptions, ImportRow, ImportSource } from './import-source.ts'
import { type Line, readLines } from './read-lines.ts'
import { readMovies } from './read-movies.ts'
import { parseUnixSeconds, toInteraction, toRejected } from './to-row.ts'
import { toSource } from './to-source.ts'

const HEADER = 'user\tmovie\trating\ttimestamp'
const LIKE_RATING_MIN = 4
const EXPECTED =
  'an ml-100k folder with u.data, an ml-1m folder with ratings.tsv, or one of the two'

/**
 * Opens a folder of MovieLens, or its file of ratings. Titles and genres come from `u.item` (with
 * `u.genre`) or `movies.dat` beside the ratings, where there is one.
 *
 * @throws EquipoiseError `file_unreadable` where there are no ratings.
 */
export async function openMovieLens(path: string, options: ImportOptions): Promise<ImportSource> {
  const file = await findRatings(path)
  const sizeBytes = await getSizeBytes(file, EXPECTED)
  const { items, rejectedItems } = await readMovies(dirname(file))
  return toSource({
    items,
    rejectedItems,
    sizeBytes,
    async *read(onBytes) {
      for await (const lines of readLines(file, { onBytes })) {
        for (const line of lines) {
          if (isHeader(line)) continue
          for (const row of toRows(file, line, options.now)) yield row
        }
      }
    },
  })
}

async function findRatings(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) return path
  const file = join(path, 'u.data')
  return (await findSizeBytes(file)) === undefined ? join(path, 'ratings.tsv') : file
}

function isHeader(line: Line): boolean {
  return line.number === 1 && 'text' in line && line.text === HEADER
}

function toRows(file: string, line: Line, now: number): readonly ImportRow[] {
  if ('code' in line) return [toRejected(file, line.number, line.code)]
  if (line.text === '') return [toRejected(file, line.number, 'empty_line')]
  const fields = line.text.split('\t')
  if (fields.length !== 4) return [toRejected(file, line.number, 'wrong_field_count')]
  const [subject = '', item = '', rating = '', seconds = ''] = fields
  const stars = parseStars(rating)
  if (stars === undefined) return [toRejected(file, line.number, 'invalid_rating')]
  const at = parseUnixSeconds(seconds)
  if (at === undefined && seconds !== '') return [toRejected(file, line.number, 'invalid_time')]
  const raw = { line: line.number, subject, item, at }
  const play = toInteraction({ ...raw, verb: 'play', id: `ml:${subject}:${item}:play` }, now)
  if (typeof play === 'string') return [toRejected(file, line.number, play)]
  if (stars < LIKE_RATING_MIN) return [play]
  return [play, { ...play, verb: 'like', id: `ml:${subject}:${item}:like` }]
}

function parseStars(text: string): number | undefined {
  const stars = /^\d(\.\d)?$/.test(text) ? Number(text) : 0
  return stars >= 0.5 && stars <= 5 ? stars : undefined
}
