/**
 * All that a page's answers may know of other people: of what at least k vouched people share, how
 * many do, in bands, and how strongly it speaks, in coarse steps; and the items that k people hold,
 * by rank. It is taken from a model once a day and stands until the next one.
 *
 * An explanation for a page reads this and the person's own history, and nothing else
 * (`explainReleased`). So what it tells of others stands still while people come and leave: to
 * probe it before and after somebody left tells nothing, until the next release, where everything
 * else of a day has changed too. Rejected: the model's own shares in whole percents. They follow
 * the model, and in a town of 600 people 45 % of them moved when one person left, by up to 62
 * points. The price: on ML-1M with k = 100 a named percent is 1.8 points off the exact one on
 * average, and the first reason of four answers in five is the exact first one.
 *
 * Until the next release a band may still count somebody who left since. It says that at least k
 * people share something, never who.
 *
 * Shapes: pairs as sparse columns by target, 6 bytes each; categories as a triangle of bands and a
 * square of steps, source × target. Cost: one pass over the model's weights, 0.2 s for ML-1M.
 */

import { triangleAt, triangleSize } from './gram-snapshot.ts'
import { categoryPeople, primaryCategory, type RecommendModel } from './model.ts'
import { type PopularityRanks, popularityRanks } from './popularity-ranks.ts'
import type { SparseColumns } from './sparse-columns.ts'
import { bandPlace, SUPPORT_FLOOR, supportBand } from './support-band.ts'
import { weightStep } from './weight-step.ts'

/** The part of a release that is stored; the rest follows from it. */
export interface ReleaseContent {
  /** The UTC day that it was taken on and is for, in days since 1970-01-01. */
  readonly day: number
  readonly k: number
  /** Items that at least k people hold, the most popular first: an item's ordinal is its rank. */
  readonly ids: readonly string[]
  /** How many people hold each item, as places of bands. */
  readonly bands: Uint8Array<ArrayBuffer>
  readonly pairs: ReleasedPairs
  readonly categories: ReleasedCategories
  /** The step of what any item says for any other on average. */
  readonly anyStep: number
}

/** Column j holds the sources that at least k people share with item j, by ascending ordinal. */
export interface ReleasedPairs extends Pick<SparseColumns, 'starts' | 'rows'> {
  readonly bands: Uint8Array<ArrayBuffer>
  readonly steps: Int8Array<ArrayBuffer>
}

export interface ReleasedCategories {
  /** Categories that at least k people hold, in UTF-8 byte order. */
  readonly ids: readonly string[]
  /** Of each pair, as a packed lower triangle; 0 where fewer than k people share it. */
  readonly bands: Uint8Array<ArrayBuffer>
  /** What an item of category a says for one of category b on average: at a · categories + b. */
  readonly steps: Int8Array<ArrayBuffer>
}

export interface SupportRelease extends ReleaseContent {
  readonly ordinals: ReadonlyMap<string, number>
  readonly categoryOrdinals: ReadonlyMap<string, number>
  readonly ranks: PopularityRanks
}

export interface ReleaseOptions {
  readonly day: number
  /** How many people must share what is told: no fewer than the floor. */
  readonly k: number
  readonly floor?: number
}

/** @throws RangeError where k is below the floor. */
export function takeRelease(
  model: RecommendModel,
  { day, k, floor = SUPPORT_FLOOR }: ReleaseOptions,
): SupportRelease {
  if (!(k >= floor)) throw new RangeError(`Cannot release with k "${k}": at least ${floor} needed`)
  const ids = [...popularityRanks(model, k).rankOf.keys()]
  return completeRelease({
    day,
    k,
    ids,
    bands: Uint8Array.from(ids, (id) => placeOf(model.people[model.ordinals.get(id) ?? -1])),
    pairs: releasePairs(model, ids, k),
    categories: releaseCategories(model, k),
    anyStep: ids.length === 0 ? 0 : weightStep(meanWeight(model)),
  })
}

export function completeRelease(content: ReleaseContent): SupportRelease {
  const { ids, categories, k } = content
  const ordinals = new Map(ids.map((id, ordinal) => [id, ordinal]))
  return {
    ...content,
    ordinals,
    categoryOrdinals: new Map(categories.ids.map((id, ordinal) => [id, ordinal])),
    ranks: { rankOf: ordinals, k },
  }
}

