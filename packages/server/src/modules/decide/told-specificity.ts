/**
 * How specific a suggestion is, as far as its explanation tells: by the closest of the named items
 * and categories, how many people share it, and when the person last did something with it. On a
 * page counts are those of the day's release.
 */
import { type Evidence, type Specificity, specificityOf } from '@equipoise/core/channels'
import type { Contribution } from '@equipoise/core/recommend'
import type { Instant } from '@equipoise/core/values'
import type { ProfileItem } from '../../store/index.ts'

export interface ToldBy {
  readonly population: number
  readonly now: Instant
  readonly lastAt: (item: string) => Instant | undefined
  readonly isSensitive: (item: string) => boolean
}

type Told = Pick<Contribution, 'kind' | 'id' | 'support'>

export function toldSpecificity(told: readonly Told[], by: ToldBy): Specificity {
  const evidence: Evidence[] = []
  for (const one of told) {
    const piece = toEvidence(one, by)
    if (piece !== undefined) evidence.push(piece)
  }
  return specificityOf(evidence, by.now)
}

function toEvidence({ kind, id, support }: Told, by: ToldBy): Evidence | undefined {
  if (id === null || support === null || (kind !== 'item' && kind !== 'category')) return undefined
  const isItem = kind === 'item'
  return {
    kind,
    id,
    sharers: support,
    population: by.population,
    source: 'observed',
    sensitive: isItem && by.isSensitive(id),
    at: isItem ? by.lastAt(id) : undefined,
  }
}

/** Made once a profile, which the store hands out as one and the same list while it stands. */
const MADE = new WeakMap<readonly ProfileItem[], ReadonlyMap<string, Instant>>()

/** When something was last done with each item; nothing for what was never dated. */
export function lastActs(profile: readonly ProfileItem[]): ReadonlyMap<string, Instant> {
  const known = MADE.get(profile)
  if (known !== undefined) return known
  const made = makeLastActs(profile)
  MADE.set(profile, made)
  return made
}

function makeLastActs(profile: readonly ProfileItem[]): ReadonlyMap<string, Instant> {
  const found = new Map<string, Instant>()
  for (const { item, verbs } of profile) {
    for (const verb of Object.values(verbs)) {
      const at = verb?.lastAt
      if (at !== undefined && at > (found.get(item) ?? 0)) found.set(item, at)
    }
  }
  return found
}
