/**
 * The mail with a link into the privacy center, in the language of the page that asked. It is no
 * marketing and of no list: nothing in it is chosen, and it brings nothing but the link.
 */

import { directionOf, fillWords, wordsFor } from '@equipoise/browser/languages'
import { asOneLine, escapeHtml } from '@equipoise/core/email'
import type { Instant } from '@equipoise/core/values'
import type { DeliveryKey } from '../../store/index.ts'
import type { ComposedMail } from './compose-mail.ts'
import { type EmailParts, senderOf } from './email-parts.ts'
import { messageIdOf } from './mail-links.ts'

export interface LinkMail {
  readonly key: DeliveryKey
  /** What opens the link; in no other place than this mail. */
  readonly secret: string
  readonly language: string
  readonly until: Instant
}

/** @throws EquipoiseError `email_not_set_up`. */
export function composeLinkMail(
  parts: EmailParts,
  { key, secret, language: asked, until }: LinkMail,
): ComposedMail {
  const sender = senderOf(parts)
  const { language, words } = wordsFor([asked])
  const url = `${sender.linkOrigin}/privacy/link/${secret}?lang=${language}`
  const time = new Intl.DateTimeFormat(language, {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: parts.mail.zone,
    // Whoever reads it may be anywhere.
  }).format(until)
  const said = fillWords(words.mailSays, {
    sender: sender.name,
    time: `${time} (${parts.mail.zone})`,
  })
  const from = [sender.name, parts.mail.postalAddress].filter((one) => one !== undefined).join(', ')
  const html = `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(words.mailSubject)}</title></head>
<body style="margin:0;padding:24px 16px;background:#fbfaf7;color:#12232e;font:16px/1.5 sans-serif">
<div style="max-width:560px;margin:0 auto">
<h1 style="font-size:20px;line-height:1.3">${escapeHtml(words.mailSubject)}</h1>
<p>${escapeHtml(said)}</p>
<p><a href="${escapeHtml(url)}" style="display:inline-block;padding:10px 20px;border:1px solid #0b6e6e;border-radius:10px;color:#0b6e6e">${escapeHtml(words.linkOpen)}</a></p>
<p>${escapeHtml(words.mailNot)}</p>
<p style="font-size:13px;color:#56646d">${escapeHtml(from)}</p>
</div></body></html>`
  const text = [said, words.linkOpen, url, words.mailNot, `-- \n${asOneLine(from)}`]
  return {
    messageId: messageIdOf(parts.root, key, sender.domain),
    subject: asOneLine(words.mailSubject),
    html,
    text: `${text.join('\n\n')}\n`,
    headers: {},
    sender,
  }
}
