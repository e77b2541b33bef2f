/**
 * The demo's shop: look for products, open one, say what is done with it. Opening records nothing;
 * it only says which page this is. What is popular stands here until something is looked for.
 */

import { byId, type Child, el, fill, text } from '@equipoise/browser/dom'
import { leaveProduct, openProduct, record } from './acts.ts'
import { call } from './api.ts'
import { findItem, findItems, listDepartments } from './catalogue.ts'
import { categoryTile, sign } from './pictures.ts'
import { state, watch } from './state.ts'
import { showProblem } from './toast.ts'
import type { Answer, Item, Verb } from './types.ts'
import { counted, formatPrice } from './words.ts'

const SHOWN = 8
const TYPING_MS = 150

const VERBS: readonly (readonly [verb: Verb, name: string])[] = [
  ['view', 'Look'],
  ['add', 'Add'],
  ['purchase', 'Buy'],
  ['like', 'Like'],
  ['dislike', 'Dislike'],
]

interface Found {
  readonly items: readonly Item[]
  readonly total: number
  readonly says: string
}

let asked = 0
let found: Found = { items: [], total: 0, says: '' }

export function drawShop(): void {
  watch(['product', 'recorded', 'busy'], drawProduct)
}

/** Once the catalogue is there. */
export function openShop(): void {
  const form = byId('shop-search')
  let typing = 0
  const later = (): void => {
    clearTimeout(typing)
    typing = setTimeout(() => void look(), TYPING_MS)
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void look()
  })
  fill(
    form,
    el('label', { class: 'sr', for: 'search' }, 'Search products'),
    el('input', {
      id: 'search',
      type: 'search',
      placeholder: 'Search products',
      autocomplete: 'off',
      maxlength: 100,
      oninput: later,
    }),
    el('label', { class: 'sr', for: 'department' }, 'Department'),
    el(
      'select',
      { id: 'department', onchange: () => void look() },
      el('option', { value: '' }, 'All departments'),
      listDepartments().map(([name, count]) => el('option', { value: name }, `${name} (${count})`)),
    ),
  )
  void look()
}

async function look(offset = 0): Promise<void> {
  asked += 1
  const run = asked
  const [search, category] = [fieldValue('search').trim(), fieldValue('department')]
  try {
    const next =
      search === '' && category === ''
        ? await findPopular()
        : await findSought({ search, category, offset })
    if (run !== asked) return
    found = offset === 0 ? next : { ...next, items: [...found.items, ...next.items] }
    drawList()
  } catch (error) {
    showProblem(error)
  }
}

/** What the API says to somebody of whom nothing is known. */
async function findPopular(): Promise<Found> {
  const { items } = await call<Answer>('POST', '/v1/decide', { slot: 'feed', count: SHOWN })
  const known = items.flatMap(({ id }) => findItem(id) ?? [])
  return { items: known, total: known.length, says: 'What is popular' }
}

async function findSought(sought: {
  readonly search: string
  readonly category: string
  readonly offset: number
}): Promise<Found> {
  const { items, total } = await findItems({ ...sought, count: SHOWN })
  return { items, total, says: counted(total, 'product') }
}

function fieldValue(id: string): string {
  const field = byId(id)
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : ''
}

function drawList(): void {
  const { items, total, says } = found
  fill(
    byId('shop-list'),
    el('p', { class: 'muted', 'aria-live': 'polite' }, says),
    total === 0 && el('p', { class: 'empty' }, 'Nothing is called that. Try a shorter word.'),
    el('ul', { class: 'products' }, items.map(productRow)),
    items.length < total &&
      el(
        'button',
        {
          type: 'button',
          class: 'quiet',
          'data-focus': 'more-products',
          onclick: () => void look(items.length),
        },
        `Show ${Math.min(SHOWN, total - items.length)} more`,
      ),
  )
}

function productRow(item: Item): HTMLElement {
  const { id, title, categories } = item
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        class: 'product-row',
        'data-focus': `product:${id}`,
        onclick: () => void enter(id),
      },
      categoryTile(categories),
      el(
        'span',
        { class: 'product-words' },
        el('span', { class: 'product-title' }, text(title ?? id)),
        el('small', { class: 'muted' }, placed(item)),
      ),
    ),
  )
}

function placed({ categories, priceMinor, currency }: Item): Child {
  const price = formatPrice(priceMinor, currency)
  return [categories[0] && text(categories[0]), price !== '' && ` · ${price}`]
}

async function enter(id: string): Promise<void> {
  await openProduct(id)
  byId('product').querySelector<HTMLElement>('h3')?.focus()
}

function drawProduct(): void {
  const { product } = state
  const root = byId('product')
  if (!product) {
    fill(
      root,
      el('p', { class: 'muted' }, 'You are on the home page. Open a product to be on its page.'),
    )
    return
  }
  const { title, id, categories, sensitive } = product
  fill(
    root,
    el(
      'article',
      { class: 'product', 'aria-labelledby': 'product-title' },
      el(
        'div',
        { class: 'product-head' },
        categoryTile(categories),
        el(
          'div',
          {},
          el(
            'h3',
            { id: 'product-title', tabindex: -1, 'data-focus': 'product-title' },
            text(title ?? id),
          ),
          el('p', { class: 'muted' }, placed(product)),
        ),
        el(
          'button',
          {
            type: 'button',
            class: 'icon',
            'aria-label': 'Leave this page',
            title: 'Leave this page',
            'data-focus': 'leave',
            onclick: () => void leaveProduct(),
          },
          sign('back'),
        ),
      ),
      sensitive.length > 0 &&
        el(
          'p',
          { class: 'muted' },
          `Says something of your ${sensitive.join(', ')}: never used without your separate yes.`,
        ),
      el(
        'div',
        { class: 'verbs', role: 'group', 'aria-label': 'What you do with it' },
        VERBS.map(([verb, name]) => verbButton(product, verb, name)),
      ),
      recordedWords(),
    ),
  )
}

function verbButton(item: Item, verb: Verb, name: string): HTMLElement {
  return el(
    'button',
    {
      type: 'button',
      'data-focus': `verb:${verb}`,
      onclick: () => {
        if (!state.busy) void record(item, verb)
      },
    },
    sign(verb),
    name,
  )
}

function recordedWords(): Child {
  const { recorded } = state
  if (!recorded)
    return el('p', { class: 'muted' }, 'Opening it kept nothing. Say what you do with it.')
  return el(
    'p',
    { class: 'recorded' },
    el('strong', {}, recorded.kept ? 'Kept. ' : 'Not kept. '),
    recorded.says,
  )
}
