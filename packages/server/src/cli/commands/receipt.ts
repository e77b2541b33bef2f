/**
 * `receipt show|verify`: a receipt from a file. They need no data directory and no network.
 * `receipt list|get`: those of a person.
 */
import {
  getReceipt,
  listReceipts,
  type ReceiptView,
  readReceipt,
  verifyReceiptFile,
  verifyReceiptSince,
} from '../../modules/receipts/index.ts'
import { getSubject } from '../../modules/subjects/index.ts'
import type { Command, Option, OptionValues } from '../command.ts'
import { subjectOf, textOf } from '../option-values.ts'
import { formatTable } from '../print.ts'
import { readText } from '../read-text.ts'
import { UsageError } from '../usage.ts'

const FILE = { name: 'FILE', min: 1, max: 1 }

const SHOW: Command = {
  words: ['receipt', 'show'],
  says: 'shows what a receipt says, without believing it',
  options: {},
  operands: FILE,
  runAlone: ({ operands: [path = ''] }) => ({ ...readReceipt(readText(path)) }),
  run: alone,
}

const VERIFY: Command = {
  words: ['receipt', 'verify'],
  says: 'checks a receipt with the public key of the log alone: nothing is asked of anybody',
  options: {
    key: { type: 'string', required: true, value: 'KEY', says: 'the log’s key, or a file with it' },
    since: {
      type: 'string',
      value: 'FILE',
      says: 'a checkpoint of the log that you hold, with its proof: a forked log is found out',
    },
    checkpoint: { type: 'string', value: 'OLD', says: 'a checkpoint that you hold, by itself' },
    proof: {
      type: 'string',
      value: 'FILE',
      says: 'what /ledger/consistency answers between that checkpoint and the receipt’s',
    },
  },
  operands: FILE,
  runAlone({ operands: [path = ''], options }) {
    const key = textOf(options, 'key') ?? ''
    const [text, own] = [readText(path), readKey(key)]
    const [since, checkpoint, proof] = ['since', 'checkpoint', 'proof'].map((name) => {
      const file = textOf(options, name)
      return file === undefined ? undefined : readText(file)
    })
    if (checkpoint === undefined) return { valid: true, ...verifyReceiptFile(text, own, since) }
    return { valid: true, ...verifyReceiptSince(text, own, { checkpoint, proof }) }
  },
  run: alone,
}

const SUBJECT: Option = { type: 'string', value: 'ID', says: 'the person, by your own id' }
/** So many are listed at once. */
const LISTED_MAX = 1_000

const LIST: Command = {
  words: ['receipt', 'list'],
  says: 'lists what there are receipts of, latest first',
  options: {
    subject: SUBJECT,
    before: { type: 'string', value: 'LEAF', says: 'only those of earlier leaves' },
  },
  async run(app, { options }) {
    const subject = await getSubject(app.store, subjectOf(options))
    const page = { before: leafOf(options, 'before'), count: LISTED_MAX }
    const { entries, next } = await listReceipts(app, subject, page)
    return { receipts: entries, next: next ?? null }
  },
  format: ({ receipts }) => formatTable([['leaf', 'kind', 'act', 'at'], ...rowsOf(receipts)]),
}

const GET: Command = {
  words: ['receipt', 'get'],
  says: 'makes the receipt of one act of a person, proven under the latest checkpoint',
  options: {
    subject: SUBJECT,
    leaf: { type: 'string', value: 'N', says: 'of which act, as receipt list tells (the latest)' },
    receipt: { type: 'string', value: 'FILE', says: 'writes it to a file for them' },
  },
  async run(app, { options }) {
    const subject = await getSubject(app.store, subjectOf(options))
    return { receipt: await getReceipt(app, subject, leafOf(options, 'leaf')) }
  },
  files({ receipt }, { options }) {
    const path = textOf(options, 'receipt')
    return path === undefined ? [] : [{ path, text: String(receipt) }]
  },
  format: ({ receipt }) => String(receipt).trimEnd(),
}

export const RECEIPT_COMMANDS: readonly Command[] = [SHOW, VERIFY, LIST, GET]

function rowsOf(receipts: unknown): readonly string[][] {
  // What `run` of this very command answered.
  return (receipts as readonly ReceiptView[]).map(({ leaf, kind, act, at }) => [
    `${leaf}`,
    kind,
    act,
    at,
  ])
}

function leafOf(options: OptionValues, name: string): number | undefined {
  const text = textOf(options, name)
  if (text === undefined || /^(0|[1-9][0-9]{0,14})$/.test(text)) {
    return text === undefined ? undefined : Number(text)
  }
  throw new UsageError(`Cannot read --${name} "${text}": want the number of a leaf`)
}

function alone(): Promise<never> {
  return Promise.reject(new Error('Needs no data directory'))
}

/** A key has plus signs at both sides of its id; no file is named so by chance. */
function readKey(given: string): string {
  return /\+[0-9a-f]{8}\+/.test(given) ? given : readText(given)
}
