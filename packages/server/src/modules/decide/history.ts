/**
 * A profile as scoring takes it: one value an item, by verb and age; and what was met in a way
 * after which it is not suggested again. Both follow from the profile alone, which the store hands
 * out as one and the same list for as long as it stands: they are made once for it, and go with it.
 */
import { type HistoryItem, historyOf, VERB_WEIGHTS } from '@equipoise/core/recommend'
import { DAY_MS, Memo, VERBS, type Verb } from '@equipoise/core/values'
import type { ProfileItem } from '../../store/index.ts'

export interface HistoryOptions {
  readonly excludedVerbs: readonly Verb[]
  readonly halfLifeDays: number | null
  /** Of the model that scores: 0 where nothing fades by place. */
  readonly halfLifeItems: number
}

export interface History {
  /** Without those whose value is 0. */
  readonly items: readonly HistoryItem[]
  readonly met: ReadonlySet<string>
}

interface Made extends History, HistoryOptions {}

const MADE = new Memo<readonly ProfileItem[], Made>()

export function historyFrom(options: HistoryOptions, profile: readonly ProfileItem[]): History {
  const known = MADE.find(profile)
  if (known !== undefined && isMadeWith(known, options)) return known
  const { excludedVerbs, halfLifeDays, halfLifeItems } = options
  const met = itemsMet(profile, excludedVerbs)
  const items = itemsOf(profile, options)
  return MADE.keep(profile, { items, met, excludedVerbs, halfLifeDays, halfLifeItems })
}

function isMadeWith(made: Made, options: HistoryOptions): boolean {
  return (
    made.excludedVerbs === options.excludedVerbs &&
    made.halfLifeDays === options.halfLifeDays &&
    made.halfLifeItems === options.halfLifeItems
  )
}

function itemsOf(
  profile: readonly ProfileItem[],
  { halfLifeDays, halfLifeItems }: HistoryOptions,
): HistoryItem[] {
  const interactions = profile.flatMap(({ item, verbs }) =>
    VERBS.flatMap((verb) => (verbs[verb] ? [{ item, verb, at: verbs[verb].lastAt ?? null }] : [])),
  )
  const halfLifeMs = halfLifeDays === null ? null : halfLifeDays * DAY_MS
  const all = historyOf(interactions, { verbWeights: VERB_WEIGHTS, halfLifeMs, halfLifeItems })
  return all.filter(({ value }) => value !== 0)
}

function itemsMet(profile: readonly ProfileItem[], verbs: readonly Verb[]): ReadonlySet<string> {
  const met = profile.filter((one) => verbs.some((verb) => one.verbs[verb] !== undefined))
  return new Set(met.map(({ item }) => item))
}
