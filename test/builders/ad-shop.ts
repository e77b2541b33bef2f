/** A shop with one slot of ads, two campaigns and people who agreed; and what they do in it. */
import assert from 'node:assert/strict'
import type { Purpose, Verb } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { decideSlot, NO_FILTERS } from '@equipoise/server/modules/decide'
import {
  makeTokens,
  recordImpressions,
  recordOutcomes,
} from '@equipoise/server/modules/impressions'
import { NO_SITUATION } from '@equipoise/server/modules/law'

export const MEASURED: readonly Purpose[] = [
  'site_personalization',
  'first_party_advertising',
  'measurement',
]

const CREATIVE = { advertiser: 'acme', kind: 'text', text: 'x', link: 'https://acme.example/' }
export const CAMPAIGN = {
  advertiser: 'acme',
  currency: 'EUR',
  bidMinor: 400,
  spendLimitMinor: 1_000_000,
  startsAt: '2026-01-01T00:00:00Z',
  endsAt: '2030-01-01T00:00:00Z',
  slots: ['side'],
  creatives: ['shoe'],
  pacing: 'asap',
  caps: [{ scope: 'campaign', per: 'day', most: 1_000 }],
}

interface Creative {
  readonly id: string
  readonly form: Readonly<Record<string, unknown>>
}

const CREATIVES: readonly Creative[] = [
  { id: 'shoe', form: { title: 'Shoe', items: ['shoe'] } },
  { id: 'plain', form: { title: 'Plain' } },
]

/** Shoes are shown to anybody in the slot `side`, for 400 a thousand. */
export async function openAdShop(
  app: App,
  over: Readonly<Record<string, unknown>> = {},
  creatives = CREATIVES,
) {
  await app.desk.putAll([
    { kind: 'advertisers', id: 'acme', form: { name: 'Acme' } },
    { kind: 'slots', id: 'side', form: { currency: 'EUR', auction: 'first_price' } },
    ...creatives.map(({ id, form }) => ({
      kind: 'creatives' as const,
      id,
      form: { ...CREATIVE, ...form },
    })),
    { kind: 'campaigns', id: 'shoes', form: { ...CAMPAIGN, ...over } },
  ])
  for (const { id } of creatives) await app.desk.review(id, { decision: 'approved' })
  await app.adPeople.ready()
}

/** Asks for the slot, as a page does; the tokens of what is to be shown. */
export async function visit(
  app: App,
  externalId: string | undefined,
  slot: string = 'side',
): Promise<readonly { readonly id: string; readonly token: string }[]> {
  const page = { item: undefined, categories: [] }
  const who = externalId === undefined ? undefined : { externalId }
  const asked = { outlet: 'exact', who, slot, count: 1, page, filters: NO_FILTERS } as const
  const decided = await decideSlot(app, { ...asked, exclude: [] }, NO_SITUATION)
  const { subject, rung, items } = decided
  const model = decided.model ?? undefined
  const tokens = makeTokens(
    app,
    { subject, slot, decidedAt: app.now(), rung, model },
    items.map(({ id, shown, ad, price = 0, specificity }) => ({
      item: id,
      contributions: shown,
      level: specificity.level,
      ...(ad && { ad: { campaign: ad.campaign, price } }),
    })),
  )
  return items.map(({ id }, at) => ({ id, token: tokens[at] ?? '' }))
}

/** Visits and is shown what there is; the token of it. */
export async function see(app: App, externalId: string, slot?: string): Promise<string> {
  const [shown] = await visit(app, externalId, slot)
  assert.ok(shown, 'something is shown')
  await report(app, shown.token)
  return shown.token
}

export async function report(app: App, token: string) {
  return recordImpressions(
    app,
    [{ token, at: undefined, slot: undefined }],
    'back end',
    NO_SITUATION,
  )
}

export async function click(app: App, token: string, verb: Verb = 'click') {
  const outcome = { token, verb, at: undefined, slot: undefined }
  return recordOutcomes(app, [outcome], 'back end', NO_SITUATION)
}

/** What is counted by now, such as `{ 'impressions shoes|shoe|side': 2 }`. */
export async function countsOf(app: App): Promise<Readonly<Record<string, number>>> {
  const measures = ['impressions', 'clicks', 'conversions', 'spent', 'reach', 'levels'] as const
  const range = { fromDay: 0, untilDay: 100_000 }
  const all = [...measures, 'people', 'converted'] as const
  const rows = await app.store.read('system', (reader) => reader.listMeasured(all, range))
  const sums: Record<string, number> = {}
  for (const { measure, key, count } of rows) {
    const name = `${measure} ${key.replace(/@[0-9a-f]+/, '')}`
    sums[name] = (sums[name] ?? 0) + count
  }
  return sums
}
