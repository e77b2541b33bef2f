/** The laws of choosing ads, over campaigns, people and showings that nobody thought of. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Region, toInstant } from '../values/index.ts'
import type { AdPerson, KnownAudience, KnownInterest } from './ad-person.ts'
import { AUCTIONS } from './auction.ts'
import {
  aLive,
  aPermit,
  aPerson,
  aQuestion,
  aSlot,
  DAY_MS,
  featuresOf,
  NOON,
} from './builders.test.ts'
import type { LiveCampaign } from './campaign.ts'
import { type AdQuestion, type ChosenAd, chooseAds } from './choose-ads.ts'
import { areAlike } from './follow-cap.ts'
import { brokenCap, CAP_PERIODS, CAP_SCOPES, type FrequencyCap, type Showing } from './frequency.ts'
import { SPECIFICITY_LEVELS } from './specificity.ts'

const ITEMS = ['shoe-1', 'shoe-2', 'hat-1', 'hat-2', 'tea-1']
const CATEGORIES = ['shoes/running', 'shoes', 'hats', 'tea', 'health/diabetes', 'books']
const ADVERTISERS = ['x', 'y', 'z', 'w', 'v', 'u']
const AUDIENCES = ['a', 'b', 'c']
const PLACES = ['DE', 'FR', 'US', 'US-CA'] as Region[]
const some = <T>(from: readonly T[], maxLength = 2) => fc.subarray([...from], { maxLength })
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })

const caps: fc.Arbitrary<FrequencyCap[]> = fc.array(
  fc.record({
    scope: fc.constantFrom(...CAP_SCOPES),
    per: fc.constantFrom(...CAP_PERIODS),
    most: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 2 },
)
const ago = fc.integer({ min: -DAY_MS, max: 9 * DAY_MS }).map((ms) => toInstant(NOON - ms))

const campaigns: fc.Arbitrary<LiveCampaign[]> = fc
  .array(
    fc.record({
      advertiser: fc.constantFrom(...ADVERTISERS),
      bidMinor: fc.integer({ min: 1, max: 6 }).map((n) => 50 * n),
      places: some(PLACES, 1),
      pages: some(CATEGORIES, 1),
      byInterest: fc.boolean(),
      audience: maybe(fc.constantFrom(...AUDIENCES)),
      caps,
      political: maybe(fc.constant({ sponsor: 'A party', about: 'An election' })),
      startsAt: ago,
      about: fc.record({ items: some(ITEMS, 1), categories: some(CATEGORIES) }),
    }),
    { maxLength: 20 },
  )
  .map((all) => all.map((one, at) => aLive(`c${at}`, one)))

const people: fc.Arbitrary<AdPerson> = fc
  .record({
    audiences: fc.dictionary(
      fc.constantFrom(...AUDIENCES),
      fc.record({
        people: fc.integer({ min: 0, max: 9_000 }),
        source: fc.constantFrom('stated' as const, 'observed' as const),
      }),
    ),
    interests: fc.dictionary(
      fc.constantFrom(...CATEGORIES),
      fc.record({
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        people: fc.integer({ min: 0, max: 9_000 }),
        at: maybe(ago.filter((at) => at <= NOON)),
      }),
    ),
    looked: some(ITEMS),
    bought: some(ITEMS),
    people: fc.integer({ min: 0, max: 9_000 }),
  })
  .map(({ audiences, interests, looked, bought, people: sharers }) =>
    aPerson({
      audiences: new Map<string, KnownAudience>(Object.entries(audiences)),
      interests: new Map<string, KnownInterest>(Object.entries(interests)),
      items: new Map(looked.map((item) => [item, { people: sharers, at: NOON }])),
      looks: { looked: new Set(looked), bought: new Set(bought) },
    }),
  )

const showings: fc.Arbitrary<Showing[]> = fc.array(
  fc.record({
    at: ago.filter((at) => at <= NOON),
    slot: fc.constantFrom('side', 'top'),
    campaign: maybe(fc.integer({ min: 0, max: 11 }).map((n) => `c${n}`)),
    advertiser: maybe(fc.constantFrom(...ADVERTISERS)),
    items: some(ITEMS, 1),
  }),
  { maxLength: 8 },
)

const questions: fc.Arbitrary<{ live: LiveCampaign[]; question: AdQuestion }> = fc
  .record({
    live: campaigns,
    person: maybe(people),
    showings,
    auction: fc.constantFrom(...AUCTIONS),
    reserveMinor: fc.constantFrom(0, 100, 1_000),
    slotCaps: caps,
    count: fc.integer({ min: 1, max: 3 }),
    places: fc.constantFrom([], ['DE'], ['US-CA', 'US']),
    pageCategories: some(CATEGORIES),
    ceiling: fc.constantFrom(...SPECIFICITY_LEVELS),
    peopleMin: fc.constantFrom(50, 100, 1_000),
    mayBePolitical: fc.boolean(),
    spent: fc.constantFrom(0, 99_999_900),
  })
  .map(({ live, auction, reserveMinor, slotCaps, mayBePolitical, spent, ...rest }) => ({
    live,
    question: aQuestion(live, {
      ...rest,
      slot: aSlot({ auction, reserveMinor, caps: slotCaps }),
      politicalPermit: mayBePolitical ? aPermit('political_advertising') : undefined,
      spentOf: () => ({ total: spent, thisHour: 0 }),
    }),
  }))

function holdsAlways(name: string, holds: (ad: ChosenAd, question: AdQuestion) => void): void {
  test(name, () => {
    let chosen = 0
    fc.assert(
      fc.property(questions, ({ question }) => {
        for (const ad of chooseAds(question)) {
          chosen += 1
          holds(ad, question)
        }
      }),
      { numRuns: 600 },
    )
    assert.ok(chosen > 100, 'ads were chosen at all')
  })
}

holdsAlways(
  'nothing of a person is used without a permit',
  ({ mode, contributions }, { person }) => {
    if (person !== undefined) return
    assert.equal(mode, 'contextual')
    const kinds = new Set(contributions.map(({ kind }) => kind))
    assert.ok(kinds.isSubsetOf(new Set(['page', 'rest'])))
  },
)

holdsAlways('nothing is used that is above the ceiling', ({ specificity }, { ceiling }) => {
  const place = SPECIFICITY_LEVELS.indexOf(specificity.level)
  assert.ok(place <= SPECIFICITY_LEVELS.indexOf(ceiling))
})

holdsAlways('nothing is used that fewer than k people share', ({ entry, mode }, question) => {
  if (mode !== 'personal') return
  const { person, peopleMin } = question
  const { audience } = entry.campaign
  if (audience === undefined) return
  assert.ok((person?.audiences.get(audience)?.people ?? 0) >= peopleMin)
})

holdsAlways('no cap is broken', ({ entry }, { slot, showings: shown, now }) => {
  const { id: campaign, advertiser, caps: own } = entry.campaign
  const where = { campaign, advertiser, slot: slot.id }
  assert.equal(brokenCap([...own, ...slot.caps], where, { showings: shown, now }), undefined)
})

holdsAlways(
  'what was looked at follows nobody, and not after a purchase',
  ({ entry }, question) => {
    const { person, showings: shown } = question
    for (const item of entry.creative.items) {
      const isLike = (one: string) => one === item || areAlike(featuresOf(one), featuresOf(item))
      const { looked, bought } = person?.looks ?? { looked: new Set(), bought: new Set() }
      assert.ok(![...bought].some(isLike))
      const week = shown.filter(({ at, items }) => at > NOON - 7 * DAY_MS && items.some(isLike))
      if ([...looked].some(isLike)) assert.ok(week.length < 2)
    }
  },
)

holdsAlways(
  'an ad about something sensitive is chosen by nothing of a person',
  ({ entry, mode }) => {
    if (entry.creative.categories.includes('health/diabetes')) assert.equal(mode, 'contextual')
  },
)

holdsAlways('political ads need a consent of their own', ({ entry }, { politicalPermit }) => {
  if (entry.campaign.political !== undefined) assert.ok(politicalPermit !== undefined)
})

holdsAlways('shares sum to the score, and the price is fair', (ad, { slot }) => {
  const { entry, score, contributions, priceMinor } = ad
  const sum = contributions.reduce((total, { share }) => total + share, 0)
  assert.ok(Math.abs(sum - score) < 1e-9)
  assert.ok(priceMinor >= slot.reserveMinor && priceMinor <= entry.campaign.bidMinor)
  assert.ok(Number.isInteger(priceMinor))
})

holdsAlways(
  'nothing is shown outside its schedule, place, page or spend',
  ({ entry }, question) => {
    const { startsAt, endsAt, places, pages, bidMinor } = entry.campaign
    const { now, pageCategories, spentOf } = question
    assert.ok(startsAt <= now && now < endsAt)
    if (places.length > 0) assert.ok(places.some((one) => question.places.includes(one)))
    if (pages.length > 0) assert.ok(pages.some((one) => pageCategories.includes(one)))
    assert.ok(spentOf('').total + bidMinor <= 1_000 * entry.campaign.spendLimitMinor)
  },
)

test('one advertiser has one place, and two ads never show the same item', () => {
  fc.assert(
    fc.property(questions, ({ question }) => {
      const ads = chooseAds(question)
      const advertisers = ads.map(({ entry }) => entry.campaign.advertiser)
      const items = ads.flatMap(({ entry }) => entry.creative.items)
      assert.equal(new Set(advertisers).size, advertisers.length)
      assert.equal(new Set(items).size, items.length)
    }),
  )
})

/** Many that could all win, so that most of them need not be looked at. */
const contests: fc.Arbitrary<AdQuestion> = fc
  .record({
    bids: fc.array(
      fc.record({
        bidMinor: fc.integer({ min: 1, max: 9 }).map((n) => 50 * n),
        byInterest: fc.boolean(),
        about: fc.record({ categories: some(CATEGORIES), items: some(ITEMS, 1) }),
      }),
      { minLength: 6, maxLength: 30 },
    ),
    person: maybe(people),
    pageCategories: some(CATEGORIES),
    count: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ bids, ...rest }) =>
    aQuestion(
      bids.map((one, at) => aLive(`c${at}`, one)),
      rest,
    ),
  )

