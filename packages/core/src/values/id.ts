/**
 * Ids that we make: a prefix that says what it names, then 128 random bits in Crockford's base32
 * (26 characters, lower case). They carry no meaning and no time, so that an id tells nothing.
 */
export type Id<Prefix extends string> = `${Prefix}_${string}` & { readonly [brand]: Prefix }

declare const brand: unique symbol

export type SubjectId = Id<'sub'>
export type ConsentRecordId = Id<'con'>
export type ErasureId = Id<'era'>
export type KeyId = Id<'key'>
/** Names one showing of one item, and the decision token that it was reported with. */
export type ImpressionId = Id<'imp'>

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const ID_LENGTH = 26
/** What each character stands for, by its code; -1 for what is none of them. */
const VALUES = Int8Array.from({ length: 128 }, (_, code) =>
  ALPHABET.indexOf(String.fromCharCode(code)),
)

/** @param bytes 16 random bytes. */
export function formatId<Prefix extends string>(prefix: Prefix, bytes: Uint8Array): Id<Prefix> {
  let bits = 0
  let held = 0
  let text = ''
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff
    held += 8
    while (held >= 5) {
      held -= 5
      text += ALPHABET[(bits >> held) & 31]
    }
  }
  if (held > 0) text += ALPHABET[(bits << (5 - held)) & 31]
  // The brand exists for the compiler only; this is the one place that gives it.
  return `${prefix}_${text}` as Id<Prefix>
}

/** The 16 bytes of an id of that prefix; undefined where the text is no such id. */
export function parseId(prefix: string, text: string): Uint8Array<ArrayBuffer> | undefined {
  const start = prefix.length + 1
  if (text.length !== start + ID_LENGTH || !text.startsWith(`${prefix}_`)) return undefined
  const bytes = new Uint8Array(16)
  let bits = 0
  let held = 0
  let at = 0
  for (let place = start; place < text.length; place += 1) {
    const value = VALUES[text.charCodeAt(place)] ?? -1
    if (value < 0) return undefined
    bits = ((bits << 5) | value) & 0xfff
    held += 5
    if (held >= 8) {
      held -= 8
      bytes[at] = (bits >> held) & 255
      at += 1
    }
  }
  // 26 characters hold two bits more than 16 bytes: another text of the same bytes is no id.
  return (bits & 3) === 0 ? bytes : undefined
}

export function isSubjectId(text: unknown): text is SubjectId {
  return typeof text === 'string' && parseId('sub', text) !== undefined
}
