/**
 * Campaigns by what makes them eligible, so that a decision looks at few of many: for each slot,
 * lists of entries with the best bid first, one for each place, page category, audience, interest
 * and item. An entry is one creative of a campaign in one mode:
 *
 *   contextual  nothing of a person is used
 *   personal    by an audience that the person is in, or by what they did
 *
 * A list is read from its best bid down, and no further than what could still win.
 * An ad about something sensitive has no personal entry at all.
 */
import { compareUtf8 } from '../values/bytes.ts'
import { widening } from './ad-person.ts'
import type { AdSlot, Campaign, ChoosableCreative, LiveCampaign } from './campaign.ts'
import { isSensitiveCategory } from './sensitive-categories.ts'

export type AdMode = 'contextual' | 'personal'

export interface AdEntry {
  readonly campaign: Campaign
  readonly creative: ChoosableCreative
  readonly mode: AdMode
}

/** By slot, and by what an entry is listed for; the best bid first, of equal ones the first id. */
export type AdIndex = ReadonlyMap<string, ReadonlyMap<string, readonly AdEntry[]>>

/** How a list is named. */
export const listNames = {
  place: (place: string): string => `place ${place}`,
  page: (category: string): string => `page ${category}`,
  audience: (audience: string): string => `audience ${audience}`,
  interest: (category: string): string => `interest ${category}`,
  item: (item: string): string => `item ${item}`,
} as const

/** Lists those without a place of their own. */
export const ANYWHERE = '*'

export function indexCampaigns(
  live: readonly LiveCampaign[],
  slots: ReadonlyMap<string, AdSlot>,
): AdIndex {
  const made = new Map<string, Lists>()
  for (const one of live) {
    const entries = entriesOf(one)
    for (const slot of one.campaign.slots) {
      const found = slots.get(slot)
      if (found === undefined || !isSold(found, one.campaign)) continue
      const lists = within(made, slot)
      for (const entry of entries)
        if (found.accepts.includes(entry.creative.kind)) add(lists, entry)
    }
  }
  for (const lists of made.values()) {
    for (const entries of lists.values()) entries.sort(compareEntries)
  }
  return made
}

function isSold({ currency, reserveMinor }: AdSlot, campaign: Campaign): boolean {
  return campaign.currency === currency && campaign.bidMinor >= reserveMinor
}

function entriesOf({ campaign, creatives, contextualCreatives }: LiveCampaign): AdEntry[] {
  const toEntry = (mode: AdMode) => (creative: ChoosableCreative) => ({ campaign, creative, mode })
  const plain = campaign.audience === undefined ? creatives : contextualCreatives
  const byPerson = campaign.audience !== undefined || campaign.byInterest
  const personal = byPerson ? creatives.filter((one) => !isAboutSensitive(one)) : []
  return [...plain.map(toEntry('contextual')), ...personal.map(toEntry('personal'))]
}

export function isAboutSensitive({ categories }: Pick<ChoosableCreative, 'categories'>): boolean {
  return categories.some(isSensitiveCategory)
}

type Lists = Map<string, AdEntry[]>

function add(lists: Lists, entry: AdEntry): void {
  for (const name of new Set(namesFor(entry))) {
    const list = lists.get(name)
    if (list) list.push(entry)
    else lists.set(name, [entry])
  }
}

function namesFor({ campaign, creative, mode }: AdEntry): readonly string[] {
  const { audience, pages, places } = campaign
  const { categories, items } = creative
  if (mode === 'personal') {
    if (audience !== undefined) return [listNames.audience(audience)]
    return [...categories.flatMap(widening).map(listNames.interest), ...items.map(listNames.item)]
  }
  if (pages.length > 0) return pages.map(listNames.page)
  const anyPage = places.length > 0 ? places : [ANYWHERE]
  return [...anyPage.map(listNames.place), ...categories.map(listNames.page)]
}

function within(made: Map<string, Lists>, slot: string): Lists {
  const lists: Lists = made.get(slot) ?? new Map()
  made.set(slot, lists)
  return lists
}

function compareEntries(a: AdEntry, b: AdEntry): number {
  return (
    b.campaign.bidMinor - a.campaign.bidMinor ||
    compareUtf8(a.campaign.id, b.campaign.id) ||
    compareUtf8(a.creative.id, b.creative.id)
  )
}
