/**
 * A signed head of the log, in C2SP's form (c2sp.org/tlog-checkpoint): who keeps the log, how many
 * leaves it has, and their root, as a signed note. Whoever keeps an old one can hold the log to it.
 *
 * Extension lines are refused: the specification advises against them, witnesses with post-quantum
 * keys do not sign them, and our log writes none.
 */
import { assert } from '../values/assert.ts'
import { toBase64 } from '../values/bytes.ts'
import { failure, type Result, success } from '../values/result.ts'
import { type SignFunction, signNote, type VerifyFunction, verifyNote } from './signed-note.ts'
import { parseDecimal, parseHash } from './text-fields.ts'
import type { VerifierKey } from './verifier-key.ts'

/** `origin` identifies the log and is the name of its key, such as `example.com/ledger`. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`
  assert(parseCheckpoint(text).ok, 'a checkpoint that can be read back')
  return text
}

/** Reads the text of a checkpoint's note, without its signatures. */
export function parseCheckpoint(text: string): Result<Checkpoint> {
  const [origin = '', sizeLine = '', rootLine = '', end, ...rest] = text.split('\n')
  if (end === undefined) return failure('', 'bad_checkpoint', 'Checkpoint is not three lines')
  if (end !== '' || rest.length > 0) {
    return failure('', 'extension_lines', 'Checkpoint has lines after its root')
  }
  if (origin === '') return failure('origin', 'bad_origin', 'Origin is empty')
  const size = parseDecimal(sizeLine)
  if (size === undefined) return failure('size', 'bad_size', 'Size is not a decimal number')
  const root = parseHash(rootLine)
  if (root === undefined) return failure('root', 'bad_hash', 'Root is not a hash in base64')
  return success({ origin, size, root })
}

/** Signs a checkpoint with the log's own key, whose name is the origin. */
export function signCheckpoint(
  checkpoint: Checkpoint,
  key: VerifierKey,
  sign: SignFunction,
): string {
  assert(key.name === checkpoint.origin, 'the key of the log that the checkpoint is about')
  return signNote(formatCheckpoint(checkpoint), key, sign)
}

/** Reads a signed checkpoint; one of the keys must be the log's, old or new, and have signed it. */
export function verifyCheckpoint(
  note: string,
  keys: readonly VerifierKey[],
  verify: VerifyFunction,
): Result<Checkpoint> {
  const verified = verifyNote(note, keys, verify)
  if (!verified.ok) return verified
  const checkpoint = parseCheckpoint(verified.value.text)
  if (!checkpoint.ok) return checkpoint
  const { origin } = checkpoint.value
  if (verified.value.signatures.some(({ name }) => name === origin)) return checkpoint
  return failure('origin', 'origin_mismatch', 'The log named as origin has not signed it')
}
