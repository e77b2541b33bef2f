/**
 * The page at `/`: plain HTML, CSS and TypeScript from `src/page`, its types stripped at start. In
 * the demo's directory, whose people are no customers, it comes with the page key, and only over
 * loopback; anywhere else it asks for an operator key.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { extname, join } from 'node:path'
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'
import { isDemo } from '../modules/demo/index.ts'
import type { Api } from './api.ts'
import { isLocalHost, isLoopback, type PageKey } from './page-key.ts'

const FOLDER = join(import.meta.dirname, '../page')
/** What the page has from the SDK, where the checker finds it, and where a browser does. */
const DOM_MODULE = "'@equipoise/browser/dom'"
const DOM_PATH = "'/sdk/dom.js'"
const KEY_SLOT = '<meta name="equipoise-key" content="">'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
}

export function pageRoutes(api: Api, app: App, pageKey: PageKey): void {
  const html = readFileSync(join(FOLDER, 'index.html'), 'utf8')
  const files = new Map(readdirSync(FOLDER).map((name) => [name, readPageFile(name)]))

  api.route({
    method: 'GET',
    url: '/',
    schema: { hide: true },
    handler: async ({ ip, headers }, reply) => {
      const trusted = isDirect(headers) && isLoopback(ip) && isLocalHost(headers.host)
      const keyed = trusted && (await isDemo(app.store))
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      return reply.send(keyed ? html.replace(KEY_SLOT, filledSlot(pageKey)) : html)
    },
  })

  api.route({
    method: 'GET',
    url: '/page/:name',
    schema: { hide: true },
    handler: async ({ params }, reply) => {
      // Any other name than a file's is not in the map.
      const { name } = params as { readonly name: string }
      const file = files.get(name)
      if (!file) throw new EquipoiseError('not_found', 'Cannot find the file')
      return reply.type(file.type).send(file.content)
    },
  })
}

function filledSlot({ key }: PageKey): string {
  return `<meta name="equipoise-key" content="${key}">`
}

/** A proxy on this machine stands for somebody who may be anywhere. */
function isDirect(headers: IncomingHttpHeaders): boolean {
  return ['forwarded', 'x-forwarded-for', 'via'].every((name) => headers[name] === undefined)
}

function readPageFile(name: string): { readonly type: string; readonly content: string } {
  const text = readFileSync(join(FOLDER, name), 'utf8')
  const type = TYPES[extname(name)] ?? 'text/plain; charset=utf-8'
  if (extname(name) !== '.ts') return { type, content: text }
  return { type, content: stripTypeScriptTypes(text).replace(DOM_MODULE, DOM_PATH) }
}
