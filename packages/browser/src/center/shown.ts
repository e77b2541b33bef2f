/** What was shown, and why: each with its shares, on what ground, and what came of it. */
import { type Child, el, text } from './dom.ts'
import { quiet } from './known.ts'
import { loadMore } from './load.ts'
import { reasonLine } from './reason-line.ts'
import { shareBar, shareTable, whySentence } from './shares.ts'
import type { Center } from './state.ts'
import type { Impression, Share } from './types.ts'
import { didOf, formatTime, slotOf } from './words.ts'

export function shown(center: Center): Child {
  const { entries, next } = center.state.impressions
  if (entries.length === 0) {
    return el('p', { class: 'lead' }, 'Nothing that you were shown is kept under your name.')
  }
  return [
    el(
      'p',
      { class: 'lead' },
      'What you were shown, the latest first, with the reasons as they were then. Their parts add up to the whole.',
    ),
    el(
      'ol',
      { class: 'shown' },
      entries.map((one) => impression(center, one)),
    ),
    next !== null &&
      el(
        'button',
        {
          type: 'button',
          'data-focus': 'more-impressions',
          onclick: () => void loadMore(center, 'impressions'),
        },
        'Show more',
      ),
  ]
}

function impression(center: Center, one: Impression): HTMLElement {
  const { id, item, title, slot, at, contributions, reasons, outcomes } = one
  const name = title ?? item
  const came = outcomes.map(({ verb }) => didOf(verb).toLowerCase()).join(', ')
  return el(
    'li',
    {},
    el('h3', {}, text(name)),
    el(
      'p',
      { class: 'muted' },
      `On ${slotOf(slot)}, ${formatTime(at)}${came === '' ? '' : `. You ${came} it`}.`,
    ),
    shareBar(contributions),
    el('p', {}, whySentence(contributions)),
    el(
      'details',
      { 'data-keep': `shown-${id}` },
      el('summary', { 'data-focus': `shown-${id}` }, 'All reasons, and the law'),
      shareTable(`Why ${name} was shown`, contributions, (share) => stop(center, id, share)),
      el('ul', { class: 'law' }, reasons.map(reasonLine)),
      el(
        'div',
        { class: 'acts' },
        quiet(`less-${id}`, 'Less like this', ` ${name}`, () =>
          center.act(`Less like ${name} from now on.`, () =>
            center.api.post('/v1/subjects/me/marks', { item }),
          ),
        ),
      ),
    ),
  )
}

/** A reason that somebody does not want used: it counts no longer, anywhere. */
function stop(center: Center, key: string, { kind, id, title }: Share): Child {
  if (id === null || (kind !== 'item' && kind !== 'category')) return null
  const name = title ?? id
  const wrong = kind === 'item' ? { item: id } : { category: id }
  return quiet(`stop-${key}-${id}`, 'Not this reason', `: ${name}`, () =>
    center.act(`${name} is a reason no longer.`, () =>
      center.api.post('/v1/subjects/me/marks', wrong),
    ),
  )
}
