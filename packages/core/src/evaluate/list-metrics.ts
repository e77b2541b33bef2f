/**
 * What a list is like, whoever likes it: how new, how diverse, how true to the person's own mix,
 * how much of what is popular anyway. Items are ordinals; an empty list has no figures (NaN).
 */

import { type ItemLists, listAt } from './item-lists.ts'

/** How many people of training hold each item, and how many people there are. */
export interface Popularity {
  readonly people: Uint32Array
  readonly population: number
}

/**
 * Mean self-information, in bits: −log2(people_i ÷ population) (Zhou et al. 2010). An item that
 * nobody holds counts as held by one.
 */
export function novelty(list: Uint32Array, { people, population }: Popularity): number {
  return meanOf(list, (item) => Math.log2(population / Math.max(1, people[item] ?? 0)))
}

/** Mean of people_i ÷ population: ARP (Yin et al. 2012) as a share. 0 to 1. */
export function averagePopularity(list: Uint32Array, { people, population }: Popularity): number {
  return meanOf(list, (item) => (people[item] ?? 0) / population)
}

/** The share of the list that is of the long tail: APLT (Abdollahpouri et al. 2019). */
export function longTailShare(list: Uint32Array, isTail: Uint8Array): number {
  return meanOf(list, (item) => isTail[item] ?? 0)
}

/**
 * The long tail: every item but the most popular fifth (rounded up), the earlier item being the
 * more popular where two are equally so.
 */
export function longTail(people: Uint32Array): Uint8Array<ArrayBuffer> {
  const isTail = new Uint8Array(people.length).fill(1)
  const byPopularity = Array.from(people, (_, item) => item).sort(
    (a, b) => (people[b] ?? 0) - (people[a] ?? 0) || a - b,
  )
  for (const item of byPopularity.slice(0, Math.ceil(people.length / 5))) isTail[item] = 0
  return isTail
}

/**
 * Intra-list diversity: the mean of 1 − Jaccard(categories_i, categories_j) over the pairs of the
 * list (the complement of Ziegler et al. 2005's similarity). NaN below two items with categories.
 *
 * @param categories the categories of each item.
 */
export function diversity(list: Uint32Array, categories: ItemLists): number {
  const told = [...list].map((item) => listAt(categories, item)).filter((one) => one.length > 0)
  let [sum, pairs] = [0, 0]
  for (const [index, a] of told.entries()) {
    for (const b of told.slice(0, index)) {
      sum += 1 - jaccard(a, b)
      pairs += 1
    }
  }
  return sum / pairs
}

/** How much of the list's mix is replaced by the history's, so that no logarithm is infinite. */
const SMOOTHING = 0.01

/**
 * Calibration error: KL(p ‖ q̃) in nats between the mix of categories of the history, p, and of the
 * list, q̃ = 0.99·q + 0.01·p (Steck 2018, eq. 5 and 6); an item's categories share it evenly. 0
 * where both mixes are equal; NaN where either has no categories.
 */
export function calibrationError(
  history: Uint32Array,
  list: Uint32Array,
  categories: ItemLists,
): number {
  const [wanted, given] = [mixOf(history, categories), mixOf(list, categories)]
  if (wanted.size === 0 || given.size === 0) return Number.NaN
  let error = 0
  for (const [category, share] of wanted) {
    const smoothed = (1 - SMOOTHING) * (given.get(category) ?? 0) + SMOOTHING * share
    error += share * Math.log(share / smoothed)
  }
  // Rounding may leave two equal mixes a hair below nothing.
  return Math.max(0, error)
}

/** The share of each category; sums to 1, or is empty. */
function mixOf(items: Uint32Array, categories: ItemLists): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  let total = 0
  for (const item of items) {
    const held = listAt(categories, item)
    for (const one of held) counts.set(one, (counts.get(one) ?? 0) + 1 / held.length)
    if (held.length > 0) total += 1
  }
  return new Map([...counts].map(([category, count]) => [category, count / total]))
}

function jaccard(a: Uint32Array, b: Uint32Array): number {
  const both = a.filter((one) => b.includes(one)).length
  return both / (a.length + b.length - both)
}

function meanOf(list: Uint32Array, value: (item: number) => number): number {
  let sum = 0
  for (const item of list) sum += value(item)
  return sum / list.length
}
