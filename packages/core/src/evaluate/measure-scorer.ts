/**
 * Asks a scorer about every case of a split and measures its lists: the best items that the history
 * does not hold, by score, then by ordinal. A held item that training does not know is a miss.
 */

import { assert } from '../values/assert.ts'
import { BestItems } from './best-items.ts'
import { countPeople, type ItemLists, listAt, listCount, listLength } from './item-lists.ts'
import {
  averagePopularity,
  calibrationError,
  diversity,
  longTail,
  longTailShare,
  novelty,
} from './list-metrics.ts'
import {
  hitRate,
  ndcg,
  type Ranking,
  recall,
  recallCapped,
  reciprocalRank,
} from './rank-metrics.ts'
import type { Scorer } from './scorer.ts'
import type { Split } from './split.ts'

/** Metrics that say how well held items are met; the others say what the lists are like. */
export const ACCURACY_METRICS = ['recall', 'recallCapped', 'ndcg', 'hitRate', 'mrr'] as const
export const LIST_METRICS = [
  'novelty',
  'averagePopularity',
  'longTailShare',
  'diversity',
  'calibrationError',
] as const

export interface MeasureOptions {
  /** The k of every metric, each at least 1. */
  readonly cutoffs: readonly number[]
  /** The categories of each item of the split; without them two metrics are left out. */
  readonly categories?: ItemLists | undefined
  readonly onProgress?: (ratio: number) => void
}

export interface Measures {
  /** By metric and cutoff, such as `ndcg@20`: one value a case; NaN where a case has none. */
  readonly perCase: ReadonlyMap<string, Float64Array<ArrayBuffer>>
  /** Of the whole: means of the above, and `coverage@k`, the share of all items ever listed. */
  readonly metrics: Readonly<Record<string, number>>
}

type CaseMetric = (shown: ShownList, k: number) => number

interface ShownList extends Ranking {
  readonly history: Uint32Array
  readonly ranked: Uint32Array
}

/** O(cases × items), and what the scorer takes. */
export function measureScorer(split: Split, scorer: Scorer, options: MeasureOptions): Measures {
  const { cutoffs, onProgress = () => {} } = options
  const { cases } = split
  const metrics = metricsOf(split, options.categories)
  const names = cutoffs.flatMap((k) => metrics.map(([name]) => `${name}@${k}`))
  const perCase = new Map(names.map((name) => [name, new Float64Array(listCount(cases.held))]))
  const listed = cutoffs.map(() => new Uint8Array(split.itemIds.length))
  const ranker = new Ranker(split, scorer, Math.max(...cutoffs))
  for (let index = 0; index < listCount(cases.held); index += 1) {
    if (index % 200 === 0) onProgress(index / listCount(cases.held))
    const shown = ranker.rank(index)
    for (const [at, k] of cutoffs.entries()) {
      mark(listed[at], shown.ranked.subarray(0, k))
      for (const [name, measure] of metrics) {
        const values = perCase.get(`${name}@${k}`)
        if (values) values[index] = measure(shown, k)
      }
    }
  }
  onProgress(1)
  const means = [...perCase].map(([name, values]) => [name, meanOf(values)] as const)
  const coverage = cutoffs.map((k, at) => [`coverage@${k}`, meanOf(listed[at] ?? [])] as const)
  return { perCase, metrics: Object.fromEntries([...means, ...coverage]) }
}

function metricsOf(
  { train }: Split,
  categories: ItemLists | undefined,
): readonly (readonly [string, CaseMetric])[] {
  const people = countPeople(train)
  const known = { people, population: listCount(train) }
  const isTail = longTail(people)
  const first =
    (measure: (list: Uint32Array) => number): CaseMetric =>
    ({ ranked }, k) =>
      measure(ranked.subarray(0, k))
  return [
    ['recall', recall],
    ['recallCapped', recallCapped],
    ['ndcg', ndcg],
    ['hitRate', hitRate],
    ['mrr', reciprocalRank],
    ['novelty', first((list) => novelty(list, known))],
    ['averagePopularity', first((list) => averagePopularity(list, known))],
    ['longTailShare', first((list) => longTailShare(list, isTail))],
    ...categoryMetrics(categories),
  ]
}

function categoryMetrics(
  categories: ItemLists | undefined,
): readonly (readonly [string, CaseMetric])[] {
  if (categories === undefined) return []
  return [
    ['diversity', ({ ranked }, k) => diversity(ranked.subarray(0, k), categories)],
    [
      'calibrationError',
      ({ history, ranked }, k) => calibrationError(history, ranked.subarray(0, k), categories),
    ],
  ]
}

class Ranker {
  readonly #split: Split
  readonly #scorer: Scorer
  readonly #scores: Float64Array<ArrayBuffer>
  readonly #best: BestItems
  readonly #isHeld: Uint8Array<ArrayBuffer>

  constructor(split: Split, scorer: Scorer, count: number) {
    this.#split = split
    this.#scorer = scorer
    this.#scores = new Float64Array(split.itemIds.length)
    this.#isHeld = new Uint8Array(split.itemIds.length)
    this.#best = new BestItems(count)
  }

  rank(index: number): ShownList {
    const { cases } = this.#split
    const history = listAt(cases.history, index)
    const held = listAt(cases.held, index)
    this.#scorer.score(history, this.#scores, placesAt(cases, index))
    for (const item of held) this.#isHeld[item] = 1
    this.#best.clear()
    if (cases.candidates) this.#offer([...held, ...listAt(cases.candidates, index)])
    else this.#offerAllBut(history)
    const ranked = this.#best.ranked()
    const hits = Uint8Array.from(ranked, (item) => this.#isHeld[item] ?? 0)
    for (const item of held) this.#isHeld[item] = 0
    return { history, ranked, hits, held: cases.heldCounts[index] ?? listLength(cases.held, index) }
  }

  #offer(items: readonly number[]): void {
    for (const item of new Set(items)) this.#best.offer(item, this.#scores[item] ?? 0)
  }

  #offerAllBut(history: Uint32Array): void {
    const [scores, best] = [this.#scores, this.#best]
    for (const item of history) scores[item] = Number.NEGATIVE_INFINITY
    let floor = best.floor
    for (let item = 0; item < scores.length; item += 1) {
      const score = scores[item] ?? 0
      if (!(score > floor)) {
        assert(!Number.isNaN(score), 'scores that are numbers')
        continue
      }
      best.offer(item, score)
      floor = best.floor
    }
  }
}

function placesAt({ history, places }: Split['cases'], index: number): Uint32Array | undefined {
  return places?.subarray(history.starts[index], history.starts[index + 1])
}

function mark(listed: Uint8Array | undefined, items: Uint32Array): void {
  if (listed) for (const item of items) listed[item] = 1
}

function meanOf(values: ArrayLike<number>): number {
  let [sum, count] = [0, 0]
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? Number.NaN
    if (Number.isNaN(value)) continue
    sum += value
    count += 1
  }
  return sum / count
}
