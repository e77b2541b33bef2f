/** What the shop's forms do; each leads to a page. */
import { findPerson } from '../people.ts'
import { findItem, type Product } from './catalogue.ts'
import { findErased } from './people-known.ts'
import type { Session } from './sessions.ts'

export interface PostedForm {
  readonly product: Product
  readonly pathname: string
  readonly form: URLSearchParams
  readonly session: Session
  readonly furnish: Furnish | undefined
}

/** Tells the product of somebody what it knew at first. */
export type Furnish = (product: Product, externalId: string) => Promise<void>

const LINES_MAX = 50
const QUANTITY_MAX = 99

/** The path to go on to; undefined where no form leads. */
export async function answerForm(posted: PostedForm): Promise<string | undefined> {
  if (posted.pathname === '/as') return shopAs(posted)
  if (posted.pathname === '/basket') return changeBasket(posted)
  if (posted.pathname === '/checkout') return checkOut(posted)
  return undefined
}

async function shopAs({ product, form, session, furnish }: PostedForm): Promise<string> {
  const anew = findPerson(form.get('anew') ?? '')?.externalId
  const isErased = anew !== undefined && (await findErased(product)).has(anew)
  if (isErased) await furnish?.(product, anew)
  session.person = anew ?? findPerson(form.get('person') ?? '')?.externalId
  session.basket.clear()
  session.deeds = []
  const back = form.get('back') ?? '/'
  return /^\/(?![/\\])[^\\]*$/.test(back) ? encodeURI(decodeURI(back)) : '/'
}

async function changeBasket({ product, form, session }: PostedForm): Promise<string | undefined> {
  const id = form.get('item') ?? ''
  const { basket } = session
  if (form.get('remove') !== null) {
    basket.delete(id)
    return '/basket'
  }
  if (!basket.has(id) && basket.size >= LINES_MAX) return '/basket'
  if ((await findItem(product, id)) === undefined) return undefined
  basket.set(id, Math.min((basket.get(id) ?? 0) + 1, QUANTITY_MAX))
  session.deeds = [{ item: id, verb: 'add' }]
  return '/basket'
}

function checkOut({ session }: PostedForm): string {
  session.deeds = [...session.basket.keys()].map((item) => ({ item, verb: 'purchase' }))
  session.basket.clear()
  return '/thanks'
}
