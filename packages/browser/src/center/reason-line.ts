/** A rule of law in plain words, with where it stands. */
import { el } from './dom.ts'
import type { Reason } from './types.ts'

export function reasonLine({ says, citation, advisory }: Reason): HTMLElement {
  return el(
    'li',
    {},
    says,
    ' ',
    el('cite', { class: 'muted' }, citation),
    advisory && el('small', { class: 'muted' }, ' Nobody has verified this rule yet.'),
  )
}
