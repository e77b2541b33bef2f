/** The shop of the follow benchmark: real households, a month of days, and what came of each. */
import { DEFAULT_FOLLOW_CAP } from '@equipoise/core/channels'
import { ndcg } from '@equipoise/core/evaluate'
import { formatInstant, type Instant, PURPOSES, toInstant } from '@equipoise/core/values'
import { type App, openApp } from '@equipoise/server/app'
import { parseConfig } from '@equipoise/server/config'
import { collectInteractions } from '@equipoise/server/modules/collect'
import { recordConsent } from '@equipoise/server/modules/consent'
import { type DecideParts, decideSlot, NO_FILTERS } from '@equipoise/server/modules/decide'
import { DEMO_FOLDER, readDemo } from '@equipoise/server/modules/demo'
import { makeTokens, recordImpressions } from '@equipoise/server/modules/impressions'
import { NO_SITUATION } from '@equipoise/server/modules/law'
import { chanceOf } from './chance.ts'

const PEOPLE = 800
const DAYS = 30
const LOOK_DAY = 3
const BUY_DAY = 20
const SHOWN = 10
const HELD_EVERY = 5
const DAY_MS = 86_400_000
const START: Instant = toInstant(Date.parse('2026-11-01T09:00:00Z'))

/** All of them, the follow cap alone, or none. */
export const GUARDS = ['on', 'cap', 'off'] as const
export type Guards = (typeof GUARDS)[number]

export interface Shop {
  readonly shoppers: readonly Shopper[]
}

export interface Shopper {
  readonly externalId: string
  readonly looked: ReadonlySet<string>
  readonly held: ReadonlySet<string>
  /** What follows them, or does not. */
  readonly shoes: string
  readonly buys: boolean
}

export interface FollowDay {
  readonly shoppers: readonly ShopperDay[]
}

export interface ShopperDay {
  readonly ndcg: number
  readonly shoes: number
  readonly shoesAfterPurchase: number
  readonly lookedAtShown: readonly string[]
  readonly ads: readonly SeenAd[]
}

export interface SeenAd {
  readonly bits: number
  readonly level: string
  readonly explained: boolean
}

/** A clock that the month sets. */
class Calendar {
  at = START
}

function open(directory: string, calendar: Calendar): Promise<App> {
  const config = parseConfig({ EQUIPOISE_DATA: directory })
  return openApp({ config, resident: true, now: () => calendar.at })
}

/** Fills a directory with households, their looks, a model and campaigns. */
export async function makeShop(directory: string, shoppers: number): Promise<Shop> {
  const app = await open(directory, new Calendar())
  try {
    const demo = readDemo(DEMO_FOLDER)
    await app.catalogue.putAll(
      demo.items.map(({ price, ...item }) => ({
        id: item.id,
        title: item.title,
        categories: item.categories ?? [],
        attributes: {},
        priceMinor: price?.amountMinor,
        currency: price?.currency,
        available: true,
        sensitive: item.sensitive ?? [],
      })),
    )
    const people = demo.subjects.slice(0, PEOPLE).map(({ externalId }) => externalId)
    const lists = new Map(people.map((id) => [id, new Set<string>()]))
    for (const { externalId, item } of demo.interactions) lists.get(externalId)?.add(item)
    const split = new Map([...lists].map(([id, items]) => [id, splitOf([...items])]))
    await joinAll(app, split)
    await app.trainer.train(() => {})
    const chosen = chooseShoppers(app, split, shoppers)
    await setUp(app, chosen)
    return { shoppers: chosen }
  } finally {
    await app.close()
  }
}

interface Split {
  readonly looked: readonly string[]
  readonly held: readonly string[]
}

/** Every fifth thing is held out. */
function splitOf(items: readonly string[]): Split {
  return {
    looked: items.filter((_, at) => at % HELD_EVERY !== 0),
    held: items.filter((_, at) => at % HELD_EVERY === 0),
  }
}

async function joinAll(app: App, split: ReadonlyMap<string, Split>): Promise<void> {
  const act = {
    action: 'give',
    purposes: PURPOSES.filter((one) => one !== 'political_advertising'),
    evidence: 'Invented for a benchmark',
    by: 'subject',
    explicit: true,
    region: undefined,
    ageBand: 'adult',
    vouched: true,
  } as const
  const all = [...split]
  for (let from = 0; from < all.length; from += 200) {
    await Promise.all(
      all.slice(from, from + 200).map(([externalId]) => recordConsent(app, { externalId }, act)),
    )
  }
  for (const [externalId, { looked }] of all) {
    const meetings = looked.map((item, at) => ({
      externalId,
      item,
      verb: 'view',
      id: `${externalId}-${at}`,
      at: formatInstant(toInstant(START - DAY_MS * (1 + (at % 20)))),
    }))
    await collectInteractions(app, meetings.slice(0, 500), NO_SITUATION)
  }
}

/** People with enough held out, each with something that they have not met. */
function chooseShoppers(app: App, split: ReadonlyMap<string, Split>, count: number): Shopper[] {
  const chance = chanceOf(3)
  const items = app.catalogue.entries().map(({ id }) => id)
  const able = [...split].filter(([, { held, looked }]) => held.length >= 5 && looked.length >= 20)
  return able.slice(0, count).map(([externalId, { looked, held }], at) => {
    const met = new Set([...looked, ...held])
    let shoes = chance.pick(items) ?? ''
    while (met.has(shoes)) shoes = chance.pick(items) ?? ''
    return {
      externalId,
      looked: new Set(looked),
      held: new Set(held),
      shoes,
      buys: at % 2 === 0,
    }
  })
}

