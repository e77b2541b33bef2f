/** What somebody chose about mail, as a part of the privacy center that works without a script. */

import type { Words } from '@equipoise/browser/languages'
import { escapeHtml } from '@equipoise/core/email'
import type { MailChoices } from '../modules/email/index.ts'

export function channelsPart(
  words: Words,
  { lists, isTracked, mail }: MailChoices,
  titleOf: (item: string) => string,
): string {
  const rows = lists.map(
    ({ id, title }) =>
      `<li><bdi>${escapeHtml(title)}</bdi> ${button('leave', id, words.leaveList)}</li>`,
  )
  const none = `<p>${escapeHtml(words.noList)}</p>`
  const seen = isTracked
    ? `${escapeHtml(words.openSeen)} ${button('tracking', '1', words.stopSeeing)}`
    : escapeHtml(words.openUnseen)
  return `<section class="way" id="channels" aria-labelledby="channels-title">
<h2 id="channels-title">${escapeHtml(words.mailTitle)}</h2>
${rows.length > 0 ? `<ul>${rows.join('')}</ul>` : none}
${whyOf(words, mail, titleOf)}
<h3>${escapeHtml(words.openTitle)}</h3><p>${seen}</p>
<h3>${escapeHtml(words.stopAllTitle)}</h3><p>${button('all', '1', words.stopAll)}</p>
</section>`
}

function whyOf(words: Words, mail: MailChoices['mail'], titleOf: (item: string) => string): string {
  if (mail === undefined) return ''
  const { items = [], rung } = mail
  const what = items.map((item) => `<li><bdi>${escapeHtml(titleOf(item))}</bdi></li>`).join('')
  const ground = words[GROUNDS[rung ?? ''] ?? 'whyNothing']
  return `<h3>${escapeHtml(words.whyMail)}</h3><p>${escapeHtml(ground)}</p>${items.length > 0 ? `<ul>${what}</ul>` : ''}`
}

const GROUNDS: Readonly<Record<string, 'whyPersonal' | 'whyPage' | 'whyPopular' | 'whyAsked'>> = {
  personal: 'whyPersonal',
  contextual: 'whyPage',
  general: 'whyPopular',
  named: 'whyAsked',
}

function button(name: string, value: string, says: string): string {
  return `<form method="post"><button name="${name}" value="${escapeHtml(value)}">${escapeHtml(says)}</button></form>`
}
