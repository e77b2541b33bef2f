/**
 * Text with signatures under it, in C2SP's form (c2sp.org/signed-note), with Ed25519 only: the form
 * that every transparency log, witness and monitor reads. Signing and verifying come in as
 * functions over raw bytes: a 32-byte public key, a 64-byte signature (RFC 8032).
 *
 * A signature names its key twice, by name and by a four-byte id. Signatures of unknown keys are
 * passed over (a witness may add its own); one bad signature of a known key refuses the whole note.
 */
import { assert } from '../values/assert.ts'
import { concatBytes, equalBytes, parseBase64, toBase64, utf8 } from '../values/bytes.ts'
import { failure, type Result, success } from '../values/result.ts'
import { isKeyName, KEY_ID_SIZE_BYTES, type VerifierKey } from './verifier-key.ts'

export type SignFunction = (message: Uint8Array) => Uint8Array
export type VerifyFunction = (
  message: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
) => boolean

export interface NoteSignature {
  readonly name: string
  readonly keyId: Uint8Array
  readonly signature: Uint8Array
}

/** `text` is what was signed, with the newline at its end. */
export interface SignedNote {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

const SIGNATURE_SIZE_BYTES = 64
const SIGNATURES_MAX = 64
const DASH = '\u2014'

/** Signs a text that ends in a newline. `key` is the public half of what `sign` signs with. */
export function signNote(text: string, key: VerifierKey, sign: SignFunction): string {
  const signature = sign(utf8(text))
  return formatNote({ text, signatures: [{ name: key.name, keyId: key.keyId, signature }] })
}

export function formatNote({ text, signatures }: SignedNote): string {
  const lines = signatures.map(({ name, keyId, signature }) => {
    return `${DASH} ${name} ${toBase64(concatBytes(keyId, signature))}\n`
  })
  const note = `${text}\n${lines.join('')}`
  assert(parseNote(note).ok, 'a note that can be read back')
  return note
}

/** Reads a note without believing it: nothing in it may be used before `verifyNote`. */
export function parseNote(note: string): Result<SignedNote> {
  if (!isPlainText(note)) {
    return failure('', 'bad_text', 'Note has control characters or broken Unicode')
  }
  const blankAt = note.lastIndexOf('\n\n')
  if (blankAt < 0 || !note.endsWith('\n')) {
    return failure('', 'bad_note', 'Note is not a text, a blank line and signature lines')
  }
  const lines = note.slice(blankAt + 2, -1).split('\n')
  if (lines.length > SIGNATURES_MAX) {
    return failure('signatures', 'too_many_signatures', `More than ${SIGNATURES_MAX} signatures`)
  }
  const signatures = lines.flatMap((line) => parseSignatureLine(line) ?? [])
  if (signatures.length !== lines.length) {
    return failure('signatures', 'bad_signature_line', 'A signature line is not in its form')
  }
  return success({ text: note.slice(0, blankAt + 1), signatures })
}

/**
 * Reads a note and checks the signatures of the keys given; at least one must have signed it. The
 * answer holds those signatures alone.
 */
export function verifyNote(
  note: string,
  keys: readonly VerifierKey[],
  verify: VerifyFunction,
): Result<SignedNote> {
  const parsed = parseNote(note)
  if (!parsed.ok) return parsed
  const message = utf8(parsed.value.text)
  const verified: NoteSignature[] = []
  for (const made of parsed.value.signatures) {
    const key = keys.find(({ name, keyId }) => name === made.name && equalBytes(keyId, made.keyId))
    if (key === undefined) continue
    const { length } = made.signature
    if (length !== SIGNATURE_SIZE_BYTES || !verify(message, made.signature, key.publicKey)) {
      return failure('signatures', 'bad_signature', 'A signature of a known key is not valid')
    }
    verified.push(made)
  }
  if (verified.length > 0) return success({ text: parsed.value.text, signatures: verified })
  return failure('signatures', 'unknown_keys', 'No known key has signed the note')
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const [dash, name, base64, ...rest] = line.split(' ')
  if (dash !== DASH || name === undefined || base64 === undefined || rest.length > 0) {
    return undefined
  }
  const bytes = parseBase64(base64)
  if (!isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_SIZE_BYTES) return undefined
  const keyId = bytes.slice(0, KEY_ID_SIZE_BYTES)
  return { name, keyId, signature: bytes.slice(KEY_ID_SIZE_BYTES) }
}

/** A lone surrogate has no UTF-8 form: what is signed would differ from what is read. */
function isPlainText(text: string): boolean {
  if (/\p{Surrogate}/u.test(text)) return false
  return !Array.from(text).some((character) => character < ' ' && character !== '\n')
}
