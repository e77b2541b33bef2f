/**
 * Lines of data sets as researchers exchange them. Ids are texts, whatever they look like, so that
 * no id is too large.
 *
 *   lists      `subject item item …`, parted by blanks (LightGCN, BARS)
 *   rows       `subject⇥item[⇥rating[⇥time]]`; any rating counts as one interaction
 *   negatives  `(subject,item)⇥item⇥item…`: one item held, and those to rank beside it (NCF)
 */
import { parseExternalId } from '@equipoise/core/values'

export const DATA_FORMS = ['lists', 'rows', 'negatives'] as const
export type DataForm = (typeof DATA_FORMS)[number]

export interface DataLine {
  readonly subject: string
  readonly items: readonly string[]
  /** Milliseconds UTC; undefined where the line does not say. */
  readonly at: number | undefined
  /** The item held, where the others are those to rank beside it. */
  readonly held: string | undefined
}

const HEADERS = /^(user|userid|user_id|uid|subject|subject_id)$/i
/** Times below this many are seconds: as milliseconds it would be early in 1973. */
const MILLISECONDS_FROM = 1e11

/** What form a file has, told by a line of it. */
export function formOf(line: string): DataForm {
  if (line.startsWith('(')) return 'negatives'
  return line.includes('\t') ? 'rows' : 'lists'
}

/** Whether a first line names its columns. */
export function isHeader(line: string): boolean {
  return HEADERS.test(line.split(/[\t ]/)[0] ?? '')
}

/** @returns what is wrong, as the end of a sentence, where it cannot be read. */
export function parseDataLine(line: string, form: DataForm): DataLine | string {
  switch (form) {
    case 'lists':
      return parseList(line)
    case 'rows':
      return parseRow(line)
    case 'negatives':
      return parseNegatives(line)
  }
}

function parseList(line: string): DataLine | string {
  if (line.includes('\t')) return 'expected ids parted by blanks, found a tab'
  const [subject = '', ...items] = line.trim().split(/ +/)
  return told({ subject, items, at: undefined, held: undefined })
}

function parseRow(line: string): DataLine | string {
  const fields = line.split('\t')
  if (fields.length < 2 || fields.length > 4) {
    return `expected subject, item, rating and time parted by tabs, found ${fields.length} fields`
  }
  const [subject = '', item = '', rating = '', time = ''] = fields
  if (rating !== '' && !Number.isFinite(Number(rating))) return 'the rating is not a number'
  const at = time === '' ? undefined : Number(time)
  if (at !== undefined && !(Math.abs(at) < 8.64e15)) return 'the time is not a number'
  const milliseconds = at !== undefined && Math.abs(at) < MILLISECONDS_FROM ? at * 1000 : at
  return told({ subject, items: [item], at: milliseconds, held: undefined })
}

function parseNegatives(line: string): DataLine | string {
  const [pair = '', ...items] = line.split('\t')
  const [, subject = '', held = ''] = /^\(([^,]+),([^,)]+)\)$/.exec(pair) ?? []
  if (subject === '') return 'expected "(subject,item)" and items, parted by tabs'
  if (items.length === 0) return 'expected items to rank beside the held one'
  return told({ subject, items: [held, ...items], at: undefined, held })
}

function told(line: DataLine): DataLine | string {
  if (!parseExternalId(line.subject).ok) return 'the subject is not an id'
  if (line.items.some((item) => !parseExternalId(item).ok)) return 'an item is not an id'
  return line
}
