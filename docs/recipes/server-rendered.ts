import { createServer, type IncomingMessage } from 'node:http'

const api = process.env['EQUIPOISE_URL'] ?? 'http://127.0.0.1:8787'
const key = process.env['EQUIPOISE_PUBLISHABLE_KEY'] ?? ''
const origin = process.env['SHOP_ORIGIN'] ?? 'http://localhost:8080'

/** Undefined where no answer came in time: then the page has its own picks, or no row. */
async function ask<T>(
  path: string,
  body: object,
  { headers }: IncomingMessage,
): Promise<T | undefined> {
  try {
    const answer = await fetch(api + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        origin,
        cookie: headers.cookie ?? '',
        ...(headers['sec-gpc'] === '1' && { 'sec-gpc': '1' }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(500),
    })
    // The server's schema says what it is.
    return answer.ok ? ((await answer.json()) as T) : undefined
  } catch {
    return undefined
  }
}

interface Item {
  readonly id: string
  readonly title: string | null
  readonly token?: string
}

interface Decided {
  readonly items: readonly Item[]
}

function row(decided: Decided | undefined): string {
  if (decided === undefined) return ''
  const items = decided.items.map(
    ({ id, title, token }) => `
      <article data-equipoise-item="${escapeHtml(id)}" data-equipoise-token="${token ?? ''}">
        <a href="/items/${encodeURIComponent(id)}" data-field="title">${escapeHtml(title ?? id)}</a>
        <button data-equipoise-why hidden aria-label="Why ${escapeHtml(title ?? id)}">Why?</button>
      </article>`,
  )
  return `<div data-equipoise-slot="home" data-count="3"
    data-equipoise-decided="${escapeHtml(JSON.stringify(decided))}">${items.join('')}
    <template><article><a href="/items/{id}" data-field="title"></a>
      <button data-equipoise-why>Why?</button></article></template></div>`
}

export const server = createServer(async (request, response) => {
  const page = { languages: ['en'], return: `${origin}/` }
  const [banner, decided] = await Promise.all([
    ask<{ readonly html: string }>('/v1/banner/html', page, request),
    ask<Decided>('/v1/decide', { slot: 'home', count: 3 }, request),
  ])
  response.setHeader('cache-control', 'private, no-store')
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(`<!doctype html>
    <html lang="en"><head><title>Tide and Trail</title>
    <script async src="/sdk.js" data-key="${key}"></script></head>
    <body>${banner?.html ?? ''}<main><h1>For you</h1>${row(decided)}</main></body></html>`)
})

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
