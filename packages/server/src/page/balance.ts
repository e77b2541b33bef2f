/**
 * One bar for a whole score: what speaks for it on one side of the pivot, what speaks against it on
 * the other. The two add up to the whole. It is a picture beside a sentence or a table that says
 * the same, so it is hidden from screen readers.
 */
import { type Child, el } from '@equipoise/browser/dom'
import type { Part } from './parts.ts'

/** Narrower than this, a number does not fit. */
const NUMBERED_RATIO = 0.055

export interface BalanceOptions {
  /** The parts that have a number, in its order; the others are drawn without. */
  readonly numbered: readonly Part[]
}

export function balanceBar(parts: readonly Part[], options?: BalanceOptions): HTMLElement {
  const speaksFor = parts.filter(({ ratio }) => ratio > 0)
  const against = parts.filter(({ ratio }) => ratio < 0).reverse()
  const span = parts.reduce((sum, { ratio }) => sum + Math.abs(ratio), 0) || 1
  const bar = el(
    'div',
    { class: options ? 'balance balance-large' : 'balance', 'aria-hidden': 'true' },
    against.length > 0 && side('balance-against', against, span, options),
    side('balance-for', speaksFor, span, options),
  )
  return bar
}

function side(
  name: string,
  parts: readonly Part[],
  span: number,
  options: BalanceOptions | undefined,
): HTMLElement {
  const element = el(
    'div',
    { class: name },
    parts.map((part) => segment(part, span, options)),
  )
  element.style.flexGrow = growth(sumOf(parts))
  return element
}

function segment(part: Part, span: number, options: BalanceOptions | undefined): HTMLElement {
  const number = (options?.numbered.indexOf(part) ?? -1) + 1
  const wide = Math.abs(part.ratio) / span >= NUMBERED_RATIO
  const label: Child = number > 0 && wide ? number : null
  const element = el('span', { class: `segment look-${part.look}` }, label)
  element.style.flexGrow = growth(Math.abs(part.ratio))
  return element
}

/** In a scale where what is small still sums to more than 1, below which a row is not filled. */
function growth(ratio: number): string {
  return String(ratio * 1_000)
}

function sumOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { ratio }) => sum + Math.abs(ratio), 0)
}
