/**
 * Links in mails: `https://…/email/ACT/TOKEN`. The token is sealed, so that it names nobody to
 * whoever sees it, cannot be made by anybody else, and is good for its act alone. It needs no login
 * and does not lapse: whoever has the mail may say no for its person, and nothing else.
 */
import { createHash } from 'node:crypto'
import { formatId, isSubjectId, parseId, type SubjectId } from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { DeliveryKey } from '../../store/index.ts'

export const LINK_ACTS = ['unsubscribe', 'preferences', 'confirm', 'open', 'follow'] as const
export type LinkAct = (typeof LINK_ACTS)[number]

export interface MailLink extends DeliveryKey {
  /** Of `confirm`: the list and the address that it was sent to; of `follow`: where it leads. */
  readonly about: string
}

const LENGTH_MAX = 4_096
type Stored = readonly [subject: string, send: string, occurrence: string, about: string]

export function sealLink(root: RootKeys, act: LinkAct, link: MailLink): string {
  const { subject, send, occurrence, about } = link
  const stored: Stored = [subject, send, occurrence, about]
  const sealed = root.sealer(`email-${act}`).seal(Buffer.from(JSON.stringify(stored)))
  return Buffer.from(sealed).toString('base64url')
}

/** Undefined where it was not made here for that act. */
export function openLink(root: RootKeys, act: LinkAct, token: string): MailLink | undefined {
  if (token.length > LENGTH_MAX) return undefined
  const opened = root.sealer(`email-${act}`).open(Buffer.from(token, 'base64url'))
  if (opened === undefined) return undefined
  // Written by sealLink alone, under a key of that act.
  const [subject, send, occurrence, about] = JSON.parse(opened.toString('utf8')) as Stored
  return isSubjectId(subject) ? { subject, send, occurrence, about } : undefined
}

const BOUNCE = /^b\+([0-9a-hjkmnp-tv-z]{39})$/
const TAG_BYTES = 8
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * The local part that a mail's bounces come to (VERP): short, in lower case as some servers make
 * it, and only we can tell whose it is. Synthetic IV: a tag of the id, and the id under its mask.
 */
export function bounceLocal(root: RootKeys, subject: SubjectId): string {
  const id = parseId('sub', subject) ?? new Uint8Array(16)
  const tag = tagOf(root, id)
  return `b+${toBase32(Buffer.concat([tag, masked(root, tag, id)]))}`
}

export function openBounce(root: RootKeys, local: string): SubjectId | undefined {
  const [, text] = BOUNCE.exec(local.toLowerCase()) ?? []
  if (text === undefined) return undefined
  const bytes = fromBase32(text)
  const tag = bytes.subarray(0, TAG_BYTES)
  const id = masked(root, tag, bytes.subarray(TAG_BYTES, TAG_BYTES + 16))
  return tagOf(root, id).equals(tag) ? formatId('sub', id) : undefined
}

function tagOf(root: RootKeys, id: Uint8Array): Buffer {
  return root.keyedHash('email-bounce', id).subarray(0, TAG_BYTES)
}

function masked(root: RootKeys, tag: Uint8Array, bytes: Uint8Array): Buffer {
  const mask = root.keyedHash('email-bounce-mask', tag)
  return Buffer.from(bytes.map((byte, at) => byte ^ (mask[at] ?? 0)))
}

function toBase32(bytes: Uint8Array): string {
  let bits = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) << 3n
  let text = ''
  for (let left = 39; left > 0; left -= 1) {
    text = (ALPHABET[Number(bits & 31n)] ?? '') + text
    bits >>= 5n
  }
  return text
}

function fromBase32(text: string): Buffer {
  let bits = 0n
  for (const character of text) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(character))
  return Buffer.from((bits >> 3n).toString(16).padStart(48, '0'), 'hex')
}

/** Names an address in a link without saying it. */
export function addressMark(root: RootKeys, address: string): string {
  return root.keyedHash('email-address', address).subarray(0, 12).toString('base64url')
}

/** Opaque, and the same for the same mail, so that a retry is the same mail to its reader. */
export function messageIdOf(root: RootKeys, key: DeliveryKey, domain: string): string {
  const named = root.keyedHash('email-message', `${key.subject}\0${key.send}\0${key.occurrence}`)
  return `<${createHash('sha256').update(named).digest('hex').slice(0, 32)}@${domain}>`
}
