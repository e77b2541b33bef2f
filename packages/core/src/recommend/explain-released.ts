/**
 * Why the personal rung shows an item, as a page may be told: the score taken apart once more, with
 * every weight as general and as coarse as it has to be for at least k people to share it.
 *
 *   the pair of items            where k people share it
 *   the pair of categories       else, where k people share that: what such items say on average
 *   any two items                else: the rest
 *
 * It reads a release, the person's own history and the catalogue, so that all of it stands still
 * until the next release, whoever comes or leaves. The exact shares are `explain`'s, and never go
 * to a page. O(history · log k).
 */

import { type Contribution, Contributions } from './contribution.ts'
import type { ExplainOptions } from './explain.ts'
import { triangleAt } from './gram-snapshot.ts'
import type { HistoryItem } from './interaction-value.ts'
import { POPULARITY_WEIGHT } from './rank-personal.ts'
import { findEntry } from './sparse-columns.ts'
import { bandAt } from './support-band.ts'
import type { SupportRelease } from './support-release.ts'
import { stepWeight } from './weight-step.ts'

export type ReleasedOptions = Pick<ExplainOptions, 'categoryOf'>

/**
 * Shares are of no unit that means anything: only how they compare does. Never empty.
 *
 * @param release undefined where none was taken yet: then nothing may be told.
 */
export function explainReleased(
  release: SupportRelease | undefined,
  history: readonly HistoryItem[],
  targetId: string,
  { categoryOf }: ReleasedOptions,
): Contribution[] {
  if (release === undefined) return [NOTHING_TO_TELL]
  const contributions = new Contributions()
  const target = release.ordinals.get(targetId)
  const categoryOrdinal = (item: string): number | undefined =>
    release.categoryOrdinals.get(categoryOf(item) ?? '')
  const targetCategory = categoryOrdinal(targetId)
  for (const { item, value } of history) {
    if (item === targetId) continue
    const reason =
      pairReason(release, item, target) ??
      categoryReason(release, categoryOrdinal(item), targetCategory)
    if (reason === undefined) contributions.addRest(value * stepWeight(release.anyStep))
    else contributions.add({ ...reason, share: value * reason.weight })
  }
  if (target !== undefined) contributions.add(popularityReason(release, target))
  const told = contributions.list()
  return told.length > 0 ? told : [NOTHING_TO_TELL]
}

/** Something spoke for the item, and none of it may be told. */
const NOTHING_TO_TELL: Contribution = { kind: 'rest', id: null, share: 1, support: null }

interface Reason extends Omit<Contribution, 'share'> {
  readonly weight: number
}

function pairReason(
  { ordinals, pairs }: SupportRelease,
  item: string,
  target: number | undefined,
): Reason | undefined {
  const entry = target === undefined ? -1 : findEntry(pairs, target, ordinals.get(item) ?? -1)
  if (entry < 0) return undefined
  const support = bandAt(pairs.bands[entry] ?? 0)
  return { kind: 'item', id: item, support, weight: stepWeight(pairs.steps[entry] ?? 0) }
}

function categoryReason(
  { categories }: SupportRelease,
  from: number | undefined,
  to: number | undefined,
): Reason | undefined {
  if (from === undefined || to === undefined) return undefined
  const support = bandAt(categories.bands[triangleAt(from, to)] ?? 0)
  if (support === null) return undefined
  const step = categories.steps[from * categories.ids.length + to] ?? 0
  return { kind: 'category', id: categories.ids[from] ?? null, support, weight: stepWeight(step) }
}

function popularityReason({ bands }: SupportRelease, target: number): Contribution {
  const support = bandAt(bands[target] ?? 0)
  const most = bandAt(bands[0] ?? 0) ?? 1
  const share = (POPULARITY_WEIGHT * (support ?? 0)) / most
  return { kind: 'popularity', id: null, share, support }
}
