/**
 * What a subject's interactions with an item say, as one number. Verbs and time act here, at
 * scoring, and never in the matrix, which only knows who holds what.
 *
 *   v_i = max over positive verbs of w·d + min over negative verbs of w·d
 *   d = 2^(−age / half-life),  and v_i · 2^(−items met later / half-life in items)
 *
 * with the age counted from the subject's own latest dated interaction, so that a profile at rest
 * does not fade, and d = 1 for an undated one. The largest counts, not the sum: ten views are not a
 * purchase.
 */

import type { Instant } from '../values/instant.ts'
import type { Verb } from '../values/verb.ts'
import { placesBack, recencyOf } from './recency.ts'

export interface Interaction {
  readonly item: string
  readonly verb: Verb
  readonly at: Instant | null
}

/** One item of a profile, as scoring takes it. */
export interface HistoryItem {
  readonly item: string
  readonly value: number
}

export interface ValueOptions {
  readonly verbWeights: Readonly<Record<Verb, number>>
  /** Null where nothing fades. */
  readonly halfLifeMs: number | null
  /** After how many later items half is left; 0, or left out, where nothing fades by place. */
  readonly halfLifeItems?: number
}

export const VERB_WEIGHTS: Readonly<Record<Verb, number>> = {
  view: 0.3,
  click: 0.4,
  add: 0.6,
  play: 0.8,
  like: 1,
  purchase: 1,
  skip: -0.3,
  dislike: -1,
}

/** The value of each item that the subject interacted with, in the order of their first mention. */
export function historyOf(
  interactions: readonly Interaction[],
  options: ValueOptions,
): HistoryItem[] {
  const latest = interactions.reduce((most, { at }) => Math.max(most, at ?? 0), 0)
  const byItem = new Map<string, Interaction[]>()
  for (const interaction of interactions) {
    const group = byItem.get(interaction.item)
    if (group) group.push(interaction)
    else byItem.set(interaction.item, [interaction])
  }
  const history = Array.from(byItem, ([item, group]) => ({
    item,
    value: interactionValue(group, latest, options),
  }))
  const { halfLifeItems = 0 } = options
  if (halfLifeItems === 0) return history
  const places = placesBack(Float64Array.from(byItem.values(), lastMet))
  return history.map(({ item, value }, index) => ({
    item,
    value: value * recencyOf(places[index] ?? 0, halfLifeItems),
  }))
}

/** NaN where nobody knows. */
function lastMet(interactions: readonly Interaction[]): number {
  return interactions.reduce<number>(
    (last, { at }) => (at === null || at <= last ? last : at),
    Number.NaN,
  )
}

/**
 * The value of one item's interactions.
 *
 * @param latest the subject's latest dated interaction with anything, in milliseconds UTC.
 */
export function interactionValue(
  interactions: readonly Pick<Interaction, 'verb' | 'at'>[],
  latest: number,
  { verbWeights, halfLifeMs }: ValueOptions,
): number {
  let [best, worst] = [0, 0]
  for (const { verb, at } of interactions) {
    const halfLives = at === null || halfLifeMs === null ? 0 : (latest - at) / halfLifeMs
    const value = verbWeights[verb] * 2 ** -halfLives
    best = Math.max(best, value)
    worst = Math.min(worst, value)
  }
  return best + worst
}
