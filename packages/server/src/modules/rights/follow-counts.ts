/**
 * The counter that a person sees: of what they looked at, how often it, or its like, was shown to
 * them within the days of the follow cap, and how often it may be.
 */
import { areAlike, type FollowCap, type Showing, shownAlike } from '@equipoise/core/channels'
import { decideRights } from '@equipoise/core/law'
import type { SubjectId } from '@equipoise/core/values'
import type { KeptImpression, KeptInteraction } from '../../store/index.ts'
import { featuresOf } from '../ads/index.ts'
import type { RightsParts } from './rights-parts.ts'

const LISTED_MAX = 200
const LOOKS = ['view', 'click', 'add', 'play']

export interface FollowCount {
  readonly item: string
  readonly title: string | null
  /** It, or one like it. */
  readonly shown: number
  /** This very item, within the same days, after it was first looked at. */
  readonly sinceLook: number
  readonly most: number
  readonly withinDays: number
}

/** The most shown first. @throws EquipoiseError `not_found`. */
export async function listFollowCounts(
  parts: Pick<RightsParts, 'store' | 'now' | 'catalogue'> & { readonly followCap: FollowCap },
  subject: SubjectId,
): Promise<readonly FollowCount[]> {
  const { store, now, catalogue, followCap: cap } = parts
  const at = now()
  const { interactions, impressions } = await store.read(
    decideRights('access', subject, at),
    async (reader) => ({
      interactions: await reader.listInteractions(),
      impressions: await reader.listImpressions(),
    }),
  )
  const isLike = (a: string, b: string): boolean =>
    areAlike(featuresOf(catalogue, a), featuresOf(catalogue, b))
  const showings = impressions.map(toShowing)
  const counted = lookedAt(interactions).map((item) => ({
    item,
    title: catalogue.find(item)?.title ?? null,
    shown: shownAlike(item, { showings, cap, now: at, isLike }),
    sinceLook: shownAlike(item, {
      showings: showings.filter((one) => one.at > firstLookAt(interactions, item)),
      cap,
      now: at,
      isLike: () => false,
    }),
    ...cap,
  }))
  const shown = counted.filter((one) => one.shown > 0)
  return shown.sort((a, b) => b.shown - a.shown).slice(0, LISTED_MAX)
}

/** The latest of them, and none that was bought. */
function lookedAt(interactions: readonly KeptInteraction[]): readonly string[] {
  const bought = new Set(
    interactions.filter(({ verb }) => verb === 'purchase').map(({ item }) => item),
  )
  const looked = interactions.filter(({ verb }) => LOOKS.includes(verb)).map(({ item }) => item)
  const distinct = [...new Set(looked.toReversed())]
  return distinct.filter((item) => !bought.has(item)).slice(0, LISTED_MAX)
}

function firstLookAt(interactions: readonly KeptInteraction[], item: string): number {
  const looks = interactions.filter((one) => one.item === item && LOOKS.includes(one.verb))
  return Math.min(...looks.map(({ at }) => at ?? 0))
}

function toShowing({ item, at, slot, ad }: KeptImpression): Showing {
  return { at, slot, items: ad?.items ?? [item] }
}
