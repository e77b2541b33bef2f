/**
 * The attack on audiences by their difference, against the product: two of them that differ by one
 * person at most. Whoever runs both sees the same whether that person is in the second one or not,
 * in all that an operator reads and in all that is shown.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anItem, stock } from '../builders/catalogue.ts'
import { aServer, type Json } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'

/** A few more than k. */
const CROWD = 60
const environment = { EQUIPOISE_AUDIENCE_PEOPLE_MIN: 'floor' }
const BOTH = ['site_personalization', 'first_party_advertising'] as const
const MONEY = {
  advertiser: 'acme',
  currency: 'EUR',
  spendLimitMinor: 100_000,
  startsAt: '2026-11-01T00:00:00Z',
  endsAt: '2027-01-01T00:00:00Z',
  slots: ['side'],
  contextualCreatives: ['any'],
}
const creative = (title: string) => ({
  ...{ advertiser: 'acme', kind: 'text', title, text: 'x' },
  link: 'https://acme.example/',
})
const looked = { attribute: 'looked_at', anyOf: ['bread'] }
const ADS = [
  ['advertisers/acme', { name: 'Acme' }],
  ['slots/side', { currency: 'EUR', ceiling: 'close' }],
  ['audiences/all', { says: 'All', conditions: [looked] }],
  [
    'audiences/buyers',
    { says: 'Buyers', conditions: [looked, { attribute: 'bought', anyOf: ['bread'] }] },
  ],
  ['creatives/any', creative('Any')],
  ['creatives/for-all', creative('For all')],
  ['creatives/for-buyers', creative('For buyers')],
  ['campaigns/all', { ...MONEY, bidMinor: 100, audience: 'all', creatives: ['for-all'] }],
  ['campaigns/buyers', { ...MONEY, bidMinor: 900, audience: 'buyers', creatives: ['for-buyers'] }],
] as const

interface Told {
  /** What an operator reads. */
  readonly audiences: Json
  /** What the attacker's own person, and the one who is attacked, are shown. */
  readonly shown: readonly string[]
}

async function toldWhere(
  t: Parameters<typeof aServer>[0],
  { victimBought, others }: { readonly victimBought: boolean; readonly others: number },
): Promise<Told> {
  const { app, send } = await aServer(t, { environment })
  await stock(app, [anItem('bread', { categories: ['bread'] })])
  const come = async (name: string, isBuyer: boolean): Promise<void> => {
    const verbs = isBuyer ? (['view', 'purchase'] as const) : (['view'] as const)
    await aSubject(name)
      .giving(...BOTH)
      .meeting(...verbs.map((verb) => ({ item: 'bread', verb })))
      .join(app)
  }
  for (let n = 0; n < CROWD; n += 1) await come(`crowd-${n}`, true)
  for (let n = 0; n < others; n += 1) await come(`other-${n}`, false)
  await come('victim', victimBought)
  for (const [path, body] of ADS)
    assert.equal((await send(`PUT /v1/${path}`, { body })).status, 200)
  for (const id of ['any', 'for-all', 'for-buyers'])
    await app.desk.review(id, { decision: 'approved' })
  await app.adPeople.ready()
  const shown: string[] = []
  for (const externalId of ['crowd-0', 'victim']) {
    const { json } = await send('POST /v1/decide', { body: { slot: 'side', externalId, count: 1 } })
    shown.push(json.items[0].id)
  }
  return { audiences: (await send('GET /v1/audiences')).json.audiences, shown }
}

test('of two audiences that differ by one person, nobody learns about that person', async (t) => {
  const [out, inside] = [
    await toldWhere(t, { victimBought: false, others: 0 }),
    await toldWhere(t, { victimBought: true, others: 0 }),
  ]
  assert.deepEqual(out, inside)
  const runs = out.audiences.map(({ id, runs: isRunning }: Json) => [id, isRunning])
  assert.deepEqual(runs, [
    ['buyers', false],
    ['all', true],
  ])
  // The second one's campaign shows what anybody is shown, and bids for it.
  assert.deepEqual(out.shown, ['any', 'any'])
})

test('where fifty people are in the difference, both run and each gets their own', async (t) => {
  const { audiences, shown } = await toldWhere(t, { victimBought: true, others: 50 })
  assert.ok(audiences.every(({ runs }: Json) => runs))
  assert.deepEqual(shown, ['for-buyers', 'for-buyers'])
})
