/**
 * Random campaigns, people, places, ages, signals and acts, through the product as it is put
 * together: nothing is shown past a guard. What is held against it is written down here once more:
 * who permits what by the gate at that moment, how many people share what, what ran and what was
 * shown before.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERIOD_MS, SPECIFICITY_LEVELS, type SpecificityLevel } from '@equipoise/core/channels'
import { readSignals } from '@equipoise/core/signals'
import { AGE_BANDS, DAY_MS, type Instant, type Region, toInstant } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { collectInteractions } from '@equipoise/server/modules/collect'
import { recordConsent } from '@equipoise/server/modules/consent'
import { decideSlot, NO_FILTERS } from '@equipoise/server/modules/decide'
import { makeTokens, recordImpressions } from '@equipoise/server/modules/impressions'
import { NO_SITUATION, type Situation } from '@equipoise/server/modules/law'
import {
  COMMAND_LINE,
  eraseSubject,
  pauseSubject,
  setCeiling,
} from '@equipoise/server/modules/rights'
import fc from 'fast-check'
import { anApp, NOON, type TestApp } from '../builders/app.ts'
import { anItem, stock } from '../builders/catalogue.ts'
import { aConsent, aSubject } from '../builders/subject.ts'

const K = 50
const ADVERTISERS_MAX = 8
/** How many people look at each, beside the one who is tried. */
const CROWDS = { many: 90, just: 55, near: 48, rare: 20 } as const
type Category = keyof typeof CROWDS
const CATEGORIES: readonly Category[] = ['many', 'just', 'near', 'rare']
const PLACES = ['DE', 'FR', 'GB', 'US-CA', 'US-TX', 'BR', 'IN', 'KR', 'TR'] as const
const CONSENTS = [
  'site_personalization',
  'first_party_advertising',
  'political_advertising',
  'measurement',
] as const
const HOUR_MS = 3_600_000

const category = fc.constantFrom<Category>('many', 'many', 'just', ...CATEGORIES)
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const seldom = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 2 })
const level = fc.constantFrom(...SPECIFICITY_LEVELS)

const campaign = fc.record({
  aim: fc.constantFrom('audience', 'audience', 'interest', 'interest', 'anybody', 'political'),
  category,
  isSensitive: fc.nat(9).map((n) => n === 0),
  bidMinor: fc.integer({ min: 1, max: 900 }),
  spendLimitMinor: fc.constantFrom(3, 100_000, 100_000, 100_000),
  startsIn: fc.integer({ min: -12, max: 2 }),
  hoursLong: fc.integer({ min: 20, max: 200 }),
  hours: seldom(fc.constantFrom({ from: 9, until: 18 }, { from: 22, until: 6 })),
  places: fc.constantFrom([], [], [], [], ['DE'], ['US'], ['US-CA', 'KR']),
  pages: fc.constantFrom([], [], [], ['many'], ['rare']),
  cap: fc.record({
    scope: fc.constantFrom('campaign', 'advertiser', 'slot'),
    per: fc.constantFrom('hour', 'day', 'week'),
    most: fc.integer({ min: 1, max: 4 }),
  }),
})
type CampaignMade = typeof campaign extends fc.Arbitrary<infer C> ? C : never

const visit = fc.record({
  kind: fc.constant('visit' as const),
  location: maybe(fc.constantFrom(...PLACES)),
  page: fc.subarray([...CATEGORIES]),
  signals: fc.record({
    gpc: fc.boolean(),
    dnt: fc.nat(9).map((n) => n === 0),
    gpp: fc.nat(9).map((n) => (n === 0 ? 'broken' : undefined)),
  }),
})
const act = fc.oneof(
  { weight: 12, arbitrary: visit },
  fc.record({ kind: fc.constant('withdraw' as const) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('agree' as const) }) },
  fc.record({ kind: fc.constant('pause' as const) }),
  fc.record({ kind: fc.constant('ceiling' as const), level }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 12 }) }),
)
const world = fc.record({
  campaigns: fc.array(campaign, { minLength: 2, maxLength: ADVERTISERS_MAX }),
  slot: fc.record({
    ceiling: fc.oneof(fc.constant('close' as const), level),
    adsMax: fc.integer({ min: 1, max: 4 }),
    auction: fc.constantFrom('first_price', 'second_price'),
    reserveMinor: fc.constantFrom(0, 100),
  }),
  person: fc.record({
    residence: fc.constantFrom(...PLACES),
    ageBand: fc.oneof(
      { weight: 4, arbitrary: fc.constant('adult' as const) },
      fc.constantFrom(...AGE_BANDS),
    ),
    consents: fc.oneof(
      { weight: 4, arbitrary: fc.constant([...CONSENTS]) },
      fc.subarray([...CONSENTS]),
    ),
    looksAt: fc.subarray([...CATEGORIES], { minLength: 3 }),
  }),
  acts: fc.array(act, { minLength: 6, maxLength: 20 }),
})
type World = typeof world extends fc.Arbitrary<infer W> ? W : never
type Visit = typeof visit extends fc.Arbitrary<infer V> ? V : never

