/**
 * The privacy center at `/privacy`, for whoever is in front of the page: by our cookie, by a
 * subject token that a link of the business brings behind `#token=` (which browsers send to
 * nobody), or by a link that we mailed. A GET of such a link only asks, since programs follow
 * links by themselves; the POST uses it up.
 */
import { escapeHtml, parseEmailAddress } from '@equipoise/core/email'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  ASKED_COOKIE,
  CENTER_COOKIE,
  type CenterSession,
  endCenterSession,
  type FoundLink,
  findCenterSession,
  findLink,
  hashBrowser,
  isSessionForm,
  makeSession,
  useLink,
} from '../../modules/access/index.ts'
import type { AskedLink } from '../../modules/email/index.ts'
import type { Api } from '../api.ts'
import { ownOrigins } from '../authorize.ts'
import { type CenterPage, pageFor, postForm, renderPage, wayIn, wayOut } from '../center-page.ts'
import type { PageKey } from '../page-key.ts'
import { formIn, readFormBodies } from '../read-body.ts'
import { clearCenter, setAsked, setCenter } from '../session-cookie.ts'

const FORM_BYTES_MAX = 8_192
const HIDDEN = { hide: true, querystring: Type.Object({ lang: Type.Optional(Type.String()) }) }
const BY_TOKEN = { ...HIDDEN, params: Type.Object({ token: Type.String({ maxLength: 100 }) }) }

export function privacyRoutes(api: Api, app: App, { key }: PageKey): void {
  readFormBodies(api)

  const show = async (request: FastifyRequest, reply: FastifyReply, notice = '') => {
    const page = pageFor(request)
    const session = await sessionIn(app, request)
    const way = session === undefined ? wayIn(app, page) : wayOut(app, page, session)
    return sendPage(reply, { ...page, way, notice, key })
  }

  api.route({
    method: 'GET',
    url: '/privacy',
    schema: HIDDEN,
    handler: async (request, reply) => show(request, reply),
  })

  api.route({
    method: 'POST',
    url: '/privacy/link',
    bodyLimit: FORM_BYTES_MAX,
    config: { perAddress: 'link' },
    schema: HIDDEN,
    handler: async (request, reply) => {
      checkOwnPage(app, request)
      const { words } = pageFor(request)
      const address = parseEmailAddress(
        (formIn(request).get('address') ?? '').replace(/^ +| +$/g, ''),
      )
      if (!address.ok) return show(request, reply.code(400), words.linkWrong)
      askLink(app, { request, reply }, { address: address.value })
      return show(request, reply, words.linkSent)
    },
  })

  api.route({
    method: 'POST',
    url: '/privacy/link/again',
    bodyLimit: FORM_BYTES_MAX,
    config: { perAddress: 'link' },
    schema: HIDDEN,
    handler: async (request, reply) => {
      checkOwnPage(app, request)
      const session = await sessionIn(app, request)
      if (session === undefined) return show(request, reply.code(403))
      askLink(app, { request, reply }, { subject: session.subject })
      return show(request, reply, pageFor(request).words.linkSent)
    },
  })

  api.route({
    method: 'POST',
    url: '/privacy/leave',
    bodyLimit: FORM_BYTES_MAX,
    schema: HIDDEN,
    handler: async (request, reply) => {
      checkOwnPage(app, request)
      const session = await sessionIn(app, request)
      if (session !== undefined) await endCenterSession(app, session)
      clearCenter(reply)
      return toCenter(request, reply)
    },
  })

  api.route({
    method: 'GET',
    url: '/privacy/link/:token',
    config: { perAddress: 'address' },
    schema: BY_TOKEN,
    handler: async (request, reply) => sendAsking(app, request, reply, await linkIn(app, request)),
  })

  api.route({
    method: 'POST',
    url: '/privacy/link/:token',
    bodyLimit: FORM_BYTES_MAX,
    config: { perAddress: 'address' },
    schema: BY_TOKEN,
    handler: async (request, reply) => {
      checkOwnPage(app, request)
      const link = await linkIn(app, request)
      const isMeant = link?.isSameBrowser === true || formIn(request).has('elsewhere')
      if (link === undefined || !isMeant) return sendAsking(app, request, reply, link)
      const used = await useLink(app, link)
      if (used === undefined) return sendAsking(app, request, reply, undefined)
      setCenter(reply, used.secret)
      return toCenter(request, reply)
    },
  })
}

export async function sessionIn(
  app: App,
  { cookies }: FastifyRequest,
): Promise<CenterSession | undefined> {
  return findCenterSession(app, cookies[CENTER_COOKIE])
}

export function sendPage(reply: FastifyReply, page: CenterPage): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('vary', 'Accept-Language')
    .header('content-language', page.language)
    .type('text/html; charset=utf-8')
    .send(renderPage(page))
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** The same for everybody: whether the address is known, nothing that is answered depends on. */
export function askLink(app: App, { request, reply }: Exchange, who: AskedLink['who']): void {
  if (!app.mailer.standing().configured) {
    throw new EquipoiseError('email_not_set_up', 'Cannot send a link: no mail is set up')
  }
  const asked = request.cookies[ASKED_COOKIE]
  const secret = isSessionForm(asked) ? asked : makeSession(app.random)
  const { language } = pageFor(request)
  app.linkAsks.put({ who, browser: hashBrowser(app.root, secret), language })
  setAsked(reply, secret)
}

/** Any other page may link here, and post nothing here. @throws EquipoiseError `origin_refused`. */
function checkOwnPage(app: App, request: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = request.headers
  const isOwn =
    site === undefined ? ownOrigins(app, request).includes(origin ?? '') : site === 'same-origin'
  if (!isOwn) throw new EquipoiseError('origin_refused', 'Cannot take a form from another page')
}

type ByToken = FastifyRequest & { readonly params: { readonly token: string } }

async function linkIn(app: App, { params, cookies }: ByToken): Promise<FoundLink | undefined> {
  return findLink(app, params.token, cookies[ASKED_COOKIE])
}

/** Asks, and uses nothing up. @param link undefined where it opens nothing any more. */
function sendAsking(
  app: App,
  request: ByToken,
  reply: FastifyReply,
  link: FoundLink | undefined,
): FastifyReply {
  const page = pageFor(request)
  const { words, language } = page
  if (link === undefined) {
    const top = `<section class="way"><h2>${escapeHtml(words.linkGone)}</h2><p>${escapeHtml(words.linkGoneSays)}</p></section>`
    return sendPage(reply.code(404), { ...page, top, way: wayIn(app, page), key: undefined })
  }
  const says = link.isSameBrowser ? words.linkHere : words.linkElsewhere
  const action = `/privacy/link/${request.params.token}?lang=${language}`
  const fields = link.isSameBrowser ? undefined : { elsewhere: '1' }
  const way = `<section class="way"><p>${escapeHtml(says)}</p>${postForm(action, words.linkOpen, fields)}</section>`
  return sendPage(reply, { ...page, way, key: undefined })
}

function toCenter(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.redirect(`/privacy?lang=${pageFor(request).language}`, 303)
}
