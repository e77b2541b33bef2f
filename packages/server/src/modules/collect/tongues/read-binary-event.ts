/**
 * CloudEvents in binary mode: each attribute is a header `ce-NAME`, the data are the body. Values
 * are percent-encoded UTF-8, older senders quote them; what is neither is no value.
 */
import { failure, type Result, success } from '@equipoise/core/values'
import type { Fields } from './fields.ts'

/** The attributes that are read; all others are let be. */
const READ = [
  'id',
  'source',
  'specversion',
  'type',
  'time',
  'dataclassification',
  'dataregulation',
  'datacategory',
]
const PRINTABLE = /^[\x20-\x7e]+$/

/**
 * The event in the form that the structured mode has.
 * @param headers as Node gives them: names in lower case.
 * @param data the body, read as JSON.
 * Issues: `attribute_malformed`.
 */
export function readBinaryEvent(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  data: unknown,
): Result<Fields> {
  if (headers['ce-datacontenttype'] !== undefined) {
    return failure('datacontenttype', 'attribute_malformed', 'Content-Type says what the data are')
  }
  const event: Record<string, unknown> = { data }
  for (const name of READ) {
    const written = headers[`ce-${name}`]
    if (written === undefined) continue
    const value = typeof written === 'string' ? decodeValue(written) : undefined
    if (value === undefined) {
      return failure(name, 'attribute_malformed', 'Printable ASCII, the rest percent-encoded')
    }
    event[name] = value
  }
  return success(event)
}

function decodeValue(text: string): string | undefined {
  const bare = text.startsWith('"') ? unquote(text) : text
  if (bare === undefined || !PRINTABLE.test(bare)) return undefined
  // Two headers of one name come as one text with a comma and a space: that is no value.
  if (bare === text && bare.includes(' ')) return undefined
  try {
    return decodeURIComponent(bare)
  } catch {
    return undefined
  }
}

/** RFC 9110 §5.6.4: a backslash stands before what it takes literally. */
function unquote(text: string): string | undefined {
  if (text.length < 2 || !text.endsWith('"')) return undefined
  let bare = ''
  for (let at = 1; at < text.length - 1; at += 1) {
    if (text[at] === '"') return undefined
    if (text[at] === '\\') at += 1
    if (at === text.length - 1) return undefined
    bare += text[at]
  }
  return bare
}
