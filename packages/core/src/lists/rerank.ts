/**
 * All the steps of re-ranking that were asked for, in one fixed order:
 *
 *   boost → fresh → novelty → calibrate → diversify → longTail → rotate → cap → spread or sequence
 *   → explore
 *
 * What weighs comes before what chooses, and what must hold comes last. Each step takes the pool
 * and gives the whole or a part of it in another order, and a report of what that changed in the
 * list. Exploration is last, because a step after it would make its propensities untrue.
 */
import { type CategoryMix, calibrate } from './calibrate.ts'
import type { Candidate } from './candidate.ts'
import { type ChangeReport, type RerankStep, reportChange } from './change-report.ts'
import { diversify } from './diversify.ts'
import { type Drawn, type ExploreOptions, explore } from './explore.ts'
import { capGroups, favourLongTail, type GroupCap, type LongTailOptions } from './limit-groups.ts'
import { type SequenceOptions, sequence } from './sequence.ts'
import { type Spread, type SpreadBefore, spreadGroups } from './spread-groups.ts'
import {
  boost,
  type FreshOptions,
  favourFresh,
  favourNovelty,
  type RotateOptions,
  rotate,
} from './weigh.ts'

export interface RerankOptions {
  readonly count: number
  readonly boost?: (candidate: Candidate) => number
  readonly fresh?: FreshOptions
  readonly novelty?: { readonly weight?: number; readonly noveltyOf: (id: string) => number }
  readonly calibrate?: { readonly lambda?: number; readonly mix: CategoryMix }
  readonly diversify?: { readonly lambda?: number }
  readonly longTail?: Omit<LongTailOptions, 'count'>
  readonly rotate?: RotateOptions
  readonly caps?: readonly GroupCap[]
  /** Not beside a sequence. */
  readonly spread?: { readonly rules: readonly Spread[]; readonly before?: SpreadBefore }
  readonly sequence?: Omit<SequenceOptions, 'count'>
  /** Not beside a sequence. */
  readonly explore?: Omit<ExploreOptions, 'count' | 'caps'>
}

export interface Reranked {
  /** At most `count`. */
  readonly list: readonly Candidate[]
  /** One for each step asked for, in the order in which they were taken. */
  readonly changes: readonly ChangeReport[]
  /** What exploration drew. */
  readonly drawn: readonly Drawn[]
}

/** @throws RangeError where a sequence is asked for beside exploration or a spread. */
export function rerank(pool: readonly Candidate[], options: RerankOptions): Reranked {
  const { count, caps, novelty } = options
  if (options.sequence && options.explore) {
    throw new RangeError('Cannot explore in a sequence: each would undo what the other promises')
  }
  if (options.sequence && options.spread) {
    throw new RangeError('Cannot spread a sequence: each orders the whole list')
  }
  const changes: ChangeReport[] = []
  let current = [...pool]
  const take = (step: RerankStep, next: readonly Candidate[]): void => {
    changes.push(reportChange(step, current, next, count))
    current = [...next]
  }
  if (options.boost) take('boost', boost(current, options.boost))
  if (options.fresh) take('fresh', favourFresh(current, options.fresh))
  if (novelty) take('novelty', favourNovelty(current, novelty.noveltyOf, novelty.weight))
  if (options.calibrate) {
    const { mix, lambda } = options.calibrate
    take('calibrate', calibrate(current, mix, count, lambda))
  }
  if (options.diversify) take('diversify', diversify(current, count, options.diversify.lambda))
  if (options.longTail) take('longTail', favourLongTail(current, { ...options.longTail, count }))
  if (options.rotate) take('rotate', rotateKept(current, options.rotate))
  if (caps && caps.length > 0) take('cap', capGroups(current, caps))
  if (options.spread) {
    const { rules, before } = options.spread
    take('spread', spreadGroups(current, rules, count, before))
  }
  if (options.sequence) take('sequence', sequence(current, { ...options.sequence, count }))
  const explored =
    options.explore && explore(current, { ...options.explore, count, caps: caps ?? [] })
  if (explored) take('explore', explored.list)
  return { list: current.slice(0, count), changes, drawn: explored?.drawn ?? [] }
}

/**
 * Rotation goes by the places that the steps before it gave, not by relevance, which they may have
 * gone against.
 */
function rotateKept(pool: readonly Candidate[], options: RotateOptions): Candidate[] {
  const placed = pool.map((one, at) => ({ ...one, relevance: 1 - at / pool.length }))
  return rotate(placed, options)
}
