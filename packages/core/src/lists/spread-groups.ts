/**
 * Orders a list so that groups come mixed: of any `within` places in a row at most `most` are of
 * one kind, maker or other group. Nothing is left out: where every candidate would break a rule,
 * the first of those that break the fewest is taken. O(count · pool · rules).
 */
import { assert } from '../values/assert.ts'
import { type Candidate, groupsOf } from './candidate.ts'

export interface Spread {
  /** `category`, or the name of an attribute. */
  readonly by: string
  /** A whole number from 2. */
  readonly within: number
  /** A whole number from 1. */
  readonly most: number
}

/** What stands above a list, the last one last. */
export type SpreadBefore = readonly Pick<Candidate, 'categories' | 'attributes'>[]

/** The pool, its first `count` spread; `before` stands above the first place. */
export function spreadGroups(
  pool: readonly Candidate[],
  rules: readonly Spread[],
  count: number,
  before: SpreadBefore = [],
): Candidate[] {
  assert(
    rules.every(({ within, most }) => Number.isInteger(within) && within >= 2 && most >= 1),
    'places from 2, and at least one of a group',
  )
  const left = [...pool]
  const placed = [...before]
  const list: Candidate[] = []
  while (list.length < count && left.length > 0) {
    const next = fewestBroken(left, rules, placed)
    const [one] = left.splice(next, 1)
    if (one === undefined) break
    list.push(one)
    placed.push(one)
  }
  return [...list, ...left]
}

type Counts = readonly { readonly by: string; readonly full: ReadonlySet<string> }[]

/** The place of the first candidate that breaks none of the rules, or the fewest. */
function fewestBroken(
  left: readonly Candidate[],
  rules: readonly Spread[],
  placed: SpreadBefore,
): number {
  const counts: Counts = rules.map((rule) => ({ by: rule.by, full: fullGroups(rule, placed) }))
  let best = 0
  let fewest = Number.POSITIVE_INFINITY
  for (const [at, one] of left.entries()) {
    const broken = counts.filter(
      ({ by, full }) => full.size > 0 && groupsOf(one, by).some((group) => full.has(group)),
    ).length
    if (broken < fewest) [best, fewest] = [at, broken]
    if (fewest === 0) break
  }
  return best
}

/** The groups of which as many stand in the last places as may. */
function fullGroups({ by, within, most }: Spread, placed: SpreadBefore): ReadonlySet<string> {
  const held = new Map<string, number>()
  for (const one of placed.slice(1 - within)) {
    for (const group of groupsOf(one, by)) held.set(group, (held.get(group) ?? 0) + 1)
  }
  return new Set([...held].flatMap(([group, times]) => (times >= most ? [group] : [])))
}
