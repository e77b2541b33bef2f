/**
 * A business's site on loopback, with the product behind the same origin, as a reverse proxy puts
 * it. Each path is a page that the test hands in; the product can be cut off.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { aKey, aServer, type ServerBuilder, type TestServer } from './server.ts'

export interface ShopPage {
  /** Put into the body; `{key}` is the publishable key. */
  readonly body?: string
  readonly head?: string
  readonly language?: string
  /** Attributes of the SDK's script tag; null for none. */
  readonly script?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /** The whole file in place of all that, `YOUR_KEY` being the publishable key. */
  readonly whole?: string
}

export interface ShopSite {
  readonly server: TestServer
  readonly url: string
  readonly key: string
  /** Makes a page, and returns its address. */
  put(path: string, page: ShopPage): string
  /** How the product answers: as it is, never, with an error, or not at all. */
  reach: 'up' | 'slow' | 'broken' | 'down'
  /** What came for the product, as `METHOD /path`. */
  readonly calls: string[]
}

export async function aShopSite(
  t: Pick<TestContext, 'after'>,
  builder: ServerBuilder = {},
): Promise<ShopSite> {
  const environment = { EQUIPOISE_CONTROLLER: 'The Shop', ...builder.environment }
  const server = await aServer(t, { ...builder, environment })
  const pages = new Map<string, string>()
  const heads = new Map<string, Readonly<Record<string, string>>>()
  const http = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
    if (/^\/(v1|sdk)/.test(pathname)) return pass(site, incoming, outgoing)
    const html = pages.get(pathname)
    outgoing.writeHead(html === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      ...heads.get(pathname),
    })
    outgoing.end(html ?? '')
  })
  t.after(() => http.close())
  await new Promise<void>((done) => http.listen(0, 'localhost', done))
  // It listens on a port.
  const url = `http://localhost:${(http.address() as AddressInfo).port}`
  const key = await aKey(server.app, { kind: 'publishable', origins: [url] })
  const site: ShopSite = {
    server,
    url,
    key,
    reach: 'up',
    calls: [],
    put(path, page) {
      pages.set(path, page.whole?.replaceAll('YOUR_KEY', key) ?? toHtml(page, key))
      heads.set(path, page.headers ?? {})
      return url + path
    },
  }
  return site
}

function toHtml({ head = '', body = '', language = 'en', script = '' }: ShopPage, key: string) {
  const tag =
    script === null ? '' : `<script async src="/sdk.js" data-key="${key}" ${script}></script>`
  return `<!doctype html><html lang="${language}"><head><title>The Shop</title>
    <meta name="viewport" content="width=device-width">${tag}${head}</head>
    <body>${body.replaceAll('{key}', key)}</body></html>`
}

function pass(site: ShopSite, incoming: IncomingMessage, outgoing: ServerResponse): void {
  site.calls.push(`${incoming.method} ${incoming.url}`)
  if (site.reach === 'down') {
    outgoing.destroy()
    return
  }
  if (site.reach === 'broken') {
    outgoing.writeHead(500).end('<h1>Broken</h1>')
    return
  }
  if (site.reach === 'slow') return
  const { method, headers } = incoming
  const through = request(site.server.url + incoming.url, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  through.on('error', () => outgoing.destroy())
  incoming.pipe(through)
}
