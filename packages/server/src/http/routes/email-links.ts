/**
 * What links in mails open. No login, no cookie, and no knowing who asks: the token in the path is
 * all. A GET only asks, since programs follow links by themselves; the POST acts (RFC 8058). They
 * do nothing but say no, or confirm what was sent to that very address.
 */
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
import { askPage, choicesPage, donePage, noSuchPage } from '../mail-pages.ts'

const TokenPath = Type.Object({ token: Type.String({ maxLength: 4_096 }) })
const FORM_BYTES_MAX = 8_192

/** Mail programs send a form of either kind; what is in it is read where it matters. */
function readFormBodies(api: Api): void {
  api.removeAllContentTypeParsers()
  api.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => new URLSearchParams(body.toString('utf8')),
  )
}

const HIDDEN = { hide: true, params: TokenPath }

export function emailLinkRoutes(api: Api, app: App): void {
  readFormBodies(api)

  api.route({
    method: 'GET',
    url: '/email/unsubscribe/:token',
    schema: HIDDEN,
    handler: async ({ params: { token } }, reply) =>
      send(
        reply,
        openLink(app.root, 'unsubscribe', token) &&
          askPage('Stop all marketing mail to this address?', 'Stop all mail'),
      ),
  })

  api.route({
    method: 'POST',
    url: '/email/unsubscribe/:token',
    bodyLimit: FORM_BYTES_MAX,
    schema: HIDDEN,
    handler: async ({ params: { token } }, reply) => {
      const ours = await unsubscribe(app, token, 'One click in a mail (RFC 8058)')
      return send(reply, ours && donePage('You get no more marketing mail from us.'))
    },
  })

  api.route({
    method: 'GET',
    url: '/email/confirm/:token',
    schema: HIDDEN,
    handler: async ({ params: { token } }, reply) =>
      send(
        reply,
        openLink(app.root, 'confirm', token) &&
          askPage('Do you want this mail? You can end it with one click at any time.', 'Yes'),
      ),
  })

  api.route({
    method: 'POST',
    url: '/email/confirm/:token',
    bodyLimit: FORM_BYTES_MAX,
    schema: HIDDEN,
    handler: async ({ params: { token } }, reply) => {
      const title = await confirmList(app, token)
      app.mailer.wake()
      return send(reply, title && donePage(`You are on the list “${title}”.`))
    },
  })

  preferenceRoutes(api, app)
  trackingRoutes(api, app)
}

function preferenceRoutes(api: Api, app: App): void {
  api.route({
    method: 'GET',
    url: '/email/preferences/:token',
    schema: HIDDEN,
    handler: async ({ params: { token } }, reply) => showChoices(app, token, reply),
  })

  api.route({
    method: 'POST',
    url: '/email/preferences/:token',
    bodyLimit: FORM_BYTES_MAX,
    schema: HIDDEN,
    handler: async ({ params: { token }, body }, reply) => {
      const said = body instanceof URLSearchParams ? body : new URLSearchParams()
      const leaving = said.get('leave')
      if (said.has('all')) {
        await unsubscribe(app, token, 'Said on the preferences page of a mail')
        return send(reply, donePage('You get no more marketing mail from us.'))
      }
      if (said.has('tracking')) await sayNo(app, token, 'tracking')
      if (leaving !== null) await sayNo(app, token, { list: leaving.slice(0, 64) })
      return showChoices(app, token, reply)
    },
  })
}

async function showChoices(app: App, token: string, reply: FastifyReply): Promise<FastifyReply> {
  const choices = await readChoices(app, token)
  if (choices === undefined) return send(reply, undefined)
  if (choices === 'unknown') {
    return send(reply, donePage('We hold no address of yours, and send you no mail.'))
  }
  const titleOf = (id: string): string => app.catalogue.find(id)?.title ?? id
  return send(reply, choicesPage(choices, titleOf))
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

/** @param page undefined, empty or false where the link is not one of ours. */
function send(reply: FastifyReply, page: string | false | undefined): FastifyReply {
  const found = typeof page === 'string' && page !== ''
  return reply
    .code(found ? 200 : 404)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(found ? page : noSuchPage())
}
