/**
 * Lists the items of a file: `.jsonl`, one item a line in the form of `PUT /v1/items/{id}` and with
 * its id, or `.csv` with a header: `id`, and perhaps `title`, `categories` (parted by `|`),
 * `priceMinor` and `currency`. Good lines are kept, bad ones are named.
 */
import { extname } from 'node:path'
import type { BulkOutcome, Catalogue } from '../catalogue/index.ts'
import { getSizeBytes } from './file-size.ts'
import { parseCsvLine } from './parse-csv-line.ts'
import { type Line, readFirstLine, readLines } from './read-lines.ts'
import { unreadable } from './unreadable.ts'

const COLUMNS: readonly string[] = ['id', 'title', 'categories', 'priceMinor', 'currency']
const EXPECTED = 'a file that ends in .jsonl or .csv'
const REJECTED_LISTED_MAX = 100
const LINES_AT_ONCE = 1_000

type ToJson = (text: string) => string

export interface ItemsOutcome {
  readonly items: number
  readonly rejected: number
  /** The first 100 of them. */
  readonly rejections: BulkOutcome['rejected']
}

/** @throws EquipoiseError `file_unreadable` where the file is missing or of another kind. */
export async function importItems(
  catalogue: Pick<Catalogue, 'putLines'>,
  path: string,
  onProgress: (ratio: number) => void,
): Promise<ItemsOutcome> {
  const sizeBytes = await getSizeBytes(path, EXPECTED)
  const toJson = await readForm(path)
  const lineBegin = extname(path).toLowerCase() === '.csv' ? 2 : 1
  let [items, rejected, readBytes] = [0, 0, 0]
  const rejections: BulkOutcome['rejected'][number][] = []
  const put = async (lines: readonly Line[]): Promise<void> => {
    const texts = lines.map((line) => ('text' in line ? toJson(line.text) : `"${line.code}"`))
    const outcome = await catalogue.putLines(Buffer.from(texts.join('\n')))
    items += outcome.accepted
    rejected += outcome.rejected.length
    const listed = outcome.rejected.slice(0, REJECTED_LISTED_MAX - rejections.length)
    rejections.push(...listed.map((one) => ({ ...one, line: lines[one.line - 1]?.number ?? 0 })))
    onProgress(sizeBytes === 0 ? 1 : readBytes / sizeBytes)
  }
  const onBytes = (count: number): void => {
    readBytes += count
  }
  for await (const lines of readLines(path, { onBytes })) {
    const own = lines.filter(({ number }) => number >= lineBegin)
    for (let at = 0; at < own.length; at += LINES_AT_ONCE) {
      await put(own.slice(at, at + LINES_AT_ONCE))
    }
  }
  return { items, rejected, rejections }
}

async function readForm(path: string): Promise<ToJson> {
  switch (extname(path).toLowerCase()) {
    case '.jsonl':
      return (text) => text
    case '.csv': {
      const columns = parseCsvLine((await readFirstLine(path)) ?? '') ?? []
      const isKnown = columns.every((name) => COLUMNS.includes(name))
      if (!columns.includes('id') || !isKnown || new Set(columns).size < columns.length) {
        throw unreadable(
          path,
          'expected the header id[,title][,categories][,priceMinor][,currency]',
        )
      }
      return (text) => recordToJson(text, columns)
    }
    default:
      throw unreadable(path, `expected ${EXPECTED}`)
  }
}

/** A line that is no record of that many fields stays as it is: no item, and named as that. */
function recordToJson(text: string, columns: readonly string[]): string {
  if (text.trim() === '') return ''
  const values = parseCsvLine(text)
  if (values?.length !== columns.length) return JSON.stringify(text)
  const fields = columns.flatMap((name, place) => {
    const value = values[place] ?? ''
    return value === '' ? [] : [[name, fieldOf(name, value)]]
  })
  return JSON.stringify(Object.fromEntries(fields))
}

function fieldOf(name: string, value: string): unknown {
  if (name === 'categories') return value.split('|').map((one) => one.trim())
  return name === 'priceMinor' ? Number(value) : value
}
