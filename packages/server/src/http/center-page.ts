/**
 * The page around the privacy center, in the reader's language: who is in front of it and how, and
 * what works without a script. What a person chose about mail is a part of it, too.
 */
import {
  directionOf,
  fillWords,
  TRANSLATIONS,
  type Translation,
  type Words,
} from '@equipoise/browser/languages'
import { readServed } from '@equipoise/browser/served'
import { escapeHtml } from '@equipoise/core/email'
import type { FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import type { CenterSession } from '../modules/access/index.ts'
import { languageOf } from './page-language.ts'

export interface CenterPage {
  readonly language: string
  readonly words: Words
  /** What was just done, or went wrong; empty for nothing. */
  readonly notice?: string
  /** What stands above the rest, as HTML. */
  readonly top?: string
  /** How one comes in, or came in, as HTML. */
  readonly way: string
  /** The key of the page's own center; undefined where there is none in it. */
  readonly key: string | undefined
}

export function pageFor(request: FastifyRequest): Pick<CenterPage, 'language' | 'words'> {
  const { language, words }: Translation = languageOf(request)
  return { language, words }
}

const FILES = readServed()
const pathOf = (name: string): string => `/sdk/${name}?v=${FILES.get(name)?.digest ?? ''}`
const STYLES = ['privacy-center.css', 'privacy-page.css'].map(
  (name) => `<link rel="stylesheet" href="${pathOf(name)}">`,
)
const SCRIPT = `<script type="module" src="${pathOf('privacy-center.js')}"></script>`

export function renderPage({
  language,
  words,
  notice = '',
  top = '',
  way,
  key,
}: CenterPage): string {
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escapeHtml(words.pageTitle)}</title>
<link rel="icon" href="/page/mark.svg" type="image/svg+xml">
${STYLES.join('\n')}
${key === undefined ? '' : SCRIPT}
</head>
<body>
<a class="skip" href="#center">${escapeHtml(words.skip)}</a>
<header>
<img src="/page/mark.svg" alt="" width="40" height="40">
<div>
<h1>${escapeHtml(words.pageTitle)}</h1>
<p>${escapeHtml(words.pageSays)}</p>
</div>
${languageForm(language, words)}
</header>
<main id="center">
${notice === '' ? '' : `<p class="notice" role="status">${escapeHtml(notice)}</p>`}
${top}
${way}
${key === undefined ? '' : element(key, language, words)}
</main>
</body>
</html>
`
}

function element(key: string, language: string, words: Words): string {
  return `<equipoise-privacy-center key="${key}" lang="${language}"></equipoise-privacy-center>
<noscript><p>${escapeHtml(words.noScript)}</p></noscript>`
}

/** Languages by their own names, in an order that is everybody's. */
const NAMES = TRANSLATIONS.map(({ language }) => ({
  language,
  name: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
})).toSorted((one, other) => one.name.localeCompare(other.name, 'en'))

function languageForm(current: string, words: Words): string {
  const options = NAMES.map(({ language, name }) => {
    const selected = language === current ? ' selected' : ''
    return `<option value="${language}" lang="${language}"${selected}>${escapeHtml(name)}</option>`
  })
  return `<form class="language" method="get" action="/privacy" data-language>
<label for="lang">${escapeHtml(words.language)}</label>
<select id="lang" name="lang">${options.join('')}</select>
<button>${escapeHtml(words.show)}</button>
</form>`
}

/** For whoever is not signed in: by mail where mail can be sent, else whom to write to. */
export function wayIn(
  app: App,
  { language, words }: Pick<CenterPage, 'language' | 'words'>,
): string {
  const contact = `<p>${escapeHtml(fillWords(words.contact, { contact: contactOf(app, words) }))}</p>`
  if (!app.mailer.standing().configured) return `<section class="way">${contact}</section>`
  return `<section class="way" aria-labelledby="way">
<h2 id="way">${escapeHtml(words.linkTitle)}</h2>
<p id="way-says">${escapeHtml(words.linkSays)}</p>
<form method="post" action="/privacy/link?lang=${language}">
<label for="address">${escapeHtml(words.linkAddress)}</label>
<input id="address" name="address" type="email" dir="ltr" autocomplete="email" required maxlength="254" aria-describedby="way-says">
<button>${escapeHtml(words.linkSend)}</button>
</form>
${contact}
</section>`
}

/** For whoever came by a link: until when, a fresh one, and the way out. */
export function wayOut(
  { config }: App,
  { language, words }: Pick<CenterPage, 'language' | 'words'>,
  { until }: CenterSession,
): string {
  const zone = config.email.zone
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: zone })
  const time = `${clock.format(until)} (${zone})`
  return `<section class="way out">
<p>${escapeHtml(fillWords(words.linkIn, { time }))}</p>
${postForm(`/privacy/link/again?lang=${language}`, words.linkFresh)}
${postForm(`/privacy/leave?lang=${language}`, words.linkOut)}
</section>`
}

/** @param action its own page where undefined. @param fields names and values that it brings. */
export function postForm(
  action: string | undefined,
  says: string,
  fields: Readonly<Record<string, string>> = {},
): string {
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  )
  const target = action === undefined ? '' : ` action="${escapeHtml(action)}"`
  return `<form method="post"${target}>${hidden.join('')}<button>${escapeHtml(says)}</button></form>`
}

function contactOf({ config, statements: { controller } }: App, words: Words): string {
  const { banner, receipts } = config
  const said = [
    banner.controller ?? controller?.name,
    receipts.address ?? controller?.address,
    receipts.contact ?? controller?.contact,
  ].filter((one) => one !== undefined)
  return said.length > 0 ? said.join(', ') : words.contactNobody
}
