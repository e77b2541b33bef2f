/**
 * The demo shop's front page in several forms, in front of the shop: without any banner, with a
 * peer's, and with ours. The page, its style and its pictures are the same in each; what is text is
 * sent as gzip in each. The shop's own script is left out of all of them.
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export const VARIANTS = ['without', 'peer', 'banner', 'everything'] as const
export type Variant = (typeof VARIANTS)[number]

export interface VariantSite {
  readonly url: string
  /** Of pages of this site. */
  setKey(key: string): void
  /** The variant's page as it is without what the variant adds. */
  bare(variant: Variant): string
  /** Adds what the variant adds, once the bare page is there. */
  addition(variant: Variant): string
  close(): void
}

const PEER = join(
  createRequire(import.meta.url).resolve('vanilla-cookieconsent/dist/cookieconsent.esm.js'),
  '..',
)

/** As the peer's own guide sets it up: its style and a module in the head, and two layers. */
const PEER_SETUP = `import { run } from '/peer/cookieconsent.esm.js'
const about = 'We use what you look at here for nothing else, and keep it until you say no.'
run({
  // A browser that is driven by a program counts as one.
  hideFromBots: false,
  guiOptions: { consentModal: { layout: 'box', position: 'bottom left', equalWeightButtons: true } },
  categories: { necessary: { enabled: true, readOnly: true }, suggestions: {}, analytics: {}, ads: {} },
  language: { default: 'en', translations: { en: {
    consentModal: {
      title: 'May we remember what you look at?',
      description: 'Then we can suggest what suits you. The shop works just the same if you say no.',
      acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Refuse all', showPreferencesBtn: 'Choose',
    },
    preferencesModal: {
      title: 'Choose', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Refuse all',
      savePreferencesBtn: 'Save', closeIconLabel: 'Close',
      sections: ['necessary', 'suggestions', 'analytics', 'ads'].map((linkedCategory) => ({
        title: linkedCategory, description: about, linkedCategory })),
    },
  } } },
})`

export async function openVariantSite(shopUrl: string): Promise<VariantSite> {
  let key = ''
  const page = await (await fetch(shopUrl)).text()
  const peerFiles = new Map([
    ['/peer/setup.js', PEER_SETUP],
    ...['cookieconsent.esm.js', 'cookieconsent.css'].map(
      (name) => [`/peer/${name}`, readFileSync(join(PEER, name), 'utf8')] as const,
    ),
  ])

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/'
    const variant = VARIANTS.find((one) => path === `/${one}` || path === `/bare/${one}`)
    const peer = peerFiles.get(path)
    if (variant !== undefined) {
      const tags = path.startsWith('/bare') ? [] : tagsOf(variant, key)
      return send(outgoing, 'text/html; charset=utf-8', pageOf(page, variant, tags))
    }
    if (peer !== undefined) {
      return send(outgoing, path.endsWith('.css') ? 'text/css' : 'text/javascript', peer)
    }
    const { method = 'GET', headers } = incoming
    const through = await fetch(shopUrl + path, {
      method,
      headers: passedOn(headers),
      ...(method === 'POST' && { body: await bodyOf(incoming) }),
    })
    const type = through.headers.get('content-type') ?? ''
    send(outgoing, type, Buffer.from(await through.arrayBuffer()), through.status)
  }

  const http = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((done) => http.listen(0, 'localhost', done))
  // It listens on a port.
  const { port } = http.address() as AddressInfo
  const url = `http://localhost:${port}`
  return {
    url,
    bare: (variant) => `${url}/bare/${variant}`,
    addition: (variant) => additionOf(tagsOf(variant, key)),
    setKey(made) {
      key = made
    },
    close() {
      http.close()
      http.closeAllConnections()
    },
  }
}

interface Tag {
  readonly name: 'script' | 'link'
  readonly attributes: Readonly<Record<string, string>>
}

/** What each form has in its head: the peer's as its guide says, ours as ours does. */
function tagsOf(variant: Variant, key: string): readonly Tag[] {
  switch (variant) {
    case 'without':
      return []
    case 'peer':
      return [
        { name: 'link', attributes: { rel: 'stylesheet', href: '/peer/cookieconsent.css' } },
        { name: 'script', attributes: { type: 'module', src: '/peer/setup.js' } },
      ]
    case 'banner':
    case 'everything':
      return [{ name: 'script', attributes: { async: '', src: '/sdk.js', 'data-key': key } }]
  }
}

function pageOf(page: string, variant: Variant, tags: readonly Tag[]): string {
  const html = tags.map(({ name, attributes }) => {
    const written = Object.entries(attributes).map(([each, value]) => ` ${each}="${value}"`)
    return `<${name}${written.join('')}>${name === 'script' ? '</script>' : ''}`
  })
  const bare = page
    .replace(/<script [^>]*shop\.js[^>]*><\/script>/, '')
    .replace('</head>', `${html.join('')}</head>`)
  const hasSlots = variant === 'everything'
  return hasSlots ? bare : bare.replaceAll('data-equipoise-slot', 'data-other-slot')
}

/** A page without tags gets one that does nothing: what the adding itself takes is in all alike. */
function additionOf(tags: readonly Tag[]): string {
  const all: readonly Tag[] =
    tags.length > 0 ? tags : [{ name: 'script', attributes: { type: 'text/plain', src: '/none' } }]
  return `for (const { name, attributes } of ${JSON.stringify(all)}) {
    const element = document.createElement(name)
    for (const each in attributes) element.setAttribute(each, attributes[each])
    document.head.append(element)
  }`
}

/** What the product decides by. */
function passedOn({ authorization, origin, ...rest }: IncomingMessage['headers']) {
  const type = rest['content-type']
  return {
    ...(authorization && { authorization }),
    ...(origin && { origin }),
    ...(type && { 'content-type': type }),
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part)
  return Buffer.concat(parts)
}

function send(outgoing: ServerResponse, type: string, body: string | Buffer, status = 200): void {
  const isText = /text|json|javascript|svg/.test(type)
  outgoing.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    ...(isText && { 'content-encoding': 'gzip' }),
  })
  outgoing.end(isText ? gzipSync(body) : body)
}
