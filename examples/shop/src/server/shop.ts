/** The shop's server: its own pages, and the product behind the same origin. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createClient, signSubjectToken } from '@equipoise/client'
import { artOf } from '../art/art.ts'
import { layout } from '../pages/layout.ts'
import type { Page } from '../pages/page.ts'
import { failedPage } from '../pages/pages.ts'
import { findPerson } from '../people.ts'
import { redirect, send, sendArt } from './answer.ts'
import { type Assets, bundleAssets } from './assets.ts'
import type { Product } from './catalogue.ts'
import { answerForm, type Furnish } from './forms.ts'
import { isProducts, passOn } from './pass-on.ts'
import { findErased } from './people-known.ts'
import { readForm } from './read-form.ts'
import { pageFor } from './routes.ts'
import { openSearch, type Search } from './search.ts'
import { openSessions, type Session, type Sessions, sessionCookie } from './sessions.ts'

export interface ShopKeys {
  readonly publishable: string
  readonly secret: string
  readonly signing: { readonly key: string; readonly keyId: string }
}

export interface ShopParts {
  /** Where the product answers. */
  readonly productUrl: string
  readonly keys: ShopKeys
  /** Left out where nobody that one can shop as was ever told of. */
  readonly furnish?: Furnish
}

interface Shop {
  readonly product: Product
  readonly search: Search
  readonly productUrl: URL
  readonly keys: ShopKeys
  readonly assets: Assets
  readonly sessions: Sessions
  readonly furnish: Furnish | undefined
}

/** Bundles, and returns what answers requests. */
export async function createShop(parts: ShopParts): Promise<RequestListener> {
  const { productUrl, keys, furnish } = parts
  const product = createClient({ url: productUrl, key: keys.secret, deadlineMs: 5_000 })
  const shop: Shop = {
    product,
    search: openSearch(product),
    productUrl: new URL(productUrl),
    keys,
    assets: await bundleAssets(),
    sessions: openSessions(),
    furnish,
  }
  return (request, response) => {
    answer(shop, request, response)
      .catch(() => sendFailure(shop, request, response))
      .catch(() => response.destroy())
  }
}

async function answer(
  shop: Shop,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = parseUrl(request.url)
  if (url === undefined) return sendPage(shop, request, response, NOT_HERE)
  const { pathname } = url
  if (isProducts(pathname)) return passOn(shop.productUrl, request, response)
  if (request.method === 'POST') return takeForm(shop, request, response, pathname)
  const name = /^\/(?:art|assets)\/([^/]*)$/.exec(pathname)?.[1]
  if (name !== undefined && pathname.startsWith('/art/')) {
    return sendArt(response, artOf(decodeURIComponent(name).replace(/\.svg$/, '')))
  }
  const asset = name === undefined ? undefined : shop.assets.files.get(name)
  if (asset !== undefined) return send(response, { ...asset, lasts: true })
  if (pathname === '/token') return sendToken(shop, request, response)
  const session = shop.sessions.find(request)
  const { product, search } = shop
  const page = await pageFor({ product, search, url, session })
  await sendPage(shop, request, response, page ?? NOT_HERE)
}

const NOT_HERE = failedPage(404, 'Not on our shelves', 'The page may have moved, or never was.')

function parseUrl(text = '/'): URL | undefined {
  const url = URL.parse(text, 'http://shop.invalid')
  try {
    decodeURIComponent(url?.pathname ?? '%')
    return url ?? undefined
  } catch {
    return undefined
  }
}

async function sendPage(
  shop: Shop,
  request: IncomingMessage,
  response: ServerResponse,
  page: Page,
): Promise<void> {
  const session = shop.sessions.find(request)
  const url = parseUrl(request.url)
  const body = layout(page, {
    key: shop.keys.publishable,
    person: findPerson(session?.person),
    erased: shop.furnish === undefined ? new Set() : await findErased(shop.product),
    basketCount: [...(session?.basket.values() ?? [])].reduce((sum, one) => sum + one, 0),
    path: url?.pathname ?? '/',
    search: url?.searchParams.get('q') ?? '',
    version: shop.assets.version,
  })
  send(response, { type: 'text/html; charset=utf-8', body, status: page.status ?? 200 })
}

async function sendFailure(
  shop: Shop,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (response.headersSent) return void response.destroy()
  const says = 'The catalogue does not answer. Wait a moment and try again.'
  await sendPage(shop, request, response, failedPage(503, 'The shelves are out of reach', says))
}

/** Who is in front of the page, signed; only for the page itself. */
async function sendToken(
  shop: Shop,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const person = findPerson(shop.sessions.find(request)?.person)
  const isOwn = (request.headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin'
  const token =
    person === undefined || !isOwn
      ? null
      : await signSubjectToken({ ...shop.keys.signing, externalId: person.externalId })
  send(response, { type: 'application/json', body: JSON.stringify({ token }) })
}

/** Those of the product: whoever shops as somebody else is on a device of their own. */
const FORGOTTEN = ['__Host-equipoise', '__Host-equipoise-choice'].map(
  (name) => `${name}=; Path=/; Secure; Max-Age=0`,
)

async function takeForm(
  shop: Shop,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  const form = await readForm(request)
  if (form === undefined) {
    const says = 'It came from another site, or was too long. Nothing was changed.'
    return sendPage(shop, request, response, failedPage(403, 'This form was not taken', says))
  }
  const session: Session = shop.sessions.find(request) ?? shop.sessions.begin()
  const { product, furnish } = shop
  const location = await answerForm({ product, pathname, form, session, furnish })
  if (location === undefined) return sendPage(shop, request, response, NOT_HERE)
  const forgotten = pathname === '/as' ? FORGOTTEN : []
  redirect(response, location, [sessionCookie(session), ...forgotten])
}
