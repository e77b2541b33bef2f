/** What email is made with, and how it is set up. */
import type { WarmUp } from '@equipoise/core/email'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { ConsentParts } from '../consent/index.ts'
import type { DecideParts } from '../decide/index.ts'

export interface MailSettings {
  readonly smtp: SmtpServer | null
  readonly from: string | undefined
  readonly senderName: string
  readonly postalAddress: string | undefined
  readonly bounceDomain: string | undefined
  readonly dkimSelector: string
  readonly zone: string
  readonly connectionsMax: number
  readonly perDomainPerMinute: number
  readonly warmUp: WarmUp | undefined
  readonly itemUrl: string | undefined
  /** Where the links in mails lead: an origin; undefined where nobody said. */
  readonly linkOrigin: string | undefined
}

export interface SmtpServer {
  readonly host: string
  readonly port: number
  readonly security: 'starttls' | 'tls' | 'none'
  readonly name: string | undefined
  readonly password: string | undefined
}

export interface EmailParts extends ConsentParts, Omit<DecideParts, keyof ConsentParts> {
  readonly root: RootKeys
  readonly mail: MailSettings
}

/** What a mail cannot be made without. */
export interface Sender {
  readonly from: string
  readonly domain: string
  readonly name: string
  readonly linkOrigin: string
  readonly bounceDomain: string
}

/** @throws EquipoiseError `email_not_set_up`, and names what is missing. */
export function senderOf({ mail }: Pick<EmailParts, 'mail'>): Sender {
  const { from, senderName, linkOrigin } = mail
  if (from === undefined || linkOrigin === undefined) {
    const missing = from === undefined ? 'EQUIPOISE_EMAIL_FROM' : 'EQUIPOISE_PUBLIC_ORIGIN'
    throw new EquipoiseError('email_not_set_up', `Cannot make a mail without ${missing}`)
  }
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return { from, domain, name: senderName, linkOrigin, bounceDomain: mail.bounceDomain ?? domain }
}
