/** What somebody would be shown now, so that each change can be watched. */
import { type Child, el, text } from './dom.ts'
import { shareBar, whySentence } from './shares.ts'
import type { Center } from './state.ts'
import type { Rung, Suggestion, Suggestions } from './types.ts'

const RUNGS: Readonly<Record<Rung, { mark: string; says: string }>> = {
  personal: { mark: '●', says: 'From what you did here' },
  contextual: { mark: '◔', says: 'From this page alone' },
  general: { mark: '○', says: 'The same for everybody: nothing of you is used' },
}

export function suggestions({ state: { suggestions: now, before } }: Center): Child {
  if (now === undefined) return el('div', { class: 'skeleton', 'aria-hidden': 'true' })
  const { mark, says } = RUNGS[now.rung]
  return [
    el('p', { class: 'rung' }, el('span', { 'aria-hidden': 'true' }, mark), ` ${says}`),
    now.items.length === 0
      ? el('p', { class: 'muted' }, 'There is nothing to suggest.')
      : el(
          'ol',
          // On a narrow page it scrolls sideways, by keyboard too.
          { class: 'suggestions', tabindex: 0, 'aria-label': 'Suggestions' },
          now.items.map((one) => suggestion(one, isNew(one, before))),
        ),
  ]
}

function suggestion({ id, title, categories, contributions }: Suggestion, fresh: boolean) {
  return el(
    'li',
    {},
    el('div', { class: 'line' }, text(title ?? id), fresh && el('span', { class: 'tag' }, 'New')),
    categories[0] !== undefined && el('small', { class: 'muted' }, text(categories[0])),
    shareBar(contributions),
    el('p', { class: 'small' }, whySentence(contributions)),
  )
}

function isNew({ id }: Suggestion, before: Suggestions | undefined): boolean {
  return before?.items.every((one) => one.id !== id) === true
}
