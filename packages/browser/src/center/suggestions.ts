/** What somebody would be shown now, so that each change can be watched. */
import type { ScriptWord } from '../languages/say.ts'
import { type Child, el, text } from './dom.ts'
import { ofRung, shareBar, whySentence } from './shares.ts'
import type { Center } from './state.ts'
import type { Rung, Suggestion, Suggestions } from './types.ts'
import { pathOf, say } from './words.ts'

const RUNGS: Readonly<Record<Rung, { mark: string; name: ScriptWord }>> = {
  personal: { mark: '●', name: 'rungPersonal' },
  contextual: { mark: '◔', name: 'rungPage' },
  general: { mark: '○', name: 'rungGeneral' },
}

export function suggestions({ state: { suggestions: now, before } }: Center): Child {
  if (now === undefined) return el('div', { class: 'eq-skeleton', 'aria-hidden': 'true' })
  const { mark, name } = RUNGS[now.rung]
  return [
    el('p', { class: 'eq-rung' }, el('span', { 'aria-hidden': 'true' }, mark), ` ${say(name)}`),
    now.items.length === 0
      ? el('p', { class: 'eq-muted' }, say('noSuggestion'))
      : el(
          'ol',
          // On a narrow page it scrolls sideways, by keyboard too.
          { class: 'eq-suggestions', tabindex: 0, 'aria-label': say('suggestions') },
          now.items.map((one) => suggestion(one, now.rung, isNew(one, before))),
        ),
  ]
}

function suggestion(
  { id, title, categories, contributions }: Suggestion,
  rung: Rung,
  fresh: boolean,
) {
  const reasons = ofRung(contributions, rung)
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'eq-line' },
      text(title ?? id),
      fresh && el('span', { class: 'eq-tag' }, say('isNew')),
    ),
    categories[0] !== undefined && el('small', { class: 'eq-muted' }, text(pathOf(categories[0]))),
    shareBar(reasons),
    el('p', { class: 'eq-small' }, whySentence(reasons)),
  )
}

function isNew({ id }: Suggestion, before: Suggestions | undefined): boolean {
  return before?.items.every((one) => one.id !== id) === true
}
