/**
 * An email address, as strict as a mailer has to be (RFC 5321 §4.1.2, §4.5.3.1; RFC 5322 dot-atom):
 * what it lets through can never end a header or a command. Quoted local parts, comments, literals
 * and addresses beyond ASCII are refused; an international domain is written in its `xn--` form.
 */
import { failure, type Result, success } from '../values/index.ts'

export type EmailAddress = string & { readonly [address]: true }

declare const address: unique symbol

export const ADDRESS_LENGTH_MAX = 254
const LOCAL_LENGTH_MAX = 64
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

/**
 * Nothing is trimmed. The domain comes out in lower case, the local part as it was written.
 * Issues: `address_missing`, `address_too_long`, `address_malformed`; none quotes the address.
 */
export function parseEmailAddress(text: unknown, path: string = 'address'): Result<EmailAddress> {
  if (typeof text !== 'string' || text === '') {
    return failure(path, 'address_missing', 'An address is a text')
  }
  if (text.length > ADDRESS_LENGTH_MAX) {
    return failure(path, 'address_too_long', `An address has at most ${ADDRESS_LENGTH_MAX} bytes`)
  }
  const at = text.lastIndexOf('@')
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)]
  if (local.length > LOCAL_LENGTH_MAX || !LOCAL.test(local) || !isMailDomain(domain)) {
    return failure(path, 'address_malformed', 'Want name@domain in ASCII, without line breaks')
  }
  // The pattern above is what the brand stands for; this is the one place that gives it.
  return success(`${local}@${domain.toLowerCase()}` as EmailAddress)
}

/** Two labels at least: nobody's mail goes to a machine of one's own by mistake. */
export function isMailDomain(domain: string): boolean {
  const labels = domain.split('.')
  return labels.length > 1 && domain.length <= 253 && labels.every((label) => LABEL.test(label))
}

export function domainOf(of: EmailAddress): string {
  return of.slice(of.lastIndexOf('@') + 1)
}

/**
 * What a mailbox is known again by: capitals in the local part, and whatever follows a plus there,
 * make no other person. So a suppressed person is not met under `name+shop@…`.
 */
export function mailboxOf(of: EmailAddress): string {
  const local = of.slice(0, of.lastIndexOf('@')).toLowerCase()
  const plus = local.indexOf('+')
  return `${plus > 0 ? local.slice(0, plus) : local}@${domainOf(of)}`
}

const HEADER_TEXT_MAX = 200
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** Whether a text may stand in a header: one line, nothing invisible, at most 200 characters. */
export function isHeaderText(text: string): boolean {
  return (
    text.trim() !== '' &&
    text.length <= HEADER_TEXT_MAX &&
    text.isWellFormed() &&
    !UNSAFE.test(text)
  )
}
