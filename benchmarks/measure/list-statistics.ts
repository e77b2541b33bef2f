/** What of lists decides how much work they are: lengths, popularity, and who shares what. */
import type { ContributionLists } from '@equipoise/core/recommend'

export interface ListStatistics {
  readonly subjects: number
  readonly items: number
  readonly interactions: number
  /** Of the lengths of lists. */
  readonly median: number
  readonly p90: number
  readonly p99: number
  readonly longest: number
  /** How unequally often items are held (Gini), 0 to 1, and the part of the most held hundredth. */
  readonly gini: number
  readonly topHundredth: number
  /** Pairs that are added up: the squares of all lengths. */
  readonly pairs: number
  /** Of all pairs of items, how many somebody shares; by some thousand items. */
  readonly density: number
}

const SAMPLED_ITEMS = 1_000

export function statisticsOf(lists: ContributionLists): ListStatistics {
  const { starts, items, ids } = lists
  const lengths = Array.from({ length: starts.length - 1 }, (_, person) => lengthOf(lists, person))
  const holders = new Uint32Array(ids.length)
  for (const item of items) holders[item] = (holders[item] ?? 0) + 1
  const sorted = lengths.toSorted((a, b) => a - b)
  const at = (ratio: number): number => sorted[Math.floor(ratio * (sorted.length - 1))] ?? 0
  return {
    subjects: lengths.length,
    items: ids.length,
    interactions: items.length,
    median: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    longest: at(1),
    ...inequalityOf(holders),
    pairs: lengths.reduce((sum, length) => sum + length ** 2, 0),
    density: densityOf(lists, holders),
  }
}

function lengthOf({ starts }: ContributionLists, person: number): number {
  return (starts[person + 1] ?? 0) - (starts[person] ?? 0)
}

function inequalityOf(holders: Uint32Array): Pick<ListStatistics, 'gini' | 'topHundredth'> {
  const sorted = holders.toSorted()
  const whole = sorted.reduce((sum, count) => sum + count, 0)
  const spread = sorted.reduce(
    (sum, count, at) => sum + (2 * (at + 1) - sorted.length - 1) * count,
    0,
  )
  const top = sorted.subarray(-Math.ceil(sorted.length / 100))
  return {
    gini: rounded(spread / (sorted.length * whole)),
    topHundredth: rounded(top.reduce((sum, count) => sum + count, 0) / whole),
  }
}

/** Counts the distinct neighbours of every so many-th item. */
function densityOf({ starts, items, ids }: ContributionLists, holders: Uint32Array): number {
  const step = Math.max(1, Math.floor(ids.length / SAMPLED_ITEMS))
  const people = new Map<number, number[]>()
  for (let item = 0; item < ids.length; item += step) people.set(item, [])
  for (let person = 0; person + 1 < starts.length; person += 1) {
    for (const item of items.subarray(starts[person], starts[person + 1])) {
      people.get(item)?.push(person)
    }
  }
  const met = new Uint32Array(ids.length)
  let [mark, distinct] = [0, 0]
  for (const [item, own] of people) {
    mark += 1
    if ((holders[item] ?? 0) === 0) continue
    for (const person of own) {
      for (const other of items.subarray(starts[person], starts[person + 1])) {
        if (met[other] === mark) continue
        met[other] = mark
        distinct += 1
      }
    }
  }
  return rounded(distinct / (people.size * ids.length))
}

function rounded(value: number): number {
  return Number(value.toFixed(4))
}
