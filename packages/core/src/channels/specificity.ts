/**
 * How specific a decision is: the score of its closest piece of evidence. Not their sum, because
 * pieces speak side by side: nobody has to share all of them to be shown the same.
 *
 * The levels (docs/guide/ads.md has the examples) are where a ceiling is set: a channel has one, a
 * person may set a lower one, and what is above it is not used.
 */
import type { Instant } from '../values/instant.ts'
import { bitsOf, type Evidence, type EvidenceSource, evidenceScore } from './evidence.ts'

/** From which score on each level begins. */
export const SPECIFICITY_LEVELS = ['general', 'broad', 'topical', 'pointed', 'close'] as const
export type SpecificityLevel = (typeof SPECIFICITY_LEVELS)[number]

/** A score up to that is of the level; `general` uses nothing of a person. */
export const LEVEL_SCORES_MAX: Readonly<Record<SpecificityLevel, number>> = {
  general: 0,
  broad: 4,
  topical: 8,
  pointed: 12,
  close: Number.POSITIVE_INFINITY,
}

export interface Specificity {
  /** Of the closest piece, rounded to tenths; 0 where nothing of a person was used. */
  readonly bits: number
  /** The part of it that is population over sharers, rounded to tenths. */
  readonly rarityBits: number
  readonly level: SpecificityLevel
  /** How the closest piece became known; null where there is none. */
  readonly source: EvidenceSource | null
}

export const NOT_SPECIFIC: Specificity = { bits: 0, rarityBits: 0, level: 'general', source: null }

export function specificityOf(evidence: readonly Evidence[], now: Instant): Specificity {
  let closest: Evidence | undefined
  let most = 0
  for (const one of evidence) {
    const score = evidenceScore(one, now)
    if (closest === undefined || score > most) [closest, most] = [one, score]
  }
  if (closest === undefined) return NOT_SPECIFIC
  const bits = toTenths(most)
  const level = SPECIFICITY_LEVELS.find((one) => bits <= LEVEL_SCORES_MAX[one]) ?? 'close'
  // Evidence that everybody shares is evidence all the same.
  const told = level === 'general' ? 'broad' : level
  return { bits, rarityBits: toTenths(bitsOf(closest)), level: told, source: closest.source }
}

/** Whether evidence may be used under a ceiling; with `general` none may. */
export function isUnder(evidence: Evidence, ceiling: SpecificityLevel, now: Instant): boolean {
  if (ceiling === 'general') return false
  return toTenths(evidenceScore(evidence, now)) <= LEVEL_SCORES_MAX[ceiling]
}

/** The lower one of two ceilings. */
export function lowerLevel(a: SpecificityLevel, b: SpecificityLevel): SpecificityLevel {
  return SPECIFICITY_LEVELS.indexOf(a) < SPECIFICITY_LEVELS.indexOf(b) ? a : b
}

/**
 * The first of several forms of the same evidence, closest first, that enough people share and that
 * is under the ceiling; undefined where none is, so that it is dropped.
 *
 * @param peopleMin how many people have to share it.
 */
export function generalize(
  forms: readonly Evidence[],
  { ceiling, peopleMin, now }: GeneralizeOptions,
): Evidence | undefined {
  return forms.find((one) => one.sharers >= peopleMin && isUnder(one, ceiling, now))
}

export interface GeneralizeOptions {
  readonly ceiling: SpecificityLevel
  readonly peopleMin: number
  readonly now: Instant
}

export function isSpecificityLevel(value: unknown): value is SpecificityLevel {
  return SPECIFICITY_LEVELS.some((level) => level === value)
}

function toTenths(bits: number): number {
  return Math.round(bits * 10) / 10
}
