/** The small pages behind links in mails: plain HTML, no script, readable without a style. */
import { directionOf, type Words } from '@equipoise/browser/languages'
import { escapeHtml } from '@equipoise/core/email'

export interface PageWords {
  readonly language: string
  readonly words: Words
}

function page({ language }: PageWords, title: string, inside: string): string {
  return `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title><link rel="stylesheet" href="/page/tokens.css"><link rel="stylesheet" href="/page/mail.css"></head>
<body><main><h1>${escapeHtml(title)}</h1>${inside}</main></body></html>`
}

/** Asks, and does nothing by itself: the form posts to the address that it stands at. */
export function askPage(spoken: PageWords, question: string, answer: string): string {
  const form = `<form method="post"><button>${escapeHtml(answer)}</button></form>`
  return page(spoken, question, form)
}

/** @param says that there is no more marketing mail, where left out. */
export function donePage(spoken: PageWords, says: string = spoken.words.stopped): string {
  return page(spoken, says, `<p>${escapeHtml(spoken.words.stoppedSays)}</p>`)
}

export function noSuchPage(spoken: PageWords): string {
  const { linkGone, linkGoneSays } = spoken.words
  return page(spoken, linkGone, `<p>${escapeHtml(linkGoneSays)}</p>`)
}
