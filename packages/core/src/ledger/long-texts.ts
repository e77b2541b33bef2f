/**
 * Keeps records short, so that a receipt of any of them is: a long text in a record's body gives
 * way to its SHA-256, and is kept beside it. The leaf commits to the text all the same, and whoever
 * has the text can show that it is the one; whoever has the record alone learns only its length to
 * be more than that.
 */
import { type HashFunction, toBase64, utf8 } from '../values/bytes.ts'
import type { PlainJson } from './canonical-json.ts'
import type { LedgerRecord } from './ledger-record.ts'

/** As JSON writes it, in bytes with its quotes. */
export const TEXT_BYTES_MAX = 64

/** Texts by the name that they have in the body. */
export type LongTexts = Readonly<Record<string, string>>

export function shortenRecord(
  record: LedgerRecord,
  hash: HashFunction,
): { readonly record: LedgerRecord; readonly texts: LongTexts } {
  const texts = Object.fromEntries(
    Object.entries(record.body).filter(
      (part): part is [string, string] => typeof part[1] === 'string' && isLong(part[1]),
    ),
  )
  if (Object.keys(texts).length === 0) return { record, texts }
  const digests = Object.entries(texts).map(([name, text]) => [name, digestOf(text, hash)])
  return { record: { ...record, body: { ...record.body, ...Object.fromEntries(digests) } }, texts }
}

/** The record with its texts again; undefined where one is not the text that it commits to. */
export function restoreRecord(
  record: LedgerRecord,
  texts: LongTexts,
  hash: HashFunction,
): LedgerRecord | undefined {
  const names = Object.keys(texts)
  if (names.length === 0) return record
  const areThose = names.every((name) => {
    // Any value may be read so: what is missing is undefined.
    const kept = Object(record.body[name]) as Partial<Record<string, PlainJson>>
    return kept['sha256'] === digestOf(texts[name] ?? '', hash).sha256
  })
  return areThose ? { ...record, body: { ...record.body, ...texts } } : undefined
}

function digestOf(text: string, hash: HashFunction): { readonly sha256: string } {
  return { sha256: toBase64(hash(utf8(text))) }
}

/** Identifiers are short by their form, and stay as they are. */
function isLong(text: string): boolean {
  return utf8(JSON.stringify(text)).length > TEXT_BYTES_MAX
}
