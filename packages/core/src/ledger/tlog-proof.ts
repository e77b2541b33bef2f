/**
 * A proof that one leaf is in the log, as a text that anyone can check offline with the log's
 * public key (c2sp.org/tlog-proof, version 1): index, inclusion proof, signed checkpoint.
 *
 * `extra` is for what the reader needs to compute the leaf, in a receipt the record and its secret.
 * No signature covers it: it is true only as far as the leaf computed from it is the one proven.
 */
import { assert } from '../values/assert.ts'
import { type HashFunction, parseBase64, toBase64 } from '../values/bytes.ts'
import { failure, type Result, success } from '../values/result.ts'
import { type Checkpoint, verifyCheckpoint } from './checkpoint.ts'
import { verifyInclusion } from './merkle-verify.ts'
import type { VerifyFunction } from './signed-note.ts'
import { parseDecimal, parseHash } from './text-fields.ts'
import type { VerifierKey } from './verifier-key.ts'

/** `checkpoint` is the signed note, as the log gave it. */
export interface TlogProof {
  readonly extra?: Uint8Array
  readonly index: number
  readonly hashes: readonly Uint8Array[]
  readonly checkpoint: string
}

/** What a proof is checked against: the log's keys, and the functions to do it with. */
export interface TlogTrust {
  readonly keys: readonly VerifierKey[]
  readonly verify: VerifyFunction
  readonly hash: HashFunction
}

const HEADER = 'c2sp.org/tlog-proof@v1'
const EXTRA = 'extra '
const INDEX = 'index '
/** A tree of 2^53 leaves, the most that a size can say here, is that high. */
const HASHES_MAX = 53

export function formatTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const extraLines = extra === undefined ? [] : [`${EXTRA}${toBase64(extra)}`]
  const lines = [HEADER, ...extraLines, `${INDEX}${index}`, ...hashes.map(toBase64)]
  const text = `${lines.join('\n')}\n\n${checkpoint}`
  assert(parseTlogProof(text).ok, 'a proof that can be read back')
  return text
}

/** Reads a proof without believing it; `verifyTlogProof` also checks it. */
export function parseTlogProof(text: string): Result<TlogProof> {
  const blankAt = text.indexOf('\n\n')
  const lines = text.slice(0, Math.max(0, blankAt)).split('\n')
  if (lines.shift() !== HEADER) return failure('', 'bad_header', 'Text is not a tlog-proof, v1')
  const extraField = takeField(lines, EXTRA)
  const extra = extraField === undefined ? undefined : parseBase64(extraField)
  if (extraField !== undefined && extra === undefined) {
    return failure('extra', 'bad_extra', 'Extra data is not in base64')
  }
  const index = parseDecimal(takeField(lines, INDEX) ?? '')
  if (index === undefined) return failure('index', 'bad_index', 'Index line is missing or wrong')
  if (lines.length > HASHES_MAX) {
    return failure('hashes', 'proof_length', `Proof has more than ${HASHES_MAX} hashes`)
  }
  const hashes = lines.flatMap((line) => parseHash(line) ?? [])
  if (hashes.length !== lines.length) {
    return failure('hashes', 'bad_hash', 'A line of the proof is not a hash in base64')
  }
  const checkpoint = text.slice(blankAt + 2)
  return success({ ...(extra && { extra }), index, hashes, checkpoint })
}

/** Checks that a log with one of these keys holds the leaf; answers with the log's checkpoint. */
export function verifyTlogProof(
  text: string,
  leafHash: Uint8Array,
  { keys, verify, hash }: TlogTrust,
): Result<Checkpoint> {
  const parsed = parseTlogProof(text)
  if (!parsed.ok) return parsed
  const { index, hashes: proof } = parsed.value
  const checkpoint = verifyCheckpoint(parsed.value.checkpoint, keys, verify)
  if (!checkpoint.ok) return checkpoint
  const { size, root } = checkpoint.value
  const included = verifyInclusion({ index, size, leafHash, root, proof }, hash)
  return included.ok ? checkpoint : included
}

/** Takes the first line off, if it is that field, and answers with what follows the prefix. */
function takeField(lines: string[], prefix: string): string | undefined {
  const line = lines[0]
  if (!line?.startsWith(prefix)) return undefined
  lines.shift()
  return line.slice(prefix.length)
}
