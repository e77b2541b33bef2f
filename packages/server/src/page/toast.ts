/** Short news, said aloud too. News goes away by itself; a problem stays until it is put away. */

import { byId, el } from '@equipoise/browser/dom'
import { ApiProblem } from './api.ts'

const NEWS_MS = 7_000

export function showToast(says: string): void {
  const toast = el('div', { class: 'toast' }, el('p', {}, says))
  byId('toasts').replaceChildren(toast)
  setTimeout(() => toast.remove(), NEWS_MS)
}

export function showProblem(error: unknown): void {
  const says = error instanceof ApiProblem ? error.message : 'Something on this page broke'
  const toast = el(
    'div',
    { class: 'toast toast-problem' },
    el('p', {}, `That did not work. ${says}. Nothing changed; try again.`),
    el(
      'button',
      { type: 'button', class: 'toast-away', onclick: () => toast.remove() },
      'Put away',
    ),
  )
  byId('toasts').replaceChildren(toast)
}
