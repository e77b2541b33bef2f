/** The story in five steps, each a link to where it happens, ticked once it has. */
import { byId, el, fill } from '@equipoise/browser/dom'
import { type Step, state, watch } from './state.ts'

const STEPS: readonly (readonly [step: Step, says: string, at: string])[] = [
  ['person', 'Pick a person', '#people'],
  ['why', 'Read why', '#answer'],
  ['consent', 'Change an answer', '#consent'],
  ['remove', 'Do or take back a thing', '#history'],
  ['erase', 'Erase', '#erase'],
]

export function drawTour(): void {
  watch(['done'], draw)
  draw()
}

function draw(): void {
  const next = STEPS.find(([step]) => !state.done.has(step))
  fill(
    byId('tour'),
    el(
      'ol',
      {},
      STEPS.map((one, place) => stepRow(one, place, one === next)),
    ),
  )
}

type Stop = (typeof STEPS)[number]

function stepRow([step, says, at]: Stop, place: number, next: boolean): HTMLElement {
  const done = state.done.has(step)
  const name = ['step', done && 'step-done', next && 'step-next'].filter(Boolean).join(' ')
  return el(
    'li',
    { class: name },
    el(
      'a',
      { href: at, 'data-focus': `step:${step}` },
      el('span', { class: 'step-number', 'aria-hidden': 'true' }, done ? '✓' : place + 1),
      el('span', { class: 'step-says' }, says),
      done && el('span', { class: 'sr' }, ' (done)'),
    ),
  )
}
