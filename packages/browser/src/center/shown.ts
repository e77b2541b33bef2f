/** What was shown, and why: each with its shares, on what ground, and what came of it. */
import { type Child, el, text } from './dom.ts'
import { quiet } from './known.ts'
import { loadMore } from './load.ts'
import { reasonLine } from './reason-line.ts'
import { ofRung, shareBar, shareTable, whySentence } from './shares.ts'
import type { Center } from './state.ts'
import type { Impression, Share } from './types.ts'
import { didOf, formatTime, listOf, say, slotOf } from './words.ts'

export function shown(center: Center): Child {
  const { entries, next } = center.state.impressions
  if (entries.length === 0) {
    return el('p', { class: 'eq-lead' }, say('shownNothing'))
  }
  return [
    el('p', { class: 'eq-lead' }, say('shownSays')),
    el(
      'ol',
      { class: 'eq-shown' },
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
        say('more'),
      ),
  ]
}

function impression(center: Center, one: Impression): HTMLElement {
  const { id, item, title, slot, at, rung, reasons, outcomes } = one
  const contributions = ofRung(one.contributions, rung)
  const name = title ?? item
  const came = listOf(outcomes.map(({ verb }) => didOf(verb)))
  return el(
    'li',
    {},
    el('h3', {}, text(name)),
    el(
      'p',
      { class: 'eq-muted' },
      [slotOf(slot), formatTime(at), came].filter((one) => one !== '').join(' · '),
    ),
    shareBar(contributions),
    el('p', {}, whySentence(contributions)),
    el(
      'details',
      { 'data-keep': `shown-${id}` },
      el('summary', { 'data-focus': `shown-${id}` }, say('allReasons')),
      shareTable(say('whyOf', { name }), contributions, (share) => stop(center, id, share)),
      el('ul', { class: 'eq-law' }, reasons.map(reasonLine)),
      el(
        'div',
        { class: 'eq-acts' },
        quiet(`less-${id}`, say('lessLikeThis'), ` ${name}`, () =>
          center.act(say('lessNow', { name }), () =>
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
  return quiet(`stop-${key}-${id}`, say('notThisReason'), `: ${name}`, () =>
    center.act(say('noReason', { name }), () => center.api.post('/v1/subjects/me/marks', wrong)),
  )
}
