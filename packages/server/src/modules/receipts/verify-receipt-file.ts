/** Receipts from a file: read, and checked offline with the log's public key alone. */
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto'
import {
  parseVerifierKey,
  type VerifierKey,
  type VerifyFunction,
  verifyCheckpoint,
} from '@equipoise/core/ledger'
import { type KnownHead, parseReceipt, type Receipt, verifyReceipt } from '@equipoise/core/receipt'
import { type Issue, parseBase64, type Result } from '@equipoise/core/values'
import { EquipoiseError, type ErrorCode } from '../../errors.ts'

export interface ShownReceipt {
  readonly leaf: number
  readonly record: Receipt['record']
  readonly document: Receipt['document']
}

/** @throws EquipoiseError `receipt_malformed`, `receipt_altered`. */
export function readReceipt(text: string): ShownReceipt {
  const { leaf, record, document } = verified(parseReceipt(text))
  return { leaf, record, document }
}

/**
 * @param key `name+id+key`, as the log's `/ledger/key` gives it.
 * @param since a checkpoint of the log that one holds, with the proof between it and the receipt's:
 *   what the log's `/ledger/consistency` answers, or a checkpoint alone where both are of one size.
 * @throws EquipoiseError `receipt_malformed`, `receipt_altered`, `checkpoint_untrusted`,
 *   `log_forked`, `ledger_key_invalid`.
 */
export function verifyReceiptFile(
  text: string,
  key: string,
  since?: string,
): ShownReceipt & { readonly size: number; readonly origin: string } {
  const keys = [readKey(key)]
  const trust = { keys, verify: verifyEd25519, hash: sha256, hmac: hmacSha256 }
  const known = since === undefined ? undefined : readKnown(since, keys)
  const { leaf, record, document, checkpoint } = verified(verifyReceipt(text, trust, known))
  return { leaf, record, document, size: checkpoint.size, origin: checkpoint.origin }
}

/**
 * As `verifyReceiptFile`, held to a checkpoint that one kept.
 *
 * @param proof what proves the one head to be the beginning of the other; it may be left out where
 *   both count as many leaves.
 * @throws EquipoiseError as `verifyReceiptFile`, and `proof_missing`.
 */
export function verifyReceiptSince(
  text: string,
  key: string,
  { checkpoint, proof }: { readonly checkpoint: string; readonly proof: string | undefined },
): ReturnType<typeof verifyReceiptFile> {
  const shown = verifyReceiptFile(text, key)
  const { size } = readKnown(checkpoint, [readKey(key)]).checkpoint
  if (size === 0 || size === shown.size) return verifyReceiptFile(text, key, checkpoint)
  if (proof === undefined) {
    const sizes = `old=${Math.min(size, shown.size)}&new=${Math.max(size, shown.size)}`
    throw new EquipoiseError('proof_missing', `Cannot hold one to the other without ${sizes}`)
  }
  const [hashes = ''] = proof.split('\n\n')
  return verifyReceiptFile(text, key, `${hashes.trimEnd()}\n\n${checkpoint}`)
}

function readKey(text: string): VerifierKey {
  const key = parseVerifierKey(text.trim(), sha256)
  if (key.ok) return key.value
  throw new EquipoiseError('ledger_key_invalid', key.issues[0]?.says ?? 'Cannot read the key')
}

function readKnown(text: string, keys: readonly VerifierKey[]): KnownHead {
  const proven = text.startsWith('old ')
  const blankAt = text.indexOf('\n\n')
  const lines = proven ? text.slice(0, blankAt).split('\n').slice(1) : []
  const note = proven ? text.slice(blankAt + 2) : text
  const checkpoint = verifyCheckpoint(note, keys, verifyEd25519)
  if (!checkpoint.ok) throw problem('checkpoint_untrusted', checkpoint.issues)
  const proof = lines.map((line) => {
    const hash = parseBase64(line)
    if (hash === undefined) throw new EquipoiseError('log_forked', 'Cannot read the proof')
    return hash
  })
  return { checkpoint: checkpoint.value, proof }
}

const CODES = [
  'receipt_malformed',
  'receipt_altered',
  'checkpoint_untrusted',
  'log_forked',
] as const

function verified<T>(read: Result<T>): T {
  if (read.ok) return read.value
  const code = CODES.find((one) => one === read.issues[0]?.code)
  throw problem(code ?? 'receipt_malformed', read.issues)
}

function problem(code: ErrorCode, issues: readonly Issue[]): EquipoiseError {
  return new EquipoiseError(code, issues[0]?.says ?? 'Cannot read it')
}

/** What stands before an Ed25519 public key in its SPKI form (RFC 8410, section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

export const verifyEd25519: VerifyFunction = (message, signature, publicKey) => {
  const der = Buffer.concat([SPKI_PREFIX, publicKey])
  return verify(
    null,
    message,
    createPublicKey({ key: der, format: 'der', type: 'spki' }),
    signature,
  )
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(message).digest()
}
