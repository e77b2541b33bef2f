/** Re-ranks what a rung found, as the request asked, and says what that did. */
import {
  BOOST_FACTOR_MAX,
  type CategoryMix,
  type ChangeReport,
  DEFAULT_EXPLORE_POOL,
  DEFAULT_EXPLORE_SHARE,
  DEFAULT_LONG_TAIL_SHARE,
  type Drawn,
  type RerankOptions,
  rerank,
  toCandidates,
} from '@equipoise/core/lists'
import type { CatalogueEntry, PopularityRanks, Ranked } from '@equipoise/core/recommend'
import { type Catalogue, featurePairs } from '../catalogue/index.ts'
import type { Conditions } from './conditions.ts'
import type { DecideRequest, Reranking } from './decide-request.ts'
import type { ListNotes } from './list-notes.ts'

/** How many items a re-ranked list is chosen from, and at most. */
const POOL_TIMES = 5
const POOL_MIN = 200
/** The part of the ranked items that is not the long tail: the most popular fifth. */
const HEAD_SHARE = 0.2

export interface RerankContext {
  readonly catalogue: Catalogue
  readonly conditions: Conditions
  readonly ranks: PopularityRanks
  readonly mix: CategoryMix
  /** An item's age in days; undefined where nobody knows. */
  readonly ageOf: (id: string) => number | undefined
  /** Items played or shown before, the last one last. */
  readonly before: readonly string[]
  /** Days since 1970-01-01. */
  readonly day: number
  /** A number from 0 to below 1, by chance. */
  readonly draw: () => number
  readonly notes: ListNotes
}

export interface RerankedList {
  readonly ids: readonly string[]
  readonly changes: readonly ChangeReport[]
  readonly drawn: readonly Drawn[]
}

/** How many items a rung has to find for a request. */
export function poolSize({ count, rerank: asked }: DecideRequest): number {
  return asked === undefined ? count : Math.max(POOL_MIN, POOL_TIMES * count)
}

export function rerankList(
  ranked: readonly Ranked[],
  { count, slot, rerank: asked }: DecideRequest,
  context: RerankContext,
): RerankedList {
  const { catalogue, notes } = context
  if (asked === undefined) {
    const ids = ranked.slice(0, count).map(({ id }) => id)
    if (ids.length < count) notes.add('shorter_than_asked')
    return { ids, changes: [], drawn: [] }
  }
  const describe = (id: string) => describedBy(catalogue, id)
  const options = toOptions(asked, { ...context, count, slot, describe })
  const { list, changes, drawn } = rerank(toCandidates(ranked, describe), options)
  noteShortfalls(list, { asked, count, context, options })
  return { ids: list.map(({ id }) => id), changes, drawn }
}

interface Setting extends RerankContext {
  readonly count: number
  readonly slot: string
  readonly describe: (id: string) => Pick<CatalogueEntry, 'categories' | 'attributes'>
}

function toOptions(asked: Reranking, setting: Setting): RerankOptions {
  const { count, slot, ranks, mix, day, conditions, draw, before, describe } = setting
  const { boosts, novelty, calibrate, diversify, longTail, rotate, caps, sequence } = asked
  const { explore, fresh, spread } = asked
  const above = before.map(describe)
  const ranked = Math.max(1, ranks.rankOf.size)
  const noveltyOf = (id: string): number => (ranks.rankOf.get(id) ?? ranked) / ranked
  const boost = (one: { readonly id: string }): number =>
    Math.min(BOOST_FACTOR_MAX, conditions.boostOf(one.id))
  return {
    count,
    ...(boosts && boosts.length > 0 && { boost }),
    ...(fresh && { fresh: { ...fresh, ageOf: setting.ageOf } }),
    ...(novelty && { novelty: { ...novelty, noveltyOf } }),
    ...(calibrate && { calibrate: { ...calibrate, mix } }),
    ...(diversify && { diversify }),
    ...(longTail && {
      longTail: { ...longTail, isTail: (id: string) => noveltyOf(id) >= HEAD_SHARE },
    }),
    ...(rotate && { rotate: { ...rotate, seed: rotate.seed ?? slot, day } }),
    ...(caps && { caps }),
    ...(spread && { spread: { rules: spread, before: above } }),
    ...(sequence && { sequence: { ...sequence, before: above } }),
    ...(explore && { explore: toExplore(explore, count, draw) }),
  }
}

function toExplore(
  { share = DEFAULT_EXPLORE_SHARE, pool = DEFAULT_EXPLORE_POOL }: NonNullable<Reranking['explore']>,
  count: number,
  draw: () => number,
): NonNullable<RerankOptions['explore']> {
  const places = Math.min(count, Math.ceil(share * count))
  return { places, poolMax: pool, draws: Array.from({ length: places }, draw) }
}

interface Asked {
  readonly asked: Reranking
  readonly count: number
  readonly context: RerankContext
  readonly options: RerankOptions
}

function noteShortfalls(
  list: readonly { readonly id: string }[],
  { asked, count, context, options }: Asked,
): void {
  const { notes, mix } = context
  if (asked.calibrate && mix.size === 0) notes.add('no_mix')
  if (options.longTail) {
    const { isTail, share = DEFAULT_LONG_TAIL_SHARE } = options.longTail
    const has = list.filter(({ id }) => isTail(id)).length
    if (has < Math.floor(share * list.length)) notes.add('long_tail_short')
  }
  if (list.length < count) notes.add('shorter_than_asked')
}

function describedBy(
  catalogue: Catalogue,
  id: string,
): Pick<CatalogueEntry, 'categories' | 'attributes'> {
  const item = catalogue.find(id)
  if (item === undefined) return { categories: [], attributes: [] }
  return { categories: item.categories, attributes: featurePairs(item) }
}
