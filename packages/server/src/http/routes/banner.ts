/** What a page asks a person with, and their answer: by the SDK, or by a form without a script. */
import { bannerLayout, branch, toDrawn, toHtml } from '@equipoise/browser/banner'
import { readServed } from '@equipoise/browser/served'
import { type Choice, PRIVATE_COOKIE } from '@equipoise/core/consent'
import { assert } from '@equipoise/core/values'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../app.ts'
import { askBanner } from '../../modules/banner/index.ts'
import type { Api } from '../api.ts'
import { inFrontHere } from '../authorize.ts'
import { choiceIn } from '../choice-cookie.ts'
import { chooseOnPage } from '../choose-on-page.ts'
import { askedOf } from '../consent-from-page.ts'
import {
  BannerAnswer,
  BannerBody,
  BannerElementsAnswer,
  BannerHtmlAnswer,
  BannerHtmlBody,
  ChoiceAnswer,
  ChoiceBody,
} from '../person-schemas.ts'
import { viewSession } from '../session-view.ts'
import { situationOf } from '../situation.ts'
import { bodyProblems } from './problems.ts'

export function bannerRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/banner',
    config: { may: 'notice', readsOnly: true },
    schema: {
      operationId: 'askBanner',
      tags: ['consent'],
      summary:
        'Ask whether there is something to ask the person in front of the page, and with what',
      description:
        'Nothing is asked that the law prohibits or leaves free here, that a signal refuses, or that was answered. The words are registered as a notice before they are handed out.',
      body: BannerBody,
      response: { 200: BannerAnswer, ...bodyProblems() },
    },
    handler: async (request) => {
      const { again = false, gpc = false, languages = [], location } = request.body
      const asking = { again, gpc, languages, location }
      const { inFront, person, banner } = await ask(app, request, asking)
      // Copies, because the answer's type is one that may be written to.
      return structuredClone({ ...viewSession(app, inFront, person), banner: banner ?? null })
    },
  })

  const style = readServed().get('banner.css')?.text
  assert(style !== undefined, 'the style of the banner among what is served')
  api.route({
    method: 'POST',
    url: '/v1/banner/elements',
    config: { may: 'notice', readsOnly: true },
    schema: {
      operationId: 'drawBanner',
      tags: ['consent'],
      summary: 'The banner as elements and their style, for a script to put into a page',
      description:
        'As `POST /v1/banner`, but drawn: what the SDK asks, in one request. `tree` is lists of a tag, its attributes, and what stands in it: more lists, and text that is nothing but text.',
      body: BannerBody,
      response: { 200: BannerElementsAnswer, ...bodyProblems() },
    },
    handler: async (request) => {
      const { again = false, gpc = false, languages = [], location } = request.body
      const asking = { again, gpc, languages, location }
      const { inFront, person, banner } = await ask(app, request, asking)
      const drawn = banner && { ...banner, tree: toDrawn(bannerLayout(banner)), style }
      return structuredClone({ ...viewSession(app, inFront, person), banner: drawn ?? null })
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/banner/html',
    config: { may: 'notice', readsOnly: true },
    schema: {
      operationId: 'renderBanner',
      tags: ['consent'],
      summary: 'The banner as HTML, for a back end to put into a page: it works without a script',
      description:
        'Send the publishable key, the page’s origin as Origin, and the browser’s Cookie, Accept-Language and Sec-GPC. Empty where there is nothing to ask, and in a private session.',
      body: BannerHtmlBody,
      response: { 200: BannerHtmlAnswer, ...bodyProblems() },
    },
    handler: async (request) => {
      // No answer of theirs would go out from the page.
      if (request.cookies[PRIVATE_COOKIE] !== undefined) return { html: '' }
      const { languages = [], location, return: back } = request.body
      const { banner } = await ask(app, request, {
        again: false,
        gpc: false,
        languages,
        location,
      })
      if (banner === undefined) return { html: '' }
      const { publicOrigin = '' } = app.config.http
      const [, writeKey = ''] = (request.headers.authorization ?? '').split(' ')
      const { nonce, purposes } = banner
      const fields = { writeKey, nonce, asked: purposes.join(), return: back }
      const style = { rel: 'stylesheet', href: `${publicOrigin}/sdk/banner.css` }
      const target = { action: `${publicOrigin}/v1/choice/form`, fields }
      return { html: toHtml(branch('link', style)) + toHtml(bannerLayout(banner, target)) }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/choice',
    config: { may: 'consent' },
    schema: {
      operationId: 'choose',
      tags: ['consent'],
      summary: 'Answer a banner: a yes to some purposes, a no to others',
      description:
        'A yes needs the nonce of the notice shown, a no nothing. The answer sets a cookie that holds the choice and no identifier; of somebody unknown a no is kept there alone.',
      body: ChoiceBody,
      response: { 200: ChoiceAnswer, ...bodyProblems(404, 409) },
    },
    handler: async (request, reply) => {
      const { give, refuse, nonce, location } = request.body
      return chooseOnPage(app, { request, reply }, { give, refuse, nonce, location })
    },
  })
}

interface Asking {
  readonly again: boolean
  readonly gpc: boolean
  readonly languages: readonly string[]
  readonly location: string | undefined
}

async function ask(app: App, request: FastifyRequest, asking: Asking) {
  const { again, languages, location } = asking
  const inFront = await inFrontHere(app, request)
  const here = situationOf(request, location)
  const gpc = asking.gpc || here.signals.gpc
  const situation = { ...here, signals: { gpc } }
  const person = await app.gate.open(inFront.subject, situation)
  const banner = await askBanner(app, app.config.banner, {
    person,
    choice: choiceHere(request),
    again,
    gpc,
    languages,
    asked: askedOf(request),
  })
  return { inFront, person, banner }
}

/** A yes that this browser keeps is of whoever used it: whoever signs in has not said it. */
function choiceHere(request: FastifyRequest): Choice | undefined {
  const choice = choiceIn(request)
  const { caller } = request
  const isNamed = caller.kind === 'subject' && caller.via === 'token'
  return choice && isNamed ? { ...choice, given: [] } : choice
}
