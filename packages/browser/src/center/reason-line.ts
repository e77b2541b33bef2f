/** A rule of law in plain words, with where it stands. Both come in English alone. */
import { el } from './dom.ts'
import type { Reason } from './types.ts'
import { inEnglish, say } from './words.ts'

export function reasonLine({ says, citation, advisory }: Reason): HTMLElement {
  return el(
    'li',
    {},
    inEnglish(says),
    ' ',
    el('cite', { class: 'eq-muted', lang: 'en', dir: 'ltr' }, citation),
    advisory && el('small', { class: 'eq-muted' }, ` ${say('unverified')}`),
  )
}
