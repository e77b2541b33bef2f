/**
 * Makes one mail to one person: values in their places, the footer that laws want, the headers of a
 * list, and a signature over all of it.
 */
import { directionOf, fillWords } from '@equipoise/browser/languages'
import {
  asOneLine,
  escapeHtml,
  fill,
  listHeaders,
  type MailDuties,
  markSubject,
  SIGNED_HEADERS,
  type Values,
} from '@equipoise/core/email'
import Dkim from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'
import { EquipoiseError } from '../../errors.ts'
import type { DeliveryKey } from '../../store/index.ts'
import { dkimKey } from './dkim-key.ts'
import { type EmailParts, type Sender, senderOf } from './email-parts.ts'
import type { LaidOut } from './lay-out.ts'
import type { MailList } from './mail-documents.ts'
import { bounceLocal, messageIdOf, sealLink } from './mail-links.ts'
import { wordsOfList } from './mail-words.ts'

export interface MailAsked {
  readonly key: DeliveryKey
  readonly to: string
  readonly laidOut: LaidOut
  readonly values: Values
  readonly list: MailList
  readonly duties: MailDuties
  /** Why this person gets it, in one sentence. */
  readonly why: string
  /** A pixel and links that tell of being followed: only with their yes to `email_tracking`. */
  readonly tracked: boolean
}

export interface ComposedMail {
  readonly messageId: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  readonly sender: Sender
}

export interface MailLinks {
  readonly unsubscribeUrl: string
  readonly preferencesUrl: string
}

export function linksFor({ root }: EmailParts, sender: Sender, key: DeliveryKey): MailLinks {
  const link = { ...key, about: '' }
  const url = (act: 'unsubscribe' | 'preferences'): string =>
    `${sender.linkOrigin}/email/${act}/${sealLink(root, act, link)}`
  return { unsubscribeUrl: url('unsubscribe'), preferencesUrl: url('preferences') }
}

/** @throws EquipoiseError `email_not_set_up`, `template_invalid`. */
export function composeMail(parts: EmailParts, asked: MailAsked): ComposedMail {
  const sender = senderOf(parts)
  const { key, laidOut, list, duties } = asked
  const links = linksFor(parts, sender, key)
  const values: Values = {
    senderName: sender.name,
    postalAddress: parts.mail.postalAddress ?? '–',
    listTitle: list.title,
    ...asked.values,
    ...links,
    whyUrl: links.preferencesUrl,
  }
  const subject = asOneLine(filled(laidOut.subject, values, (value) => value)).trim()
  const footer = footerOf(parts, asked, { sender, links })
  const html = withFooter(filled(laidOut.html, values, escapeHtml), footer.html)
  return {
    messageId: messageIdOf(parts.root, key, sender.domain),
    subject: markSubject(subject, duties),
    html: asked.tracked ? withTracking(parts, sender, key, html) : html,
    text: `${filled(laidOut.text, values, asOneLine).trimEnd()}\n\n${footer.text}`,
    headers: {
      ...listHeaders({
        unsubscribeUrl: links.unsubscribeUrl,
        helpUrl: links.preferencesUrl,
        listId: list.id,
        domain: sender.domain,
      }),
      'Feedback-ID': `${key.send.replaceAll(/[^a-z0-9]/g, '-')}:${list.id}:equipoise`,
    },
    sender,
  }
}

function filled(of: LaidOut['html'], values: Values, toSafe: (value: string) => string): string {
  const done = fill(of, values, toSafe)
  if ('text' in done) return done.text
  throw new EquipoiseError(
    'template_invalid',
    `Cannot fill the template: "${done.missing}" is not given`,
  )
}

interface Footed {
  readonly sender: Sender
  readonly links: MailLinks
}

const FOOT =
  'font-family:sans-serif;font-size:12px;line-height:1.5;color:#595959;text-align:center;padding:24px 16px'

/** In every mail, whatever its template: who, where, why, and how it ends. */
function footerOf(
  { mail }: EmailParts,
  { duties, why, list }: MailAsked,
  { sender, links }: Footed,
): { readonly html: string; readonly text: string } {
  const { language, words } = wordsOfList(list)
  const who = [sender.name, mail.postalAddress].filter((one) => one !== undefined).join(', ')
  const said = duties.advertisement ? words.mailAd : words.mailFrom
  const lines = [fillWords(said, { sender: who, list: list.title }), why]
  const link = (url: string, says: string) => `<a href="${escapeHtml(url)}">${escapeHtml(says)}</a>`
  const ways = [
    link(links.unsubscribeUrl, words.stopMails),
    link(links.preferencesUrl, words.whyChoices),
  ].join(' · ')
  const inside = [...lines.map(escapeHtml), ways].join('<br>')
  const html = `<div lang="${language}" dir="${directionOf(language)}" style="${FOOT}">${inside}</div>`
  const text = [
    '-- ',
    ...lines.map(asOneLine),
    `${words.stopMails}: ${links.unsubscribeUrl}`,
    `${words.whyChoices}: ${links.preferencesUrl}`,
    '',
  ].join('\n')
  return { html, text }
}

function withFooter(html: string, footer: string): string {
  const end = html.lastIndexOf('</body>')
  return end < 0 ? html + footer : html.slice(0, end) + footer + html.slice(end)
}

const HREF = /(<a\b[^>]*?\shref=")(https:\/\/[^"]+)(")/g

/** Links of ours stay as they are: nobody is followed on the way out. */
function withTracking(
  { root }: EmailParts,
  sender: Sender,
  key: DeliveryKey,
  html: string,
): string {
  const url = (act: 'open' | 'follow', about: string): string =>
    `${sender.linkOrigin}/email/${act}/${sealLink(root, act, { ...key, about })}`
  const followed = html.replaceAll(HREF, (whole, before: string, target: string, after: string) =>
    target.startsWith(`${sender.linkOrigin}/email/`)
      ? whole
      : `${before}${url('follow', target.replaceAll('&amp;', '&'))}${after}`,
  )
  return withFooter(followed, `<img src="${url('open', '')}" alt="" width="1" height="1">`)
}

export interface SignedMail {
  readonly raw: Buffer
  readonly envelope: { readonly from: string; readonly to: string }
}

/** The bytes of the mail, signed by the sender's domain. */
export async function signMail(
  { root, mail, now }: EmailParts,
  { sender, ...composed }: ComposedMail,
  { key, to }: Pick<MailAsked, 'key' | 'to'>,
): Promise<SignedMail> {
  const message = new MailComposer({
    from: { name: sender.name, address: sender.from },
    to: { name: '', address: to },
    subject: composed.subject,
    text: composed.text,
    html: composed.html,
    messageId: composed.messageId,
    date: new Date(now()),
    headers: { ...composed.headers, 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  })
  const signer = new Dkim({
    domainName: sender.domain,
    keySelector: mail.dkimSelector,
    privateKey: dkimKey(root),
    headerFieldNames: SIGNED_HEADERS.join(':'),
  })
  const chunks: Buffer[] = []
  for await (const chunk of signer.sign(await message.compile().build())) chunks.push(chunk)
  const from = `${bounceLocal(root, key.subject)}@${sender.bounceDomain}`
  return { raw: Buffer.concat(chunks), envelope: { from, to } }
}
