/** Reads one item a line: good lines are kept, bad ones are named, whatever is wrong with them. */
import { failure, type Issue, type Result } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { CatalogueItem } from '../../store/index.ts'
import { parseItem } from './parse-item.ts'

export const BULK_LINES_MAX = 10_000

const NEWLINE = 0x0a
const decoder = new TextDecoder('utf-8', { fatal: true })

export interface ParsedLines {
  readonly accepted: readonly CatalogueItem[]
  readonly rejected: readonly (Issue & { readonly line: number })[]
}

/** @throws EquipoiseError `batch_too_large`. */
export function parseLines(bytes: Uint8Array): ParsedLines {
  const lines = splitLines(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const accepted: CatalogueItem[] = []
  const rejected: (Issue & { readonly line: number })[] = []
  lines.forEach((content, index) => {
    if (content.every((byte) => byte <= 0x20)) return
    const item = parseLine(content)
    if (item.ok) accepted.push(item.value)
    else rejected.push(...item.issues.map((issue) => ({ line: index + 1, ...issue })))
  })
  return { accepted, rejected }
}

/** The last line may lack its end. */
function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, start)
    lines.push(bytes.subarray(start, end === -1 ? bytes.length : end))
    start = end === -1 ? bytes.length : end + 1
    if (lines.length > BULK_LINES_MAX) {
      const says = `Cannot take that many lines at once: at most ${BULK_LINES_MAX}`
      throw new EquipoiseError('batch_too_large', says)
    }
  }
  return lines
}

function parseLine(content: Buffer): Result<CatalogueItem> {
  let text: string
  try {
    text = decoder.decode(content)
  } catch {
    return failure('', 'invalid_utf8', 'A line is UTF-8')
  }
  try {
    return parseItem(JSON.parse(text))
  } catch {
    return failure('', 'malformed_json', 'A line is one whole JSON object')
  }
}
