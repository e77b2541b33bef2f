/**
 * An act that the model follows: done at once in the store, a little later in the model. While it
 * is under way a weight moves along a beam as long as the promised time.
 */
import { type Child, el } from '@equipoise/browser/dom'
import { state } from './state.ts'
import type { Clearance } from './types.ts'
import { counted, formatClock, secondsBetween } from './words.ts'

const SECONDS_FALLBACK = 60

export function clearanceRow({ at, modelClearedAt }: Clearance, done: string): HTMLElement {
  return el(
    'div',
    { class: 'clearance' },
    el('p', {}, `${done} at ${formatClock(at)}.`),
    modelClearedAt === null ? underWay(at) : clearedWords(at, modelClearedAt),
  )
}

function clearedWords(at: string, clearedAt: string): Child {
  const seconds = secondsBetween(at, clearedAt)
  const later = seconds === 0 ? 'in the same second' : `${counted(seconds, 'second')} later`
  return el('p', {}, `Gone from the model at ${formatClock(clearedAt)}, ${later}.`)
}

function underWay(at: string): Child {
  const bound = state.standing?.modelClearanceSeconds ?? SECONDS_FALLBACK
  const seconds = Math.min(bound, secondsBetween(at, new Date().toISOString()))
  return [
    el('progress', { max: bound, value: seconds, 'aria-label': 'The model follows' }),
    el('p', { class: 'muted' }, `The model follows, within ${counted(bound, 'second')}.`),
  ]
}
