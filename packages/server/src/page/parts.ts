/** A suggestion's score taken apart, as shares of the whole; the parts sum to 1. */
import { titleOf } from './catalogue.ts'
import { state } from './state.ts'
import type { Contribution, Interaction, Rung, Suggestion } from './types.ts'
import { didOf, formatCount } from './words.ts'

export type Look = 'item' | 'category' | 'popularity' | 'rest' | 'against'

export interface Part {
  readonly key: string
  readonly look: Look
  /** What speaks: a title, a category, or words of ours. */
  readonly name: string
  /** Before and after the name, in "because you bought NAME". */
  readonly lead: string
  readonly tail: string
  readonly people: string
  /** Of the whole; negative where it speaks against. */
  readonly ratio: number
  /** What was done with that item; empty for any other kind. */
  readonly done: readonly Interaction[]
}

export function partsOf({ score, contributions, categories }: Suggestion, rung: Rung): Part[] {
  const positive = contributions.reduce((sum, { share }) => sum + Math.max(0, share), 0)
  const whole = score > 0 ? score : positive || 1
  // Of two that weigh the same, the more particular category says more.
  const rank = ({ id }: Contribution): number => categories.indexOf(id ?? '')
  return [...contributions]
    .sort((a, b) => (a.share === b.share ? rank(a) - rank(b) : 0))
    .map((one) => toPart(one, one.share / whole, rung))
}

function toPart(one: Contribution, ratio: number, rung: Rung): Part {
  const { kind, id, support } = one
  const people = support === null ? '' : `${formatCount(support)}+ people share it`
  const look: Look = ratio < 0 ? 'against' : kind
  const base = { key: `${kind} ${id}`, look, ratio, people, tail: '', done: [] }
  if (kind === 'rest') {
    const k = state.standing?.supportPeopleMin
    const few = k === undefined ? 'too few people' : `fewer than ${formatCount(k)} people`
    return { ...base, lead: 'reasons without a name', name: '', people: `Shared by ${few} each` }
  }
  if (kind === 'popularity') return { ...base, lead: 'it is popular', name: '' }
  if (kind === 'category') {
    const name = id ?? ''
    return rung === 'contextual'
      ? { ...base, lead: 'it is in', name, tail: ', like this page' }
      : { ...base, lead: 'of what you did in', name }
  }
  // What it has in common with the page's item: nobody did anything for it.
  if (rung === 'contextual') {
    return { ...base, lead: 'it is much like', name: titleOf(id ?? ''), tail: ', on this page' }
  }
  const done = state.interactions.filter(({ item }) => item === id)
  return { ...base, lead: `you ${didOf(strongest(done))}`, name: titleOf(id ?? ''), done }
}

const STRENGTH = ['dislike', 'skip', 'purchase', 'like', 'add', 'play', 'click', 'view']

function strongest(done: readonly Interaction[]): string {
  return STRENGTH.find((verb) => done.some((one) => one.verb === verb)) ?? 'purchase'
}

/** The largest that may be named, to be said in a sentence. */
export function leadingPart(parts: readonly Part[]): Part | undefined {
  return parts.find(({ ratio, look }) => ratio > 0 && look !== 'rest')
}
