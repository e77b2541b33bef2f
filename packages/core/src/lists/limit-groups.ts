/** Steps that hold a list to a number: at most so many of a group, at least so many rare ones. */
import { assert } from '../values/assert.ts'
import { type Candidate, groupsOf } from './candidate.ts'

export const DEFAULT_LONG_TAIL_SHARE = 0.2

export interface GroupCap {
  /** `category`, or the name of an attribute. */
  readonly by: string
  /** How many of one group there may be: a whole number from 1. */
  readonly max: number
}

/** Passes over a candidate that would be one too many of any of its groups. */
export function capGroups(pool: readonly Candidate[], caps: readonly GroupCap[]): Candidate[] {
  assert(
    caps.every(({ max }) => Number.isInteger(max) && max >= 1),
    'caps from 1',
  )
  const held = new Map<string, number>()
  return pool.filter((one) => {
    const groups = caps.flatMap(({ by, max }) =>
      groupsOf(one, by).map((group) => ({ key: `${by}\0${group}`, max })),
    )
    if (groups.some(({ key, max }) => (held.get(key) ?? 0) >= max)) return false
    for (const { key } of groups) held.set(key, (held.get(key) ?? 0) + 1)
    return true
  })
}

export interface LongTailOptions {
  readonly count: number
  /** Whether an item is of the long tail. */
  readonly isTail: (id: string) => boolean
  /** 0 to 1: rounded up to whole items. */
  readonly share?: number
}

/**
 * Takes in the best of the long tail, for as many of the last popular ones, until they are the
 * wanted share of the list: fewer where the pool has no more. The list keeps the pool's order.
 */
export function favourLongTail(
  pool: readonly Candidate[],
  { count, isTail, share = DEFAULT_LONG_TAIL_SHARE }: LongTailOptions,
): Candidate[] {
  assert(share >= 0 && share <= 1, 'a share from 0 to 1')
  const size = Math.min(count, pool.length)
  const tail = pool.filter(({ id }) => isTail(id))
  const wanted = Math.min(tail.length, Math.ceil(share * size))
  const inList = new Set(pool.slice(0, size))
  let missing = wanted - tail.filter((one) => inList.has(one)).length
  const coming = tail.filter((one) => !inList.has(one)).slice(0, Math.max(0, missing))
  for (const one of pool.slice(0, size).toReversed()) {
    if (missing <= 0) break
    if (isTail(one.id)) continue
    inList.delete(one)
    missing -= 1
  }
  for (const one of coming) inList.add(one)
  return [...pool.filter((one) => inList.has(one)), ...pool.filter((one) => !inList.has(one))]
}
