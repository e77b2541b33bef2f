/** The mail that asks: it says what would come, and that nothing does without a yes. */
import { directionOf, fillWords, type Words } from '@equipoise/browser/languages'
import { escapeHtml } from '@equipoise/core/email'
import type { MailList, MailTemplate } from './mail-documents.ts'
import { quoted, wordsOfList } from './mail-words.ts'

export function optInTemplate({ language }: MailList): MailTemplate {
  const spoken = wordsOfList({ language })
  const { words } = spoken
  const direction = directionOf(spoken.language)
  const places = { list: quoted('{{listTitle}}'), sender: '{{senderName}}' }
  const said = (name: keyof Words) => escapeHtml(fillWords(words[name], places))
  const side = direction === 'rtl' ? 'right' : 'left'
  // Said in the text itself: what lays out the mail keeps no direction of the whole.
  const text = (size: number, inside: string) =>
    `<mj-text font-family="sans-serif" font-size="${size}px" line-height="1.5" align="${side}"><div dir="${direction}">${inside}</div></mj-text>`
  return {
    id: 'opt-in',
    subject: fillWords(words.askSubject, { list: '{{listTitle}}' }),
    mjml: `<mjml lang="${spoken.language}"><mj-head><mj-title>{{listTitle}}</mj-title></mj-head><mj-body background-color="#f6f6f4"><mj-section background-color="#ffffff"><mj-column>
${text(18, said('confirmAsk'))}
${text(15, said('askSays'))}
<mj-button font-family="sans-serif" background-color="#1d1d1b" color="#ffffff" href="{{confirmUrl}}">${said('confirmYes')}</mj-button>
${text(13, `${said('askNot')} <a href="{{unsubscribeUrl}}">${said('askNever')}</a>`)}
</mj-column></mj-section></mj-body></mjml>`,
  }
}
