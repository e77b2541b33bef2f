/**
 * The order of a playlist: nothing of the same artist, brand or other group within n places, and
 * from one item to the next as like as there is (`smooth`), as unlike (`varied`), or as ranked.
 *
 * Place by place, the next is taken from the best `count` that may stand there, and from the rest
 * of the pool where none of these may. To leave no group for the end where it would not fit, one
 * whose items left need every second or n-th place that is left goes first. Where nothing may stand
 * at a place, the list ends there. O(count · pool).
 */
import { assert } from '../values/assert.ts'
import { type Candidate, groupsOf, likeness } from './candidate.ts'

export const SEQUENCE_ORDERS = ['ranked', 'smooth', 'varied'] as const

export type SequenceOrder = (typeof SEQUENCE_ORDERS)[number]

export interface SequenceOptions {
  readonly count: number
  readonly order?: SequenceOrder
  readonly apart?: Apart
  /** What was played before this list, in order: it counts as standing above the first place. */
  readonly before?: readonly Pick<Candidate, 'categories' | 'attributes'>[]
}

export interface Apart {
  /** `category`, or the name of an attribute. */
  readonly by: string
  /** Of this many in a row, no two are of one group: a whole number from 2. */
  readonly within: number
}

/** The list, at most `count` long. */
export function sequence(pool: readonly Candidate[], options: SequenceOptions): Candidate[] {
  const { count, order = 'ranked', apart, before = [] } = options
  const within = apart?.within ?? 1
  assert(Number.isInteger(within) && within >= 1, 'a whole number of places')
  const groups = new Map<object, readonly string[]>(
    [...before, ...pool].map((one) => [one, apart ? groupsOf(one, apart.by) : []]),
  )
  const groupsIn = (one: object): readonly string[] => groups.get(one) ?? []
  const best = pool.slice(0, count)
  const rest = pool.slice(count)
  const list: Candidate[] = []
  while (list.length < count) {
    const recent = within > 1 ? [...before, ...list].slice(1 - within) : []
    const taken = new Set(recent.flatMap(groupsIn))
    const isFree = (one: Candidate): boolean => groupsIn(one).every((group) => !taken.has(group))
    const free = best.filter(isFree)
    const spare = free.length > 0 ? undefined : rest.find(isFree)
    const urgent = mostUrgent(free, { left: best, groupsIn, within, places: count - list.length })
    const next = spare ?? nearest(urgent, order, list.at(-1) ?? before.at(-1))
    if (next === undefined) break
    list.push(next)
    remove(spare === undefined ? best : rest, next)
  }
  return list
}

interface Left {
  readonly left: readonly Candidate[]
  readonly groupsIn: (one: Candidate) => readonly string[]
  readonly within: number
  readonly places: number
}

/** Those of a group that fills what is left where it is not taken now; else all. */
function mostUrgent(
  free: readonly Candidate[],
  { left, groupsIn, within, places }: Left,
): readonly Candidate[] {
  if (within < 2) return free
  const sizes = new Map<string, number>()
  for (const group of left.flatMap(groupsIn)) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const urgent = free.filter((one) =>
    groupsIn(one).some((group) => ((sizes.get(group) ?? 0) - 1) * within + 1 >= places),
  )
  return urgent.length > 0 ? urgent : free
}

function nearest(
  free: readonly Candidate[],
  order: SequenceOrder,
  last: Pick<Candidate, 'categories' | 'attributes'> | undefined,
): Candidate | undefined {
  if (order === 'ranked' || last === undefined) return free[0]
  const sign = order === 'smooth' ? 1 : -1
  let best = free[0]
  let most = Number.NEGATIVE_INFINITY
  for (const one of free) {
    const value = sign * likeness(last, one)
    if (value > most) [best, most] = [one, value]
  }
  return best
}

function remove(from: Candidate[], one: Candidate): void {
  from.splice(from.indexOf(one), 1)
}