/** The person, as far as it is known without asking the product. */
interface Model {
  readonly externalId: string
  agreed: boolean
  pausedUntil: number
  ceiling: SpecificityLevel | undefined
  readonly looksAt: readonly Category[]
  readonly shown: { readonly campaign: string; readonly advertiser: string; readonly at: number }[]
}

test('whatever campaigns, people, laws and acts there are, nothing is shown past a guard', async (t) => {
  const opened = await anApp(t, {
    resident: true,
    environment: { EQUIPOISE_AUDIENCE_PEOPLE_MIN: 'floor' },
  })
  await aCrowd(opened.app)
  const seen = { runs: 0, items: 0, personal: 0 }
  await fc.assert(
    fc.asyncProperty(world, async (made) => {
      seen.runs += 1
      const run = await begin(opened.app, made, seen.runs)
      for (const one of made.acts) {
        // What was decided in the very moment of a no counts as decided before it.
        opened.advance(1_000)
        if (one.kind !== 'visit') await take(opened, run.model, one)
        else {
          const { items, personal } = await look(opened.app, run, one)
          seen.items += items
          seen.personal += personal
        }
      }
      await end(opened.app, run)
    }),
    { numRuns: 70, endOnFailure: true },
  )
  assert.ok(seen.items > 150, `${seen.items} ads were looked at`)
  assert.ok(seen.personal > 5, `${seen.personal} of them personal`)
})

async function aCrowd(app: App): Promise<void> {
  await stock(
    app,
    CATEGORIES.map((id) => anItem(id, { categories: [id] })),
  )
  // Nobody looks at two: the audiences differ by all of their people.
  for (const [item, people] of Object.entries(CROWDS)) {
    for (let n = 0; n < people; n += 1) {
      await aSubject(`${item}-${n}`)
        .from('DE')
        .aged('adult')
        .giving('site_personalization', 'first_party_advertising')
        .meeting({ item })
        .join(app)
    }
  }
  const says = (id: string) => `Looked at ${id}`
  await app.desk.putAll(
    CATEGORIES.map((id) => ({
      kind: 'audiences' as const,
      id,
      form: { says: says(id), conditions: [{ attribute: 'looked_at', anyOf: [id] }] },
    })),
  )
  await advertisers(app)
  await app.adPeople.ready()
}

const creativeOf = (at: number, about: Category, isSensitive: boolean): string =>
  isSensitive ? `a${at}-${about}-ill` : `a${at}-${about}`
const anyOf = (at: number): string => `a${at}-any`

/** Each has an ad about each of the categories, also about something sensitive, and one more. */
async function advertisers(app: App): Promise<void> {
  for (let at = 0; at < ADVERTISERS_MAX; at += 1) {
    const form = {
      advertiser: `a${at}`,
      kind: 'text',
      title: 'An ad',
      text: 'x',
      link: 'https://a.example/',
    }
    const about = (categories: readonly string[]) => ({ ...form, categories })
    const creatives = [
      [anyOf(at), form] as const,
      ...CATEGORIES.flatMap((one) => [
        [creativeOf(at, one, false), about([one])] as const,
        [creativeOf(at, one, true), about([one, 'health/diabetes'])] as const,
      ]),
    ]
    await app.desk.putAll([
      { kind: 'advertisers', id: `a${at}`, form: { name: `The ${at}` } },
      ...creatives.map(([id, one]) => ({ kind: 'creatives' as const, id, form: one })),
    ])
    for (const [id] of creatives) await app.desk.review(id, { decision: 'approved' })
  }
}

interface Run {
  readonly world: World
  readonly model: Model
  /** By their ids. */
  readonly campaigns: ReadonlyMap<string, CampaignMade>
  readonly startedAt: number
}

