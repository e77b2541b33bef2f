/**
 * Import of interactions in our own forms. JSONL: one object a line. CSV: a header, then one
 * record a line; a quoted field never holds a line break, because no field may contain one, so a
 * quote left open costs its own line and not the rest of the file.
 */
import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { parseExternalId } from '@equipoise/core/values'
import { getSizeBytes } from './file-size.ts'
import type { ImportOptions, ImportRow, ImportSource, RejectionCode } from './import-source.ts'
import { parseCsvLine } from './parse-csv-line.ts'
import { type Line, readFirstLine, readLines } from './read-lines.ts'
import { parseTime, toInteraction, toRejected } from './to-row.ts'
import { toSource } from './to-source.ts'
import { unreadable } from './unreadable.ts'

const REQUIRED = ['subject', 'item', 'verb', 'at'] as const
const KNOWN: readonly string[] = [...REQUIRED, 'region', 'id']
const EXPECTED = 'a file that ends in .jsonl or .csv'

type Fields = Readonly<Record<string, unknown>>
type ToFields = (text: string) => Fields | RejectionCode

interface OpenedFile {
  readonly path: string
  readonly sizeBytes: number
  readonly lineBegin: number
  readonly toFields: ToFields
}

/**
 * Opens files of interactions, read one after the other: `.jsonl` objects or `.csv` records with
 * the fields `subject`, `item`, `verb`, `at` and optionally `region` and `id`.
 *
 * @throws EquipoiseError `file_unreadable` where a file is missing, of another kind, or a CSV
 * without that header.
 */
export async function openInteractions(
  files: readonly string[],
  options: ImportOptions,
): Promise<ImportSource> {
  const opened: OpenedFile[] = []
  for (const path of files) opened.push(await openFile(path))
  return toSource({
    items: [],
    rejectedItems: [],
    sizeBytes: opened.reduce((sum, file) => sum + file.sizeBytes, 0),
    async *read(onBytes) {
      for (const file of opened) {
        for await (const lines of readLines(file.path, { onBytes })) {
          for (const line of lines) {
            if (line.number >= file.lineBegin) yield toRow(file, line, options.now)
          }
        }
      }
    },
  })
}

async function openFile(path: string): Promise<OpenedFile> {
  const sizeBytes = await getSizeBytes(path, EXPECTED)
  switch (extname(path).toLowerCase()) {
    case '.jsonl':
      return { path, sizeBytes, lineBegin: 1, toFields: parseObject }
    case '.csv': {
      const columns = await readColumns(path)
      return { path, sizeBytes, lineBegin: 2, toFields: (text) => parseRecord(text, columns) }
    }
    default:
      throw unreadable(path, `expected ${EXPECTED}`)
  }
}

async function readColumns(path: string): Promise<readonly string[]> {
  const columns = parseCsvLine((await readFirstLine(path)) ?? '') ?? []
  const isComplete = REQUIRED.every((name) => columns.includes(name))
  const isKnown = columns.every((name) => KNOWN.includes(name))
  if (isComplete && isKnown && new Set(columns).size === columns.length) return columns
  throw unreadable(path, 'expected the header subject,item,verb,at[,region][,id]')
}

function toRow(file: OpenedFile, line: Line, now: number): ImportRow {
  const row = 'code' in line ? line.code : parseLine(file.toFields, line.text, line.number, now)
  return typeof row === 'string' ? toRejected(file.path, line.number, row) : row
}

function parseLine(
  toFields: ToFields,
  text: string,
  line: number,
  now: number,
): ReturnType<typeof toInteraction> {
  if (text === '') return 'empty_line'
  const fields = toFields(text)
  if (typeof fields === 'string') return fields
  if (Object.keys(fields).some((name) => !KNOWN.includes(name))) return 'unknown_field'
  if (REQUIRED.some((name) => fields[name] === undefined)) return 'missing_field'
  const at = parseTime(fields['at'])
  if (at === undefined) return 'invalid_time'
  const { subject, item, verb, region } = fields
  const id = fields['id'] === undefined ? toRowId([subject, item, verb, at]) : fields['id']
  const ownId = parseExternalId(id)
  if (!ownId.ok) return 'invalid_id'
  return toInteraction({ line, id: ownId.value, subject, item, verb, region, at }, now)
}

function parseObject(text: string): Fields | RejectionCode {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : 'malformed_json'
  } catch {
    return 'malformed_json'
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseRecord(text: string, columns: readonly string[]): Fields | RejectionCode {
  const values = parseCsvLine(text)
  if (values === undefined) return 'malformed_csv'
  if (values.length !== columns.length) return 'wrong_field_count'
  const fields: Record<string, unknown> = {}
  for (const [index, name] of columns.entries()) {
    const value = values[index]
    if (value !== '')
      fields[name] = name === 'at' && /^\d+$/.test(value ?? '') ? Number(value) : value
  }
  return fields
}

/** The same row has the same id, whichever file it is in. */
function toRowId(parts: readonly unknown[]): string {
  return `row:${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`
}