/** A campaign for each shopper's shoes, and others; a slot with guards, and one without. */
async function setUp({ desk, catalogue }: App, shoppers: readonly Shopper[]): Promise<void> {
  const chance = chanceOf(5)
  const entries = catalogue.entries()
  const others = Array.from({ length: 60 }, () => chance.pick(entries)?.id ?? '')
  const items = [...new Set([...shoppers.map(({ shoes }) => shoes), ...others])]
  const money = { currency: 'EUR', spendLimitMinor: 100_000_000 }
  const times = { startsAt: '2026-10-01T00:00:00Z', endsAt: '2027-10-01T00:00:00Z' }
  await desk.putAll([
    { kind: 'slots', id: 'guarded', form: { currency: 'EUR', adsMax: 2, ceiling: 'topical' } },
    { kind: 'slots', id: 'open', form: { currency: 'EUR', adsMax: 2, ceiling: 'close' } },
    ...items.flatMap((item, n) => {
      const categories = catalogue.find(item)?.categories ?? []
      const creative = {
        advertiser: `a${n}`,
        kind: 'text',
        title: catalogue.find(item)?.title ?? item,
        text: 'Now',
        link: 'https://shop.example/',
        categories,
        items: [item],
      }
      const campaign = {
        advertiser: `a${n}`,
        ...money,
        ...times,
        bidMinor: 300 + chance.below(200),
        byInterest: true,
        creatives: [`k${n}`],
        pacing: 'asap',
      }
      return [
        { kind: 'advertisers' as const, id: `a${n}`, form: { name: `Maker ${n}` } },
        { kind: 'creatives' as const, id: `k${n}`, form: creative },
        { kind: 'campaigns' as const, id: `on${n}`, form: { ...campaign, slots: ['guarded'] } },
        {
          kind: 'campaigns' as const,
          id: `off${n}`,
          form: { ...campaign, slots: ['open'], caps: [] },
        },
      ]
    }),
  ])
  for (const id of desk.records.creatives.keys()) await desk.review(id, { decision: 'approved' })
}

export async function runMonth(
  directory: string,
  { shoppers }: Shop,
  guards: Guards,
): Promise<readonly FollowDay[]> {
  const calendar = new Calendar()
  const app = await open(directory, calendar)
  try {
    await app.adPeople.ready()
    const followCap = guards === 'off' ? undefined : DEFAULT_FOLLOW_CAP
    const audiencePeopleMin = guards === 'on' ? app.audiencePeopleMin : 1
    const parts: DecideParts = { ...app, followCap, audiencePeopleMin }
    const days: FollowDay[] = []
    for (let day = 1; day <= DAYS; day += 1) {
      calendar.at = toInstant(START + day * DAY_MS)
      const seen: ShopperDay[] = []
      for (const shopper of shoppers) {
        seen.push(await oneDay({ app, parts, guards }, shopper, day))
      }
      days.push({ shoppers: seen })
    }
    return days
  } finally {
    await app.close()
  }
}

interface Run {
  readonly app: App
  readonly parts: DecideParts
  readonly guards: Guards
}

async function oneDay(run: Run, shopper: Shopper, day: number): Promise<ShopperDay> {
  const { externalId, shoes, buys } = shopper
  const acts: string[] = []
  if (day === LOOK_DAY) acts.push('view')
  if (day === BUY_DAY && buys) acts.push('purchase')
  const meetings = acts.map((verb) => ({
    externalId,
    item: shoes,
    verb,
    id: `${externalId}-${verb}`,
  }))
  await collectInteractions(run.app, meetings, NO_SITUATION)
  const suggested = await visit(run, shopper, 'home', SHOWN)
  const ads = await visit(run, shopper, run.guards === 'on' ? 'guarded' : 'open', 2)
  const advertised = ads.flatMap(({ item }) => (item === undefined ? [] : [item.id]))
  const items = [...suggested.map(({ id }) => id), ...advertised]
  const shown = items.filter((item) => item === shoes).length
  const hits = Uint8Array.from(suggested, ({ id }) => Number(shopper.held.has(id)))
  const looked = (item: string) => shopper.looked.has(item) || (item === shoes && day >= LOOK_DAY)
  return {
    ndcg: ndcg({ hits, held: shopper.held.size }, SHOWN),
    shoes: shown,
    shoesAfterPurchase: buys && day >= BUY_DAY ? shown : 0,
    lookedAtShown: items.filter(looked),
    ads: ads.map(({ specificity, ad, contributions, score }) => {
      const sum = contributions.reduce((total, { share }) => total + share, 0)
      const isWhole = Math.abs(sum - score) < 1e-9
      const explained = isWhole && ad !== undefined && ad.payer !== '' && ad.parameters.length > 0
      return { bits: specificity.bits, level: specificity.level, explained }
    }),
  }
}

/** Decides, and reports all of it as seen. */
async function visit({ app, parts }: Run, { externalId }: Shopper, slot: string, count: number) {
  const page = { item: undefined, categories: [] }
  const request = { who: { externalId }, slot, count, page, filters: NO_FILTERS, exclude: [] }
  const { items, subject, rung, model } = await decideSlot(
    parts,
    { ...request, outlet: 'exact' },
    NO_SITUATION,
  )
  const decided = { subject, slot, decidedAt: app.now(), rung, model: model ?? undefined }
  const tokens = makeTokens(
    app,
    decided,
    items.map(({ id, shown, ad, price = 0 }) => ({
      item: id,
      contributions: shown,
      ...(ad && { ad: { campaign: ad.campaign, price } }),
    })),
  )
  const reports = tokens.map((token) => ({ token, at: undefined, slot }))
  await recordImpressions(app, reports, 'back end', NO_SITUATION)
  return items
}
