/**
 * What a decision knew about a person when it chose: each piece says how many people it fits, how
 * it became known, how delicate it is, and how fresh the act is that gave it away. Its score tells
 * how close it comes, in bits:
 *
 *   score = log2(population / sharers) + rung + sensitivity + recency
 *
 * The rungs follow what people accept: what they said, then what they did here, then what was
 * inferred (Kim, Barasz & John 2019, Journal of Consumer Research). A conjunction of conditions is
 * one piece, shared by those who meet all of them.
 */
import { assert } from '../values/assert.ts'
import { DAY_MS, type Instant } from '../values/instant.ts'

export const EVIDENCE_SOURCES = ['stated', 'observed', 'inferred'] as const
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number]

export const EVIDENCE_KINDS = ['item', 'category', 'audience'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

export interface Evidence {
  readonly kind: EvidenceKind
  /** The item, category or audience. */
  readonly id: string
  /** How many people share it, at least 0, and of how many. */
  readonly sharers: number
  readonly population: number
  readonly source: EvidenceSource
  readonly sensitive: boolean
  /** When the act was that it comes from; undefined where it comes from none. */
  readonly at: Instant | undefined
}

/** What a source adds, in bits: seen here is told twice as far as said, inferred eight times. */
export const RUNG_BITS: Readonly<Record<EvidenceSource, number>> = {
  stated: 0,
  observed: 1,
  inferred: 3,
}
export const SENSITIVE_BITS = 4
/** An act of the last day is remembered as one is shown what came of it; one of the week, half. */
export const RECENT_BITS = { day: 2, week: 1 } as const

/** log2(population / sharers), at least 0: fewer than one person counts as one. */
export function bitsOf({ sharers, population }: Pick<Evidence, 'sharers' | 'population'>): number {
  assert(sharers >= 0 && population >= 0, 'counts of people')
  return Math.max(0, Math.log2(Math.max(1, population) / Math.max(1, sharers)))
}

/** The score of one piece of evidence, in bits from 0. */
export function evidenceScore(evidence: Evidence, now: Instant): number {
  const sensitivity = evidence.sensitive ? SENSITIVE_BITS : 0
  return bitsOf(evidence) + RUNG_BITS[evidence.source] + sensitivity + recencyBits(evidence, now)
}

/** Until when the score of a piece of evidence stays what it is at that moment. */
export function scoreEndsAt({ at }: Pick<Evidence, 'at'>, now: Instant): number {
  const ends = RECENT_DAYS.map((days) => (at === undefined ? Infinity : at + days * DAY_MS))
  return ends.find((end) => now < end) ?? Infinity
}

const RECENT_DAYS = [1, 7] as const

function recencyBits({ at }: Evidence, now: Instant): number {
  if (at === undefined) return 0
  if (now - at < DAY_MS) return RECENT_BITS.day
  return now - at < 7 * DAY_MS ? RECENT_BITS.week : 0
}
