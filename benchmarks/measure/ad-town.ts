/** A directory with people who agreed to ads by what they did, and campaigns as many as wanted. */
import type { Purpose } from '@equipoise/core/values'
import { type App, openApp } from '@equipoise/server/app'
import { parseConfig } from '@equipoise/server/config'
import { collectInteractions } from '@equipoise/server/modules/collect'
import { recordConsent } from '@equipoise/server/modules/consent'
import { NO_SITUATION } from '@equipoise/server/modules/law'
import { chanceOf } from './chance.ts'

const CATEGORIES = 40
const ITEMS = 400
const ACTS = 20
const AUDIENCES = 40
const PURPOSES: readonly Purpose[] = ['site_personalization', 'first_party_advertising']
const VERBS = ['view', 'click', 'add', 'like'] as const

export function openFolder(directory: string): Promise<App> {
  return openApp({ config: parseConfig({ EQUIPOISE_DATA: directory }), resident: true })
}

/** @returns a secret key of the directory. */
export async function makeCrowd(directory: string, people: number): Promise<string> {
  const app = await openFolder(directory)
  try {
    const items = Array.from({ length: ITEMS }, (_, n) => anItem(n))
    await app.catalogue.putAll(items)
    const chance = chanceOf(1)
    for (let from = 0; from < people; from += 250) {
      const some = Array.from({ length: Math.min(250, people - from) }, (_, n) => from + n)
      await Promise.all(some.map((n) => join(app, `p-${n}`)))
    }
    const now = app.now()
    for (let n = 0; n < people; n += 1) {
      // Everybody has three categories that they like, and meets others by chance.
      const liked = [chance.below(CATEGORIES), chance.below(CATEGORIES), chance.below(CATEGORIES)]
      const interactions = Array.from({ length: ACTS }, (_, act) => {
        const category = act % 4 === 3 ? chance.below(CATEGORIES) : (chance.pick(liked) ?? 0)
        const item = `item-${category + CATEGORIES * chance.below(ITEMS / CATEGORIES)}`
        const at = new Date(now - chance.below(20) * 86_400_000 - 1_000).toISOString()
        return { externalId: `p-${n}`, item, verb: chance.pick(VERBS), at, id: `p-${n}-${act}` }
      })
      await collectInteractions(app, interactions, NO_SITUATION)
    }
    const { key } = await app.keyRing.create({ kind: 'secret' })
    return key ?? ''
  } finally {
    await app.close()
  }
}

function anItem(n: number) {
  return {
    id: `item-${n}`,
    title: `Item ${n}`,
    categories: [`cat-${n % CATEGORIES}`],
    attributes: {},
    priceMinor: 1_000,
    currency: 'EUR',
    available: true,
    sensitive: [],
  }
}

async function join(app: App, externalId: string): Promise<void> {
  const act = {
    action: 'give',
    purposes: PURPOSES,
    evidence: 'Invented for a benchmark',
    by: 'subject',
    explicit: false,
    region: undefined,
    ageBand: 'adult',
    vouched: true,
  } as const
  await recordConsent(app, { externalId }, act)
}

/** Puts up so many campaigns, each with a creative that is approved. */
export async function setUpAds(app: App, campaigns: number): Promise<void> {
  const chance = chanceOf(campaigns)
  const advertisers = Math.max(1, Math.ceil(campaigns / 5))
  const { desk } = app
  await desk.putAll([
    { kind: 'slots', id: 'side', form: { currency: 'EUR', adsMax: 2, ceiling: 'close' } },
    ...Array.from({ length: advertisers }, (_, n) => ({
      kind: 'advertisers' as const,
      id: `a${n}`,
      form: { name: `Advertiser ${n}` },
    })),
    ...Array.from({ length: AUDIENCES }, (_, n) => ({
      kind: 'audiences' as const,
      id: `au${n}`,
      form: {
        says: `People who liked category ${n}`,
        conditions: [{ attribute: 'looked_at', anyOf: [`cat-${n}`] }],
      },
    })),
    ...Array.from({ length: campaigns }, (_, n) => ({
      kind: 'creatives' as const,
      id: `k${n}`,
      form: aCreative(n, advertisers, chance.below(CATEGORIES)),
    })),
    ...Array.from({ length: campaigns }, (_, n) => ({
      kind: 'campaigns' as const,
      id: `c${n}`,
      form: aCampaign(n, advertisers, {
        bidMinor: 100 + chance.below(900),
        category: chance.below(CATEGORIES),
      }),
    })),
  ])
  const ids = Array.from({ length: campaigns }, (_, n) => `k${n}`)
  for (let from = 0; from < ids.length; from += 500) {
    const some = ids.slice(from, from + 500)
    await Promise.all(some.map((id) => desk.review(id, { decision: 'approved' })))
  }
}

function aCreative(n: number, advertisers: number, category: number) {
  return {
    advertiser: `a${n % advertisers}`,
    kind: 'text',
    title: `Ad ${n}`,
    text: 'What it says',
    link: 'https://shop.example/',
    categories: [`cat-${category}`],
  }
}

function aCampaign(
  n: number,
  advertisers: number,
  { bidMinor, category }: { readonly bidMinor: number; readonly category: number },
) {
  const kind = n % 10
  const creatives = [`k${n}`]
  return {
    advertiser: `a${n % advertisers}`,
    currency: 'EUR',
    bidMinor,
    spendLimitMinor: 100_000_000,
    startsAt: '2020-01-01T00:00:00Z',
    endsAt: '2029-01-01T00:00:00Z',
    slots: ['side'],
    creatives,
    ...(kind === 5 && { pages: [`cat-${category}`] }),
    ...(kind === 6 && { places: ['DE'] }),
    ...(kind === 7 && { byInterest: true }),
    ...(kind === 8 && { audience: `au${category}`, contextualCreatives: creatives }),
    ...(kind === 9 && { caps: [{ scope: 'campaign', per: 'day', most: 1 }] }),
  }
}
