/**
 * Chooses the ads of a slot: the pipeline of every channel, for ads.
 *
 *   gate       the permit that comes with the person, checked again; without one, nobody in
 *              particular
 *   eligible   slot, schedule, place, page, review, spend, politics
 *   guard      audiences that run, k, the ceiling of specificity: generalized, or not used
 *   rank       relevance × bid
 *   diversify  one ad a campaign, an advertiser and an item
 *   cap        frequency caps and the follow cap
 *   auction    who is shown, and for how much
 *   explain    the parts of the relevance, which sum to it; how specific it is
 *
 * Entries come with the best possible value first, and none is looked at that could not win: the
 * cost follows how many are shown and capped, not how many there are. Deciding changes nothing.
 */
import type { Permit } from '../law/index.ts'
import type { Contribution } from '../recommend/index.ts'
import type { Instant } from '../values/index.ts'
import { type AdPerson, holds, partOfAudience, partOfInterest } from './ad-person.ts'
import { type Bid, runAuction } from './auction.ts'
import { type AdSlot, isScheduled } from './campaign.ts'
import {
  type AdEntry,
  type AdIndex,
  type AdMode,
  ANYWHERE,
  isAboutSensitive,
  listNames,
} from './campaign-index.ts'
import { type BoundedList, EntryWalk } from './entry-walk.ts'
import { type FollowCap, followFate } from './follow-cap.ts'
import { brokenCap, type Showing } from './frequency.ts'
import { mayStillSpend, type Spent } from './pacing.ts'
import { type PersonalPart, RELEVANCE, relevanceOf } from './relevance.ts'
import { type Specificity, type SpecificityLevel, specificityOf } from './specificity.ts'
import { Standings } from './standings.ts'

/** Of one decision; what is beyond it bids too little, or is capped. */
export const ENTRIES_LOOKED_AT_MAX = 4_000

export interface AdQuestion {
  readonly index: AdIndex
  readonly slot: AdSlot
  readonly count: number
  readonly now: Instant
  /** Where the person is, closest first: `US-CA`, `US`. */
  readonly places: readonly string[]
  readonly pageCategories: readonly string[]
  /** Undefined where the gate gave no permit. */
  readonly person: AdPerson | undefined
  /** Political ads come with their own. */
  readonly politicalPermit: Permit<'political_advertising'> | undefined
  readonly showings: readonly Showing[]
  readonly spentOf: (campaign: string) => Spent
  /** Whether the person is among those whom a campaign is not aimed at, to tell what it does. */
  readonly isHeldOut: (campaign: string) => boolean
  readonly ceiling: SpecificityLevel
  readonly peopleMin: number
  /** Undefined to measure what it changes. */
  readonly followCap: FollowCap | undefined
  readonly isLike: (a: string, b: string) => boolean
  /** What whoever sells the place lets in; everything where undefined. */
  readonly allows?: ((entry: AdEntry) => boolean) | undefined
  /** What stands on the page already, such as in a feed; nothing where left out. */
  readonly isShown?: ((campaign: string, creative: string) => boolean) | undefined
}

export interface ChosenAd {
  readonly entry: AdEntry
  readonly mode: AdMode
  /** The shares sum to it; 0 to 1. */
  readonly score: number
  readonly contributions: readonly Contribution[]
  readonly specificity: Specificity
  /** For a thousand showings, in minor units. */
  readonly priceMinor: number
}

interface Candidate extends Bid {
  readonly entry: AdEntry
  readonly contributions: readonly Contribution[]
  readonly personal: PersonalPart | undefined
}

export function chooseAds(question: AdQuestion): readonly ChosenAd[] {
  const { slot, count, now } = question
  const places = Math.min(count, slot.adsMax)
  const winners = runAuction(findCandidates(withCheckedPermits(question), places), places, slot)
  return winners.map(
    ({ bid: { entry, contributions, personal, relevancePermille }, priceMinor }) => ({
      entry,
      mode: entry.mode,
      score: relevancePermille / 1_000,
      contributions,
      specificity: specificityOf(personal === undefined ? [] : [personal.evidence], now),
      priceMinor,
    }),
  )
}

/** A permit that does not hold is none: what rests on it falls away with it. */
function withCheckedPermits(question: AdQuestion): AdQuestion {
  const { person, politicalPermit: political, now } = question
  const isKnown = person !== undefined && holds(person.permit, 'first_party_advertising', now)
  const isPolitical = political !== undefined && holds(political, 'political_advertising', now)
  return {
    ...question,
    person: isKnown ? person : undefined,
    politicalPermit: isPolitical ? political : undefined,
  }
}

