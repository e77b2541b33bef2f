/**
 * A profile as scoring takes it: one value an item, by verb and age; and what was met in a way
 * after which it is not suggested again. Both follow from the profile alone, which the store hands
 * out as one and the same list for as long as it stands: they are made once for it, and go with it.
 */
import { type HistoryItem, historyOf, VERB_WEIGHTS } from '@equipoise/core/recommend'
import { DAY_MS, VERBS, type Verb } from '@equipoise/core/values'
import type { ProfileItem } from '../../store/index.ts'

export interface HistoryOptions {
  readonly excludedVerbs: readonly Verb[]
  readonly halfLifeDays: number | null
}

export interface History {
  /** Without those whose value is 0. */
  readonly items: readonly HistoryItem[]
  readonly met: ReadonlySet<string>
}

interface Made extends History, HistoryOptions {}

const MADE = new WeakMap<readonly ProfileItem[], Made>()

export function historyFrom(options: HistoryOptions, profile: readonly ProfileItem[]): History {
  const { excludedVerbs, halfLifeDays } = options
  const known = MADE.get(profile)
  if (known?.excludedVerbs === excludedVerbs && known.halfLifeDays === halfLifeDays) return known
  const met = itemsMet(profile, excludedVerbs)
  const made = { items: itemsOf(profile, halfLifeDays), met, excludedVerbs, halfLifeDays }
  MADE.set(profile, made)
  return made
}

function itemsOf(profile: readonly ProfileItem[], halfLifeDays: number | null): HistoryItem[] {
  const interactions = profile.flatMap(({ item, verbs }) =>
    VERBS.flatMap((verb) => (verbs[verb] ? [{ item, verb, at: verbs[verb].lastAt ?? null }] : [])),
  )
  const halfLifeMs = halfLifeDays === null ? null : halfLifeDays * DAY_MS
  const all = historyOf(interactions, { verbWeights: VERB_WEIGHTS, halfLifeMs })
  return all.filter(({ value }) => value !== 0)
}

function itemsMet(profile: readonly ProfileItem[], verbs: readonly Verb[]): ReadonlySet<string> {
  const met = profile.filter((one) => verbs.some((verb) => one.verbs[verb] !== undefined))
  return new Set(met.map(({ item }) => item))
}