async function begin(app: App, made: World, number: number): Promise<Run> {
  const externalId = `tried-${number}`
  const { residence, ageBand, consents, looksAt } = made.person
  if (consents.length > 0) {
    const act = { ...aConsent('give', consents), region: residence as Region, ageBand }
    await recordConsent(app, { externalId }, { ...act, explicit: true })
    const met = looksAt.map((item) => ({ externalId, item, verb: 'view' }))
    // Where the law keeps nothing of a child, nothing is kept.
    await collectInteractions(app, met, NO_SITUATION)
  }
  const campaigns = new Map(made.campaigns.map((one, at) => [`r${number}-${at}`, one]))
  const startedAt = app.now()
  await app.desk.putAll([
    { kind: 'slots', id: 'side', form: { currency: 'EUR', ...made.slot } },
    ...[...campaigns].map(([id, one], at) => ({
      kind: 'campaigns' as const,
      id,
      form: campaignForm(one, at, startedAt),
    })),
  ])
  await app.adPeople.ready()
  const agreed = consents.includes('first_party_advertising')
  const model = { externalId, agreed, pausedUntil: 0, ceiling: undefined, looksAt, shown: [] }
  return { world: made, model, campaigns, startedAt }
}

function campaignForm(one: CampaignMade, at: number, now: number) {
  const startsAt = now + one.startsIn * HOUR_MS
  const time = (ms: number): string => new Date(ms).toISOString()
  const { hours, places, pages, bidMinor, spendLimitMinor, aim } = one
  return {
    ...{ advertiser: `a${at}`, currency: 'EUR', bidMinor, spendLimitMinor, places, pages },
    startsAt: time(startsAt),
    endsAt: time(startsAt + one.hoursLong * HOUR_MS),
    pacing: 'asap',
    slots: ['side'],
    caps: [one.cap],
    creatives: [creativeOf(at, one.category, one.isSensitive)],
    ...(hours && { hours }),
    ...(aim === 'audience' && { audience: one.category, contextualCreatives: [anyOf(at)] }),
    ...(aim === 'interest' && { byInterest: true }),
    ...(aim === 'political' && { political: { sponsor: 'A party', about: 'A vote' } }),
  }
}

async function end(app: App, { campaigns, model }: Run): Promise<void> {
  for (const [id, { spendLimitMinor }] of campaigns) {
    assert.ok(app.desk.spentOf(id).total <= 1_000 * spendLimitMinor, 'within the limit')
    await app.desk.remove('campaigns', id)
  }
  const subject = await subjectOf(app, model)
  if (subject !== undefined) await eraseSubject(app, subject, COMMAND_LINE)
}

async function subjectOf(app: App, { externalId }: Model) {
  const { findSubject } = await import('@equipoise/server/modules/subjects')
  return findSubject(app.store, { externalId })
}

type OtherAct = Exclude<World['acts'][number], { readonly kind: 'visit' }>

async function take(opened: TestApp, model: Model, one: OtherAct): Promise<void> {
  const { app } = opened
  if (one.kind === 'wait') return opened.advance(one.hours * HOUR_MS)
  const subject = await subjectOf(app, model)
  if (subject === undefined) return
  if (one.kind === 'withdraw' || one.kind === 'agree') {
    const action = one.kind === 'agree' ? 'give' : 'withdraw'
    const act = { ...aConsent(action, ['first_party_advertising']), explicit: true }
    await recordConsent(app, { externalId: model.externalId }, act)
    model.agreed = one.kind === 'agree'
    // What was kept for ads is not, from a no on.
    if (!model.agreed) model.shown.length = 0
  } else if (one.kind === 'pause') {
    model.pausedUntil = app.now() + DAY_MS
    await pauseSubject(app, subject, { until: toInstant(model.pausedUntil), acting: COMMAND_LINE })
  } else {
    await setCeiling(app, subject, { ceiling: one.level, acting: COMMAND_LINE })
    model.ceiling = one.level
  }
}

