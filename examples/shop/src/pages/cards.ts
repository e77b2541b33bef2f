/** Items in a row, as the shop renders them itself and as the slots of the product fill them. */
import { nameOf, SOLD } from '../departments.ts'
import { formatPrice } from '../prices.ts'
import { type Html, html } from './html.ts'
import type { Item } from './page.ts'

export function grid(items: readonly Item[]): Html {
  return html`<div class="grid">${items.map(card)}</div>`
}

function card({ id, title, categories, priceMinor, currency }: Item): Html {
  return html`<article class="card"><a href="/p/${encodeURIComponent(id)}">
    <img src="/art/${encodeURIComponent(id)}.svg" alt="" width="240" height="240" loading="lazy">
    <span class="name" dir="auto">${title ?? id}</span></a>
    <span class="kind" dir="auto">${nameOf(categories[0])}</span>
    <span class="price">${formatPrice(priceMinor, currency)}</span></article>`
}

/** A row that the shop's back end asked for, of nobody's data: by what the page is about. */
export function contextRow({ heading, rung, items }: ContextRow): Html | false {
  if (items.length === 0) return false
  const says = rung === 'contextual' ? '◔ By this page' : '○ The same for everybody'
  return html`<section class="row" data-shop-row="${heading}" data-rung="${rung}">
    <header><h2>${heading}</h2><p class="rung">${says}</p></header>
    <div class="grid slot of-shop">${items.map(card)}</div></section>`
}

export interface ContextRow {
  readonly heading: string
  readonly rung: string
  readonly items: readonly Item[]
}

export interface Slot {
  readonly name: 'home' | 'item' | 'basket' | 'feed'
  readonly heading: string
  /** What it is called once it is made of what the person did. */
  readonly personal?: string
  readonly count: number
  readonly item?: string
  readonly categories?: readonly string[]
  /** What it may show; all that is sold where left out. */
  readonly only?: readonly string[]
  /** Items that are not to come: they are on the page already. */
  readonly except?: readonly string[]
  /** Departments to take one thing of each from, where the row is the same for everybody. */
  readonly mix?: readonly (readonly string[])[]
}

/** A row that the product fills. Its height stands from the first, so that nothing moves. */
export function slotRow(slot: Slot): Html {
  const { name, heading, personal, count, item, categories, mix, only = SOLD, except = [] } = slot
  return html`<section class="row"><header><h2 data-general="${heading}" data-personal="${personal ?? heading}">${heading}</h2>
    <p class="rung" data-rung-of="${name}"></p></header>
    <div class="grid slot slot-${name}" data-equipoise-slot="${name}" data-count="${count}"
      data-only="${only.join(',')}" data-one-each="${name === 'item' ? 'model,colour' : 'model'}"
      ${except.length > 0 && html`data-except="${except.join(',')}"`}
      ${item === undefined ? '' : html`data-item="${item}"`}
      ${name !== 'item' || item === undefined ? '' : html`data-like="${item}"`}
      ${mix === undefined ? '' : html`data-mix="${mix.map((one) => one.join(',')).join('|')}"`}
      ${categories === undefined ? '' : html`data-categories="${categories.join(',')}"`}>
    <template><article class="card"><a href="/p/{id}">
      <img src="/art/{id}.svg" alt="" width="240" height="240">
      <span class="name" data-field="title"></span></a>
      <span class="kind" data-field="category"></span>
      <span class="price" data-field="price"></span>
      <button type="button" class="why" data-equipoise-why>Why this?</button></article></template>
    </div></section>`
}

/** Where the page's script puts what is like the thing looked at last; else it is hidden. */
export function inspiredRow(): Html {
  return html`<section class="row" data-inspired data-own hidden aria-labelledby="inspired-title">
    <header><h2 id="inspired-title">Inspired by <a></a></h2>
    <p class="rung"></p></header><div class="grid slot"></div></section>`
}
