/** What somebody looked at, and how often it was shown to them since: it may follow only so far. */
import { type Child, el, text } from './dom.ts'
import type { Center } from './state.ts'
import type { Followed } from './types.ts'
import { formatCount, formatLong, say } from './words.ts'

const SHOWN_MAX = 10

export function follow({ state: { follows } }: Center): Child {
  if (follows.length === 0) {
    return el('p', { class: 'eq-lead' }, say('followNothing'))
  }
  return [
    el('p', { class: 'eq-lead' }, say('followSays')),
    el('ul', { class: 'eq-receipts' }, follows.slice(0, SHOWN_MAX).map(followed)),
  ]
}

function followed({ item, title, shown, most, withinDays }: Followed): HTMLElement {
  const counts = { shown: formatCount(shown), most: formatCount(most) }
  const said = say('followed', { ...counts, days: formatLong(withinDays, 'day') })
  return el(
    'li',
    { class: 'eq-line' },
    text(title ?? item),
    el('span', { class: 'eq-figure' }, said),
  )
}
