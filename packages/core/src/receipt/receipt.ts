/**
 * A receipt: proof of one act in the hand of the person. It is a `c2sp.org/tlog-proof` whose extra
 * data is the receipt's document in canonical JSON with the secret that opens the leaf. Checking
 * one needs the log's public key and nothing else: the document has to follow from its record, the
 * record and secret have to open the leaf, and a signed checkpoint has to count that leaf.
 */
import {
  type Checkpoint,
  canonicalJson,
  commit,
  encodeRecord,
  formatTlogProof,
  type HmacFunction,
  type LedgerRecord,
  leafHash,
  type PlainJson,
  parseTlogProof,
  type TlogTrust,
  verifyConsistency,
  verifyTlogProof,
} from '../ledger/index.ts'
import {
  equalBytes,
  failure,
  type HashFunction,
  parseBase64,
  type Result,
  success,
  toBase64,
  utf8,
} from '../values/index.ts'
import { digestParty, type PartyDocument, partyIn } from './party.ts'
import { type ReceiptDocument, recordIn, toReceiptDocument } from './receipt-document.ts'

/** Longer than any that we give: what is longer is refused unread. */
export const RECEIPT_LENGTH_MAX: number = 64 * 1024

export interface ReceiptParts {
  readonly leaf: number
  /** As the leaf commits to it. */
  readonly record: LedgerRecord
  /** What the record names as its party; undefined where it names none. */
  readonly party?: PartyDocument | undefined
  readonly secret: Uint8Array
  readonly hashes: readonly Uint8Array[]
  /** The signed checkpoint under which the hashes prove the leaf. */
  readonly checkpoint: string
}

export interface Receipt {
  readonly leaf: number
  readonly record: LedgerRecord
  readonly document: ReceiptDocument
  readonly secret: Uint8Array
}

export interface VerifiedReceipt extends Receipt {
  readonly checkpoint: Checkpoint
}

export interface ReceiptTrust extends TlogTrust {
  readonly hmac: HmacFunction
}

/** A head of the same log that one already holds, and the proof between it and the receipt's. */
export interface KnownHead {
  readonly checkpoint: Checkpoint
  readonly proof: readonly Uint8Array[]
}

export function formatReceipt(parts: ReceiptParts): string {
  const { leaf, record, party, secret, hashes, checkpoint } = parts
  const extra = utf8(writeExtra(toReceiptDocument(record, party), secret))
  return formatTlogProof({ extra, index: leaf, hashes, checkpoint })
}

/** Reads a receipt without believing it. Codes: `receipt_malformed`, `receipt_altered`. */
export function parseReceipt(text: string): Result<Receipt> {
  if (text.length > RECEIPT_LENGTH_MAX) return malformed('Receipt is longer than any that is given')
  const proof = parseTlogProof(text)
  if (!proof.ok) return malformed(proof.issues[0]?.says ?? 'Receipt is no tlog-proof')
  if (formatTlogProof(proof.value) !== text) return malformed('Receipt is not in its one form')
  const { extra, index: leaf } = proof.value
  const opening = extra === undefined ? undefined : readExtra(extra)
  if (opening === undefined || extra === undefined) return malformed('Receipt holds no record')
  const { record, secret, party } = opening
  const document = toReceiptDocument(record, party)
  if (!equalBytes(extra, utf8(writeExtra(document, secret)))) {
    return failure('extra', 'receipt_altered', 'Receipt says something else than its record')
  }
  return success({ leaf, record, document, secret })
}

/**
 * Checks all of a receipt. Codes, beside those of `parseReceipt`: `checkpoint_untrusted` where none
 * of the keys has signed its checkpoint, `receipt_altered` where the log holds no such leaf,
 * `log_forked` where the log is not the one whose head is known.
 */
export function verifyReceipt(
  text: string,
  trust: ReceiptTrust,
  known?: KnownHead,
): Result<VerifiedReceipt> {
  const read = parseReceipt(text)
  if (!read.ok) return read
  if (!isItsParty(read.value, trust.hash)) {
    return failure('extra', 'receipt_altered', 'Receipt names another party than its record')
  }
  const leaf = commit(encodeRecord(read.value.record), read.value.secret, trust.hmac)
  const proven = verifyTlogProof(text, leafHash(leaf, trust.hash), trust)
  if (!proven.ok) {
    const { code = '', says = '' } = proven.issues[0] ?? {}
    const isOfHead = HEAD_CODES.has(code)
    return failure('', isOfHead ? 'checkpoint_untrusted' : 'receipt_altered', says)
  }
  if (known !== undefined && !isOneLog(proven.value, known, trust)) {
    return failure('checkpoint', 'log_forked', 'The log is not the one whose head is known')
  }
  return success({ ...read.value, checkpoint: proven.value })
}

/** What is wrong with a checkpoint, and not with what it proves. */
const HEAD_CODES: ReadonlySet<string> = new Set([
  'bad_text',
  'bad_note',
  'too_many_signatures',
  'bad_signature_line',
  'bad_signature',
  'unknown_keys',
  'bad_checkpoint',
  'extension_lines',
  'bad_origin',
  'origin_mismatch',
])

/** Whether one head is the beginning of the other: no other history was told in between. */
export function isOneLog(
  a: Checkpoint,
  { checkpoint: b, proof }: KnownHead,
  { hash }: Pick<TlogTrust, 'hash'>,
): boolean {
  if (a.origin !== b.origin) return false
  if (a.size === b.size) return equalBytes(a.root, b.root)
  const [older, newer] = a.size < b.size ? [a, b] : [b, a]
  if (older.size === 0) return true
  const sizes = { oldSize: older.size, newSize: newer.size }
  const claim = { ...sizes, oldRoot: older.root, newRoot: newer.root, proof }
  return verifyConsistency(claim, hash).ok
}

function writeExtra(document: ReceiptDocument, secret: Uint8Array): string {
  return canonicalJson({ ...document, 'eq:secret': toBase64(secret) })
}

function isItsParty({ document, record }: Receipt, hash: HashFunction): boolean {
  const party = partyIn(document)
  return (party && digestParty(party, hash)) === record.body['party']
}

interface Opening {
  readonly record: LedgerRecord
  readonly secret: Uint8Array
  readonly party: PartyDocument | undefined
}

function readExtra(extra: Uint8Array): Opening | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(extra)
    const opened: unknown = JSON.parse(text)
    if (!isObject(opened)) return undefined
    const record = recordIn(opened)
    const secret = parseBase64(String(opened['eq:secret']))
    if (record === undefined || secret?.length !== 32) return undefined
    // What has no one form, such as a fraction or a time with a zone, throws here.
    encodeRecord(record)
    const party = partyIn(opened)
    toReceiptDocument(record, party)
    return { record, secret, party }
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is { readonly [name: string]: PlainJson } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed<T>(says: string): Result<T> {
  return failure('', 'receipt_malformed', says)
}
