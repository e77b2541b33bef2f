/**
 * What a person said of their lists once and for good: how personal a feed may be at most, what
 * they follow, and what they do that is not to count for them. These are their own instructions,
 * as a mark or a ceiling is: nothing is concluded from them.
 */

/** From what uses most of a person to what uses nothing. */
export const FEED_MODES = ['personal', 'expressed', 'chronological'] as const
export type FeedMode = (typeof FEED_MODES)[number]

export interface Wishes {
  /** The most personal mode that they want; undefined where they did not say. */
  readonly feedMode: FeedMode | undefined
  readonly follows: readonly Followed[]
  readonly notForProfile: NotForProfile
}

/** `by` is `item`, `category`, or the name of an attribute, as of a maker. */
export interface Followed {
  readonly by: string
  readonly value: string
}

/** What is done with these items, or in these lists, is not kept. */
export interface NotForProfile {
  readonly items: readonly string[]
  /** Names that the site gives to its lists. */
  readonly lists: readonly string[]
}

/** Of each kind. */
export const WISHES_MAX = 200

export const NO_WISHES: Wishes = {
  feedMode: undefined,
  follows: [],
  notForProfile: { items: [], lists: [] },
}

/** Absent parts stay as they are. */
export interface WishChange {
  /** Null takes it back. */
  readonly feedMode?: FeedMode | null
  readonly follow?: readonly Followed[]
  readonly unfollow?: readonly Followed[]
  readonly notForProfile?: Partial<NotForProfile>
  readonly forProfile?: Partial<NotForProfile>
}

/** The wishes after a change; what is both added and taken away is taken away. */
export function changeWishes(wishes: Wishes, change: WishChange): Wishes {
  const { feedMode, follow = [], unfollow = [], notForProfile = {}, forProfile = {} } = change
  const dropped = new Set(unfollow.map(keyOf))
  const follows = new Map([...wishes.follows, ...follow].map((one) => [keyOf(one), one]))
  return {
    feedMode: feedMode === undefined ? wishes.feedMode : (feedMode ?? undefined),
    follows: [...follows].filter(([key]) => !dropped.has(key)).map(([, one]) => one),
    notForProfile: {
      items: changed(wishes.notForProfile.items, notForProfile.items, forProfile.items),
      lists: changed(wishes.notForProfile.lists, notForProfile.lists, forProfile.lists),
    },
  }
}

/**
 * What two records of one person come to: each wish of either, and the less personal mode. The
 * first `WISHES_MAX` of each kind.
 */
export function uniteWishes(a: Wishes, b: Wishes): Wishes {
  const { follows, notForProfile } = changeWishes(a, {
    follow: b.follows,
    notForProfile: b.notForProfile,
  })
  return {
    feedMode:
      a.feedMode && b.feedMode ? lessPersonal(a.feedMode, b.feedMode) : (a.feedMode ?? b.feedMode),
    follows: follows.slice(0, WISHES_MAX),
    notForProfile: {
      items: notForProfile.items.slice(0, WISHES_MAX),
      lists: notForProfile.lists.slice(0, WISHES_MAX),
    },
  }
}

export function isWithinLimits({ follows, notForProfile: { items, lists } }: Wishes): boolean {
  return [follows, items, lists].every(({ length }) => length <= WISHES_MAX)
}

export function hasWishes({ feedMode, follows, notForProfile }: Wishes): boolean {
  const { items, lists } = notForProfile
  return feedMode !== undefined || follows.length + items.length + lists.length > 0
}

export function isFeedMode(value: unknown): value is FeedMode {
  return FEED_MODES.some((mode) => mode === value)
}

export function lessPersonal(a: FeedMode, b: FeedMode): FeedMode {
  return FEED_MODES.indexOf(a) > FEED_MODES.indexOf(b) ? a : b
}

function keyOf({ by, value }: Followed): string {
  return `${by}\0${value}`
}

function changed(
  before: readonly string[],
  more: readonly string[] = [],
  fewer: readonly string[] = [],
): readonly string[] {
  const gone = new Set(fewer)
  return [...new Set([...before, ...more])].filter((one) => !gone.has(one))
}
