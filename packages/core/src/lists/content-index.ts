/**
 * A catalogue by content, to find what is like given items without knowing anything of anybody.
 *
 *   x_jf = w_kind(f) · ln(1 + N / df_f) / ‖x_j‖        w: category 1, attribute 0.7, word 0.5
 *   score_j = Σ_i v_i · cos(i, j) + 0.05 · popularity = Σ_f (Σ_i v_i x_if) · x_jf + …
 *
 * with N items and df_f the items that have feature f (tf-idf over sets, cosine). The sum over
 * features is the explanation, exactly: what the items have in common, each with its share.
 *
 * An index is of one state of the catalogue. Cost: building, one pass over the items; asking, the
 * items that have any feature in common.
 */
import {
  BestRanked,
  type CatalogueEntry,
  Contributions,
  type ExplainedItem,
  type HistoryItem,
  type PopularityRanks,
  popularityContribution,
  type Ranked,
  rankScore,
} from '../recommend/index.ts'
import { type Feature, type FeatureKind, featuresOf } from './content-features.ts'

export const CONTENT_RANK_WEIGHT = 0.05

const KIND_WEIGHTS: Readonly<Record<FeatureKind, number>> = {
  category: 1,
  attribute: 0.7,
  word: 0.5,
}

export interface ContentOptions {
  readonly count: number
  readonly exclude: (itemId: string) => boolean
  readonly ranks: PopularityRanks
}

export class ContentIndex {
  readonly #ids: readonly string[]
  readonly #ordinals: ReadonlyMap<string, number>
  readonly #features: readonly Feature[]
  /** The features of each item, by ordinal, and what each weighs in it. */
  readonly #ofItem: readonly Int32Array[]
  readonly #weights: readonly Float64Array[]
  readonly #itemsOf: readonly (readonly number[])[]

  constructor(entries: readonly CatalogueEntry[]) {
    const known = new Map<string, number>()
    const features: Feature[] = []
    const itemsOf: number[][] = []
    const ofItem = entries.map((entry, item) =>
      Int32Array.from(featuresOf(entry), (feature) => {
        const key = `${feature.kind}\0${feature.id}`
        const ordinal = known.get(key) ?? features.push(feature) - 1
        known.set(key, ordinal)
        itemsOf[ordinal] ??= []
        itemsOf[ordinal].push(item)
        return ordinal
      }),
    )
    const plain = features.map(({ kind }, feature) => {
      const idf = Math.log(1 + entries.length / (itemsOf[feature]?.length ?? 1))
      return KIND_WEIGHTS[kind] * idf
    })
    this.#ids = entries.map(({ id }) => id)
    this.#ordinals = new Map(this.#ids.map((id, ordinal) => [id, ordinal]))
    this.#features = features
    this.#itemsOf = itemsOf
    this.#ofItem = ofItem
    this.#weights = ofItem.map((list) =>
      normalized(Float64Array.from(list, (at) => plain[at] ?? 0)),
    )
  }

  has(id: string): boolean {
    return this.#ordinals.has(id)
  }

  /**
   * The items most like the given ones, with what they have in common; none of the given ones, and
   * none that nothing speaks for.
   */
  rank(history: readonly HistoryItem[], options: ContentOptions): ExplainedItem[] {
    const { count, exclude, ranks } = options
    const query = this.#queryOf(history)
    const given = new Set(history.map(({ item }) => item))
    const scores = new Map<number, number>()
    for (const [feature, weight] of query) {
      if (weight <= 0) continue
      for (const item of this.#itemsOf[feature] ?? []) scores.set(item, 0)
    }
    const best = new BestRanked<Ranked & { readonly at: number }>(count)
    for (const at of scores.keys()) {
      const id = this.#ids[at] ?? ''
      const score = this.#likenessTo(query, at) + CONTENT_RANK_WEIGHT * rankScore(ranks, id)
      if (best.hasRoomFor(score) && !given.has(id) && !exclude(id)) best.offer({ id, score, at })
    }
    return best.list().map(({ id, score, at }) => {
      const contributions = new Contributions()
      for (const [slot, feature] of (this.#ofItem[at] ?? []).entries()) {
        const share = (query.get(feature) ?? 0) * (this.#weights[at]?.[slot] ?? 0)
        const named = this.#features[feature]
        if (named !== undefined) contributions.add({ ...named, share, support: null })
      }
      contributions.add(popularityContribution(CONTENT_RANK_WEIGHT * rankScore(ranks, id), ranks))
      return { id, score, contributions: contributions.list() }
    })
  }

  #queryOf(history: readonly HistoryItem[]): ReadonlyMap<number, number> {
    const query = new Map<number, number>()
    for (const { item, value } of history) {
      const at = this.#ordinals.get(item)
      if (at === undefined) continue
      for (const [slot, feature] of (this.#ofItem[at] ?? []).entries()) {
        const weight = value * (this.#weights[at]?.[slot] ?? 0)
        query.set(feature, (query.get(feature) ?? 0) + weight)
      }
    }
    return query
  }

  #likenessTo(query: ReadonlyMap<number, number>, at: number): number {
    let sum = 0
    for (const [slot, feature] of (this.#ofItem[at] ?? []).entries()) {
      sum += (query.get(feature) ?? 0) * (this.#weights[at]?.[slot] ?? 0)
    }
    return sum
  }
}

function normalized(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}