async function look(app: App, run: Run, one: Visit) {
  const { model, world: made } = run
  const situation: Situation = {
    location: one.location as Region | undefined,
    signals: readSignals(one.signals).signals,
  }
  const subject = await subjectOf(app, model)
  const gate = await app.gate.open(subject, situation)
  const permits = {
    ads: gate.decide('first_party_advertising').outcome === 'permitted',
    politics: gate.decide('political_advertising').outcome === 'permitted',
  }
  if (permits.ads) {
    assert.ok(model.agreed, 'a permit comes from a yes')
    assert.ok(app.now() >= model.pausedUntil, 'and not in a pause')
  }
  const decided = await decideSlot(
    app,
    {
      outlet: 'exact',
      who: { externalId: model.externalId },
      slot: 'side',
      count: made.slot.adsMax,
      page: { item: undefined, categories: one.page },
      filters: NO_FILTERS,
      exclude: [],
    },
    situation,
  )
  const now = app.now()
  let personal = 0
  for (const item of decided.items) {
    const id = item.ad?.campaign ?? assert.fail('an ad')
    const made = run.campaigns.get(id) ?? assert.fail('of a campaign that is there')
    assertEligible(made, { run, one, now, politics: permits.politics })
    const { level: told } = item.specificity
    const isPersonal = told !== 'general'
    if (isPersonal) {
      personal += 1
      assert.ok(permits.ads, 'without a permit nothing is personal')
      assert.ok(!made.isSensitive, 'nor is anything sensitive')
      assert.ok(model.looksAt.includes(made.category), 'it is by what they did')
      assert.ok(CROWDS[made.category] + 1 >= K, `${made.category} is below k`)
      assert.ok(made.aim === 'audience' || made.aim === 'interest')
      assert.ok(SPECIFICITY_LEVELS.indexOf(told) <= ceilingOf(run), 'under the ceiling')
    } else if (made.aim === 'audience') {
      assert.equal(item.ad?.creative.endsWith('-any'), true, 'nobody can tell why')
    }
    if (permits.ads) assertUncapped(made, id, { model, now })
  }
  await report(app, run, { ...decided, now })
  return { items: decided.items.length, personal }
}

function ceilingOf({ world: { slot }, model }: Run): number {
  const levels = [slot.ceiling, model.ceiling ?? slot.ceiling]
  return Math.min(...levels.map((one) => SPECIFICITY_LEVELS.indexOf(one)))
}

interface Moment {
  readonly run: Run
  readonly one: Visit
  readonly now: number
  readonly politics: boolean
}

function assertEligible(made: CampaignMade, { run, one, now, politics }: Moment): void {
  const startsAt = run.startedAt + made.startsIn * HOUR_MS
  assert.ok(now >= startsAt && now < startsAt + made.hoursLong * HOUR_MS, 'within its schedule')
  const hour = new Date(now).getUTCHours()
  const { hours, places, pages, aim } = made
  if (hours?.from === 9) assert.ok(hour >= 9 && hour < 18)
  if (hours?.from === 22) assert.ok(hour >= 22 || hour < 6)
  if (pages.length > 0) assert.ok(pages.some((page) => one.page.some((own) => own === page)))
  const here = [one.location, one.location?.slice(0, 2)]
  if (places.length > 0) assert.ok(places.some((place) => here.some((own) => own === place)))
  if (aim === 'political') assert.ok(politics, 'politics want a yes of their own')
  assert.ok(made.bidMinor >= run.world.slot.reserveMinor)
}

function assertUncapped(
  { cap }: CampaignMade,
  id: string,
  { model, now }: { readonly model: Model; readonly now: number },
): void {
  const counted = model.shown.filter(
    ({ campaign, advertiser, at }) =>
      now - at < PERIOD_MS[cap.per] &&
      (cap.scope === 'slot' || (cap.scope === 'campaign' ? campaign : advertiser) === id),
  )
  assert.ok(counted.length < cap.most, `${counted.length} of ${cap.most} a ${cap.per}`)
}

type Decided = Awaited<ReturnType<typeof decideSlot>> & { readonly now: Instant }

async function report(app: App, { model }: Run, { items, subject, rung, now }: Decided) {
  const decided = { subject, slot: 'side', decidedAt: now, rung, model: undefined }
  const told = items.map(({ id, shown, ad, price = 0 }) => ({
    item: id,
    contributions: shown,
    ...(ad && { ad: { campaign: ad.campaign, price } }),
  }))
  const reports = makeTokens(app, decided, told).map((token) => ({ token, at: now, slot: 'side' }))
  const { accepted } = await recordImpressions(app, reports, 'back end', NO_SITUATION)
  assert.equal(accepted, items.length, 'each is counted once')
  const gate = await app.gate.open(subject)
  if (gate.decide('first_party_advertising').outcome === 'refused') return
  for (const { ad } of items) {
    if (ad) model.shown.push({ campaign: ad.campaign, advertiser: ad.campaign, at: now })
  }
}

test('the crowds are of the sizes that the test is about', () => {
  assert.ok(CROWDS.near + 1 < K && CROWDS.just >= K && NOON > 0)
})
