/** The week's list: a playlist of groceries, another one by another seed, kept out of a profile. */
import type { Client, Decided, DecidedItem } from '@equipoise/browser'
import { nameOf } from '../departments.ts'
import { formatPrice } from '../prices.ts'
import { el } from './dom.ts'
import { placed } from './entries.ts'
import type { ProductApi } from './product-api.ts'
import { PRIVATE_WORDS, RUNG_WORDS } from './words.ts'

const LIST = 'week'
const COUNT = 10
const SHELVES = ['Produce', 'Pastry', 'Grocery', 'Deli']
/** Of the whole of a market no more than a part from one shelf. */
const SHELF_MAX = 4
const SEEDS = 10_000

export interface WeekParts {
  readonly client: Client
  readonly api: ProductApi
  /** What was looked at on this visit: in this page's memory alone. */
  readonly looks: readonly string[]
  readonly onDecided: (decided: Decided) => void
}

/** Fills the list of the page, where it has one; returns how to make it anew. */
export function openWeek(
  root: HTMLElement,
  { client, api, looks, onDecided }: WeekParts,
): () => void {
  const [list, says] = [root.querySelector('[data-list]'), root.querySelector('[data-says]')]
  const apart = root.querySelector<HTMLInputElement>('[data-apart]')
  let seed = 0

  async function load(): Promise<void> {
    const own = seed
    const session = looks.slice(-SEEDS_FROM)
    const decided = await client.decide({
      slot: 'playlist',
      count: COUNT,
      filters: { categories: SHELVES },
      ...(session.length > 0 && { from: { session, withProfile: true } }),
      rerank: { caps: [{ by: 'category', max: SHELF_MAX }] },
      playlist: { list: LIST, seed, order: 'smooth' },
    })
    if (own !== seed || list === null) return
    if (decided === undefined) {
      if (says && client.consent.state().paused) says.textContent = PRIVATE_WORDS
      return
    }
    list.replaceChildren(...decided.items.map((item) => lineOf(item, decided)))
    if (says) says.textContent = RUNG_WORDS[decided.rung] ?? ''
    if (apart) apart.checked = decided.playlist?.forProfile === false
    onDecided(decided)
    void client.fill(root)
  }

  async function begin(): Promise<void> {
    const wishes = await api.readWishes()
    const tools = root.querySelector<HTMLElement>('.tools')
    if (tools) tools.hidden = false
    // Of whom nothing is known there is no profile to keep it out of.
    if (apart?.parentElement) apart.parentElement.hidden = wishes === undefined
    await load()
  }

  root.querySelector('[data-again]')?.addEventListener('click', () => {
    seed = (seed + 1) % SEEDS
    void load()
  })
  apart?.addEventListener('change', () => {
    const lists = { lists: [LIST] }
    const change = apart.checked ? { notForProfile: lists } : { forProfile: lists }
    void api.changeWishes(change).then(load)
  })
  void begin()
  return () => void begin()
}

const SEEDS_FROM = 20

function lineOf(item: DecidedItem, decided: Decided): HTMLElement {
  const { id, title, categories } = item
  const src = `/art/${encodeURIComponent(id)}.svg`
  const href = `/p/${encodeURIComponent(id)}?list=${LIST}`
  const line = el(
    'article',
    { class: 'card line' },
    el('img', { src, alt: '', width: '96', height: '96', loading: 'lazy' }),
    el('a', { href, dir: 'auto' }, title ?? id),
    el('span', { class: 'kind', dir: 'auto' }, nameOf(categories[0])),
    el('span', { class: 'price' }, formatPrice(item.priceMinor, item.currency)),
  )
  return placed(el('li', {}, line), line, { item, decided, slot: `playlist:${LIST}` })
}
