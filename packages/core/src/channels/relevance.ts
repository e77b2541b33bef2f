/**
 * How relevant an ad is, 1 to 1,000 thousandths: a part that every ad has, one for being about what
 * the page is about, one for the person. The parts are the explanation, and sum to the score.
 */
import type { Contribution } from '../recommend/index.ts'
import { supportBand } from '../recommend/index.ts'
import type { Evidence } from './evidence.ts'

/** In thousandths; together 1,000. */
export const RELEVANCE = { base: 200, page: 300, person: 500 } as const

export interface PersonalPart {
  readonly evidence: Evidence
  /** 0 to 1: how much of what the person does speaks for it. */
  readonly strength: number
}

export interface Relevance {
  readonly permille: number
  readonly contributions: readonly Contribution[]
}

/** @param pageCategory what the ad and the page are both about. */
export function relevanceOf(
  pageCategory: string | undefined,
  personal: PersonalPart | undefined,
): Relevance {
  const ofPage = pageCategory === undefined ? 0 : RELEVANCE.page
  const ofPerson = personal === undefined ? 0 : Math.round(RELEVANCE.person * personal.strength)
  const contributions: Contribution[] = []
  if (personal !== undefined && ofPerson > 0) {
    const { kind, id, sharers } = personal.evidence
    contributions.push({ kind, id, share: ofPerson / 1_000, support: supportBand(sharers) })
  }
  if (pageCategory !== undefined) {
    contributions.push({ kind: 'page', id: pageCategory, share: ofPage / 1_000, support: null })
  }
  contributions.sort((a, b) => b.share - a.share)
  contributions.push({ kind: 'rest', id: null, share: RELEVANCE.base / 1_000, support: null })
  return { permille: RELEVANCE.base + ofPage + ofPerson, contributions }
}
