/** The mail that asks: it says what would come, and that nothing does without a yes. */
import type { MailTemplate } from './mail-documents.ts'

export const OPT_IN_TEMPLATE: MailTemplate = {
  id: 'opt-in',
  subject: 'Please confirm: {{listTitle}}',
  mjml: `<mjml><mj-body background-color="#f6f6f4"><mj-section background-color="#ffffff"><mj-column>
<mj-text font-family="sans-serif" font-size="18px" line-height="1.4">Do you want mail from {{senderName}}?</mj-text>
<mj-text font-family="sans-serif" font-size="15px" line-height="1.5">This address was given for “{{listTitle}}”. We send nothing before you say yes here.</mj-text>
<mj-button font-family="sans-serif" background-color="#1d1d1b" color="#ffffff" href="{{confirmUrl}}">Yes, send me mail</mj-button>
<mj-text font-family="sans-serif" font-size="13px" line-height="1.5">It was not you? Do nothing, or <a href="{{unsubscribeUrl}}">say no for good</a>.</mj-text>
</mj-column></mj-section></mj-body></mjml>`,
}
