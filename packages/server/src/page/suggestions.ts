/** What is suggested: a list, each with its reason, and how it differs from the answer before. */

import { byId, type Child, el, fill, text } from '@equipoise/browser/dom'
import { openProduct } from './acts.ts'
import { balanceBar } from './balance.ts'
import { changeWords, roseBy } from './change.ts'
import { explanation, whySentence } from './explanation.ts'
import { partsOf } from './parts.ts'
import { categoryTile } from './pictures.ts'
import { finish, state, watch } from './state.ts'
import type { Answer, Suggestion } from './types.ts'
import { counted, formatPrice } from './words.ts'

const SKELETONS = 6

/** Explanations as the reader left them; of the others, the first is open. */
const leftOpen = new Map<string, boolean>()

export function drawSuggestions(): void {
  watch(['answer', 'before', 'since', 'interactions', 'unfolded', 'busy'], draw)
}

function draw(): void {
  const { answer } = state
  const root = byId('suggestions')
  root.setAttribute('aria-busy', String(!answer))
  if (!answer) fill(root, Array.from({ length: SKELETONS }, skeleton))
  else if (answer.items.length === 0) fill(root, empty())
  else {
    fill(
      root,
      changeWords(),
      el(
        'ol',
        { class: 'suggestions' },
        answer.items.map((item, place) => suggestionRow(item, place, answer)),
      ),
    )
  }
}

function skeleton(): HTMLElement {
  return el('div', { class: 'skeleton', 'aria-hidden': 'true' })
}

function empty(): HTMLElement {
  return el(
    'div',
    { class: 'empty' },
    el('p', {}, 'There is nothing to suggest yet.'),
    el('p', { class: 'muted' }, 'Next: train a model below, or put products into the catalogue.'),
  )
}

function suggestionRow(item: Suggestion, place: number, { rung }: Answer): HTMLElement {
  const { id, title, categories, priceMinor, currency } = item
  const parts = partsOf(item, rung)
  const price = formatPrice(priceMinor, currency)
  return el(
    'li',
    { class: 'suggestion' },
    el(
      'div',
      { class: 'suggestion-head' },
      categoryTile(categories),
      el(
        'div',
        { class: 'suggestion-words' },
        el('h3', {}, text(title ?? id), changeTag(id, place)),
        el(
          'p',
          { class: 'muted' },
          categories[0] && text(categories[0]),
          price !== '' && ` · ${price}`,
        ),
      ),
      el(
        'button',
        {
          type: 'button',
          class: 'quiet',
          'aria-label': `Open ${title ?? id}`,
          'data-focus': `open:${id}`,
          onclick: () => void openProduct(id),
        },
        'Open',
      ),
    ),
    balanceBar(parts),
    el(
      'details',
      { class: 'why', open: leftOpen.get(id) ?? place === 0 },
      el(
        'summary',
        { 'data-focus': `why:${id}`, onclick: (event) => note(event, id) },
        el('span', { class: 'why-says' }, whySentence(parts)),
        el('span', { class: 'why-label' }, 'Why this?'),
      ),
      explanation(item, parts),
    ),
  )
}

/** Called before the browser turns it over. */
function note({ currentTarget }: Event, id: string): void {
  const details = currentTarget instanceof Element ? currentTarget.closest('details') : null
  leftOpen.set(id, details?.open === false)
  if (details?.open === false) finish('why')
}

function changeTag(id: string, place: number): Child {
  const { before } = state
  if (!before) return null
  const rise = roseBy(before, id, place)
  if (rise === undefined) return el('span', { class: 'tag tag-new' }, 'New')
  if (rise === 0) return null
  const says = `${rise > 0 ? 'up' : 'down'} ${counted(Math.abs(rise), 'place')}`
  return el(
    'span',
    { class: 'tag' },
    el('span', { 'aria-hidden': 'true' }, `${rise > 0 ? '↑' : '↓'} ${Math.abs(rise)}`),
    el('span', { class: 'sr' }, says),
  )
}
