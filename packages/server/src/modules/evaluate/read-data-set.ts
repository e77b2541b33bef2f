/**
 * Reads a data set from files: one that comes divided into train and test, or one file of rows. A
 * line that cannot be read refuses the file, by its number: half a data set gives wrong figures.
 */
import { basename } from 'node:path'
import { type Interactions, InteractionTable, PART, type Part } from '@equipoise/core/evaluate'
import { EquipoiseError } from '../../errors.ts'
import { type Line, readLines } from '../import/index.ts'
import { type DataForm, formOf, isHeader, parseDataLine } from './parse-data-line.ts'

/** A list of a hundred thousand items with ids of nine characters fits. */
const LINE_BYTES_MAX = 1_000_000
const ROWS_MAX = 50_000_000

export interface DataFiles {
  /** The whole data set, where `test` and `negatives` are not given. */
  readonly train: string
  readonly test?: string | undefined
  readonly validation?: string | undefined
  /** Of the leave-one-out protocol, in place of `test`. */
  readonly negatives?: string | undefined
  /** Whether items without a time stand in the order in which a person met them. */
  readonly ordered?: boolean | undefined
}

/**
 * @throws EquipoiseError `dataset_invalid` naming file and line, `file_unreadable`.
 */
export async function readDataSet(
  files: DataFiles,
  onProgress: (stage: string, ratio: number) => void = () => {},
): Promise<Interactions> {
  const table = new InteractionTable()
  const parts: readonly (readonly [string | undefined, Part])[] = [
    [files.train, PART.train],
    [files.validation, PART.validation],
    [files.test, PART.test],
    [files.negatives, PART.candidate],
  ]
  for (const [index, [path, part]] of parts.entries()) {
    if (path === undefined) continue
    onProgress('reading files', index / parts.length)
    await readFile(path, { part, ordered: files.ordered ?? false }, table)
  }
  return table.finish()
}

interface Reading {
  readonly part: Part
  readonly ordered: boolean
}

async function readFile(
  path: string,
  { part, ordered }: Reading,
  table: InteractionTable,
): Promise<void> {
  let form: DataForm | undefined
  const before = table.rowCount
  for await (const lines of readLines(path, { lineBytesMax: LINE_BYTES_MAX })) {
    for (const line of lines) {
      const text = textOf(line, path)
      if (text === '' || (line.number === 1 && isHeader(text))) continue
      form ??= formOf(text)
      if ((form === 'negatives') !== (part === PART.candidate)) {
        throw broken(path, line.number, `is ${form === 'negatives' ? 'a' : 'no'} line of negatives`)
      }
      const parsed = parseDataLine(text, form)
      if (typeof parsed === 'string') throw broken(path, line.number, parsed)
      const { subject, items, at, held } = parsed
      for (const item of items) {
        // Rows stand one after the other, so that their number is as good as a time.
        const place = ordered ? table.rowCount : undefined
        table.add(subject, item, { at: at ?? place, part: item === held ? PART.test : part })
      }
    }
    if (table.rowCount > ROWS_MAX) {
      throw new EquipoiseError('dataset_invalid', `Cannot take more than ${ROWS_MAX} rows`)
    }
  }
  if (table.rowCount === before) {
    throw new EquipoiseError('dataset_invalid', `Cannot use "${path}": it holds no interaction`)
  }
}

function textOf(line: Line, path: string): string {
  if ('text' in line) return line.text
  const says = line.code === 'invalid_utf8' ? 'it is not UTF-8' : 'it is too long'
  throw broken(path, line.number, says)
}

function broken(path: string, line: number, says: string): EquipoiseError {
  return new EquipoiseError(
    'dataset_invalid',
    `Cannot read "${basename(path)}" line ${line}: ${says}`,
  )
}

/**
 * Reads pairs of ids, a pair a line parted by a tab: items and their categories (several lines for
 * several), or subjects and their groups.
 *
 * @throws EquipoiseError as `readDataSet`.
 */
export async function readPairs(path: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const pairs = new Map<string, string[]>()
  for await (const lines of readLines(path, { lineBytesMax: LINE_BYTES_MAX })) {
    for (const line of lines) {
      const text = textOf(line, path)
      if (text === '') continue
      const [key = '', value = '', ...more] = text.split('\t')
      if (key === '' || value === '' || more.length > 0) {
        throw broken(path, line.number, 'expected two fields parted by a tab')
      }
      const values = pairs.get(key)
      if (values) values.push(value)
      else pairs.set(key, [value])
    }
  }
  return pairs
}
