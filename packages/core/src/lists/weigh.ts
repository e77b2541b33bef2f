/**
 * Steps that weigh every candidate anew and put the pool in the order of the result; where two come
 * to the same, the one that stood first stays first.
 *
 *   boost     relevance · factor, for those that a condition holds for
 *   novelty   (1 − w) · relevance + w · novelty, with novelty 0 for the most popular item and 1 for
 *             one that too few people have for it to have a rank
 *   fresh     (0.1 + 0.9 · relevance) · 2^(−age / half-life), age since publication; what has no
 *             date counts as one half-life old
 *   rotate    relevance · (1 − s · u), with u from 0 to 1 a hash of seed, day and item: the same
 *             list all day, another one tomorrow, and the best still come first more often
 */
import { assert } from '../values/assert.ts'
import { utf8 } from '../values/bytes.ts'
import type { Candidate } from './candidate.ts'

export const BOOST_FACTOR_MAX = 100
/** Costs at most 1 % of NDCG on ML-1M: `benchmarks/recommender/diverse.ts`. */
export const DEFAULT_NOVELTY_WEIGHT = 0.2
export const DEFAULT_ROTATE_STRENGTH = 0.3

/** @param factorOf 1 for a candidate that nothing is said about; at most 100. */
export function boost(
  pool: readonly Candidate[],
  factorOf: (candidate: Candidate) => number,
): Candidate[] {
  return weighAnew(pool, (one) => {
    const factor = factorOf(one)
    assert(factor >= 0 && factor <= BOOST_FACTOR_MAX, 'a factor from 0 to 100')
    return one.relevance * factor
  })
}

/** @param noveltyOf 0 to 1. @param weight 0 to 1: with 0 nothing changes. */
export function favourNovelty(
  pool: readonly Candidate[],
  noveltyOf: (id: string) => number,
  weight: number = DEFAULT_NOVELTY_WEIGHT,
): Candidate[] {
  assert(weight >= 0 && weight <= 1, 'a weight from 0 to 1')
  return weighAnew(pool, ({ id, relevance }) => (1 - weight) * relevance + weight * noveltyOf(id))
}

/** News and videos of a week ago still come, those of a month rarely. */
export const DEFAULT_FRESH_HALF_LIFE_DAYS = 7

export interface FreshOptions {
  /** In days, from 0; undefined where nobody knows. */
  readonly ageOf: (id: string) => number | undefined
  /** Above 0. */
  readonly halfLifeDays?: number
}

/** Relevance from 0 to 1 is read as 0.1 to 1, so that the last of the pool comes again when new. */
export function favourFresh(
  pool: readonly Candidate[],
  { ageOf, halfLifeDays = DEFAULT_FRESH_HALF_LIFE_DAYS }: FreshOptions,
): Candidate[] {
  assert(halfLifeDays > 0, 'a half-life above 0')
  return weighAnew(pool, ({ id, relevance }) => {
    const age = Math.max(0, ageOf(id) ?? halfLifeDays)
    return (RELEVANCE_FLOOR + (1 - RELEVANCE_FLOOR) * relevance) * 2 ** (-age / halfLifeDays)
  })
}

const RELEVANCE_FLOOR = 0.1

export interface RotateOptions {
  /** Of the place where it is shown, never of the person who looks. */
  readonly seed: string
  /** Days since 1970-01-01. */
  readonly day: number
  /** 0 to 1: with 0 nothing changes. */
  readonly strength?: number
}

export function rotate(
  pool: readonly Candidate[],
  { seed, day, strength = DEFAULT_ROTATE_STRENGTH }: RotateOptions,
): Candidate[] {
  assert(strength >= 0 && strength <= 1, 'a strength from 0 to 1')
  return weighAnew(
    pool,
    ({ id, relevance }) => relevance * (1 - strength * hashRatio(`${seed}\0${day}\0${id}`)),
  )
}

function weighAnew(
  pool: readonly Candidate[],
  weigh: (candidate: Candidate) => number,
): Candidate[] {
  return pool
    .map((one) => ({ ...one, relevance: weigh(one) }))
    .sort((a, b) => b.relevance - a.relevance)
}

/** A number from 0 to 1 that a text always has: FNV-1a, finished as MurmurHash3 does. */
export function hashRatio(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of utf8(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
