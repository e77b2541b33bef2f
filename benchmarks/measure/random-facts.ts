/** Facts of a question to the law, as JSON, by chance: every field, often left out. */
import {
  AGE_KNOWLEDGE,
  CAMPAIGN_KINDS,
  CHANNELS,
  CONSENT_CONTEXTS,
  CONSENT_STATES,
  CONTROLS,
  DATA_CATEGORIES,
  type RulePack,
  SIZES,
  STORAGE_KINDS,
} from '@equipoise/core/law'
import { PURPOSES } from '@equipoise/core/values'
import type { Chance } from './chance.ts'

export type FactsJson = Record<string, unknown>

/** Places that packs name, a state without an act, one of a divided country, and one of none. */
export function placesOf(packs: readonly RulePack[]): readonly string[] {
  const named = packs.flatMap(({ scope }) => (scope.kind === 'regions' ? scope.regions : []))
  return [...new Set([...named, 'US-OH', 'CA-ON', 'CA-BC', 'AQ'])]
}

const FIRST = Date.UTC(2018, 0, 1)
const DAYS = 365 * 12
const DAY_MS = 86_400_000

export function randomFacts(chance: Chance, places: readonly string[]): FactsJson {
  const at = FIRST + chance.below(DAYS * DAY_MS)
  const maybe = <T>(share: number, make: () => T): T | undefined =>
    chance.number() < share ? make() : undefined
  const before = (): string => new Date(at - chance.below(1_000) * DAY_MS).toISOString()
  const flag = (): boolean => chance.number() < 0.5
  const some = <T>(values: readonly T[]): T[] => values.filter(() => chance.number() < 0.3)
  const facts: FactsJson = {
    at: new Date(at).toISOString(),
    purpose: chance.pick(PURPOSES),
    location: maybe(0.5, () => chance.pick(places)),
    residence: maybe(0.7, () => chance.pick(places)),
    age: maybe(0.5, () => ({
      years: maybe(0.9, () => chance.below(40)),
      knowledge: maybe(0.6, () => chance.pick(AGE_KNOWLEDGE)),
    })),
    data: maybe(0.3, () => [
      { category: chance.pick(DATA_CATEGORIES), inferred: flag() },
      ...some(DATA_CATEGORIES).slice(0, 2),
    ]),
    consent: maybe(0.8, () => ({
      state: maybe(0.9, () => chance.pick(CONSENT_STATES)),
      by: maybe(0.4, () => chance.pick(['subject', 'guardian'])),
      explicit: maybe(0.5, flag),
      separate: maybe(0.5, flag),
      at: maybe(0.7, before),
      noticeShown: maybe(0.5, flag),
      context: maybe(0.3, () => chance.pick(CONSENT_CONTEXTS)),
    })),
    objection: maybe(0.15, () => ({
      purpose: maybe(0.5, () => chance.pick(PURPOSES)),
      at: before(),
    })),
    signals: maybe(0.3, () => ({ gpc: flag() })),
    channel: maybe(0.4, () => chance.pick(CHANNELS)),
    deployment: maybe(0.6, () => ({
      platform: maybe(0.7, flag),
      size: maybe(0.6, () => chance.pick(SIZES)),
      establishment: maybe(0.2, () => [chance.pick(places)]),
      gatekeeper: maybe(0.3, flag),
      consumersServed: maybe(0.3, () => ({
        [chance.pick(places) ?? 'US']: chance.below(200_000),
      })),
      controls: maybe(0.7, () => some(CONTROLS)),
      directedToMinors: maybe(0.3, flag),
      markets: maybe(0.2, () => [chance.pick(places)]),
    })),
    campaign: maybe(0.2, () => ({ [chance.pick(CAMPAIGN_KINDS) ?? 'political']: true })),
    relationship: maybe(0.3, () => ({
      lastPurchaseAt: maybe(0.6, before),
      lastInquiryAt: maybe(0.4, before),
      ownSimilarProducts: maybe(0.6, flag),
      asks: maybe(0.4, () => [{ at: before(), answer: chance.pick(['given', 'refused', 'none']) }]),
    })),
    storage: maybe(0.3, () => ({
      kind: chance.pick(STORAGE_KINDS),
      solePurpose: maybe(0.5, flag),
    })),
    recipient: maybe(0.2, () => ({
      country: maybe(0.8, () => chance.pick(['US', 'CN', 'DE', 'RU', 'JP'])),
      canMatchToPerson: maybe(0.5, flag),
      broker: maybe(0.5, flag),
    })),
  }
  // What is undefined is left out, as JSON has it.
  return JSON.parse(JSON.stringify(facts))
}
