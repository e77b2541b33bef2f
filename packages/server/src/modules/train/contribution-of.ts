/**
 * What a subject gives to the shared matrix: the set of their items, and nothing of when or how
 * often. Which verbs count is decided here; which items are too sensitive to give, by the caller.
 */
import { compareUtf8, type Verb } from '@equipoise/core/values'
import type { KeptInteraction, ProfileItem } from '../../store/index.ts'

/** Items of one history at most; the latest are kept, so that a very long one stays bounded. */
export const HISTORY_ITEMS_MAX = 5_000

const STATE_VERBS: readonly Verb[] = ['view', 'click', 'add', 'purchase', 'like', 'play']

/** An item of a contribution, and when it was met last: undefined where undated. */
export interface DatedItem {
  readonly item: string
  readonly lastAt: number | undefined
}

/** Distinct item ids in the order of their bytes: a function of the profile alone. */
export function contributionOf(
  profile: readonly ProfileItem[],
  isAllowed: (item: string) => boolean,
): readonly string[] {
  return datedContributionOf(profile, isAllowed).map(({ item }) => item)
}

/** As `contributionOf`, with times. */
export function datedContributionOf(
  profile: readonly ProfileItem[],
  isAllowed: (item: string) => boolean,
): readonly DatedItem[] {
  const items = profile.flatMap(({ item, verbs }) => {
    const lastAt = lastOf(verbs)
    return lastAt !== undefined && isAllowed(item) ? [{ item, lastAt }] : []
  })
  const kept =
    items.length <= HISTORY_ITEMS_MAX
      ? items
      : items
          .toSorted((a, b) => b.lastAt - a.lastAt || compareUtf8(a.item, b.item))
          .slice(0, HISTORY_ITEMS_MAX)
  return kept
    .toSorted((a, b) => compareUtf8(a.item, b.item))
    .map(({ item, lastAt }) => ({ item, lastAt: lastAt === 0 ? undefined : lastAt }))
}

/** When the item was last met with a verb that counts: 0 where undated, undefined where never. */
function lastOf(verbs: ProfileItem['verbs']): number | undefined {
  const times = STATE_VERBS.flatMap((verb) => (verbs[verb] ? [verbs[verb].lastAt ?? 0] : []))
  return times.length === 0 ? undefined : Math.max(...times)
}

/** The items that a subject's kept interactions hold in the state, one by one and uncapped. */
export function itemsForTraining(interactions: readonly KeptInteraction[]): readonly string[] {
  return interactions
    .filter(
      ({ verb, purposes }) => purposes.includes('model_training') && STATE_VERBS.includes(verb),
    )
    .map(({ item }) => item)
}
