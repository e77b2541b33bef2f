/**
 * What somebody follows, and what is not to count for them: their own words, each taken back with
 * one press. Nothing where they said nothing.
 */
import { type Child, el, text } from './dom.ts'
import { quiet } from './known.ts'
import type { Center } from './state.ts'
import { pathOf, say } from './words.ts'

/** The others are one press away. */
const SHOWN_FIRST = 8
/** Else it is an attribute, such as a maker, which is told. */
const PLAIN: readonly string[] = ['item', 'category']

export function wishes(center: Center): Child {
  const { titles } = center.state
  const { follows, notForProfile } = center.state.wishes
  const { items, lists } = notForProfile
  return [
    group(
      'following',
      follows.map((one) => followed(center, one)),
    ),
    group('apart', [
      ...lists.map((name) => apart(center, { lists: [name] }, name)),
      ...items.map((item) => apart(center, { items: [item] }, item, titles[item])),
    ]),
  ]
}

function group(title: 'following' | 'apart', rows: readonly HTMLElement[]): Child {
  const more = rows.slice(SHOWN_FIRST)
  return (
    rows.length > 0 &&
    el(
      'div',
      {},
      el('h3', {}, say(title)),
      el('ul', { class: 'eq-marks' }, rows.slice(0, SHOWN_FIRST)),
      more.length > 0 &&
        el(
          'details',
          { 'data-keep': title },
          el('summary', { 'data-focus': `all-${title}` }, say('more')),
          el('ul', { class: 'eq-marks' }, more),
        ),
    )
  )
}

function followed(
  center: Center,
  { by, value }: { readonly by: string; readonly value: string },
): HTMLElement {
  return el(
    'li',
    { class: 'eq-line' },
    el(
      'span',
      {},
      text(pathOf(value)),
      !PLAIN.includes(by) && el('small', { class: 'eq-muted' }, text(by)),
    ),
    quiet(`unfollow-${by}-${value}`, say('unfollow'), ` ${value}`, () =>
      center.act(say('nowOff', { name: value }), () =>
        center.api.post('/v1/subjects/me/wishes', { unfollow: [{ by, value }] }),
      ),
    ),
  )
}

function apart(
  center: Center,
  forProfile: { readonly items: readonly string[] } | { readonly lists: readonly string[] },
  id: string,
  name: string = id,
): HTMLElement {
  const isList = 'lists' in forProfile
  return el(
    'li',
    { class: 'eq-line' },
    el('span', {}, text(name), isList && el('small', { class: 'eq-muted' }, say('slotPlaylist'))),
    quiet(`apart-${isList ? 'lists' : 'items'}-${id}`, say('undo'), ` ${name}`, () =>
      center.act(say('countsAgain', { name }), () =>
        center.api.post('/v1/subjects/me/wishes', { forProfile }),
      ),
    ),
  )
}
