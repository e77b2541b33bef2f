/** A document as one page of HTML, without a script. Its style is the caller’s to give. */
import type { Block, RecordDocument } from './document.ts'

export interface PageForm {
  /** CSS, put into the page. */
  readonly style: string
}

export function formatPage(document: RecordDocument, { style }: PageForm): string {
  const { title, lead, blocks } = document
  return pageAround({
    title,
    style,
    body: [
      `<header class="head">${MARK}<p class="wordmark">Equipoise</p></header>`,
      `<main class="record"><h1>${escaped(title)}</h1><p class="lead">${escaped(lead)}</p>`,
      ...blocks.map(formatBlock),
      '</main>',
    ].join('\n'),
  })
}

export interface PageParts extends PageForm {
  readonly title: string
  readonly body: string
}

export function pageAround({ title, style, body }: PageParts): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style></head>`,
    `<body>\n${body}\n</body></html>\n`,
  ].join('\n')
}

/** The beam with its two weights: decoration, as its name stands beside it. */
export const MARK =
  '<svg class="mark" viewBox="0 0 48 32" aria-hidden="true"><g class="beam"><path d="M6 12H42"/>' +
  '<circle cx="11" cy="7" r="5"/><circle cx="37" cy="7" r="5"/></g><path class="foot" d="M24 14 31 28H17Z"/></svg>'

function formatBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`
    case 'text':
      return `<p>${escaped(block.text)}</p>`
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`
    case 'table':
      return drawTable(block.head, block.rows)
    case 'open':
      return drawTable(
        ['field', 'what is asked', 'because of'],
        block.points.map(({ field, says, citation }) => [field, says, citation]),
        'open',
      )
  }
}

/** Each cell carries its heading, so that a narrow page can show rows one below the other. */
export function drawTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  name: string = 'plain',
): string {
  const heads = head.map((one) => `<th scope="col">${escaped(one)}</th>`).join('')
  const body = rows.map((cells) => {
    const drawn = cells.map(
      (cell, place) => `<td data-head="${escaped(head[place] ?? '')}">${escaped(cell)}</td>`,
    )
    return `<tr>${drawn.join('')}</tr>`
  })
  return `<div class="wide"><table class="${name}"><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}
