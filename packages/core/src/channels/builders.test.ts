/** Campaigns, people and questions, as the tests here need them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decide, type Permit, parseRulePack, type RulePack } from '../law/index.ts'
import { formatId, type Instant, type Purpose, toInstant } from '../values/index.ts'
import type { AdPerson } from './ad-person.ts'
import type { AdSlot, Campaign, ChoosableCreative, LiveCampaign } from './campaign.ts'
import { indexCampaigns } from './campaign-index.ts'
import type { AdQuestion } from './choose-ads.ts'
import { areAlike, DEFAULT_FOLLOW_CAP } from './follow-cap.ts'

export const NOON: Instant = toInstant(Date.parse('2026-11-24T12:00:00Z'))
export const DAY_MS = 86_400_000

const LAWS = join(import.meta.dirname, '../../../../laws')
const PACKS: readonly RulePack[] = ['house.json', 'elsewhere.json'].map((file) => {
  const pack = parseRulePack(JSON.parse(readFileSync(join(LAWS, file), 'utf8')))
  assert.ok(pack.ok, file)
  return pack.value
})

/** A permit of the real gate, for somebody who said yes just before. */
export function aPermit<P extends Purpose>(purpose: P, at: Instant = NOON): Permit<P> {
  const decision = decide(
    {
      at,
      purpose,
      subject: formatId('sub', new Uint8Array(16)),
      consent: {
        status: 'given',
        since: toInstant(at - 1_000),
        by: 'subject',
        explicit: true,
        separate: true,
      },
      consentRevision: 1,
      location: undefined,
      residence: undefined,
      ageBand: 'adult',
      signals: { gpc: false },
      deployment: { markets: [], directedToMinors: false, platform: false },
    },
    PACKS,
  )
  assert.equal(decision.outcome, 'permitted')
  assert.ok(decision.outcome === 'permitted')
  return decision.permit
}

export function aSlot(over: Partial<AdSlot> = {}): AdSlot {
  return {
    id: 'side',
    accepts: ['text', 'image', 'html', 'video'],
    adsMax: 3,
    currency: 'EUR',
    auction: 'second_price',
    reserveMinor: 0,
    caps: [],
    ceiling: 'close',
    ...over,
  }
}

export function aCampaign(id: string, over: Partial<Campaign> = {}): Campaign {
  return {
    id,
    advertiser: `adv-${id}`,
    goal: 'showings',
    currency: 'EUR',
    bidMinor: 100,
    slots: ['side'],
    places: [],
    hours: undefined,
    pages: [],
    byInterest: false,
    audience: undefined,
    caps: [],
    creatives: [],
    contextualCreatives: [],
    political: undefined,
    startsAt: toInstant(NOON - DAY_MS),
    endsAt: toInstant(NOON + DAY_MS),
    spendLimitMinor: 100_000,
    pacing: 'asap',
    ...over,
  }
}

export function aCreative(id: string, over: Partial<ChoosableCreative> = {}): ChoosableCreative {
  return { id, kind: 'text', categories: [], items: [], ...over }
}

export interface LiveOver extends Partial<Campaign> {
  readonly about?: Partial<ChoosableCreative>
}

/** A campaign with one creative, which is also its contextual one. */
export function aLive(id: string, { about = {}, ...over }: LiveOver = {}): LiveCampaign {
  const creative = aCreative(`cr-${id}`, about)
  const contextual = aCreative(`cx-${id}`)
  return {
    campaign: aCampaign(id, over),
    creatives: [creative],
    contextualCreatives: [contextual],
  }
}

export function aPerson(over: Partial<AdPerson> = {}): AdPerson {
  return {
    permit: aPermit('first_party_advertising'),
    population: 10_000,
    audiences: new Map(),
    interests: new Map(),
    items: new Map(),
    looks: { looked: new Set(), bought: new Set() },
    ...over,
  }
}

export interface QuestionOver extends Partial<Omit<AdQuestion, 'index'>> {}

export function aQuestion(live: readonly LiveCampaign[], over: QuestionOver = {}): AdQuestion {
  const slot = over.slot ?? aSlot()
  return {
    index: indexCampaigns(live, new Map([[slot.id, slot]])),
    slot,
    count: 1,
    now: NOON,
    places: [],
    pageCategories: [],
    person: undefined,
    politicalPermit: undefined,
    showings: [],
    spentOf: () => ({ total: 0, thisHour: 0 }),
    ceiling: slot.ceiling,
    isHeldOut: () => false,
    peopleMin: 100,
    followCap: DEFAULT_FOLLOW_CAP,
    isLike: (a, b) => areAlike(featuresOf(a), featuresOf(b)),
    ...over,
  }
}

/** `shoe-1` and `shoe-2` are alike, `shoe-1` and `hat-1` are not. */
export function featuresOf(item: string): readonly string[] {
  const kind = item.split('-')[0] ?? ''
  return [kind, `make=${kind}`, `style=${kind}`, `season=${kind}`]
}