/** Those that stand best, one more than there are places: the last one sets a price. */
function findCandidates(question: AdQuestion, places: number): readonly Candidate[] {
  if (places < 1) return []
  const standings = new Standings<Candidate>(places + 1)
  const walk = new EntryWalk(boundedLists(question))
  for (let looked = 0; looked < ENTRIES_LOOKED_AT_MAX; looked += 1) {
    const entry = walk.next(standings.first[places])
    if (entry === undefined) break
    const candidate = toCandidate(entry, question)
    if (candidate !== undefined) standings.add(candidate)
  }
  return standings.first
}

/** The lists that speak of this question, each with the most relevance that it can give. */
function boundedLists(question: AdQuestion): readonly BoundedList[] {
  const lists = question.index.get(question.slot.id)
  if (lists === undefined) return []
  const { person, places, pageCategories } = question
  const { base, page, person: most } = RELEVANCE
  const ofPage = base + (pageCategories.length > 0 ? page : 0)
  const byPerson = (strength: number): number => ofPage + Math.round(most * strength)
  const named: (readonly [name: string, relevanceMax: number])[] = [
    ...[ANYWHERE, ...places].map((one) => [listNames.place(one), base] as const),
    ...pageCategories.map((one) => [listNames.page(one), ofPage] as const),
    ...keysOf(person?.audiences).map((one) => [listNames.audience(one), byPerson(1)] as const),
    ...keysOf(person?.items).map((one) => [listNames.item(one), byPerson(1)] as const),
    ...[...(person?.interests ?? [])].map(
      ([name, { share }]) => [listNames.interest(name), byPerson(share)] as const,
    ),
  ]
  return named.flatMap(([name, relevanceMax]) => {
    const entries = lists.get(name)
    return entries === undefined ? [] : [{ entries, relevanceMax }]
  })
}

function keysOf(map: ReadonlyMap<string, unknown> | undefined): readonly string[] {
  return map === undefined ? [] : [...map.keys()]
}

/** Eligible, guarded and under its caps; undefined where it is not. */
function toCandidate(entry: AdEntry, question: AdQuestion): Candidate | undefined {
  const { campaign, creative } = entry
  if (question.isShown?.(campaign.id, creative.id)) return undefined
  if (question.allows?.(entry) === false) return undefined
  if (!isEligible(entry, question) || isWithheld(entry, question)) return undefined
  const personal = entry.mode === 'personal' ? partFor(entry, question) : undefined
  if (entry.mode === 'personal' && personal === undefined) return undefined
  if (isCapped(entry, question)) return undefined
  const about = [...creative.categories, ...campaign.pages]
  const pageCategory = about.find((one) => question.pageCategories.includes(one))
  const { permille, contributions } = relevanceOf(pageCategory, personal)
  const { id, bidMinor } = campaign
  return { id, bidMinor, relevancePermille: permille, entry, contributions, personal }
}

function isEligible({ campaign }: AdEntry, question: AdQuestion): boolean {
  const { now, places, pageCategories, politicalPermit, spentOf } = question
  if (!isScheduled(campaign, now)) return false
  if (campaign.political !== undefined && politicalPermit === undefined) return false
  const isHere = campaign.places.length === 0 || campaign.places.some((one) => places.includes(one))
  const { pages } = campaign
  const isOnPage = pages.length === 0 || pages.some((one) => pageCategories.includes(one))
  if (!isHere || !isOnPage) return false
  return mayStillSpend(campaign, spentOf(campaign.id), { now, price: campaign.bidMinor })
}

/** Of whoever is held out a campaign keeps its contextual fallback alone, and else nothing. */
function isWithheld({ campaign, mode }: AdEntry, { isHeldOut }: AdQuestion): boolean {
  const isFallback = mode === 'contextual' && campaign.audience !== undefined
  return !isFallback && isHeldOut(campaign.id)
}

function partFor({ campaign, creative }: AdEntry, question: AdQuestion): PersonalPart | undefined {
  const { person } = question
  if (person === undefined || isAboutSensitive(creative)) return undefined
  if (campaign.audience !== undefined) return partOfAudience(person, campaign.audience, question)
  return partOfInterest(person, creative, question)
}

function isCapped({ campaign, creative }: AdEntry, question: AdQuestion): boolean {
  const { slot, showings, now, person, followCap: cap, isLike } = question
  const where = { campaign: campaign.id, advertiser: campaign.advertiser, slot: slot.id }
  const caps = [...campaign.caps, ...slot.caps]
  if (brokenCap(caps, where, { showings, now }) !== undefined) return true
  if (person === undefined || cap === undefined) return false
  const following = { looks: person.looks, showings, cap, now, isLike }
  return creative.items.some((item) => followFate(item, following) !== 'free')
}
