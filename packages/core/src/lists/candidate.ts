/**
 * What re-ranking works on: the best items of a rung, each with what the catalogue says of it.
 *
 * A candidate keeps its score, which the explanation takes apart and re-ranking never touches.
 * What re-ranking weighs is its relevance: the score on a scale from 0, the lowest of the pool, to
 * 1, the highest, so that a strength means the same on every rung.
 */
import { assert } from '../values/assert.ts'

export interface Candidate {
  readonly id: string
  /** As the rung gave it, in units of that rung. */
  readonly score: number
  /** 0 to 1 before boosts. */
  readonly relevance: number
  /** Distinct, the primary one first. */
  readonly categories: readonly string[]
  /** Distinct `key=value` texts. */
  readonly attributes: readonly string[]
}

type Described = Pick<Candidate, 'categories' | 'attributes'>

/** @param ranked best first; their scores are finite numbers. */
export function toCandidates(
  ranked: readonly { readonly id: string; readonly score: number }[],
  describe: (id: string) => Described | undefined,
): Candidate[] {
  assert(
    ranked.every(({ score }) => Number.isFinite(score)),
    'finite scores',
  )
  const scores = ranked.map(({ score }) => score)
  const most = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const least = scores.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  return ranked.map(({ id, score }) => {
    const { categories = [], attributes = [] } = describe(id) ?? {}
    const relevance = most > least ? (score - least) / (most - least) : 1
    return { id, score, relevance, categories, attributes }
  })
}

/** What two candidates have in common: Jaccard's index over categories and attributes, 0 to 1. */
export function likeness(a: Described, b: Described): number {
  const all = a.categories.length + a.attributes.length + b.categories.length + b.attributes.length
  if (all === 0) return 0
  const common =
    a.categories.filter((one) => b.categories.includes(one)).length +
    a.attributes.filter((one) => b.attributes.includes(one)).length
  return common / (all - common)
}

/**
 * The groups that a candidate is in: its categories for `category`, and for any other name its
 * values of that attribute.
 */
export function groupsOf({ categories, attributes }: Described, by: string): readonly string[] {
  if (by === 'category') return categories
  const start = `${by}=`
  return attributes.filter((one) => one.startsWith(start))
}
