/** Email: what is sent, to whom, and how it goes. */
import { parseInstant } from '@equipoise/core/values'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  dkimRecord,
  exportEmail,
  getDocument,
  importEmail,
  listDocuments,
  previewMail,
  putDocument,
  readSend,
  removeDocument,
  startSend,
  stopSend,
  subscribe,
  watchItem,
} from '../../modules/email/index.ts'
import { getSubject } from '../../modules/subjects/index.ts'
import { EMAIL_DOCUMENT_KINDS, type EmailDocumentKind } from '../../store/index.ts'
import type { Api } from '../api.ts'
import { isPage, whoIn } from '../caller.ts'
import {
  EMAIL_FORMS,
  EmailPath,
  EmailStatusAnswer,
  PreviewAnswer,
  PreviewBody,
  SendAnswer,
  SendStatusAnswer,
  StopAnswer,
  SubscribeAnswer,
  SubscribeBody,
  TransferAnswer,
  TransferForm,
  WatchAnswer,
  WatchBody,
} from '../email-schemas.ts'
import { list } from '../schemas.ts'
import { readRegion, timeOrNull } from '../views.ts'
import { bodyProblems, problems } from './problems.ts'

export function emailRoutes(api: Api, app: App): void {
  for (const kind of EMAIL_DOCUMENT_KINDS) documentRoutes(api, app, kind)
  sendRoutes(api, app)
  peopleRoutes(api, app)
  transferRoutes(api, app)

  api.route({
    method: 'GET',
    url: '/v1/email/status',
    config: { may: 'read_email' },
    schema: {
      operationId: 'readEmailStatus',
      tags: ['email'],
      summary: 'Whether mail goes out, and what the DNS has to say for it',
      response: { 200: EmailStatusAnswer, ...problems() },
    },
    handler: async () => {
      const { retryAt, ...standing } = app.mailer.standing()
      const { from, dkimSelector } = app.mail
      const { suppressed, nextAt } = await app.store.read('system', async (reader) => ({
        suppressed: await reader.countSuppressions(),
        nextAt: await reader.nextDeliveryAt(),
      }))
      const domain = from?.slice(from.lastIndexOf('@') + 1)
      return {
        transport: { ...standing, retryAt: timeOrNull(retryAt ?? undefined) },
        suppressed,
        nextAt: timeOrNull(nextAt),
        dns: domain === undefined ? null : dkimRecord(app.root, domain, dkimSelector),
      }
    },
  })
}

const SAYS: Readonly<Record<EmailDocumentKind, string>> = {
  list: 'a list: what somebody agrees to get',
  template: 'a template: MJML with variables, checked whole before it is kept',
  campaign: 'a campaign: one mail to a list, sent once',
  automation: 'an automation: welcome, back in stock, or a reminder of the basket',
}

function documentRoutes(api: Api, app: App, kind: EmailDocumentKind): void {
  const { body, answer } = EMAIL_FORMS[kind]
  const name = `Email${kind[0]?.toUpperCase()}${kind.slice(1)}`
  const url = `/v1/email/${kind}s`
  const tags = ['email']

  api.route({
    method: 'GET',
    url,
    config: { may: 'read_email' },
    schema: {
      operationId: `list${name}s`,
      tags,
      summary: `Every ${kind}, by id`,
      response: { 200: Type.Object({ [`${kind}s`]: list(answer) }), ...problems() },
    },
    handler: async () => ({ [`${kind}s`]: await listDocuments(app, kind) }),
  })

  api.route({
    method: 'GET',
    url: `${url}/:id`,
    config: { may: 'read_email' },
    schema: {
      operationId: `read${name}`,
      tags,
      summary: `Read ${SAYS[kind]}`,
      params: EmailPath,
      response: { 200: answer, ...problems(404) },
    },
    handler: async ({ params }) => getDocument(app, kind, params.id),
  })

  api.route({
    method: 'PUT',
    url: `${url}/:id`,
    config: { may: 'email' },
    schema: {
      operationId: `put${name}`,
      tags,
      summary: `Put ${SAYS[kind]}`,
      params: EmailPath,
      body,
      response: { 200: answer, ...bodyProblems(404) },
    },
    handler: async ({ params, body: given }) => {
      const put = await putDocument(app, kind, params.id, given)
      app.mailer.wake()
      return put
    },
  })

  api.route({
    method: 'DELETE',
    url: `${url}/:id`,
    config: { may: 'email' },
    schema: {
      operationId: `delete${name}`,
      tags,
      summary: `Delete ${SAYS[kind]}; what was started goes on as it was`,
      params: EmailPath,
      response: { 204: Type.Null(), ...bodyProblems(404) },
    },
    handler: async ({ params }, reply) => {
      await removeDocument(app, kind, params.id)
      app.mailer.wake()
      return reply.code(204).send(null)
    },
  })
}

function sendRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/email/campaigns/:id/send',
    config: { may: 'email' },
    schema: {
      operationId: 'startEmailSend',
      tags: ['email'],
      summary: 'Start the campaign’s one send: started twice, it is the same one',
      description:
        'The campaign and its template are taken as they are now. Whoever is on the list is asked about when their turn comes: the gate decides each mail.',
      params: EmailPath,
      response: { 200: SendAnswer, ...bodyProblems(404, 409) },
    },
    handler: async ({ params }) => {
      const started = await startSend(app, params.id)
      app.mailer.wake()
      return started
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/email/campaigns/:id/stop',
    config: { may: 'email' },
    schema: {
      operationId: 'stopEmailSend',
      tags: ['email'],
      summary: 'End what is still waiting of the campaign’s send, for good',
      params: EmailPath,
      response: { 200: StopAnswer, ...bodyProblems(404) },
    },
    handler: async ({ params }) => {
      const stopped = await stopSend(app, params.id)
      app.mailer.wake()
      return { stopped }
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/email/campaigns/:id/status',
    config: { may: 'read_email' },
    schema: {
      operationId: 'readEmailSend',
      tags: ['email'],
      summary: 'How the campaign’s send goes: counts alone, nobody is named',
      params: EmailPath,
      response: { 200: SendStatusAnswer, ...problems(404) },
    },
    handler: async ({ params }) => readSend(app, params.id),
  })

  api.route({
    method: 'POST',
    url: '/v1/email/campaigns/:id/preview',
    config: { may: 'preview_email' },
    schema: {
      operationId: 'previewEmail',
      tags: ['email'],
      summary: 'The mail as a person would get it, or as somebody who refused; nothing is sent',
      params: EmailPath,
      body: PreviewBody,
      response: { 200: PreviewAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request) => previewMail(app, request.params.id, whoIn(request, request.body)),
  })
}

function peopleRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/email/subscriptions',
    config: { may: 'subscribe' },
    schema: {
      operationId: 'subscribe',
      tags: ['email'],
      summary: 'Put a person’s address on a list; a list that asks first sends one mail that asks',
      description:
        'Being on a list permits nothing: consent is recorded apart, or by the link in the mail that asks. A page names nobody, and is always asked by mail.',
      body: SubscribeBody,
      response: { 200: SubscribeAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request) => {
      const { subject, externalId, anonymousId, ...asked } = request.body
      const who = whoIn(request, {
        ...(subject === undefined ? {} : { subject }),
        ...(externalId === undefined ? {} : { externalId }),
        ...(anonymousId === undefined ? {} : { anonymousId }),
      })
      if (who === undefined) throw new EquipoiseError('invalid_subject', 'Name the person')
      const ofPage = isPage(request.caller)
      if (ofPage) checkOfPage(asked)
      const done = await subscribe(app, who, {
        ...asked,
        region: readRegion(asked.region),
        relationship: relationshipIn(asked.relationship),
        mustAsk: ofPage,
      })
      app.mailer.wake()
      return { standing: done.standing, asking: done.asking }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/email/watches',
    config: { may: 'subscribe' },
    schema: {
      operationId: 'watchItem',
      tags: ['email'],
      summary: 'A person who has a contact asks to be told when an item is back',
      body: WatchBody,
      response: { 200: WatchAnswer, ...bodyProblems(404) },
    },
    handler: async (request) => {
      const { item, ...named } = request.body
      const who = whoIn(request, named)
      if (who === undefined) throw new EquipoiseError('invalid_subject', 'Name the person')
      await watchItem(app, await getSubject(app.store, who), item)
      return { item }
    },
  })
}

type Asked = Omit<Static<typeof SubscribeBody>, 'subject' | 'externalId' | 'anonymousId'>

/** A page says an address, a list and a zone; what needs proof, a back end says. */
function checkOfPage({ address: _, list: __, zone: ___, ...more }: Asked): void {
  if (Object.keys(more).length === 0) return
  throw new EquipoiseError('invalid_request', 'A page gives an address, a list and a zone alone')
}

function relationshipIn(given: Asked['relationship']) {
  if (given === undefined) return undefined
  const { context, lastPurchaseAt = '', lastInquiryAt = '', ownSimilarProducts } = given
  const [bought, inquired] = [parseInstant(lastPurchaseAt), parseInstant(lastInquiryAt)]
  return { context, lastPurchaseAt: bought, lastInquiryAt: inquired, ownSimilarProducts }
}

function transferRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/v1/email/export',
    config: { may: 'read_email' },
    schema: {
      operationId: 'exportEmail',
      tags: ['email'],
      summary: 'Lists, templates, campaigns and automations as one document; nobody is in it',
      response: { 200: Type.Unsafe<object>(TransferForm), ...problems() },
    },
    handler: () => exportEmail(app),
  })

  api.route({
    method: 'POST',
    url: '/v1/email/import',
    config: { may: 'email' },
    schema: {
      operationId: 'importEmail',
      tags: ['email'],
      summary: 'Put them from such a document; automations come in switched off',
      body: TransferForm,
      response: { 200: TransferAnswer, ...bodyProblems(404) },
    },
    handler: async ({ body }) => {
      const {
        lists = 0,
        templates = 0,
        campaigns = 0,
        automations = 0,
      } = await importEmail(app, body)
      app.mailer.wake()
      return { lists, templates, campaigns, automations }
    },
  })
}
