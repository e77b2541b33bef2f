/**
 * Exploration: the last places of a list are filled by chance, so that what the ranking never shows
 * gets a chance to be liked, and so that another ranking can be judged by what this one showed.
 *
 *   e places, drawn uniformly and without replacement from the M candidates that come next
 *   P(an item is in the list) = e / M          P(it is at one given place of these) = 1 / M
 *
 * Both are exact and hold whatever else was drawn; the fixed places have 1. Over the M candidates
 * the first sums to e. An estimator that weighs by the place uses the second (inverse propensity,
 * Horvitz & Thompson 1952).
 */
import { assert } from '../values/assert.ts'
import type { Candidate } from './candidate.ts'
import { capGroups, type GroupCap } from './limit-groups.ts'

export const DEFAULT_EXPLORE_SHARE = 0.1
export const DEFAULT_EXPLORE_POOL = 50

export interface ExploreOptions {
  readonly count: number
  /** How many of the last places are drawn: a whole number, at most `count`. */
  readonly places: number
  /** From how many candidates, at most. */
  readonly poolMax?: number
  /** These hold for the whole list, whatever is drawn. */
  readonly caps?: readonly GroupCap[]
  /** One number a place, each uniform from 0 to below 1. */
  readonly draws: readonly number[]
}

export interface Drawn {
  readonly id: string
  /** That this item is in the list: e / M. */
  readonly propensity: number
  /** That it is at exactly this place: 1 / M. */
  readonly placePropensity: number
}

export interface Exploration {
  readonly list: readonly Candidate[]
  /** Those drawn, in the order of their places. */
  readonly drawn: readonly Drawn[]
}

/** The list, at most `count` long, its last places drawn. */
export function explore(pool: readonly Candidate[], options: ExploreOptions): Exploration {
  const { count, places, poolMax = DEFAULT_EXPLORE_POOL, caps = [], draws } = options
  assert(Number.isInteger(places) && places >= 0 && places <= count, 'places within the list')
  assert(
    draws.length >= places && draws.every((draw) => draw >= 0 && draw < 1),
    'a draw from 0 to below 1 for every place',
  )
  const capped = capGroups(pool, caps)
  const fixed = capped.slice(0, count - places)
  const urn = capped.slice(fixed.length, fixed.length + Math.max(poolMax, places))
  const size = urn.length
  const taken = Math.min(places, size)
  const drawn = draws.slice(0, taken).flatMap((draw, at) => {
    const pick = at + Math.floor(draw * (size - at))
    const [one, other] = [urn[pick], urn[at]]
    if (one === undefined || other === undefined) return []
    urn[pick] = other
    urn[at] = one
    return [one]
  })
  return {
    list: [...fixed, ...drawn],
    drawn: drawn.map(({ id }) => ({
      id,
      propensity: taken / size,
      placePropensity: 1 / size,
    })),
  }
}
