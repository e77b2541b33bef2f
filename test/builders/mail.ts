/** Lists, templates and people who get mail. */
import type { Purpose, SubjectId } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { putDocument, startSend, subscribe } from '@equipoise/server/modules/email'
import { aSubject } from './subject.ts'

export const TEMPLATE = {
  subject: 'News for {{contact.firstName|"you"}}',
  mjml: `<mjml><mj-body><mj-section><mj-column>
<mj-text>Hello {{contact.firstName|"there"}}, {{greeting}}</mj-text>
{{#items}}<mj-button href="{{item.url}}">{{item.title}}</mj-button><mj-text>{{item.why}}</mj-text>{{/items}}
<mj-text><a href="{{unsubscribeUrl}}">Stop</a> {{postalAddress}}</mj-text>
</mj-column></mj-section></mj-body></mjml>`,
} as const

export const CAMPAIGN = {
  list: 'news',
  template: 'plain',
  variables: { greeting: 'winter is here' },
} as const

/** One list, one template, one campaign: `spring`. */
export async function aCampaign(app: App, change: object = {}): Promise<void> {
  await putDocument(app, 'list', 'news', { title: 'Our news' })
  await putDocument(app, 'template', 'plain', TEMPLATE)
  await putDocument(app, 'campaign', 'spring', { ...CAMPAIGN, ...change })
}

export interface ReaderChange {
  readonly purposes?: readonly Purpose[]
  readonly address?: string
  readonly region?: string
  readonly zone?: string
  readonly fields?: Readonly<Record<string, string>>
}

/** Somebody who agreed to mail and is on the list. */
export async function aReader(
  app: App,
  name: string,
  { purposes = ['email_marketing'], address, region = 'DE', ...more }: ReaderChange = {},
): Promise<SubjectId> {
  const subject = await aSubject(name)
    .from(region)
    .giving(...purposes)
    .join(app)
  const asked = { address: address ?? `${name}@mail.example`, list: 'news', proof: 'a form' }
  await subscribe(app, { externalId: name }, { ...asked, ...more })
  return subject
}

/** Starts the campaign and sends what is due. */
export async function sendNow(app: App, id: string = 'spring'): Promise<void> {
  await startSend(app, id)
  await app.mailer.run()
}