interface ReleasedPair {
  readonly source: number
  readonly band: number
  readonly step: number
}

function releasePairs(model: RecommendModel, ids: readonly string[], k: number): ReleasedPairs {
  const ordinals = new Map(ids.map((id, ordinal) => [model.ordinals.get(id) ?? -1, ordinal]))
  const columns = Array.from(ordinals.keys(), (item) => pairsOf(model, item, { ordinals, k }))
  const starts = new Uint32Array(ids.length + 1)
  for (const [target, { length }] of columns.entries()) {
    starts[target + 1] = (starts[target] ?? 0) + length
  }
  const pairs = columns.flat()
  return {
    starts,
    rows: Uint32Array.from(pairs, ({ source }) => source),
    bands: Uint8Array.from(pairs, ({ band }) => band),
    steps: Int8Array.from(pairs, ({ step }) => step),
  }
}

interface Released {
  /** The ordinals of the release by those of the model. */
  readonly ordinals: ReadonlyMap<number, number>
  readonly k: number
}

function pairsOf(
  { columns, pairPeople }: RecommendModel,
  target: number,
  { ordinals, k }: Released,
): ReleasedPair[] {
  const pairs: ReleasedPair[] = []
  const end = columns.starts[target + 1] ?? 0
  for (let entry = columns.starts[target] ?? 0; entry < end; entry += 1) {
    const source = ordinals.get(columns.rows[entry] ?? -1)
    const people = pairPeople[entry] ?? 0
    const step = weightStep(columns.values[entry] ?? 0)
    if (source === undefined || people < k || step === 0) continue
    pairs.push({ source, band: placeOf(people), step })
  }
  return pairs.sort((a, b) => a.source - b.source)
}

function releaseCategories(model: RecommendModel, k: number): ReleasedCategories {
  const all = model.categories.ids
  const held = [...all.keys()].filter((one) => categoryPeople(model, one, one) >= k)
  const bands = new Uint8Array(triangleSize(held.length))
  const steps = new Int8Array(held.length ** 2)
  const means = categoryMeans(model)
  for (const [i, a] of held.entries()) {
    for (const [j, b] of held.entries()) {
      const people = categoryPeople(model, a, b)
      if (people < k) continue
      bands[triangleAt(i, j)] = placeOf(people)
      steps[i * held.length + j] = weightStep(means[a * all.length + b] ?? 0)
    }
  }
  return { ids: held.map((one) => all[one] ?? ''), bands, steps }
}

/** What an item of one primary category says for one of another, on average: a square. */
function categoryMeans(model: RecommendModel): Float64Array {
  const size = model.categories.ids.length
  const means = new Float64Array(size ** 2)
  const items = new Float64Array(size)
  const categoryOf = model.ids.map((_, item) => primaryCategory(model, item))
  for (const category of categoryOf) {
    if (category !== undefined) items[category] = (items[category] ?? 0) + 1
  }
  for (const [target, to] of categoryOf.entries()) {
    const end = model.columns.starts[target + 1] ?? 0
    for (let entry = model.columns.starts[target] ?? 0; entry < end; entry += 1) {
      const from = categoryOf[model.columns.rows[entry] ?? -1]
      if (from === undefined || to === undefined) continue
      const at = from * size + to
      means[at] = (means[at] ?? 0) + (model.columns.values[entry] ?? 0)
    }
  }
  return means.map((sum, at) => {
    const [from, to] = [Math.floor(at / size), at % size]
    const pairs = (items[from] ?? 0) * (items[to] ?? 0) - (from === to ? (items[from] ?? 0) : 0)
    return sum / Math.max(1, pairs)
  })
}

function meanWeight({ ids, columns }: RecommendModel): number {
  const sum = columns.values.reduce((total, weight) => total + weight, 0)
  return sum / Math.max(1, ids.length * (ids.length - 1))
}

function placeOf(people: number | undefined): number {
  return bandPlace(supportBand(people ?? 0, 1))
}
