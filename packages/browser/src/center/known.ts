/**
 * What is known of somebody: what is concluded, with where it comes from, and everything they did
 * that is kept, day by day. Each can be taken out, and the suggestions follow at once.
 */
import { type Child, el, text } from './dom.ts'
import { loadMore } from './load.ts'
import type { Center } from './state.ts'
import type { Interaction, Interest } from './types.ts'
import {
  actsOf,
  didOf,
  formatClock,
  formatCount,
  formatDay,
  formatPercent,
  pathOf,
  say,
  sayCounted,
} from './words.ts'

/** The smaller ones are one press away. */
const SHOWN_FIRST = 8

export function interests(center: Center): Child {
  const list = center.state.interests
  const { titles } = center.state
  const { categories, items } = center.state.marks
  return [
    el('p', { class: 'eq-lead' }, say(list.length === 0 ? 'concludeNothing' : 'concludeAll')),
    list.length > 0 &&
      el(
        'ol',
        { class: 'eq-interests' },
        list.slice(0, SHOWN_FIRST).map((one) => interest(center, one)),
      ),
    list.length > SHOWN_FIRST &&
      el(
        'details',
        { 'data-keep': 'interests' },
        el(
          'summary',
          { 'data-focus': 'all-interests' },
          say('smaller', { count: formatCount(list.length - SHOWN_FIRST) }),
        ),
        el(
          'ol',
          { class: 'eq-interests' },
          list.slice(SHOWN_FIRST).map((one) => interest(center, one)),
        ),
      ),
    (categories.length > 0 || items.length > 0) &&
      el(
        'div',
        {},
        el('h3', {}, say('notYou')),
        el(
          'ul',
          { class: 'eq-marks' },
          categories.map((category) => mark(center, { category }, pathOf(category))),
          items.map((item) => mark(center, { item }, titles[item] ?? item)),
        ),
      ),
  ]
}

function interest(center: Center, one: Interest): HTMLElement {
  const { category, share, items, acts, sensitive } = one
  const percent = Math.max(1, Math.round(share * 100))
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'eq-line' },
      el('span', {}, text(pathOf(category))),
      el('span', { class: 'eq-figure' }, el('bdi', { dir: 'ltr' }, formatPercent(share * 100))),
    ),
    el(
      'div',
      { class: 'eq-meter', 'aria-hidden': 'true' },
      el('span', { style: `inline-size: ${percent}%` }),
    ),
    el(
      'div',
      { class: 'eq-line' },
      el(
        'small',
        { class: 'eq-muted' },
        sayCounted('things', items, { acts: actsOf(acts) }),
        sensitive && ` ${say('sensitive')}`,
      ),
      quiet(`not-${category}`, say('notMe'), ` ${category}`, () =>
        center.act(say('notCollected', { name: category }), () =>
          center.api.post('/v1/subjects/me/marks', { category }),
        ),
      ),
    ),
  )
}

function mark(center: Center, wrong: { category: string } | { item: string }, name: string) {
  const [id = name] = Object.values(wrong)
  return el(
    'li',
    { class: 'eq-line' },
    text(name),
    quiet(`mark-${id}`, say('undo'), ` ${name}`, () =>
      center.act(say('countsAgain', { name }), () =>
        center.api.post('/v1/subjects/me/marks/remove', wrong),
      ),
    ),
  )
}

export function timeline(center: Center): Child {
  const { entries, next } = center.state.interactions
  if (entries.length === 0) {
    return el('p', { class: 'eq-lead' }, say('nothingKept'))
  }
  return [
    el('p', { class: 'eq-lead' }, say('allKept')),
    byDay(entries).map(([day, list]) =>
      el(
        'div',
        { class: 'eq-day' },
        el('h3', {}, day),
        el(
          'ol',
          {},
          list.map((one) => entry(center, one)),
        ),
      ),
    ),
    next !== null &&
      el(
        'button',
        {
          type: 'button',
          'data-focus': 'more-interactions',
          onclick: () => void loadMore(center, 'interactions'),
        },
        say('more'),
      ),
  ]
}

function entry(center: Center, { id, item, title, verb, at, categories }: Interaction) {
  const name = title ?? item
  return el(
    'li',
    { class: 'eq-line' },
    el(
      'span',
      {},
      `${didOf(verb)}: `,
      text(name),
      el(
        'small',
        { class: 'eq-muted' },
        categories[0] !== undefined && text(pathOf(categories[0])),
        at !== null && ` ${formatClock(at)}`,
      ),
    ),
    quiet(`remove-${id}`, say('remove'), ` ${name}`, () =>
      center.act(say('removed', { name }), () =>
        center.api.post('/v1/subjects/me/interactions/remove', { interaction: id }),
      ),
    ),
  )
}

/** By when it was done: what came in last may have been done before. */
function byDay(entries: readonly Interaction[]): [string, Interaction[]][] {
  const days = new Map<string, Interaction[]>()
  const latestFirst = entries.toSorted((one, other) => (other.at ?? '').localeCompare(one.at ?? ''))
  for (const one of latestFirst) {
    const day = one.at === null ? say('someTime') : formatDay(one.at)
    days.set(day, [...(days.get(day) ?? []), one])
  }
  return [...days]
}

/** @param more what the label says besides, to whoever cannot see where it stands. */
export function quiet(key: string, label: string, more: string, act: () => unknown): HTMLElement {
  return el(
    'button',
    { type: 'button', class: 'eq-quiet', 'data-focus': key, onclick: () => void act() },
    label,
    el('span', { class: 'eq-hidden' }, more),
  )
}
