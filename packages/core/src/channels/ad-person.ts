/**
 * What may be known of a person for choosing ads: only with the gate's permit for it, which is
 * checked again here. Who has none is nobody in particular, and is shown what anybody is.
 */
import { Permit } from '../law/index.ts'
import type { Instant, Purpose } from '../values/index.ts'
import type { Evidence, EvidenceSource } from './evidence.ts'
import type { Looks } from './follow-cap.ts'
import type { PersonalPart } from './relevance.ts'
import { isSensitiveCategory } from './sensitive-categories.ts'
import { generalize, type SpecificityLevel } from './specificity.ts'

export interface AdPerson {
  readonly permit: Permit<'first_party_advertising'>
  /** Of how many people the sharers are: those who agreed to such ads. */
  readonly population: number
  /** Those of the running audiences that the person is in. */
  readonly audiences: ReadonlyMap<string, KnownAudience>
  /** Categories of what they did, the wider ones too. */
  readonly interests: ReadonlyMap<string, KnownInterest>
  /** Items that they looked at. */
  readonly items: ReadonlyMap<string, KnownItem>
  readonly looks: Looks
}

export interface KnownAudience {
  readonly people: number
  readonly source: EvidenceSource
}

export interface KnownItem {
  readonly people: number
  readonly at: Instant | undefined
}

export interface KnownInterest extends KnownItem {
  /** Of all that they did, 0 to 1. */
  readonly share: number
}

export interface UseOptions {
  readonly ceiling: SpecificityLevel
  readonly peopleMin: number
  readonly now: Instant
}

/** Whether a permit is the gate's, for that purpose, and not past its time. */
export function holds(permit: Permit, purpose: Purpose, now: Instant): boolean {
  const terms = Permit.termsOf(permit)
  return terms.purpose === purpose && now < terms.until
}

/** How far an audience may speak for an ad; undefined where it may not be used. */
export function partOfAudience(
  person: AdPerson,
  audience: string,
  { ceiling, peopleMin, now }: UseOptions,
): PersonalPart | undefined {
  const known = person.audiences.get(audience)
  if (known === undefined) return undefined
  const form = toEvidence(person, { kind: 'audience', id: audience, ...known, at: undefined })
  const evidence = generalize([form], { ceiling, peopleMin, now })
  return evidence && { evidence, strength: 1 }
}

/**
 * How far what somebody did may speak for an ad: an item that they looked at, where enough people
 * did and the ceiling allows; else its category, else the wider one; else not at all.
 */
export function partOfInterest(
  person: AdPerson,
  about: { readonly items: readonly string[]; readonly categories: readonly string[] },
  { ceiling, peopleMin, now }: UseOptions,
): PersonalPart | undefined {
  const items = about.items.flatMap((id) => {
    const known = person.items.get(id)
    return known === undefined
      ? []
      : [{ form: { kind: 'item' as const, id, ...known }, strength: 1 }]
  })
  const categories = about.categories.flatMap(widening).flatMap((id) => {
    const known = person.interests.get(id)
    if (known === undefined || isSensitiveCategory(id)) return []
    return [{ form: { kind: 'category' as const, id, ...known }, strength: known.share }]
  })
  const forms = [...items, ...categories].map(({ form, strength }) => ({
    evidence: toEvidence(person, { ...form, source: 'observed' }),
    strength,
  }))
  const evidence = generalize(
    forms.map((one) => one.evidence),
    { ceiling, peopleMin, now },
  )
  return forms.find((one) => one.evidence === evidence)
}

/** A category and those around it: of `shoes/running/trail` also `shoes/running` and `shoes`. */
export function widening(category: string): readonly string[] {
  const parts = category.split('/')
  return parts.map((_, last) => parts.slice(0, parts.length - last).join('/'))
}

function toEvidence(
  { population }: AdPerson,
  known: Pick<Evidence, 'kind' | 'id' | 'source' | 'at'> & { readonly people: number },
): Evidence {
  const { kind, id, source, at, people } = known
  return { kind, id, source, at, sharers: people, population, sensitive: false }
}