test('what is not looked at could not have won: as if all had been', () => {
  const idsOf = (ads: readonly ChosenAd[]) => ads.map(({ entry }) => entry)
  fc.assert(
    fc.property(
      fc.oneof(
        contests,
        questions.map(({ question }) => question),
      ),
      (question) => {
        const whole = { ...question, count: 100, slot: { ...question.slot, adsMax: 100 } }
        const all = idsOf(chooseAds(whole))
        assert.deepEqual(idsOf(chooseAds(question)), all.slice(0, question.count))
      },
    ),
    { numRuns: 600 },
  )
})

test('a permit whose time is over is none', () => {
  const live = [aLive('a', { byInterest: true, about: { categories: ['tea'] } })]
  const interests = new Map([['tea', { share: 1, people: 5_000, at: undefined }]])
  const before = aQuestion(live, { person: aPerson({ interests }) })
  assert.equal(chooseAds(before)[0]?.mode, 'personal')
  const now = toInstant(NOON + DAY_MS / 2)
  assert.equal(chooseAds({ ...before, now })[0]?.mode, 'contextual')
})

test('a permit for something else does not open a person', () => {
  const live = [aLive('a', { byInterest: true, about: { categories: ['tea'] } })]
  const interests = new Map([['tea', { share: 1, people: 5_000, at: undefined }]])
  const person = aPerson({ interests })
  // @ts-expect-error: a permit for suggestions is none for ads.
  person.permit = aPermit('site_personalization')
  assert.equal(chooseAds(aQuestion(live, { person }))[0]?.mode, 'contextual')
})

test('of whoever is held out a campaign keeps its contextual fallback, and else nothing', () => {
  const live = [
    aLive('aimed', { audience: 'a', bidMinor: 300 }),
    aLive('plain', { bidMinor: 200 }),
    aLive('liked', { byInterest: true, bidMinor: 150, about: { items: ['shoe-1'] } }),
    aLive('other', { bidMinor: 100 }),
  ]
  const known = { people: 500, source: 'stated' } as const
  const person = aPerson({ audiences: new Map([['a', known]]) })
  const shown = (held: readonly string[]) =>
    chooseAds(
      aQuestion(live, {
        count: 4,
        slot: aSlot({ adsMax: 4 }),
        person,
        isHeldOut: (campaign) => held.includes(campaign),
      }),
    ).map(({ entry, mode }) => `${entry.creative.id} ${mode}`)
  assert.deepEqual(shown([]).toSorted(), [
    'cr-aimed personal',
    'cr-liked contextual',
    'cr-other contextual',
    'cr-plain contextual',
  ])
  assert.deepEqual(shown(['aimed', 'plain', 'liked']).toSorted(), [
    'cr-other contextual',
    'cx-aimed contextual',
  ])
})
