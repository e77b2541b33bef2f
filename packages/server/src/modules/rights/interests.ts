/**
 * What is concluded of a person, and from what: the categories of what they did, each with its part
 * of the whole, as suggestions and their calibration use it. Nothing else is inferred.
 */
import type { SpecificityLevel } from '@equipoise/core/channels'
import { decideRights } from '@equipoise/core/law'
import { mixOf } from '@equipoise/core/lists'
import { historyOf, VERB_WEIGHTS } from '@equipoise/core/recommend'
import {
  DAY_MS,
  formatInstant,
  type Instant,
  type SubjectId,
  type Verb,
} from '@equipoise/core/values'
import type { KeptInteraction, Marks } from '../../store/index.ts'
import { isSensitive } from '../catalogue/index.ts'
import { viewWishes, type WishesView } from './change-wishes.ts'
import type { RightsParts } from './rights-parts.ts'

export interface Interests {
  /** The largest part first; at most `INTERESTS_MAX`. */
  readonly interests: readonly Interest[]
  /** What the person said is not theirs: it counts for nothing. */
  readonly marks: Marks
  readonly pausedUntil: string | null
  /** How specific at most what they are shown may be; null where they left it to each channel. */
  readonly ceiling: SpecificityLevel | null
  /** What they said of their lists for good. */
  readonly wishes: WishesView
  /** Of the items in the marks and wishes that the catalogue names, by id. */
  readonly titles: Readonly<Record<string, string>>
}

export interface Interest {
  readonly category: string
  /** Of all that speaks for something, 0 to 1. */
  readonly share: number
  /** How many different things of that category they met. */
  readonly items: number
  /** What they did with those, by verb. */
  readonly acts: Readonly<Partial<Record<Verb, number>>>
  readonly lastAt: string | null
  /** Whether a thing of it says something sensitive, so that it needs a yes of its own. */
  readonly sensitive: boolean
}

export const INTERESTS_MAX = 100

export interface InterestParts extends Pick<RightsParts, 'store' | 'catalogue' | 'now'> {
  readonly halfLifeDays: number | null
}

/** @throws EquipoiseError `not_found`. */
export async function readInterests(
  { store, catalogue, now, halfLifeDays }: InterestParts,
  subject: SubjectId,
): Promise<Interests> {
  const access = decideRights('access', subject, now())
  const [{ marks, pausedUntil, ceiling = null, wishes }, kept] = await store.read(
    access,
    async (reader) => [await reader.readSubject(), await reader.listInteractions()],
  )
  const categoriesOf = (item: string): readonly string[] => catalogue.find(item)?.categories ?? []
  const shares = mixOf(
    valuesOf(kept, halfLifeDays).map(({ item, value }) => ({
      value,
      categories: categoriesOf(item),
    })),
  )
  const gathered = gather(kept, categoriesOf)
  const interests = [...shares]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, INTERESTS_MAX)
    .map(([category, share]) => ({
      category,
      share,
      ...viewGathered(gathered.get(category)),
      sensitive: [...(gathered.get(category)?.items ?? [])].some((item) =>
        isSensitive(catalogue, item),
      ),
    }))
  const viewed = viewWishes(wishes)
  const titles = [...marks.items, ...viewed.notForProfile.items].flatMap((item) => {
    const title = catalogue.find(item)?.title
    return title === undefined ? [] : [[item, title] as const]
  })
  return {
    interests,
    marks,
    pausedUntil: textOf(pausedUntil),
    ceiling,
    wishes: viewed,
    titles: Object.fromEntries(titles),
  }
}

/** As scoring takes them: what was kept for suggestions alone. */
function valuesOf(kept: readonly KeptInteraction[], halfLifeDays: number | null) {
  const used = kept.filter(({ purposes }) => purposes.includes('site_personalization'))
  const interactions = used.map(({ item, verb, at }) => ({ item, verb, at: at ?? null }))
  const halfLifeMs = halfLifeDays === null ? null : halfLifeDays * DAY_MS
  return historyOf(interactions, { verbWeights: VERB_WEIGHTS, halfLifeMs })
}

interface Gathered {
  readonly items: Set<string>
  readonly acts: Partial<Record<Verb, number>>
  lastAt: Instant | undefined
}

function gather(
  kept: readonly KeptInteraction[],
  categoriesOf: (item: string) => readonly string[],
): ReadonlyMap<string, Gathered> {
  const byCategory = new Map<string, Gathered>()
  for (const { item, verb, at } of kept) {
    for (const category of categoriesOf(item)) {
      const one = byCategory.get(category) ?? { items: new Set(), acts: {}, lastAt: undefined }
      one.items.add(item)
      one.acts[verb] = (one.acts[verb] ?? 0) + 1
      if (at !== undefined && (one.lastAt === undefined || at > one.lastAt)) one.lastAt = at
      byCategory.set(category, one)
    }
  }
  return byCategory
}

function viewGathered(one: Gathered | undefined): Pick<Interest, 'items' | 'acts' | 'lastAt'> {
  return { items: one?.items.size ?? 0, acts: one?.acts ?? {}, lastAt: textOf(one?.lastAt) }
}

function textOf(at: Instant | undefined): string | null {
  return at === undefined ? null : formatInstant(at)
}
