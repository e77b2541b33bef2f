/**
 * What advertising may know of a person: where they live, the categories of what they did, and the
 * items that they looked at; made of a profile that was read under their permit for it. Nothing
 * that says something sensitive, and nothing that they marked as wrong.
 */
import {
  isSensitiveCategory,
  type Looks,
  type PersonAttributes,
  widening,
} from '@equipoise/core/channels'
import { historyOf, VERB_WEIGHTS } from '@equipoise/core/recommend'
import { type Instant, type Region, toInstant, VERBS } from '@equipoise/core/values'
import type { Marks, ProfileItem } from '../../store/index.ts'
import { type Catalogue, isSensitive } from '../catalogue/index.ts'

export interface AdFacts {
  readonly attributes: PersonAttributes
  /** Every category of what they did, with its share of it and when that was last. */
  readonly interests: ReadonlyMap<string, { readonly share: number; readonly at?: Instant }>
  readonly items: ReadonlyMap<string, Instant | undefined>
  readonly looks: Looks
}

const LOOKS = ['view', 'click', 'add', 'play'] as const

export interface AdFactsOf {
  readonly profile: readonly ProfileItem[]
  readonly residence: Region | undefined
  readonly marks: Marks
  readonly catalogue: Catalogue
  /** The catalogue's entries: another list after any change of it. */
  readonly entries: readonly unknown[]
}

/** The store hands out the same profile as long as it stands, and so do catalogue and gate. */
const MADE = new WeakMap<
  readonly ProfileItem[],
  { readonly of: AdFactsOf; readonly facts: AdFacts }
>()

export function adFactsOf(of: AdFactsOf): AdFacts {
  const known = MADE.get(of.profile)
  if (known !== undefined && isSame(known.of, of)) return known.facts
  const facts = makeAdFacts(of)
  MADE.set(of.profile, { of, facts })
  return facts
}

function isSame(a: AdFactsOf, b: AdFactsOf): boolean {
  return a.residence === b.residence && a.marks === b.marks && a.entries === b.entries
}

function makeAdFacts({ profile, residence, marks, catalogue }: AdFactsOf): AdFacts {
  const usable = profile.filter(({ item }) => !isSensitive(catalogue, item))
  const wrong = new Set(marks.categories)
  const categoriesOf = (item: string): readonly string[] => {
    const own = catalogue.find(item)?.categories ?? []
    return own.flatMap(widening).filter((one) => !wrong.has(one) && !isSensitiveCategory(one))
  }
  const withVerbs = (verbs: readonly (typeof VERBS)[number][]): readonly string[] =>
    usable.filter((one) => verbs.some((verb) => one.verbs[verb])).map(({ item }) => item)
  const [looked, bought, liked] = [withVerbs(LOOKS), withVerbs(['purchase']), withVerbs(['like'])]
  const isBought = new Set(bought)
  const lookedStill = looked.filter((item) => !isBought.has(item))
  const categories = (items: readonly string[]) => new Set(items.flatMap(categoriesOf))
  const dated = new Map(usable.map((one) => [one.item, lastAt(one)]))
  return {
    attributes: {
      place: new Set(residence === undefined ? [] : [residence, residence.slice(0, 2)]),
      looked_at: categories(looked),
      bought: categories(bought),
      liked: categories(liked),
    },
    interests: interestsIn(usable, categoriesOf, dated),
    items: new Map(lookedStill.map((item) => [item, dated.get(item)])),
    looks: { looked: new Set(lookedStill), bought: isBought },
  }
}

function interestsIn(
  profile: readonly ProfileItem[],
  categoriesOf: (item: string) => readonly string[],
  dated: ReadonlyMap<string, Instant | undefined>,
): AdFacts['interests'] {
  const interactions = profile.flatMap(({ item, verbs }) =>
    VERBS.flatMap((verb) => (verbs[verb] ? [{ item, verb, at: verbs[verb].lastAt ?? null }] : [])),
  )
  const history = historyOf(interactions, { verbWeights: VERB_WEIGHTS, halfLifeMs: null })
  const speaking = history.filter(({ value }) => value > 0)
  const total = speaking.reduce((sum, { value }) => sum + value, 0)
  const found = new Map<string, { share: number; at?: Instant }>()
  for (const { item, value } of speaking) {
    for (const category of new Set(categoriesOf(item))) {
      const before = found.get(category)
      const latest = Math.max(before?.at ?? 0, dated.get(item) ?? 0)
      const share = Math.min(1, (before?.share ?? 0) + value / total)
      found.set(category, { share, ...(latest > 0 && { at: toInstant(latest) }) })
    }
  }
  return found
}

function lastAt({ verbs }: ProfileItem): Instant | undefined {
  const latest = Math.max(0, ...Object.values(verbs).map((one) => one?.lastAt ?? 0))
  return latest > 0 ? toInstant(latest) : undefined
}
