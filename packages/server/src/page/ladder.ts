/**
 * How personal the answer is: four rungs, always in this order and these shapes, on one beam. Below
 * it what the rung means now. On a phone a bar at the bottom says the same while the answer is out
 * of sight.
 */

import { byId, type Child, el, fill } from '@equipoise/browser/dom'
import { titleOf } from './catalogue.ts'
import { rungShape } from './pictures.ts'
import { state, watch } from './state.ts'
import type { Answer } from './types.ts'
import { counted, RUNGS, rungName } from './words.ts'

export function drawLadder(): void {
  const says = el('div', { class: 'ladder-says' })
  const rungs = el('ol', { class: 'ladder', 'aria-label': 'How personal, from most to least' })
  byId('ladder').append(rungs, says)
  watch(['answer', 'product'], () => {
    fill(rungs, RUNGS.map(rungRow))
    fill(says, sentence())
    drawBar()
  })
  watchSight()
}

function rungRow([rung, name]: (typeof RUNGS)[number]): HTMLElement {
  const current = state.answer?.rung === rung
  return el(
    'li',
    { class: 'rung', 'aria-current': current ? 'true' : undefined },
    rungShape(rung),
    el('span', {}, name),
    rung === 'on_device' && el('small', {}, 'to come'),
  )
}

function sentence(): Child {
  const { answer, product } = state
  if (!answer) return null
  return el(
    'p',
    { class: 'rung-says' },
    el('strong', {}, rungName(answer.rung)),
    ': ',
    from(answer, product?.id),
  )
}

function from({ rung, dataUsed }: Answer, product: string | undefined): string {
  if (rung === 'personal')
    return `from ${counted(dataUsed.historyItems, 'product')} in what you did.`
  if (rung === 'contextual' && product !== undefined) {
    return `from the page of ${titleOf(product)}, and nothing about you.`
  }
  return 'what is popular, the same for everyone.'
}

function drawBar(): void {
  const { answer } = state
  if (!answer) return
  fill(
    byId('answer-bar'),
    rungShape(answer.rung),
    el('span', {}, `${rungName(answer.rung)}: ${counted(answer.items.length, 'suggestion')}`),
    el('span', { class: 'answer-bar-go' }, 'See and why'),
  )
}

/** The bar is there while the suggestions are not. */
function watchSight(): void {
  const bar = byId('answer-bar')
  const sight = new IntersectionObserver(([entry]) => {
    bar.hidden = entry?.isIntersecting !== false
  })
  sight.observe(byId('answer'))
}
