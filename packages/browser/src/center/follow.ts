/** What somebody looked at, and how often it was shown to them since: it may follow only so far. */
import { type Child, el, text } from './dom.ts'
import type { Center } from './state.ts'
import type { Followed } from './types.ts'
import { counted } from './words.ts'

const SHOWN_MAX = 10

export function follow({ state: { follows } }: Center): Child {
  if (follows.length === 0) {
    return el('p', { class: 'lead' }, 'Nothing that you looked at was shown to you again.')
  }
  return [
    el(
      'p',
      { class: 'lead' },
      'What you looked at may be shown again only so often, and never once you have it.',
    ),
    el('ul', { class: 'receipts' }, follows.slice(0, SHOWN_MAX).map(followed)),
  ]
}

function followed({ item, title, shown, most, withinDays }: Followed): HTMLElement {
  const days = counted(withinDays, 'day')
  return el(
    'li',
    { class: 'line' },
    text(title ?? item),
    el('span', { class: 'figure' }, `${counted(shown, 'time')} of ${most}, in ${days}`),
  )
}
