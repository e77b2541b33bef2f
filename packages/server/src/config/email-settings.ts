/** How mail goes out: the SMTP server, who sends, and how fast. */
import { isHeaderText, isMailDomain, parseEmailAddress, type WarmUp } from '@equipoise/core/email'
import { isZone } from '@equipoise/core/law'
import { startOfDate } from '@equipoise/core/values'
import { integer, oneOf, optionalText, type Setting, setting } from './setting.ts'

/** Null where no SMTP server is set: then nothing is ever sent. */
export interface EmailConfig {
  readonly smtp: SmtpConfig | null
  /** Who sends; undefined where nobody said: then nothing is sent either. */
  readonly from: string | undefined
  readonly senderName: string
  readonly postalAddress: string | undefined
  /** Bounces come to `bounces+TOKEN@` this domain; to the sender's where undefined. */
  readonly bounceDomain: string | undefined
  readonly dkimSelector: string
  /** Of recipients whose zone is unknown. */
  readonly zone: string
  readonly connectionsMax: number
  readonly perDomainPerMinute: number
  readonly warmUp: WarmUp | undefined
  /** What an item's page is: the id takes the place of `{id}`. */
  readonly itemUrl: string | undefined
}

export interface SmtpConfig {
  readonly host: string
  readonly port: number
  readonly security: 'starttls' | 'tls' | 'none'
  readonly name: string | undefined
  readonly password: string | undefined
  /** Prints as nothing, so that no log and no dump carries the password. */
  toJSON(): string
}

export const EMAIL_SETTINGS = {
  smtpHost: setting(
    'EQUIPOISE_SMTP_HOST',
    '',
    'a name or an address',
    'The SMTP server that mail is given to; without it no mail is sent',
    optionalText,
  ),
  smtpPort: setting('EQUIPOISE_SMTP_PORT', '587', '1 to 65535', 'Its port', integer(1, 65_535)),
  smtpSecurity: setting(
    'EQUIPOISE_SMTP_SECURITY',
    'starttls',
    'starttls, tls or none',
    'How the connection is encrypted; none only for a server on this machine',
    oneOf(['starttls', 'tls', 'none']),
  ),
  smtpName: setting(
    'EQUIPOISE_SMTP_USER',
    '',
    'a text',
    'Who we are to the SMTP server',
    optionalText,
  ),
  smtpPassword: setting(
    'EQUIPOISE_SMTP_PASSWORD',
    '',
    'a text',
    'The password for that',
    optionalText,
  ),
  emailFrom: setting(
    'EQUIPOISE_EMAIL_FROM',
    '',
    'an address, such as "news@shop.example"',
    'Who sends; without it no mail is sent',
    (text) => (text === '' ? null : parseEmailAddress(text).ok ? text : undefined),
  ),
  emailSenderName: setting(
    'EQUIPOISE_EMAIL_SENDER_NAME',
    'Equipoise',
    'one line of text',
    'The name beside that address',
    (text) => (isHeaderText(text) ? text : undefined),
  ),
  emailPostalAddress: setting(
    'EQUIPOISE_EMAIL_POSTAL_ADDRESS',
    '',
    'one line of text',
    'The postal address that some laws want in every mail; those mails wait for it',
    (text) => (text === '' ? null : isHeaderText(text) ? text : undefined),
  ),
  emailBounceDomain: setting(
    'EQUIPOISE_EMAIL_BOUNCE_DOMAIN',
    '',
    'a domain',
    'Where bounces are taken in, at bounces+…@; the domain of the sender where left out',
    (text) => (text === '' ? null : isMailDomain(text) ? text : undefined),
  ),
  emailDkimSelector: setting(
    'EQUIPOISE_EMAIL_DKIM_SELECTOR',
    'equipoise',
    'a DNS label',
    'Under which the public key of the signatures (DKIM) is published',
    (text) => (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text) ? text : undefined),
  ),
  emailZone: setting(
    'EQUIPOISE_EMAIL_ZONE',
    'UTC',
    'an IANA time zone, such as "Europe/Berlin"',
    'The zone of recipients of whom none is known',
    (text) => (isZone(text) ? text : undefined),
  ),
  emailConnectionsMax: setting(
    'EQUIPOISE_EMAIL_CONNECTIONS_MAX',
    '5',
    '1 to 100',
    'How many connections to the SMTP server are open at once',
    integer(1, 100),
  ),
  emailPerDomainPerMinute: setting(
    'EQUIPOISE_EMAIL_PER_DOMAIN_PER_MINUTE',
    '600',
    '1 to 10000000',
    'How many mails a minute go to the addresses of one domain',
    integer(1, 10_000_000),
  ),
  emailWarmUpFrom: setting(
    'EQUIPOISE_EMAIL_WARM_UP_FROM',
    '',
    'a date, such as "2026-12-01"',
    'The first day of a sender that is new: then few mails go to each domain, twice as many a day',
    (text) => (text === '' ? null : startOfDate(text)),
  ),
  emailWarmUpFirstDay: setting(
    'EQUIPOISE_EMAIL_WARM_UP_FIRST_DAY',
    '50',
    '1 to 1000000',
    'How many go to each domain on that day',
    integer(1, 1_000_000),
  ),
  emailItemUrl: setting(
    'EQUIPOISE_EMAIL_ITEM_URL',
    '',
    'an https address with {id} in it',
    'The page of an item, for links in mails',
    (text) => (text === '' ? null : /^https:\/\/[^\s"'<>]+$/.test(text) ? text : undefined),
  ),
} as const

type Read = <T>(setting: Setting<T>) => T

export function readEmailConfig(read: Read, problems: string[]): EmailConfig {
  const host = read(EMAIL_SETTINGS.smtpHost)
  const security = securityOf(read(EMAIL_SETTINGS.smtpSecurity))
  if (host !== null && security === 'none' && !LOCAL_HOSTS.includes(host)) {
    problems.push('EQUIPOISE_SMTP_SECURITY: want starttls or tls for another machine')
  }
  const begunAt = read(EMAIL_SETTINGS.emailWarmUpFrom)
  const firstDay = read(EMAIL_SETTINGS.emailWarmUpFirstDay)
  return {
    smtp: host === null ? null : readSmtp(read, host, security),
    from: read(EMAIL_SETTINGS.emailFrom) ?? undefined,
    senderName: read(EMAIL_SETTINGS.emailSenderName),
    postalAddress: read(EMAIL_SETTINGS.emailPostalAddress) ?? undefined,
    bounceDomain: read(EMAIL_SETTINGS.emailBounceDomain) ?? undefined,
    dkimSelector: read(EMAIL_SETTINGS.emailDkimSelector),
    zone: read(EMAIL_SETTINGS.emailZone),
    connectionsMax: read(EMAIL_SETTINGS.emailConnectionsMax),
    perDomainPerMinute: read(EMAIL_SETTINGS.emailPerDomainPerMinute),
    warmUp: begunAt === null ? undefined : { begunAt, firstDay },
    itemUrl: read(EMAIL_SETTINGS.emailItemUrl) ?? undefined,
  }
}

const LOCAL_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '::1']

function securityOf(text: string): SmtpConfig['security'] {
  return text === 'tls' || text === 'none' ? text : 'starttls'
}

function readSmtp(read: Read, host: string, security: SmtpConfig['security']): SmtpConfig {
  return {
    host,
    port: read(EMAIL_SETTINGS.smtpPort),
    security,
    name: read(EMAIL_SETTINGS.smtpName) ?? undefined,
    password: read(EMAIL_SETTINGS.smtpPassword) ?? undefined,
    toJSON: () => '[secret]',
  }
}
