/**
 * An ad as a piece of HTML: that it is one, on whose behalf, who paid, how it was aimed, and what
 * it shows; for programs too, in schema.org's words for an advertising section and its sponsor.
 * Without script, without a style sheet, without any address but that of its picture and that which
 * it leads to. What is HTML already stands in a frame that runs and loads nothing.
 */
import { escapeHtml } from '@equipoise/core/email'
import type { AdView } from '../ads/index.ts'
import type { Size } from './read-bid-request.ts'

const FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
const LOOK =
  'box-sizing:border-box;overflow:auto;padding:4px 8px;border:1px solid #767676;background:#fff;' +
  'color:#1b1b1b;font:14px/1.4 system-ui,sans-serif'
const SCHEMA = 'https://schema.org'
const SMALL = 'margin:0;font-size:11px'

/** @param html of the creative, where it has any. */
export function bannerMarkup(ad: AdView, html: string | undefined, size: Size | undefined): string {
  const box = size === undefined ? '' : `width:${size.width}px;height:${size.height}px;`
  const told = tellsOf(ad)
    .map((text) => `<p style="${SMALL}">${escapeHtml(text)}</p>`)
    .join('')
  const data = `itemscope itemtype="${SCHEMA}/WPAdBlock"`
  return `<div lang="en" ${data} style="${box}${LOOK}">${sponsorOf(ad)}${told}${contentOf(ad, html)}</div>`
}

function sponsorOf({ payer }: AdView): string {
  const name = `<meta itemprop="name" content="${escapeHtml(payer)}">`
  return `<span itemprop="sponsor" itemscope itemtype="${SCHEMA}/Organization">${name}</span>`
}

function tellsOf({ behalf, payer, parameters, labels, synthetic }: AdView): readonly string[] {
  const paid = payer === behalf ? '' : ` · Paid by ${payer}`
  return [
    `Ad · On behalf of ${behalf}${paid}`,
    ...labels,
    ...(synthetic ? ['A person in it is synthetic or altered'] : []),
    `Shown to: ${parameters.map(({ says }) => says).join('; ')}`,
  ]
}

function contentOf({ content }: AdView, html: string | undefined): string {
  const { title, text, link, image } = content
  const frame =
    html === undefined
      ? ''
      : `<iframe sandbox="" title="${escapeHtml(title)}" width="100%" style="border:0" srcdoc="${escapeHtml(framed(html))}"></iframe>`
  const picture =
    image === null
      ? ''
      : `<img src="${escapeHtml(image.url)}" alt="${escapeHtml(image.alt)}" referrerpolicy="no-referrer" style="display:block;max-width:100%;max-height:60%;object-fit:contain">`
  const says = text === null ? '' : `<span style="display:block">${escapeHtml(text)}</span>`
  const head = `<strong style="display:block">${escapeHtml(title)}</strong>`
  const leads = `href="${escapeHtml(link)}" target="_blank" rel="sponsored noopener noreferrer"`
  return `${frame}<a ${leads} style="display:block;min-height:44px;color:inherit">${picture}${head}${says}</a>`
}

function framed(html: string): string {
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${FRAME_POLICY}">${html}`
}
