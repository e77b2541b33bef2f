/**
 * Lines of a text file, as a stream: one entry for each line, however bad it is. Only one piece of
 * the file is in memory at a time, and of a line that is too long nothing is kept.
 */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { unreadable } from './unreadable.ts'

export const LINE_BYTES_MAX = 65_536

export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly code: 'invalid_utf8' | 'line_too_long' }

export interface ReadLinesOptions {
  readonly encoding?: 'utf8' | 'latin1'
  /** `LINE_BYTES_MAX` where not given. */
  readonly lineBytesMax?: number
  /** Told the size of each piece read, for progress. */
  readonly onBytes?: ((count: number) => void) | undefined
}

const PIECE_BYTES = 262_144
const NEWLINE = 0x0a
const RETURN = 0x0d

/**
 * Reads lines ended by `\n` or `\r\n`; the last one may lack its end. They come in the pieces that
 * the file is read in, because waiting for each single line takes longer than reading it.
 */
export async function* readLines(
  path: string,
  options: ReadLinesOptions = {},
): AsyncIterable<readonly Line[]> {
  const { encoding = 'utf8', lineBytesMax = LINE_BYTES_MAX, onBytes } = options
  const pending = new PendingLine(lineBytesMax)
  let number = 0
  for await (const chunk of readPieces(path)) {
    onBytes?.(chunk.length)
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      number += 1
      lines.push(toLine(number, pending.take(chunk.subarray(start, end)), encoding))
      start = end + 1
    }
    pending.keep(chunk.subarray(start))
    yield lines
  }
  const rest = pending.take(Buffer.alloc(0))
  if (rest === undefined || rest.length > 0) yield [toLine(number + 1, rest, encoding)]
}

async function* readPieces(path: string): AsyncIterable<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: PIECE_BYTES })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : 'unknown'
    throw unreadable(path, `it cannot be read (${code})`, cause)
  }
}

/** The first line; undefined where the file is empty or its first line cannot be read. */
export async function readFirstLine(path: string): Promise<string | undefined> {
  for await (const [line] of readLines(path)) {
    if (line !== undefined) return 'text' in line ? line.text : undefined
  }
  return undefined
}

/** The beginning of a line whose end is in a later chunk; it forgets a line that grows too long. */
class PendingLine {
  readonly #sizeMax: number
  #parts: Buffer[] = []
  #size = 0

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax
  }

  keep(part: Buffer): void {
    if (part.length === 0) return
    this.#size += part.length
    if (this.#size > this.#sizeMax) this.#parts = []
    else this.#parts.push(Buffer.from(part))
  }

  /** The whole line with its last part, and nothing pending; undefined where it is too long. */
  take(last: Buffer): Buffer | undefined {
    const size = this.#size + last.length
    const parts = this.#parts
    this.#parts = []
    this.#size = 0
    if (size > this.#sizeMax) return undefined
    return parts.length === 0 ? last : Buffer.concat([...parts, last])
  }
}

function toLine(number: number, bytes: Buffer | undefined, encoding: 'utf8' | 'latin1'): Line {
  if (bytes === undefined) return { number, code: 'line_too_long' }
  const bare = bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes
  if (encoding === 'utf8' && !isUtf8(bare)) return { number, code: 'invalid_utf8' }
  const text = bare.toString(encoding)
  return { number, text: number === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text }
}
