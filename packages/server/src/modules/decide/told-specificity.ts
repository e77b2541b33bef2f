/**
 * How specific a suggestion is, as far as its explanation tells: by the closest of the named items
 * and categories, how many people share it, and when the person last did something with it. On a
 * page counts are those of the day's release.
 */
import {
  type Evidence,
  type Specificity,
  scoreEndsAt,
  specificityOf,
} from '@equipoise/core/channels'
import type { Contribution } from '@equipoise/core/recommend'
import { type Instant, Memo } from '@equipoise/core/values'
import type { ProfileItem } from '../../store/index.ts'
import { type Catalogue, isSensitive } from '../catalogue/index.ts'

export interface ToldBy {
  readonly population: number
  readonly now: Instant
  /** When something was last done with each item: one and the same map while it stands. */
  readonly acts: ReadonlyMap<string, Instant>
  readonly catalogue: Pick<Catalogue, 'hasSensitive' | 'find' | 'categoryOf'>
}

type Told = Pick<Contribution, 'kind' | 'id' | 'support'>

interface Kept extends Omit<ToldBy, 'now' | 'catalogue'>, Pick<Catalogue, 'categoryOf'> {
  readonly from: Instant
  readonly until: number
  readonly specificity: Specificity
}

/** Like what it tells of, an explanation is replaced, never changed. */
const KEPT = new Memo<readonly Told[], Kept>()

export function toldSpecificity(told: readonly Told[], by: ToldBy): Specificity {
  const kept = KEPT.find(told)
  if (kept !== undefined && holds(kept, by)) return kept.specificity
  const evidence = told.flatMap((one) => toEvidence(one, by))
  const { population, acts, now, catalogue } = by
  const specificity = specificityOf(evidence, now)
  const until = evidence.reduce((end, one) => Math.min(end, scoreEndsAt(one, now)), Infinity)
  const { categoryOf } = catalogue
  KEPT.keep(told, { population, acts, categoryOf, from: now, until, specificity })
  return specificity
}

function holds(kept: Kept, { population, acts, catalogue, now }: ToldBy): boolean {
  return (
    kept.from <= now &&
    now < kept.until &&
    kept.population === population &&
    kept.acts === acts &&
    kept.categoryOf === catalogue.categoryOf
  )
}

function toEvidence({ kind, id, support }: Told, by: ToldBy): Evidence[] {
  if (id === null || support === null || (kind !== 'item' && kind !== 'category')) return []
  const isItem = kind === 'item'
  return [
    {
      kind,
      id,
      sharers: support,
      population: by.population,
      source: 'observed',
      sensitive: isItem && isSensitive(by.catalogue, id),
      at: isItem ? by.acts.get(id) : undefined,
    },
  ]
}

/** Made once a profile, which the store hands out as one and the same list while it stands. */
const MADE = new Memo<readonly ProfileItem[], ReadonlyMap<string, Instant>>()

/** When something was last done with each item; nothing for what was never dated. */
export function lastActs(profile: readonly ProfileItem[]): ReadonlyMap<string, Instant> {
  return MADE.find(profile) ?? MADE.keep(profile, makeLastActs(profile))
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
