/** The entries of the feed as the product decided them: things, stories, and ads marked as such. */
import type { Ad, Decided, DecidedItem } from '@equipoise/browser'
import { nameOf } from '../departments.ts'
import { formatPrice } from '../prices.ts'
import { storyOf } from '../stories.ts'
import { bdi, el } from './dom.ts'

export interface EntriesOf {
  readonly decided: Decided
  readonly slot: string
  readonly adSlot: string
  /** Of the element around each; `li` where left out. */
  readonly tag?: 'div'
}

/** Each in a place of its own: the SDK watches, counts for the right slot, and explains it. */
export function entryOf(item: DecidedItem, about: EntriesOf): HTMLElement {
  const { ad } = item
  const card = ad ? adCard(ad) : itemCard(item)
  return placed(el(about.tag ?? 'li', {}, card), card, {
    item,
    decided: about.decided,
    slot: ad ? about.adSlot : about.slot,
  })
}

export interface Placed {
  readonly item: DecidedItem
  readonly decided: Decided
  readonly slot: string
}

/** As an item that a server rendered: with its answer, from which the SDK says why it is there. */
export function placed(
  place: HTMLElement,
  card: HTMLElement,
  { item, decided, slot }: Placed,
): HTMLElement {
  const title = item.ad?.content.title ?? item.title ?? item.id
  const says = item.ad ? 'Why this ad?' : 'Why this?'
  const attributes = { type: 'button', class: 'why', 'data-equipoise-why': '' }
  card.append(el('button', { ...attributes, 'aria-label': `${says} ${title}` }, says))
  card.dataset['equipoiseItem'] = item.id
  if (item.token !== undefined) card.dataset['equipoiseToken'] = item.token
  place.dataset['equipoiseSlot'] = slot
  place.dataset['equipoiseDecided'] = JSON.stringify({ ...decided, items: [item] })
  return place
}

function itemCard(item: DecidedItem): HTMLElement {
  const { id, title, categories } = item
  const href = `/p/${encodeURIComponent(id)}`
  const src = `/art/${encodeURIComponent(id)}.svg`
  const image = el('img', { src, alt: '', width: '240', height: '240', loading: 'lazy' })
  if (categories[0] === 'Stories') {
    const { topic, text } = storyOf(id)
    const told = el(
      'span',
      { class: 'told' },
      el('span', { class: 'tag' }, topic),
      el('b', { dir: 'auto' }, title ?? id),
      el('span', { class: 'lede', dir: 'auto' }, text),
    )
    return el('article', { class: 'card story' }, el('a', { class: 'panel', href }, image, told))
  }
  return el(
    'article',
    { class: 'card' },
    el('a', { href }, image, el('span', { class: 'name', dir: 'auto' }, title ?? id)),
    el('span', { class: 'kind', dir: 'auto' }, nameOf(categories[0])),
    el('span', { class: 'price' }, formatPrice(item.priceMinor, item.currency)),
  )
}

/** An ad never looks like a thing of the shop: another frame, its mark first, and who paid. */
function adCard({ content, payer, labels }: Ad): HTMLElement {
  const told = el(
    'span',
    { class: 'told' },
    el('b', { dir: 'auto' }, content.title),
    el('span', { class: 'lede', dir: 'auto' }, content.text ?? ''),
    el('span', { class: 'paid' }, 'Paid by ', bdi(payer)),
    ...labels.filter((label) => label !== 'Ad').map((label) => el('span', {}, label)),
  )
  const rel = 'sponsored noopener noreferrer'
  const to = { class: 'panel', href: content.link, rel, target: '_blank' }
  const mark = el('span', { class: 'tag' }, 'Ad')
  return el('article', { class: 'card ad' }, el('a', to, mark, told))
}
