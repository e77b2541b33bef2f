/** Puts stories and ads into the product, by its API and its command line: reviewed, as all are. */
import { runCommand } from '../launch/command-line.ts'
import type { Product } from '../server/catalogue.ts'
import { STORIES } from '../stories.ts'

export const AD_SLOT = 'in-feed'

const DAY_MS = 86_400_000
const RUNS_DAYS = 365

interface Sponsor {
  readonly id: string
  readonly name: string
  readonly payer: string
  readonly title: string
  readonly text: string
}

const SPONSORS: readonly Sponsor[] = [
  {
    id: 'huts',
    name: 'Hut Society',
    payer: 'Hut Society, a members’ club',
    title: 'Forty huts, one key',
    text: 'Sleep above the trees from May to October.',
  },
  {
    id: 'lakeline',
    name: 'Lakeline Railway',
    payer: 'Lakeline Railway',
    title: 'The trailhead has a platform',
    text: 'Hourly from town, with room for muddy shoes.',
  },
  {
    id: 'kiln',
    name: 'Kiln Coffee',
    payer: 'Kiln & Daughters',
    title: 'Roasted on Tuesdays',
    text: 'On your step by Thursday. That is all we do.',
  },
]

export async function furnishFeed(product: Product, dataDirectory: string): Promise<void> {
  const now = Date.now()
  await product.putItems(
    STORIES.map(({ id, title, text, topic, daysAgo }) => ({
      id,
      title,
      categories: ['Stories'],
      attributes: { kind: 'story', text, topic, publishedAt: timeOf(now - daysAgo * DAY_MS) },
    })),
  )
  await product.putSlot(AD_SLOT, { currency: 'USD', adsMax: 3, accepts: ['text'] })
  for (const [at, sponsor] of SPONSORS.entries()) {
    await putAd(product, sponsor, { now, bidMinor: 300 - at })
    const approve = ['creatives', 'review', '--id', sponsor.id, '--decision', 'approved']
    await runCommand(approve, dataDirectory)
  }
}

async function putAd(
  product: Product,
  { id, name, payer, title, text }: Sponsor,
  { now, bidMinor }: { readonly now: number; readonly bidMinor: number },
): Promise<void> {
  await product.putAdvertiser(id, { name, payer })
  const link = `https://${id}.example/`
  await product.putCreative(id, { advertiser: id, kind: 'text', title, text, link })
  await product.putCampaign(id, {
    advertiser: id,
    slots: [AD_SLOT],
    creatives: [id],
    currency: 'USD',
    bidMinor,
    spendLimitMinor: 1_000_000,
    startsAt: timeOf(now - DAY_MS),
    endsAt: timeOf(now + RUNS_DAYS * DAY_MS),
    caps: [{ scope: 'campaign', per: 'day', most: 4 }],
  })
}

function timeOf(at: number): string {
  return new Date(at).toISOString()
}
