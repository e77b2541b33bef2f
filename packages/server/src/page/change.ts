/** What differs between two answers, and what was done between them. */
import { type Child, el } from '@equipoise/browser/dom'
import { state } from './state.ts'
import type { Answer, Rung } from './types.ts'
import { rungName } from './words.ts'

interface Change {
  readonly from: Rung
  readonly to: Rung
  readonly fresh: number
  readonly moved: number
  readonly of: number
}

/** Where one suggestion was: undefined where it is new, else how many places it rose. */
export function roseBy(before: Answer, id: string, place: number): number | undefined {
  const was = before.items.findIndex((one) => one.id === id)
  return was < 0 ? undefined : was - place
}

function changeBetween(before: Answer, answer: Answer): Change {
  const rises = answer.items.map(({ id }, place) => roseBy(before, id, place))
  return {
    from: before.rung,
    to: answer.rung,
    fresh: rises.filter((rise) => rise === undefined).length,
    moved: rises.filter((rise) => rise !== undefined && rise !== 0).length,
    of: answer.items.length,
  }
}

export function changeWords(): Child {
  const { before, answer, since } = state
  if (!before || !answer) return null
  const differs = inWords(changeBetween(before, answer))
  return el('p', { class: 'change' }, `Since you ${since}: `, el('strong', {}, differs))
}

function inWords({ from, to, fresh, moved, of }: Change): string {
  const rung = from === to ? '' : `${rungName(from)} → ${rungName(to)}. `
  if (fresh > 0) return `${rung}${fresh} of ${of} are new.`
  if (moved > 0) return `${rung}The same ${of}, in another order.`
  return `${rung}The same ${of}, in the same order.`
}
