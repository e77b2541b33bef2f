/**
 * A feed: which mode is open and chosen, what it is made of, where ads stand in it, and how it goes
 * on. The items are found by the same rungs as every other list.
 */
import {
  type AdSlot,
  adsAmong,
  type ChosenMode,
  chooseFeedMode,
  placeAds,
} from '@equipoise/core/channels'
import type { Decision } from '@equipoise/core/law'
import { DAY_MS, type Instant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { ProfileItem } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { PersonGate, Situation } from '../law/index.ts'
import type { DecideAnswer, DecidedItem, DecideParts } from './decide.ts'
import { decideAds } from './decide-ads.ts'
import {
  COUNT_MAX,
  type DecideRequest,
  type FeedRequest,
  type Reranking,
} from './decide-request.ts'
import {
  FEED_ENTRIES_MAX,
  type FeedPlace,
  fingerprintOf,
  fingerprintsOf,
  formatFeedCursor,
  parseFeedCursor,
} from './feed-cursor.ts'
import { publicationOf } from './publication.ts'
import { tryArm } from './try-arm.ts'

export const AD_EVERY = 5

/** Kinds and makers come mixed where items name theirs, and no category fills the screen. */
const SPREAD: NonNullable<Reranking['spread']> = [
  { by: 'kind', within: 3, most: 2 },
  { by: 'maker', within: 4, most: 1 },
  { by: 'brand', within: 4, most: 1 },
  { by: 'category', within: 3, most: 1 },
]

export interface FeedAnswer extends ChosenMode {
  /** What to send for the next page; null at the end. */
  readonly next: string | null
  readonly ads: FeedAds | null
}

export interface FeedAds extends Pick<DecideAnswer, 'rung' | 'outcome' | 'reasons' | 'basis'> {
  readonly slot: string
  readonly shown: number
}

/** A feed as it is being made. */
export interface Feed {
  readonly request: FeedRequest
  readonly chosen: ChosenMode
  readonly place: FeedPlace
  /** What the person liked, where that may be read for this list. */
  readonly liked: readonly ProfileItem[]
}

interface FeedAsked {
  readonly request: FeedRequest
  readonly person: PersonGate
  /** About `site_personalization`, in the channel of the feed. */
  readonly decision: Decision<'site_personalization'>
}

/** @throws EquipoiseError `invalid_request` for a cursor that cannot be read. */
export async function openFeed(
  { store, now }: Pick<DecideParts, 'store' | 'now'>,
  { request, person, decision }: FeedAsked,
): Promise<Feed> {
  const at = now()
  const { cursor, mode } = request
  const place =
    cursor === undefined ? { asOf: at, since: 0, given: [] } : parseFeedCursor(cursor, at)
  const { wishes, ageBand, pausedUntil } = person
  const liked = await readLiked({ store }, person, decision)
  const chosen = chooseFeedMode({
    decision,
    duty: dutyOf(person),
    asked: mode,
    wished: wishes.feedMode,
    hasExpressed: wishes.follows.length + liked.length > 0,
    isPaused: pausedUntil !== undefined && pausedUntil > at,
    isChild: ageBand === 'under_13',
  })
  return { request, chosen, place, liked }
}

/** The law of a minor may ask that the order of time comes first; of an adult none does. */
function dutyOf(person: PersonGate) {
  if (person.subject === undefined || person.ageBand === 'adult') return undefined
  const { obligations } = person.answer('site_personalization')
  return obligations.find(({ code, advisory }) => code === 'chronological_option' && !advisory)
}

async function readLiked(
  { store }: Pick<DecideParts, 'store'>,
  { ceiling }: PersonGate,
  decision: Decision<'site_personalization'>,
): Promise<readonly ProfileItem[]> {
  if (decision.outcome === 'refused' || ceiling === 'general') return []
  const profile = await store.read(decision.permit, async (reader) => reader.readProfile())
  return profile.filter(({ verbs }) => verbs.like !== undefined && verbs.dislike === undefined)
}

/** Where nothing that the person did says anything, the newest come first, and it is said. */
export function withNothingKnown(feed: Feed): Feed {
  const says = 'The newest first, because nothing that you did says what you may like'
  const newest = { mode: 'chronological', settledBy: 'nothing_known', says } as const
  return { ...feed, chosen: { ...feed.chosen, ...newest } }
}

/** What was given already does not come again, nor what was published after the feed began. */
export function feedAllows({ place }: Feed, catalogue: Catalogue): (id: string) => boolean {
  const { at } = publicationOf(catalogue)
  const isPublished = (id: string): boolean => (at.get(id) ?? 0) <= place.asOf
  if (place.given.length === 0) return isPublished
  const given = new Set(place.given)
  const { ofItem } = fingerprintsOf(catalogue)
  return (id) => isPublished(id) && !given.has(ofItem.get(id) ?? fingerprintOf(id))
}

/** The items that stand last on the page before. */
export function lastGiven({ place }: Feed, catalogue: Catalogue): readonly string[] {
  if (place.given.length === 0) return []
  const { itemOf } = fingerprintsOf(catalogue)
  return place.given.slice(-LAST).flatMap((print) => itemOf.get(print) ?? [])
}

const LAST = 10

/** How a feed is ordered once its items are found: by time as they are, else fresh and mixed. */
export function feedReranking({ chosen, request }: Feed): Reranking | undefined {
  if (chosen.mode === 'chronological') return undefined
  const { halfLifeDays, spread = SPREAD } = request
  return { fresh: halfLifeDays === undefined ? {} : { halfLifeDays }, spread }
}

/** An item's age in days when the feed began; undefined where nobody knows. */
export function ageIn(asOf: Instant, catalogue: Catalogue): (id: string) => number | undefined {
  const { at } = publicationOf(catalogue)
  return (id) => {
    const published = at.get(id)
    return published === undefined ? undefined : (asOf - published) / DAY_MS
  }
}

interface AdsAsked {
  readonly request: DecideRequest
  readonly feed: Feed
  readonly situation: Situation
}

/** Puts the ads of the feed's slot among its items, and says how it goes on. */
export async function finishFeed(
  parts: DecideParts,
  person: PersonGate,
  answer: DecideAnswer,
  { request, feed, situation }: AdsAsked,
): Promise<DecideAnswer> {
  const { chosen, place } = feed
  const { ads: asked } = feed.request
  const { every = AD_EVERY } = asked ?? {}
  const density = { every, since: place.since }
  const found = await findAds(parts, person, {
    request,
    slot: asked === undefined ? undefined : findAdSlot(parts, asked.slot),
    most: adsAmong(answer.items.length, density),
    given: place.given,
    situation,
  })
  const placed = placeAds(answer.items, found?.items ?? [], density)
  const given = [...place.given, ...placed.entries.map((one) => fingerprintOf(nameOf(one)))]
  const isOver = answer.items.length < request.count || given.length + COUNT_MAX > FEED_ENTRIES_MAX
  const next = isOver ? null : formatFeedCursor({ ...place, given, since: placed.since })
  const { rung, outcome, reasons, basis } = found ?? {}
  return {
    ...answer,
    items: placed.entries,
    feed: {
      ...chosen,
      next,
      ads:
        asked && rung && outcome && reasons && basis
          ? { slot: asked.slot, shown: placed.ads, rung, outcome, reasons, basis }
          : null,
    },
  }
}

/** @throws EquipoiseError `unknown_slot`. */
export function findAdSlot({ desk }: Pick<DecideParts, 'desk'>, name: string): AdSlot {
  const slot = desk.findSlot(name)
  if (slot !== undefined) return slot
  throw new EquipoiseError('unknown_slot', 'Cannot put ads in a feed: nobody has set up that slot')
}

interface AdsWanted {
  readonly request: DecideRequest
  readonly slot: AdSlot | undefined
  readonly most: number
  readonly given: readonly string[]
  readonly situation: Situation
}

async function findAds(
  parts: DecideParts,
  person: PersonGate,
  { request, slot, most, given, situation }: AdsWanted,
): Promise<DecideAnswer | undefined> {
  if (slot === undefined) return undefined
  // Asked of the gate apart: an ad is no part of the feed to the law.
  const gate = await parts.gate.open(person.subject, situation)
  const shown = new Set(given)
  const inSlot = { ...request, slot: slot.id, count: most }
  const { ceiling } = tryArm(parts, inSlot, gate, 'first_party_advertising')
  const answer = await decideAds(parts, gate, {
    request: inSlot,
    ceiling,
    slot,
    situation,
    isShown: (campaign, creative) => shown.has(fingerprintOf(adName(campaign, creative))),
  })
  const placed = { slot: slot.id, rung: answer.rung }
  return { ...answer, items: answer.items.map((one) => ({ ...one, placed })) }
}

/** An ad and an item may have one id. */
function nameOf({ id, ad }: Pick<DecidedItem, 'id' | 'ad'>): string {
  return ad === undefined ? id : adName(ad.campaign, id)
}

function adName(campaign: string, creative: string): string {
  return `ad\0${campaign}\0${creative}`
}
