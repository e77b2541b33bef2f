/**
 * What links in mails open. No login, no cookie, and no knowing who asks: the token in the path is
 * all. A GET only asks, since programs follow links by themselves; the POST acts (RFC 8058). They
 * do nothing but say no, or confirm what was sent to that very address.
 */
import { fillWords } from '@equipoise/browser/languages'
import { escapeHtml } from '@equipoise/core/email'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import {
  confirmList,
  openLink,
  PIXEL,
  readChoices,
  sayNo,
  trackMail,
  unsubscribe,
} from '../../modules/email/index.ts'
import type { Api } from '../api.ts'
import { pageFor, postForm, wayOut } from '../center-page.ts'
import { channelsPart } from '../channels-part.ts'
import { askPage, donePage, noSuchPage, type PageWords } from '../mail-pages.ts'
import type { PageKey } from '../page-key.ts'
import { formIn, readFormBodies } from '../read-body.ts'
import { askLink, sendPage, sessionIn } from './privacy.ts'

const TokenPath = Type.Object({ token: Type.String({ maxLength: 4_096 }) })
const FORM_BYTES_MAX = 8_192

const HIDDEN = { hide: true, params: TokenPath }

export function emailLinkRoutes(api: Api, app: App, key: PageKey): void {
  readFormBodies(api)

  api.route({
    method: 'GET',
    url: '/email/unsubscribe/:token',
    schema: HIDDEN,
    handler: async (request, reply) => {
      const page = pageFor(request)
      const isOurs = openLink(app.root, 'unsubscribe', request.params.token) !== undefined
      return send(reply, isOurs && askPage(page, page.words.stopAll, page.words.stopAll))
    },
  })

  api.route({
    method: 'POST',
    url: '/email/unsubscribe/:token',
    bodyLimit: FORM_BYTES_MAX,
    schema: HIDDEN,
    handler: async (request, reply) => {
      const ours = await unsubscribe(app, request.params.token, 'One click in a mail (RFC 8058)')
      return send(reply, ours && donePage(pageFor(request)))
    },
  })

  api.route({
    method: 'GET',
    url: '/email/confirm/:token',
    schema: HIDDEN,
    handler: async (request, reply) => {
      const page = pageFor(request)
      const isOurs = openLink(app.root, 'confirm', request.params.token) !== undefined
      return send(reply, isOurs && askPage(page, page.words.confirmAsk, page.words.confirmYes))
    },
  })

  api.route({
    method: 'POST',
    url: '/email/confirm/:token',
    bodyLimit: FORM_BYTES_MAX,
    schema: HIDDEN,
    handler: async (request, reply) => {
      const page = pageFor(request)
      const title = await confirmList(app, request.params.token)
      app.mailer.wake()
      const says = title && fillWords(page.words.confirmed, { list: `“${title}”` })
      return send(reply, says && donePage(page, says))
    },
  })

  preferenceRoutes(api, app, key)
  trackingRoutes(api, app)
}

/** The privacy center, at what one chose about mail. */
function preferenceRoutes(api: Api, app: App, key: PageKey): void {
  api.route({
    method: 'GET',
    url: '/email/preferences/:token',
    schema: HIDDEN,
    handler: async (request, reply) => showChoices(app, request, reply, key),
  })

  api.route({
    method: 'POST',
    url: '/email/preferences/:token',
    bodyLimit: FORM_BYTES_MAX,
    config: { perAddress: 'address' },
    schema: HIDDEN,
    handler: async (request, reply) => {
      const { token } = request.params
      const said = formIn(request)
      const leaving = said.get('leave')
      if (said.has('all')) {
        await unsubscribe(app, token, 'Said on the preferences page of a mail')
        return send(reply, donePage(pageFor(request)))
      }
      const link = openLink(app.root, 'preferences', token)
      if (said.has('link') && link !== undefined) {
        askLink(app, { request, reply }, { subject: link.subject })
        return showChoices(app, request, reply, key, pageFor(request).words.linkSent)
      }
      if (said.has('tracking')) await sayNo(app, token, 'tracking')
      if (leaving !== null) await sayNo(app, token, { list: leaving.slice(0, 64) })
      return showChoices(app, request, reply, key)
    },
  })
}

type ByToken = FastifyRequest & { readonly params: { readonly token: string } }

async function showChoices(
  app: App,
  request: ByToken,
  reply: FastifyReply,
  { key }: PageKey,
  notice = '',
): Promise<FastifyReply> {
  const { token } = request.params
  const page = pageFor(request)
  const { words } = page
  const link = openLink(app.root, 'preferences', token)
  const choices = await readChoices(app, token)
  if (link === undefined || choices === undefined) return send(reply, undefined, page)
  if (choices === 'unknown')
    return sendPage(reply, { ...page, notice: words.noAddress, way: '', key: undefined })
  const titleOf = (id: string): string => app.catalogue.find(id)?.title ?? id
  const top = channelsPart(words, choices, titleOf)
  const session = await sessionIn(app, request)
  if (session?.subject === link.subject) {
    return sendPage(reply, { ...page, notice, top, way: wayOut(app, page, session), key })
  }
  // The mail may have been passed on: the rest is for whoever proves to be its reader.
  const way = `<section class="way"><p>${escapeHtml(words.restSays)}</p>${postForm(undefined, words.linkSend, { link: '1' })}</section>`
  return sendPage(reply, { ...page, notice, top, way, key: undefined })
}

function trackingRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/email/open/:token',
    schema: HIDDEN,
    handler: async ({ params: { token } }, reply) => {
      await trackMail(app, 'open', token)
      // The same picture, whoever asks with whatever token.
      return reply
        .type('image/gif')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(PIXEL)
    },
  })

  api.route({
    method: 'GET',
    url: '/email/follow/:token',
    schema: HIDDEN,
    handler: async ({ params: { token } }, reply) => {
      const target = await trackMail(app, 'follow', token)
      return target === undefined ? send(reply, undefined) : reply.redirect(target, 302)
    },
  })
}

/** @param html undefined, empty or false where the link is not one of ours. */
function send(
  reply: FastifyReply,
  html: string | false | undefined,
  page: PageWords = pageFor(reply.request),
): FastifyReply {
  const found = typeof html === 'string' && html !== ''
  return reply
    .code(found ? 200 : 404)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(found ? html : noSuchPage(page))
}
