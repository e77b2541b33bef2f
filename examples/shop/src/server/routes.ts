/** From an address to a page. */
import { departmentOf, shelvesOf } from '../departments.ts'
import { feedPage, storyPage } from '../pages/feed-page.ts'
import type { Deed, Page } from '../pages/page.ts'
import {
  basketPage,
  categoryPage,
  homePage,
  type Line,
  marketPage,
  productPage,
  searchPage,
  shelvesPage,
  thanksPage,
} from '../pages/pages.ts'
import { weekPage } from '../pages/week-page.ts'
import {
  findItem,
  listItems,
  newestItems,
  offsetIn,
  PAGE_ITEMS,
  type Product,
  rowFor,
} from './catalogue.ts'
import type { Search } from './search.ts'
import type { Session } from './sessions.ts'

export interface Asked {
  readonly product: Product
  readonly search: Search
  readonly url: URL
  readonly session: Session | undefined
}

const SEARCH_MAX = 100

/** Undefined where there is no such page. */
export async function pageFor(asked: Asked): Promise<Page | undefined> {
  const { product, url, session } = asked
  const path = decodeURIComponent(url.pathname)
  if (path.startsWith('/c/')) return category(asked, path.slice('/c/'.length))
  if (path.startsWith('/p/')) {
    const item = await findItem(product, path.slice('/p/'.length))
    if (item?.attributes?.['kind'] === 'story') return storyPage(item)
    return item && productPage(item, listIn(url))
  }
  switch (path) {
    case '/':
      return homePage(await onTheTrail(product))
    case '/market':
      return marketPage()
    case '/feed':
      return feedPage(await newestItems(product))
    case '/week':
      return weekPage()
    case '/search':
      return search(asked)
    case '/basket':
      return basketPage(await linesOf(asked), takeDeeds(session))
    case '/thanks':
      return thanksPage(takeDeeds(session))
    default:
      return undefined
  }
}

/** The list that it was opened from; nothing that is no name of a list. */
function listIn({ searchParams }: URL): string | undefined {
  const list = searchParams.get('list') ?? ''
  return /^[a-z0-9][a-z0-9_-]{0,30}$/.test(list) ? list : undefined
}

function onTheTrail(product: Product) {
  return rowFor(product, 'On the trail', 'Footwear/Trail')
}

const SHELF_ITEMS = 5

async function category({ product, url }: Asked, name: string): Promise<Page> {
  const [whole, shelves] = [departmentOf(name), shelvesOf(name)]
  if (whole !== undefined && shelves.length > 0) {
    const filled = shelves.map(async (department) => {
      const { items } = await listItems(product, { category: department.category })
      return { department, items: someOf(items) }
    })
    return shelvesPage(whole, await Promise.all(filled))
  }
  const offset = url.searchParams.get('offset')
  return categoryPage(name, await listItems(product, { category: name, offset }))
}

const COLOURS_EACH = 4

/** One of each model, each in another colour: a model's colours stand side by side. */
function someOf<T>(items: readonly T[]): readonly T[] {
  return Array.from(
    { length: SHELF_ITEMS },
    (_, n) => n * COLOURS_EACH + (n % COLOURS_EACH),
  ).flatMap((at) => items.slice(at, at + 1))
}

async function search({ search: { find }, url: { searchParams } }: Asked): Promise<Page> {
  const sought = (searchParams.get('q') ?? '').trim().slice(0, SEARCH_MAX)
  const found = await find(sought)
  const offset = offsetIn(searchParams.get('offset'))
  const items = found.slice(offset, offset + PAGE_ITEMS)
  return searchPage(sought, { items, total: found.length, offset, count: PAGE_ITEMS })
}

async function linesOf({ product, session }: Asked): Promise<readonly Line[]> {
  const lines = await Promise.all(
    [...(session?.basket ?? [])].map(async ([id, quantity]) => {
      const item = await findItem(product, id)
      return item === undefined ? [] : [{ item, quantity }]
    }),
  )
  return lines.flat()
}

/** Told once: a page that is loaded again tells nothing twice. */
function takeDeeds(session: Session | undefined): readonly Deed[] {
  const deeds = session?.deeds ?? []
  if (session !== undefined) session.deeds = []
  return deeds
}
