/** The shop's pages, each from what it is about. */
import { coloursOf } from '../art/tones.ts'
import {
  categoryPath,
  type Department,
  departmentOf,
  MARKET,
  MIXED_DEPARTMENTS,
  nameOf,
  WARDROBE,
} from '../departments.ts'
import { formatPrice } from '../prices.ts'
import { WORN_ITEMS } from '../worn.ts'
import { type ContextRow, contextRow, grid, inspiredRow, slotRow } from './cards.ts'
import { HERO } from './hero.ts'
import { type Html, html } from './html.ts'
import type { Deed, Item, Page } from './page.ts'
import { listData, productData } from './structured-data.ts'

export function homePage(onTheTrail: ContextRow): Page {
  return {
    title: 'Shoes, clothes and a market',
    main: html`<section class="hero"><div><h1>Carry less.<br>Walk further.</h1>
      <p>Shoes and clothes for going out, and a market for coming home. Look around: nobody follows
      you.</p><p class="acts"><a class="button" href="/c/Footwear/Trail">Look at trail shoes</a>
      <a class="quiet" href="/c/Clothing/Jackets">or at jackets</a></p></div>${HERO}</section>
      ${slotRow({
        name: 'home',
        heading: 'Liked by many',
        personal: 'For you',
        count: 4,
        mix: MIXED_DEPARTMENTS,
        except: onTheTrail.items.map(({ id }) => id),
      })}
      ${tiles('Wear', WARDROBE.slice(0, 8))}
      ${contextRow(onTheTrail)}
      ${tiles('Market', MARKET, 'six')}
      ${inspiredRow()}`,
  }
}

export function marketPage(): Page {
  return {
    title: 'Market',
    main: html`<header class="head"><h1>Market</h1><p>What a real grocer sold in a year.</p></header>
      ${tiles('Counters', MARKET, 'six')}
      ${slotRow({
        name: 'home',
        heading: 'Popular here',
        personal: 'For you, from here',
        count: 4,
        categories: ['Grocery'],
        only: MARKET.map(({ category }) => category),
      })}`,
  }
}

function tiles(heading: string, departments: readonly Department[], form = ''): Html {
  return html`<section class="row"><header><h2>${heading}</h2></header>
    <ul class="tiles ${form}">${departments.map(
      ({ category, name, says, art }) => html`<li><a href="${categoryPath(category)}">
        <img src="/art/${art}.svg" alt="" width="240" height="240" loading="lazy">
        <strong>${name}</strong><span>${says}</span></a></li>`,
    )}</ul></section>`
}

export interface Listing {
  readonly items: readonly Item[]
  readonly total: number
  readonly offset: number
  readonly count: number
}

export function categoryPage(category: string, listing: Listing): Page {
  const department = departmentOf(category)
  const path = categoryPath(category)
  return {
    title: department?.name ?? category,
    status: listing.total === 0 ? 404 : 200,
    main: html`<header class="head"><h1 dir="auto">${department?.name ?? category}</h1>
      <p>${department?.says}</p></header>
      ${listing.total === 0 ? nothing('Nothing stands on this shelf.') : grid(listing.items)}
      ${pager(listing, path)}
      ${listData(department?.name ?? category, listing.items, listing.offset)}
      ${alsoFrom(category, listing.items)}`,
  }
}

export interface Shelf {
  readonly department: Department
  readonly items: readonly Item[]
}

/** A department of several shelves: some of each. */
export function shelvesPage(whole: Department, shelves: readonly Shelf[]): Page {
  return {
    title: whole.name,
    main: html`<header class="head"><h1>${whole.name}</h1><p>${whole.says}</p></header>
      ${shelves.map(
        ({ department: { category, name, says }, items }) => html`<section class="row">
          <header><h2>${name}</h2><a class="quiet" href="${categoryPath(category)}"
            aria-label="All of ${name}">All</a></header>
          <p class="under">${says}</p>${grid(items)}</section>`,
      )}
      ${alsoFrom(
        whole.category,
        shelves.flatMap(({ items }) => items),
      )}`,
  }
}

/** What else is in the department that a shelf is of, beside what the page shows. */
function alsoFrom(category: string, shown: readonly Item[]): Html {
  const [department = category] = category.split('/')
  return slotRow({
    name: 'home',
    heading: `Also from ${nameOf(department).toLowerCase()}`,
    personal: `For you, from ${nameOf(department).toLowerCase()}`,
    count: 4,
    categories: [category],
    only: [department],
    except: shown.map(({ id }) => id),
  })
}

function pager({ offset, count, total }: Listing, path: string): Html {
  const mark = path.includes('?') ? '&' : '?'
  const link = (at: number, says: string): Html | false =>
    at >= 0 && at < total && html`<a class="quiet" href="${path}${mark}offset=${at}">${says}</a>`
  return html`<p class="pager">${link(offset - count, 'Back')}
    <span>${total === 0 ? '' : `${offset + 1}–${Math.min(offset + count, total)} of ${total}`}</span>
    ${link(offset + count, 'More')}</p>`
}

/** What the catalogue needs and nobody reads. */
export const UNSAID: readonly string[] = ['publishedAt', 'kind', 'topic']

