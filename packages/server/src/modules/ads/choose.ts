/** Gathers the facts about a person and a page, and has core choose the ads of a slot. */
import {
  type AdEntry,
  type AdPerson,
  type AdSlot,
  areAlike,
  type ChosenAd,
  chooseAds,
  type FollowCap,
  lowerLevel,
  type Showing,
  type SpecificityLevel,
} from '@equipoise/core/channels'
import type { Decision } from '@equipoise/core/law'
import { HELD_OUT } from '@equipoise/core/measure'
import type { Instant, Region } from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { Marks, Store } from '../../store/index.ts'
import { type Catalogue, PUBLISHED_ATTRIBUTE } from '../catalogue/index.ts'
import type { PersonGate } from '../law/index.ts'
import type { AdDesk } from './ad-desk.ts'
import type { AdPeople } from './ad-people.ts'
import { armFor } from './experiments.ts'
import { type AdFacts, adFactsOf } from './person-attributes.ts'

export interface AdParts {
  readonly store: Store
  readonly catalogue: Catalogue
  readonly desk: AdDesk
  readonly adPeople: AdPeople
  readonly root: RootKeys
  readonly audiencePeopleMin: number
  /** Undefined to measure what it changes: the configuration always has one. */
  readonly followCap: FollowCap | undefined
  readonly now: () => Instant
}

export interface AdsAsked {
  readonly slot: AdSlot
  readonly count: number
  readonly location: Region | undefined
  /** The person's own, or that of an experiment where it is lower. */
  readonly ceiling: SpecificityLevel | undefined
  readonly pageCategories: readonly string[]
  /** What the person's browser says that it has shown, where nothing may be kept here. */
  readonly seen: readonly Showing[]
  /** What whoever sells the place lets in; everything where undefined. */
  readonly allows?: ((entry: AdEntry) => boolean) | undefined
  /** What stands on the page already. */
  readonly isShown?: ((campaign: string, creative: string) => boolean) | undefined
}

export interface AdsChosen {
  readonly decision: Decision<'first_party_advertising'>
  readonly ads: readonly ChosenAd[]
  /** Items of what they did that could count. */
  readonly historyItems: number
}

export async function chooseSlotAds(
  parts: AdParts,
  person: PersonGate,
  asked: AdsAsked,
): Promise<AdsChosen> {
  const { desk, catalogue, audiencePeopleMin: peopleMin, followCap, now } = parts
  const decision = person.decide('first_party_advertising')
  const political = person.decide('political_advertising')
  await parts.adPeople.refresh()
  const known = await readKnown(parts, person, decision)
  const { slot, count, location, pageCategories, seen, allows, ceiling } = asked
  const ads = chooseAds({
    index: desk.index,
    slot,
    count,
    now: now(),
    places: location === undefined ? [] : [...new Set([location, location.slice(0, 2)])],
    pageCategories,
    allows: (entry) => allows?.(entry) !== false && isWanted(entry, person.marks),
    person: known?.person,
    politicalPermit: political.outcome === 'permitted' ? political.permit : undefined,
    showings: [...(known?.showings ?? []), ...seen.map((one) => withAdvertiser(desk, one))],
    spentOf: (campaign) => desk.spentOf(campaign),
    isHeldOut: heldOutReader(parts, person, decision),
    ceiling: lowerLevel(slot.ceiling, ceiling ?? slot.ceiling),
    peopleMin,
    followCap,
    isShown: asked.isShown,
    isLike: (a, b) => areAlike(featuresOf(catalogue, a), featuresOf(catalogue, b)),
  })
  return { decision, ads, historyItems: known?.facts.looks.looked.size ?? 0 }
}

/** Not an ad that the person said is not for them, nor one for what they said is not theirs. */
function isWanted({ creative }: AdEntry, { items, categories }: Marks): boolean {
  return (
    ![creative.id, ...creative.items].some((one) => items.includes(one)) &&
    !creative.categories.some((one) => categories.includes(one))
  )
}

/** Only who permits `measurement` beside such ads takes part: nobody else is held out. */
function heldOutReader(
  { desk, root, now }: AdParts,
  person: PersonGate,
  { outcome }: Decision<'first_party_advertising'>,
): (campaign: string) => boolean {
  const { subject } = person
  const takesPart = outcome === 'permitted' && person.decide('measurement').outcome === 'permitted'
  if (subject === undefined || !takesPart) return () => false
  const at = now()
  return (campaign) => {
    const holdout = desk.holdoutOf(campaign, at)
    return holdout !== undefined && armFor(root, holdout, subject) === HELD_OUT
  }
}

/** A browser remembers which campaign it was, and no more. */
function withAdvertiser({ records }: AdDesk, seen: Showing): Showing {
  const advertiser = records.campaigns.get(seen.campaign ?? '')?.form.advertiser
  return { ...seen, advertiser }
}

interface Known {
  readonly person: AdPerson
  readonly facts: AdFacts
  readonly showings: readonly Showing[]
}

async function readKnown(
  parts: AdParts,
  { residence, marks }: PersonGate,
  decision: Decision<'first_party_advertising'>,
): Promise<Known | undefined> {
  if (decision.outcome === 'refused') return undefined
  const { permit } = decision
  const { store, catalogue, adPeople } = parts
  const { profile, showings } = await store.read(permit, async (reader) => ({
    profile: await reader.readProfile(),
    showings: await reader.readShowings(),
  }))
  const facts = adFactsOf({ profile, residence, marks, catalogue, entries: catalogue.entries() })
  const people = (kind: 'category' | 'item', id: string): number => adPeople.sharersOf(kind, id)
  const person: AdPerson = {
    permit,
    population: adPeople.population,
    audiences: adPeople.audiencesOf(facts.attributes),
    interests: new Map(
      [...facts.interests].map(([id, { share, at }]) => [
        id,
        { share, at, people: people('category', id) },
      ]),
    ),
    items: new Map([...facts.items].map(([id, at]) => [id, { at, people: people('item', id) }])),
    looks: facts.looks,
  }
  return { person, facts, showings }
}

/** What an item is like, as the catalogue says: nothing where it does not list it. */
export function featuresOf(catalogue: Catalogue, id: string): readonly string[] {
  const item = catalogue.find(id)
  if (item === undefined) return []
  // What a category says already counts once.
  const others = Object.entries(item.attributes).filter(
    ([name, one]) => name !== PUBLISHED_ATTRIBUTE && !item.categories.includes(one),
  )
  return [...item.categories, ...others.map(([name, value]) => `${name}=${value}`)]
}
