/** The entries of the feed as the product decided them: things, stories, and ads marked as such. */
import type { Ad, Client, DecidedItem } from '@equipoise/browser'
import { formatPrice } from '../prices.ts'
import { bdi, el } from './dom.ts'
import { adExplanation, explanation, type WhyWords } from './why.ts'

export interface EntriesOf {
  readonly client: Client
  readonly words: WhyWords
  readonly slot: string
  readonly adSlot: string
  /** Of the element around each; `li` where left out. */
  readonly tag?: 'div'
}

/** Each in a place of its own: the SDK watches it, and counts it for the right slot. */
export function entryOf(item: DecidedItem, about: EntriesOf): HTMLElement {
  const { ad } = item
  const card = ad ? adCard(ad) : itemCard(item)
  card.append(ad ? adExplanation(ad) : explanation(about.client, item, about.words))
  card.dataset['equipoiseItem'] = item.id
  if (item.token !== undefined) card.dataset['equipoiseToken'] = item.token
  return el(about.tag ?? 'li', { 'data-equipoise-slot': ad ? about.adSlot : about.slot }, card)
}

function itemCard(item: DecidedItem): HTMLElement {
  const { id, title, categories } = item
  const href = `/p/${encodeURIComponent(id)}`
  if (categories[0] === 'Stories') {
    const panel = el(
      'span',
      { class: 'panel' },
      tag('Story'),
      el('b', { dir: 'auto' }, title ?? id),
    )
    return el('article', { class: 'card story' }, el('a', { href }, panel))
  }
  const src = `/art/${encodeURIComponent(id)}.svg`
  const image = el('img', { src, alt: '', width: '240', height: '240', loading: 'lazy' })
  return el(
    'article',
    { class: 'card' },
    el('a', { href }, image, el('span', { class: 'name', dir: 'auto' }, title ?? id)),
    el('span', { class: 'kind', dir: 'auto' }, categories[0] ?? ''),
    el('span', { class: 'price' }, formatPrice(item.priceMinor, item.currency)),
  )
}

/** An ad never looks like a thing of the shop: another frame, its mark first, and who paid. */
function adCard({ content, payer, labels }: Ad): HTMLElement {
  const panel = el(
    'span',
    { class: 'panel' },
    tag('Ad'),
    el('b', { dir: 'auto' }, content.title),
    el('span', { dir: 'auto' }, content.text ?? ''),
  )
  const rel = 'sponsored noopener noreferrer'
  const link = el('a', { href: content.link, rel, target: '_blank' }, panel)
  const paid = el('span', { class: 'kind' }, 'Paid by ', bdi(payer))
  const more = labels
    .filter((label) => label !== 'Ad')
    .map((label) => el('span', { class: 'kind' }, label))
  return el('article', { class: 'card ad' }, link, paid, ...more)
}

function tag(says: string): HTMLElement {
  return el('span', { class: 'tag' }, says)
}
