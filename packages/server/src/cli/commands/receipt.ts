/** `receipt show|verify`: a receipt from a file. They need no data directory and no network. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { EquipoiseError } from '../../errors.ts'
import { readReceipt, verifyReceiptFile } from '../../modules/receipts/index.ts'
import type { Command } from '../command.ts'
import { textOf } from '../option-values.ts'

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
  },
  operands: FILE,
  runAlone({ operands: [path = ''], options }) {
    const key = textOf(options, 'key') ?? ''
    const since = textOf(options, 'since')
    const known = since === undefined ? undefined : readText(since)
    const text = readText(path)
    return { valid: true, ...verifyReceiptFile(text, readKey(key), known) }
  },
  run: alone,
}

export const RECEIPT_COMMANDS: readonly Command[] = [SHOW, VERIFY]

function alone(): Promise<never> {
  return Promise.reject(new Error('Needs no data directory'))
}

/** A key has plus signs at both sides of its id; no file is named so by chance. */
function readKey(given: string): string {
  return /\+[0-9a-f]{8}\+/.test(given) ? given : readText(given)
}

/** @throws EquipoiseError `file_unreadable` */
function readText(path: string): string {
  try {
    return readFileSync(resolve(path), 'utf8')
  } catch (cause) {
    throw new EquipoiseError('file_unreadable', `Cannot read "${path}"`, { cause })
  }
}
