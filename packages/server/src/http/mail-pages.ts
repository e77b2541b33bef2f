/** The pages behind links in mails: plain HTML, no script, readable without a style. */
import { escapeHtml } from '@equipoise/core/email'
import type { MailChoices } from '../modules/email/index.ts'

function page(title: string, inside: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title><link rel="stylesheet" href="/page/tokens.css"><link rel="stylesheet" href="/page/mail.css"></head>
<body><main><h1>${escapeHtml(title)}</h1>${inside}</main></body></html>`
}

/** Asks, and does nothing by itself: the form posts to the address that it stands at. */
export function askPage(question: string, answer: string): string {
  return page(question, `<form method="post"><button>${escapeHtml(answer)}</button></form>`)
}

export function donePage(says: string): string {
  return page(says, '<p>It counts from this moment on. You can close this page.</p>')
}

export function noSuchPage(): string {
  return page('This link does not work', '<p>Open it once more from the mail, as a whole.</p>')
}

export function choicesPage(
  { lists, isTracked, mail }: MailChoices,
  titleOf: (item: string) => string,
): string {
  const rows = lists.map(
    ({ id, title }) => `<li>${escapeHtml(title)} ${button('leave', id, 'Leave this list')}</li>`,
  )
  const none = '<p>You are on no list of ours.</p>'
  const tracked = isTracked
    ? `<h2>Whether you opened a mail</h2><p>We see it, because you agreed. ${button('tracking', '1', 'Stop seeing it')}</p>`
    : '<h2>Whether you opened a mail</h2><p>We do not see it.</p>'
  return page(
    'Your mail from us',
    `${rows.length > 0 ? `<ul>${rows.join('')}</ul>` : none}${whyOf(mail, titleOf)}${tracked}
<h2>All of it</h2><p>${button('all', '1', 'Stop all marketing mail')}</p>`,
  )
}

function whyOf(mail: MailChoices['mail'], titleOf: (item: string) => string): string {
  if (mail === undefined) return ''
  const { items = [], rung } = mail
  const what = items.map((item) => `<li>${escapeHtml(titleOf(item))}</li>`).join('')
  return `<h2>Why this mail</h2><p>${GROUNDS[rung ?? 'none'] ?? GROUNDS['none']}</p>${items.length > 0 ? `<ul>${what}</ul>` : ''}`
}

const GROUNDS: Readonly<Record<string, string>> = {
  personal: 'You are on its list, and these were chosen from what you did with us:',
  contextual: 'You are on its list. Nothing about you was used to choose these:',
  general: 'You are on its list. Nothing about you was used to choose these, which are popular:',
  named: 'You asked to be told of these, or left them in your basket:',
  none: 'You are on its list. Nothing about you was used to choose what is in it.',
}

function button(name: string, value: string, says: string): string {
  return `<form method="post"><button name="${name}" value="${escapeHtml(value)}">${says}</button></form>`
}
