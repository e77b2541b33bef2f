/**
 * What follows a person about, so that suggestions from their history leave it out: items that they
 * looked at, or alike, and were shown as often as the follow cap allows (`core/channels`).
 */
import {
  type FollowCap,
  followFate,
  type Looks,
  type Showing,
  shownAlike,
} from '@equipoise/core/channels'
import { DAY_MS, type Instant } from '@equipoise/core/values'
import type { ProfileItem } from '../../store/index.ts'
import { featuresOf } from '../ads/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { areAlikeIn } from './alike.ts'

const LOOKS = ['view', 'click', 'add'] as const

export interface FollowParts {
  readonly catalogue: Catalogue
  readonly followCap: FollowCap | undefined
  readonly now: () => Instant
}

/** Says of an item whether it follows the person: once they bought it, other rules hold. */
export function followingOf(
  { catalogue, followCap: cap, now: clock }: FollowParts,
  profile: readonly ProfileItem[],
  showings: readonly Showing[],
): (item: string) => boolean {
  if (cap === undefined) return () => false
  const now = clock()
  const recent = showings.filter(({ at }) => at > now - cap.withinDays * DAY_MS)
  if (recent.length < cap.most) return () => false
  const looks: Looks = { looked: lookedAt(profile), bought: new Set() }
  const question = { looks, showings: recent, cap, now, isLike: areAlikeIn(catalogue, featuresOf) }
  const known = new Map<string, boolean>()
  return (item) => {
    let follows = known.get(item)
    if (follows === undefined) {
      // Counted first: most items were never shown, and that is soon known.
      const isOften = shownAlike(item, question) >= cap.most
      follows = isOften && followFate(item, question) === 'followed'
      known.set(item, follows)
    }
    return follows
  }
}

function lookedAt(profile: readonly ProfileItem[]): ReadonlySet<string> {
  const looked = profile.filter(
    ({ verbs }) => verbs.purchase === undefined && LOOKS.some((verb) => verbs[verb] !== undefined),
  )
  return new Set(looked.map(({ item }) => item))
}