export function productPage(item: Item, list?: string): Page {
  const { id, title, categories, attributes, priceMinor, currency } = item
  const kind = categories[0] ?? ''
  const isWorn = categories.some((one) => ['Footwear', 'Clothing', 'Accessories'].includes(one))
  return {
    title: title ?? id,
    deeds: [{ item: id, verb: 'view', ...(list !== undefined && { list }) }],
    main: html`<article class="product" data-product="${id}">
      <img src="/art/${encodeURIComponent(id)}.svg" alt="" width="480" height="480">
      <div><p class="kind"><a href="${categoryPath(kind)}"><bdi>${nameOf(kind)}</bdi></a></p>
      <h1 dir="auto">${title ?? id}</h1>
      <p class="price">${formatPrice(priceMinor, currency) || 'Price at the counter'}</p>
      ${colours(item)}
      <dl>${Object.entries(attributes ?? {}).map(
        ([name, value]) =>
          !UNSAID.includes(name) &&
          html`<div><dt dir="auto">${name}</dt><dd dir="auto">${value}</dd></div>`,
      )}</dl>
      <form method="post" action="/basket"><input type="hidden" name="item" value="${id}">
      <button class="button">Put into the basket</button></form>
      <p class="note" data-follow>${isWorn ? 'Look as long as you like.' : ''}</p></div></article>
      ${productData(item)}
      ${slotRow({
        name: 'item',
        heading: 'Goes with it',
        count: 4,
        item: id,
        categories,
        except: coloursOf(id),
      })}`,
  }
}

/** The same thing in the colours that it comes in, each a way to it. */
function colours({ id }: Item): Html | false {
  const all = coloursOf(id)
  const sold = WORN_ITEMS.filter((one) => all.includes(one.id))
  if (sold.length === 0) return false
  return html`<ul class="colours" aria-label="Colours">${sold.map(
    (one) => html`<li><a href="/p/${one.id}" ${one.id === id && html`aria-current="true"`}>
      <img src="/art/${one.id}.svg" alt="${one.attributes.colour}" width="64" height="64"></a></li>`,
  )}</ul>`
}

export interface Line {
  readonly item: Item
  readonly quantity: number
}

export function basketPage(lines: readonly Line[], deeds: readonly Deed[]): Page {
  const last = lines.at(-1)?.item
  const total = lines.reduce(
    (sum, { item, quantity }) => sum + (item.priceMinor ?? 0) * quantity,
    0,
  )
  const body = html`<ul class="lines">${lines.map(lineOf)}</ul>
    <p class="total"><span>Together</span> <strong>${formatPrice(total, 'USD')}</strong></p>
    <form method="post" action="/checkout"><button class="button">Buy nothing, for real</button>
    <p class="note">Checkout leads nowhere: no money, no parcel. It is recorded as a purchase only if
    you agreed.</p></form>`
  return {
    title: 'Basket',
    deeds,
    main: html`<header class="head"><h1>Basket</h1></header>
      ${lines.length === 0 ? nothing('Your basket is empty.') : body}
      ${slotRow({
        name: 'basket',
        heading: 'Before you go',
        count: 4,
        ...(last && { item: last.id, categories: last.categories }),
        except: lines.map(({ item }) => item.id),
      })}`,
  }
}

function lineOf({ item: { id, title, priceMinor, currency }, quantity }: Line): Html {
  return html`<li><img src="/art/${encodeURIComponent(id)}.svg" alt="" width="96" height="96">
    <a href="/p/${encodeURIComponent(id)}" dir="auto">${title ?? id}</a>
    <span>${quantity} × ${formatPrice(priceMinor, currency)}</span>
    <form method="post" action="/basket"><input type="hidden" name="item" value="${id}">
    <button name="remove" value="1" class="plain">Take out</button></form></li>`
}

export function thanksPage(deeds: readonly Deed[]): Page {
  return {
    title: 'Done',
    deeds,
    main: html`<header class="head"><h1>Nothing was bought.</h1><p>${
      deeds.length === 0
        ? 'Your basket was empty.'
        : 'What you have you are not shown again, if you agreed that it is remembered. If you did not, nobody knows.'
    }</p><p><a class="button" href="/">Back to the shop</a></p></header>
      ${slotRow({ name: 'home', heading: 'Liked by many', personal: 'For you', count: 4 })}`,
  }
}

export function searchPage(sought: string, listing: Listing): Page {
  const { items, total, count } = listing
  const path = `/search?q=${encodeURIComponent(sought)}`
  const says =
    sought === ''
      ? 'Say what you look for.'
      : total === 0
        ? 'Nothing has that name. Try fewer words, or others, such as “boots” or “bread”.'
        : `${total} ${total === 1 ? 'thing' : 'things'} for “${sought}”. Searches are not kept.`
  return {
    title: 'Search',
    main: html`<header class="head"><h1>Search</h1><p dir="auto">${says}</p></header>${grid(items)}
      ${total > count && pager(listing, path)}`,
  }
}

export function failedPage(status: number, heading: string, says: string): Page {
  return {
    title: heading,
    status,
    main: html`<header class="head"><h1>${heading}</h1><p>${says}</p>
      <p><a class="button" href="/">To the front door</a></p></header>`,
  }
}

function nothing(says: string): Html {
  return html`<p class="empty">${says} <a class="quiet" href="/">Look around</a></p>`
}
